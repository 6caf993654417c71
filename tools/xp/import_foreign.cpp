// xp import mlflow, tensorboard, csv, json: whole runs that other tools kept, or that xp exported for them.
#include "framework/run/imports/foreign.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "framework/base/interrupt.h"
#include "framework/base/text.h"
#include "tools/xp/importer.h"

namespace xp {
namespace {

void print(Context& c, const ImportedRuns& done) {
  for (const ImportedRuns::Run& run : done.runs) {
    const bool deleted = run.known && !c.store().run(run.run).deleted.empty();
    c.terminal.print(fmt::format("{}  {}{}\n", run_name(run.run), run.was,
                                 deleted     ? ", known and deleted: xp restore brings it back"
                                 : run.known ? ", known"
                                             : ""));
  }
  for (const std::string& remark : done.remarks) c.terminal.remark(remark);
}

std::string in_words(const ImportedRuns& done) {
  const auto fresh = std::count_if(done.runs.begin(), done.runs.end(), [](const auto& run) { return !run.known; });
  std::string out = fmt::format("{} run{} of {} {} new", fresh, fresh == 1 ? "" : "s",
                                done.runs.size() + done.cut.size(), fresh == 1 ? "is" : "are");
  if (done.artifacts) out += fmt::format("; {} artifact{} new", done.artifacts, done.artifacts == 1 ? " is" : "s are");
  return out;
}

/// What did not come, and what to do about it.
void warn(const Context& c, const ImportedRuns& done, const std::string& place) {
  for (const ImportedRuns::Run& run : done.runs)
    if (run.differs)
      c.terminal.warn(
          fmt::format("{0} is here already, and differs: nothing was changed; to take the file's: xp delete "
                      "{0}, xp gc, then import again",
                      run_name(run.run)));
  if (!done.cut.empty())
    c.terminal.warn(fmt::format("{} of {} {} cut short: copy it again from where it was written, then import again",
                                join(done.cut), place, done.cut.size() == 1 ? "is" : "are"));
}

bool all_came(const ImportedRuns& done) {
  return done.cut.empty() &&
         std::none_of(done.runs.begin(), done.runs.end(), [](const auto& run) { return run.differs; });
}

template <ImportedRuns (*import)(Store&, const std::string&)>
Exit perform(Context& c, const std::string& place) {
  if (!std::filesystem::exists(place)) throw Error("there is no " + place, "xp import --help");  // and no home for it
  const PoliteInterrupt leaving_nothing("\ninterrupted: removing what was not finished; again to stop at once\n");
  const ImportedRuns done = import(c.store(), place);
  if (c.args.has("json")) {
    auto runs = nlohmann::json::array();
    for (const ImportedRuns::Run& run : done.runs)
      runs.push_back({{"run", run_name(run.run)}, {"was", run.was}, {"known", run.known}, {"differs", run.differs}});
    c.terminal.data(
        nlohmann::json{{"runs", runs}, {"artifacts", done.artifacts}, {"cut", done.cut}, {"remarks", done.remarks}}
            .dump(2) +
        "\n");
  } else {
    print(c, done);
    c.terminal.remark(in_words(done));
  }
  warn(c, done, place);
  return all_came(done) ? Exit::done : Exit::failed;
}

}  // namespace

const std::vector<Importer> foreign_importers{
    {"mlflow", "an mlruns folder or mlflow.db", {}, perform<import_mlflow>},
    {"tensorboard", "a file tfevents or a folder", {}, perform<import_tensorboard>},
    {"csv", "a folder", {}, perform<import_csv>},
    {"json", "a file", {}, perform<import_json>}};

}  // namespace xp
