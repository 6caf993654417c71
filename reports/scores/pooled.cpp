#include "reports/scores/pooled.h"

#include <algorithm>
#include <cmath>

#include "framework/scores/scalar.h"
#include "reports/scores/tables.h"

namespace xp {
namespace {

bool averaged(const ScoreReport& report) { return !report.over_folds.empty(); }
bool pooled(const ScoreReport& report) { return report.sheet.images > 0; }

std::string cell(const std::string& score, const Figure& figure) {
  return std::isnan(figure.value) ? "–" : cell_of(score, figure);
}

/// A deviation, which has no interval of its own.
std::string spread_cell(const std::string& score, double sd) {
  return cell(score, {sd, {std::nan(""), std::nan("")}, Method::none});
}

}  // namespace

Table pooled_table(const ScoreReport& report) {
  Table out{{{"score", Align::left, true}}, {}};
  if (averaged(report)) {
    out.columns.push_back({"mean of the folds (95 %)", Align::right});
    out.columns.push_back({"standard deviation", Align::right});
  }
  if (pooled(report)) out.columns.push_back({"all images pooled (95 %)", Align::right});
  for (std::size_t i = 0; i < overall_scalars().size(); ++i) {
    const std::string& score = overall_scalars()[i].name;
    const auto& told = all_scores();
    if (std::none_of(told.begin(), told.end(), [&](const Score& s) { return s.name == score; })) continue;
    if (!report.probabilistic && of_probabilities(score)) continue;
    const OverFolds over = averaged(report) ? report.over_folds.at(i).over : OverFolds{};
    const Figure all = pooled(report) ? report.sheet.overall.at(i) : Figure{};
    if (std::isnan(over.mean) && std::isnan(all.value)) continue;
    std::vector<std::string> row{title_of(score)};
    if (averaged(report)) {
      row.push_back(cell(score, {over.mean, over.interval, Method::folds}));
      row.push_back(spread_cell(score, over.sd));
    }
    if (pooled(report)) row.push_back(cell(score, all));
    out.rows.push_back(row);
  }
  return out;
}

std::vector<std::string> pooled_sentences(const ScoreReport& report) {
  std::vector<std::string> out;
  if (averaged(report))
    out.push_back(
        "The mean over the folds is what one more training on such a division may be expected to reach; its interval "
        "allows for training parts that overlap (Nadeau and Bengio 2003), and is wide where folds are few.");
  if (pooled(report))
    out.push_back(
        "Pooled, every image counts once, as the network said that had not seen it: the interval tells what other "
        "images would change, not what another training would. AUC and other scores that compare probabilities across "
        "images then mix networks, and may be lower than any fold's own.");
  else if (averaged(report))
    out.push_back("The tests of these divisions share images, so no score is pooled: an image would count twice.");
  return out;
}

}  // namespace xp
