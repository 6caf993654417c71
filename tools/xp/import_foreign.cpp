// xp import mlflow, tensorboard, csv, json: whole runs that other tools kept, or that xp exported for them.
#include "framework/run/imports/foreign.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "tools/xp/importer.h"

namespace xp {
namespace {

template <ImportedRuns (*import)(Store&, const std::string&)>
Exit perform(Context& c, const std::string& place) {
  if (!std::filesystem::exists(place)) throw Error("there is no " + place, "xp import --help");  // and no home for it
  const ImportedRuns done = import(c.store(), place);
  if (c.args.has("json")) {
    auto runs = nlohmann::json::array();
    for (const ImportedRuns::Run& run : done.runs)
      runs.push_back({{"run", run_name(run.run)}, {"was", run.was}, {"known", run.known}});
    c.terminal.data(nlohmann::json{{"runs", runs}, {"remarks", done.remarks}}.dump(2) + "\n");
    return Exit::done;
  }
  int fresh = 0;
  for (const ImportedRuns::Run& run : done.runs) {
    fresh += !run.known;
    const bool deleted = run.known && !c.store().run(run.run).deleted.empty();
    c.terminal.print(fmt::format("{}  {}{}\n", run_name(run.run), run.was,
                                 deleted     ? ", known and deleted: xp restore brings it back"
                                 : run.known ? ", known"
                                             : ""));
  }
  for (const std::string& remark : done.remarks) c.terminal.remark(remark);
  c.terminal.remark(
      fmt::format("{} run{} of {} {} new", fresh, fresh == 1 ? "" : "s", done.runs.size(), fresh == 1 ? "is" : "are"));
  return Exit::done;
}

}  // namespace

const std::vector<Importer> foreign_importers{
    {"mlflow", "an mlruns folder or mlflow.db", {}, perform<import_mlflow>},
    {"tensorboard", "a file tfevents or a folder", {}, perform<import_tensorboard>},
    {"csv", "a folder", {}, perform<import_csv>},
    {"json", "a file", {}, perform<import_json>}};

}  // namespace xp
