#include "framework/scores/scalar.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <map>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/scores/calibration.h"
#include "framework/scores/of_counts.h"
#include "framework/scores/ranking.h"

namespace xp {
namespace {

constexpr Direction higher = Direction::higher, lower = Direction::lower;

/// `value` is null where the confusion matrix suffices (of_counts).
struct Row {
  Score score;
  double (*value)(const Judged&, int c) = nullptr;
};

/// What all_scores() does not hold.
const std::vector<Row>& further() {
  using J = const Judged&;
  static const std::vector<Row> rows = {
      {{"macro_precision", higher, "mean of the precisions of the classes that were predicted at all"}},
      {{"macro_specificity", higher, "mean of the classes' specificities"}},
      {{"weighted_precision", higher, "the same as macro_precision, each class counting by its images"}},
      {{"weighted_specificity", higher, "mean of the classes' specificities, each counting by its images"}},
      {{"weighted_f1", higher, "mean of the classes' F1, each counting by its images"}},
      {{"average_precision", higher, "area under the precision–recall curve, mean of the classes that have images"},
       [](J j, int) { return macro_average_precision(j.predictions, j.classes); }},
      {{"micro_auc", higher, "area under the ROC curve of all pairs of an image and a class"},
       [](J j, int) { return micro_ranking(j).auc(); }},
      {{"micro_average_precision", higher,
        "area under the precision–recall curve of all pairs of an image and a class"},
       [](J j, int) { return micro_ranking(j).average_precision(); }},
      {{"ece", lower, "expected calibration error: how far confidence is from accuracy, in ten bins of equal width"},
       [](J j, int) { return calibration_error(equal_bins(j)); }},
      {{"adaptive_ece", lower, "the same in ten bins of like many images"},
       [](J j, int) { return calibration_error(adaptive_bins(j)); }},
  };
  return rows;
}

const std::vector<Row>& of_class() {
  using J = const Judged&;
  static const std::vector<Row> rows = {
      {{"precision", higher, "share of what was called this class that is it"}},
      {{"recall", higher, "share of this class that was called it: its sensitivity"}},
      {{"specificity", higher, "share of the other classes that was not called it"}},
      {{"f1", higher, "harmonic mean of precision and recall"}},
      {{"auc", higher, "how well its probability ranks this class above the rest: 0.5 is chance"},
       [](J j, int c) { return ranking(j, c).auc(); }},
      {{"average_precision", higher, "area under its precision–recall curve: chance is its share"},
       [](J j, int c) { return ranking(j, c).average_precision(); }},
  };
  return rows;
}

std::vector<Score> scores_of(const std::vector<Row>& rows, std::vector<Score> out = {}) {
  for (const Row& row : rows) out.push_back(row.score);
  return out;
}

bool holds(const std::vector<Score>& scores, const std::string& name) {
  return std::any_of(scores.begin(), scores.end(), [&](const Score& s) { return s.name == name; });
}

const std::map<std::string, std::string>& other_names() {
  static const std::map<std::string, std::string> names = {{"macro_recall", "balanced_accuracy"},
                                                           {"weighted_recall", "accuracy"},
                                                           {"micro_precision", "accuracy"},
                                                           {"micro_recall", "accuracy"},
                                                           {"micro_f1", "accuracy"}};
  return names;
}

[[noreturn]] void refuse(const std::string& text, const std::vector<std::string>& classes) {
  std::vector<std::string> names;
  for (const Score& s : overall_scalars()) names.push_back(s.name);
  for (const Score& s : class_scalars())
    for (const std::string& c : classes) names.push_back(s.name + ":" + c);
  throw Error("there is no score \"" + text + "\"", suggestion(text, names));
}

}  // namespace

const std::vector<Score>& overall_scalars() {
  static const std::vector<Score> all = scores_of(further(), all_scores());
  return all;
}

const std::vector<Score>& class_scalars() {
  static const std::vector<Score> all = scores_of(of_class());
  return all;
}

Scalar scalar_named(const std::string& text, const std::vector<std::string>& classes) {
  const std::size_t colon = text.find(':');
  const std::string score = text.substr(0, colon);
  if (colon == std::string::npos) {
    if (const auto other = other_names().find(score); other != other_names().end()) return {other->second};
    if (holds(overall_scalars(), score)) return {score};
    if (!holds(class_scalars(), score)) refuse(text, classes);
    std::vector<std::string> which;
    for (const std::string& c : classes) which.push_back(score + ":" + c);
    throw Error("\"" + score + "\" is a score of one class: of which?", "there are " + join(which));
  }
  if (!holds(class_scalars(), score)) refuse(text, classes);
  const std::string wanted = text.substr(colon + 1);
  const auto c = std::find(classes.begin(), classes.end(), wanted);
  if (c == classes.end()) throw Error("there is no class \"" + wanted + "\"", suggestion(wanted, classes));
  return {score, static_cast<int>(c - classes.begin())};
}

std::string name(const Scalar& scalar, const std::vector<std::string>& classes) {
  return scalar.of_class < 0 ? scalar.score
                             : scalar.score + ":" + classes.at(static_cast<std::size_t>(scalar.of_class));
}

Direction better(const Scalar& scalar) {
  const std::vector<Score>& all = scalar.of_class < 0 ? overall_scalars() : class_scalars();
  const auto score = std::find_if(all.begin(), all.end(), [&](const Score& s) { return s.name == scalar.score; });
  assert(score != all.end());
  return score->better;
}

double value_of(const Scalar& scalar, const Judged& judged) {
  if (const OfCounts value = of_counts(scalar.score))
    return value(Confusion(judged.predictions, judged.classes), scalar.of_class);
  if (!judged.probabilistic) return std::numeric_limits<double>::quiet_NaN();
  for (const Row& row : scalar.of_class < 0 ? further() : of_class())
    if (row.score.name == scalar.score) return row.value(judged, scalar.of_class);
  return score(scalar.score, judged.predictions, judged.classes);
}

}  // namespace xp
