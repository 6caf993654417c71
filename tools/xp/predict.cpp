// xp predict: what a run's network says of new images.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "framework/base/hash.h"
#include "framework/base/text.h"
#include "framework/plan/plan.h"
#include "framework/run/own_plugins.h"
#include "reports/table.h"
#include "tools/xp/images.h"
#include "tools/xp/json.h"
#include "tools/xp/training.h"

namespace xp {
namespace {

Table table_of(const std::vector<std::string>& classes, const std::vector<std::string>& files,
               const std::vector<std::vector<double>>& rows) {
  Table table{{{"image", Align::left}, {"class", Align::left}}, {}};
  for (const std::string& name : classes) table.columns.push_back({name, Align::right});
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::vector<std::string> row{files[i], classes.at(static_cast<std::size_t>(predicted({0, 0, rows[i]})))};
    for (double p : rows[i]) row.push_back(decimal(p));
    table.rows.push_back(row);
  }
  return table;
}

/// Where the run's weights are. Throws Error when it kept none, or when they are not what it kept.
std::string checked_weights(const Store& store, const Record& record) {
  const std::string run = run_name(record.run.id);
  const auto weights = std::find_if(record.artifacts.begin(), record.artifacts.end(),
                                    [](const Artifact& a) { return a.name == "weights.safetensors"; });
  if (weights == record.artifacts.end()) throw Error(run + " kept no weights", "it ended before its first epoch did");
  const std::string path = store.artifact_path(*weights);
  if (sha256_of_file(path) != weights->sha256)
    throw Error(fmt::format("the weights of {} are damaged: the content of {} is not what its name says", run, path),
                fmt::format("put that file back, or learn them again: xp rerun {}", run));
  return path;
}

using Rows = std::vector<std::vector<double>>;

void refuse_nonsense(const Record& record, const std::vector<std::string>& files, const Rows& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!std::all_of(rows[i].begin(), rows[i].end(), [](double p) { return std::isfinite(p); }))
      throw Error(fmt::format("{} says nothing of {}: a probability is no number", run_name(record.run.id), files[i]),
                  "its weights have overflowed; xp show tells how it trained", Exit::failed);
}

/// What makes these predictions worth less than they look.
void caution(const Context& c, const Record& record, const std::vector<std::string>& files) {
  const RunRow& run = record.run;
  if (run.status != Status::finished)
    c.terminal.remark(fmt::format("{} is {}: its weights are those of epoch {} of {} and were never tested",
                                  run_name(run.id), name(run.status), run.chosen_epoch, run.epochs_planned));
  std::set<std::string> learned;
  for (const StoredSample& s : record.samples)
    if (s.part == Part::train) learned.insert(s.sha256);
  const auto known =
      std::count_if(files.begin(), files.end(), [&](const auto& f) { return learned.count(sha256_of_file(f)) > 0; });
  if (known > 0)
    c.terminal.remark(
        fmt::format("{} of {} images were trained on: what is said of them is no evidence", known, files.size()));
}

Exit predict(Context& c) {
  const Record record = c.records().record(run_named(c.records(), c.args.positional.at(0)));
  const std::string weights = checked_weights(c.records(), record);
  const std::vector<std::string> files = images_of({c.args.positional.begin() + 1, c.args.positional.end()});
  load_own_plugins(record);
  const Plan plan = plan_from_json(record.plan);
  const Rows rows = c.engine().predict(plan, placement(c.args), weights, files);
  refuse_nonsense(record, files, rows);
  caution(c, record, files);
  const Table table = table_of(plan.classes, files, rows);
  if (c.args.has("json"))
    c.terminal.data(predictions_json(plan.classes, files, rows) + "\n");
  else if (c.args.has("csv"))
    c.terminal.data(csv_of(table));
  else if (c.args.has("md"))
    c.terminal.data(markdown_of(table));
  else
    c.terminal.print(text_of(table, c.terminal.table_columns()));
  return Exit::done;
}

std::vector<Option> options() {
  std::vector<Option> out = placement_options();
  for (const Option& o :
       {Option{"json", 0, "", "as JSON"}, {"csv", 0, "", "as CSV"}, {"md", 0, "", "as a Markdown table"}})
    out.push_back(o);
  return out;
}

}  // namespace

extern const Verb predict_verb;
const Verb predict_verb{"predict",
                        "RUN FILE…|DIR",
                        "what a run's network says of new images",
                        "xp predict run12 new/*.jpg --csv",
                        Needs::engine,
                        2,
                        -1,
                        options(),
                        predict};

}  // namespace xp
