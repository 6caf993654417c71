// xp predict: what a run's network says of new images.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/plan/plan.h"
#include "framework/run/own_plugins.h"
#include "framework/run/rerun.h"
#include "reports/table.h"
#include "tools/xp/images.h"
#include "tools/xp/json.h"
#include "tools/xp/stored_weights.h"
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

using Rows = std::vector<std::vector<double>>;

void refuse_nonsense(const Record& record, const std::vector<std::string>& files, const Rows& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!std::all_of(rows[i].begin(), rows[i].end(), [](double p) { return std::isfinite(p); }))
      throw Error(fmt::format("{} says nothing of {}: a probability is no number", run_name(record.run.id), files[i]),
                  "its weights have overflowed; xp show tells how it trained", Exit::failed);
}

/// On the CPU with all cores unless told otherwise, in the precision of the run: what its test was scored in.
Placement where(Context& c, const Plan& plan, const Record& record) {
  const Placement asked = placement(c.args, {available_cores(), "cpu", stored_placement(record).precision});
  return c.engine().resolve(plan, asked);
}

Exit predict(Context& c) {
  const Record record = c.records().record(run_named(c.records(), c.args.positional.at(0)));
  const std::string weights = checked_weights(c.records(), record);
  const std::vector<std::string> files = images_of({c.args.positional.begin() + 1, c.args.positional.end()});
  load_own_plugins(record);
  const Plan plan = plan_from_json(record.plan);
  const Rows rows = c.engine().predict(plan, where(c, plan, record), weights, files);
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
