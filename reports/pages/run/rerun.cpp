#include "framework/store/tracked.h"
#include "reports/again.h"
#include "reports/pages/run/sections.h"

namespace xp {
namespace {

/// Of sources on a page: an experiment is a screenful, what somebody includes may be anything.
constexpr std::size_t most_bytes = 64 * 1024;

Values ways(const Record& record) {
  Values out{Values::type::list};
  for (const Again& way : again(record)) {
    Values one;
    one.set("sentence", way.sentence);
    one.set("commands", way.commands);
    out << one;
  }
  return out;
}

/// The first is the experiment's own file.
Values sources(const Record& record) {
  Values out{Values::type::list};
  std::size_t left = most_bytes;
  for (const Source& source : record.sources) {
    const bool fits = !source.text.empty() && source.text.size() <= left;
    if (fits) left -= source.text.size();
    Values one;
    one.set("what", &source == &record.sources[0] ? "The experiment," : "Beside it,");
    one.set("path", source.path);
    one.set("has_text", fits);
    one.set("text", source.text);
    one.set("sha256", source.sha256);
    out << one;
  }
  return out;
}

}  // namespace

Section rerun_section(const Material& run) {
  const Record& record = run.record;
  if (again(record).empty() && record.sources.empty()) return {};
  const std::string state = source_state(record);
  Values values;
  values.set("ways", ways(record));
  values.set("has_state", !state.empty());
  values.set("state", state);
  values.set("sources", sources(record));
  return {"rerun", without_plan(record) ? "Where it comes from" : "How to run it again",
          without_plan(record)
              ? ""
              : "Bit-identical results need the same kind of machine, libraries and number of threads: see above.",
          rendered("rerun.mustache", values)};
}

}  // namespace xp
