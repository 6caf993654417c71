#include "reports/scores/headline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/scores/score.h"
#include "reports/diagnosis/history.h"
#include "reports/outcome.h"
#include "reports/parts.h"
#include "reports/scores/tables.h"
#include "reports/words.h"

namespace xp {
namespace {

/// Of what was predicted with the kept weights; where nothing was, the recorded metric.
class Beside {
 public:
  Beside(const Record& record, Part part)
      : record_(record), part_(part), predictions_(usable(record, part)), outcome_(outcome(record, part)) {}

  std::string text(const std::string& name) const {
    Figure alone;
    alone.value = of(name);
    return std::isfinite(alone.value) ? cell_of(name, alone) : "–";
  }
  std::size_t images() const { return predictions_.size(); }

 private:
  double of(const std::string& name) const {
    if (name == "accuracy") return outcome_.accuracy.value;
    if (name == "loss") return outcome_.loss;
    if (!predictions_.empty() && (probabilistic(record_) || !of_probabilities(name)))
      return score(name, predictions_, static_cast<int>(record_.classes.size()));
    return value_at(curve(record_, fmt::format("{}/{}", xp::name(part_), name)), record_.run.chosen_epoch);
  }

  const Record& record_;
  Part part_;
  std::vector<Prediction> predictions_;
  Outcome outcome_;
};

void drop_empty_columns(Table& table) {
  for (std::size_t c = table.columns.size(); c-- > 1;)
    if (std::all_of(table.rows.begin(), table.rows.end(), [&](const auto& row) { return row[c] == "–"; })) {
      table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(c));
      for (auto& row : table.rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(c));
    }
}

std::string heading(const std::string& part, std::size_t images) {
  return images ? fmt::format("{} ({})", part, counted(static_cast<long long>(images), "image")) : part;
}

}  // namespace

Table headline_table(const Record& record, const ScoreReport& report) {
  const bool test = report.part == Part::test;
  const Beside other(record, test ? Part::validation : Part::test), training(record, Part::train);
  const auto scored = static_cast<std::size_t>(report.sheet.images);
  Table out{{{"score", Align::left, true},
             {heading(test ? "test" : "validation", scored), Align::right},
             {"interval by"},
             {heading(test ? "validation" : "test", other.images()), Align::right},
             {"training", Align::right}},
            {}};
  for (const char* score : {"accuracy", "balanced_accuracy", "macro_f1", "auc", "mcc", "loss"}) {
    if (!report.probabilistic && of_probabilities(score)) continue;
    const Figure& f = figure_of(report.sheet, score);
    const std::string by = f.method == Method::none ? "–" : name(f.method);
    const std::string beside = folds_of(record) ? "–" : other.text(score);
    out.rows.push_back({title_of(score), cell_of(score, f), by, beside, folds_of(record) ? "–" : training.text(score)});
  }
  drop_empty_columns(out);
  return out;
}

}  // namespace xp
