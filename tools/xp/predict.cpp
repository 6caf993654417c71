// xp predict: what a run's network says of new images.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "framework/base/text.h"
#include "framework/plan/plan.h"
#include "reports/table.h"
#include "tools/xp/json.h"
#include "tools/xp/training.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

/// Files as named; of a folder every image in it, sorted.
std::vector<std::string> images_of(const std::vector<std::string>& named) {
  std::vector<std::string> out;
  for (const std::string& path : named) {
    if (!fs::exists(path)) throw Error("there is no file " + path);
    if (!fs::is_directory(path)) {
      out.push_back(path);
      continue;
    }
    std::vector<std::string> inside;
    for (const auto& entry : fs::recursive_directory_iterator(path, fs::directory_options::follow_directory_symlink))
      if (entry.is_regular_file() && is_image_name(entry.path().string())) inside.push_back(entry.path().string());
    if (inside.empty()) throw Error("there are no images in " + path, "jpg, jpeg, png, tif, tiff and bmp are read");
    std::sort(inside.begin(), inside.end());
    out.insert(out.end(), inside.begin(), inside.end());
  }
  return out;
}

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

Exit predict(Context& c) {
  const std::int64_t id = run_named(c.records(), c.args.positional.at(0));
  const Record record = c.records().record(id);
  const auto weights = std::find_if(record.artifacts.begin(), record.artifacts.end(),
                                    [](const Artifact& a) { return a.name == "weights.safetensors"; });
  if (weights == record.artifacts.end())
    throw Error(run_name(id) + " kept no weights", "it ended before its first epoch did");
  const std::vector<std::string> files = images_of({c.args.positional.begin() + 1, c.args.positional.end()});
  const Plan plan = plan_from_json(record.plan);
  const auto rows = c.engine().predict(plan, placement(c.args), c.records().artifact_path(*weights), files);
  const Table table = table_of(plan.classes, files, rows);
  if (c.args.has("json"))
    c.terminal.print(predictions_json(plan.classes, files, rows) + "\n");
  else if (c.args.has("csv"))
    c.terminal.print(csv_of(table));
  else if (c.args.has("md"))
    c.terminal.print(markdown_of(table));
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
