// xp import FILE.xprun: runs of another home.
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "tools/xp/importer.h"

namespace xp {
namespace {

struct Counts {
  int fresh = 0, known = 0, with_sources = 0;
  std::int64_t artifacts = 0;
};

std::string in_words(const Counts& n) {
  std::string out = fmt::format("{} run{} and {} artifact{} are new", n.fresh, n.fresh == 1 ? "" : "s", n.artifacts,
                                n.artifacts == 1 ? "" : "s");
  if (n.known) out += fmt::format("; {} {} here before", n.known, n.known == 1 ? "was" : "were");
  return out;
}

/// Folds and controls come with the run that they are parts of.
void told(const Context& c, const std::string& file, const Unpacked& done, const std::vector<RunRow>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!rows[i].parent)
      c.terminal.print(fmt::format("{}  {} of {}{}\n", run_name(done.runs[i].is), run_name(done.runs[i].was),
                                   std::filesystem::path(file).filename().string(),
                                   !done.runs[i].known       ? ""
                                   : rows[i].deleted.empty() ? ", known"
                                                             : ", known and deleted: xp restore brings it back"));
}

}  // namespace

Exit import_bundles(Context& c, const std::vector<std::string>& files) {
  for (const std::string& file : files)
    if (!std::filesystem::is_regular_file(file))  // a refusal makes no home
      throw Error("there is no file " + file, "xp export run12 FILE.xprun makes one");
  auto all = nlohmann::json::array();
  Counts n;
  for (const std::string& file : files) {
    const Unpacked done = c.store().unpack(file);
    n.artifacts += done.artifacts;
    std::vector<RunRow> rows;
    for (const Unpacked::Run& run : done.runs) {
      rows.push_back(c.store().run(run.is));
      ++(run.known ? n.known : n.fresh);
      n.with_sources += !run.known && !c.store().record(run.is).sources.empty();
      all.push_back({{"run", run_name(run.is)}, {"was", run_name(run.was)}, {"file", file}, {"known", run.known}});
    }
    if (!c.args.has("json")) told(c, file, done, rows);
  }
  if (c.args.has("json")) {
    c.terminal.data(nlohmann::json{{"runs", all}, {"artifacts", n.artifacts}}.dump(2) + "\n");
    return Exit::done;
  }
  c.terminal.remark(in_words(n));
  if (n.with_sources)
    c.terminal.remark(
        "their sources are somebody else's: xp rerun and whatever else needs them compiles them only with "
        "--trust, after showing what");
  return Exit::done;
}

}  // namespace xp
