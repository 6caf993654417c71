#include "reports/card/front_matter.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>

#include "framework/base/text.h"
#include "framework/scores/scalar.h"
#include "framework/store/tracked.h"
#include "reports/card/written.h"
#include "reports/diagnosis/recipe.h"
#include "reports/parts.h"
#include "reports/scores/tables.h"
#include "reports/words.h"

namespace xp {
namespace {

/// A metric's id, and the arguments with which it is this score.
struct Metric {
  std::string type;
  std::vector<std::pair<const char*, const char*>> arguments{};
};

Metric metric_of(const std::string& score, std::size_t classes) {
  if (score == "macro_f1") return {"f1", {{"average", "macro"}}};
  if (score == "auc") {
    if (classes == 2) return {"roc_auc"};
    return {"roc_auc", {{"average", "macro"}, {"multi_class", "ovr"}}};
  }
  static const std::map<std::string, std::string> known{
      {"mcc", "matthews_correlation"}, {"kappa", "cohen_kappa"}, {"brier", "brier_score"}, {"loss", "log_loss"}};
  const auto found = known.find(score);
  return {found == known.end() ? score : found->second};
}

std::string text_of(const Record& record, const char* setting) {
  const Value* value = find(record.settings, setting);
  return value ? value->text() : "";
}

/// "all.csv": where it lies on somebody's disk concerns nobody else.
std::string last_of(std::string path) {
  while (path.ends_with('/')) path.pop_back();
  return path.substr(path.find_last_of('/') + 1);
}

std::string dataset(const Record& record) {
  const std::string kind = text_of(record, "dataset");
  const std::string path = text_of(record, is_imported(record) ? "imported.test" : "dataset.path");
  const std::string type = kind.empty() ? "unspecified" : kind, name = last_of(path).empty() ? type : last_of(path);
  return "    dataset:\n      type: " + as_yaml(type) + "\n      name: " + as_yaml(name) + "\n      split: \"test\"\n";
}

std::string metric(const std::string& score, const std::string& name, double value, std::size_t classes) {
  const Metric m = metric_of(score, classes);
  std::string out = fmt::format("    - type: {}\n      value: {}\n      name: {}\n", as_yaml(m.type), decimal(value, 4),
                                as_yaml(name));
  if (!m.arguments.empty()) out += "      args:\n";
  for (const auto& [argument, said] : m.arguments) out += fmt::format("        {}: \"{}\"\n", argument, said);
  return out;
}

/// " (95 % interval 0.80 to 0.97)"; shares in percent.
std::string interval(const std::string& score, const Figure& figure) {
  const std::string cell = cell_of(score, figure);
  const std::size_t open = cell.rfind(" (");
  return open == std::string::npos ? "" : " (95 % interval " + cell.substr(open + 2);
}

std::string metrics(const ScoreReport& scored, const std::string& warning) {
  std::string out;
  const bool folds = !scored.over_folds.empty();
  for (std::size_t i = 0; i < overall_scalars().size(); ++i) {
    const std::string& score = overall_scalars()[i].name;
    if (!known_metric("test/" + score) || (!scored.probabilistic && of_probabilities(score))) continue;
    Figure figure;
    if (folds)
      figure = {scored.over_folds.at(i).over.mean, scored.over_folds.at(i).over.interval, Method::folds};
    else if (scored.sheet.images)
      figure = scored.sheet.overall.at(i);
    if (!std::isfinite(figure.value)) continue;
    const std::string of = folds ? ", mean of " + counted(scored.over_folds.at(i).over.folds, "fold") : "";
    out += metric(score, title_of(score) + of + interval(score, figure) + warning, figure.value, scored.classes.size());
  }
  return out;
}

std::string tags(const Material& run) {
  const Record& record = run.record;
  std::vector<std::string> all{"image-classification"};
  if (uses(record, "train.control")) all.push_back("control");
  for (const char* setting : {"model", "attention"})
    if (const std::string said = text_of(record, setting); !said.empty() && said != "none" && !trains_nothing(record))
      all.push_back(said);
  all.insert(all.end(), record.run.tags.begin(), record.run.tags.end());
  std::string out = "tags:\n";
  std::set<std::string> seen;
  for (const std::string& tag : all)
    if (seen.insert(tag).second) out += "- " + as_yaml(tag) + "\n";
  return out;
}

}  // namespace

std::string front_matter(const Material& run, const Diagnosis& diagnosis, const ScoreReport* scored) {
  const Record& record = run.record;
  std::string out = "---\n";
  if (!without_plan(record)) out += "library_name: \"xp\"\n";
  out += "pipeline_tag: \"image-classification\"\n" + tags(run);
  const std::string warning =
      diagnosis.grade == Grade::serious ? "; not to be relied on: " + diagnosis.findings.front().name : "";
  const bool model = !uses(record, "train.control");
  const std::string measured = scored && model ? metrics(*scored, warning) : "";
  if (!measured.empty()) {
    const std::string own =
        record.run.name.empty() ? record.run.experiment + " " + run_name(record.run.id) : record.run.name;
    out += "model-index:\n- name: " + as_yaml(own) + "\n  results:\n  - task:\n      type: \"image-classification\"\n" +
           "      name: \"Image Classification\"\n" + dataset(record) + "    metrics:\n" + measured;
  }
  return out + "---\n";
}

}  // namespace xp
