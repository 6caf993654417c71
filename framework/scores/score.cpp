#include "framework/scores/score.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/scores/calibration.h"
#include "framework/scores/confusion.h"
#include "framework/scores/of_counts.h"
#include "framework/scores/ranking.h"

namespace xp {
namespace {

using Predictions = std::vector<Prediction>;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr const char* parts[] = {"train", "train_eval", "val", "test"};

/// No score of predictions alone: it needs weights as well.
const Score& of_weights() {
  static const Score weighted{"weighted_loss", Direction::lower, "loss, where classes or samples weigh as in training"};
  return weighted;
}

double surprise(const Prediction& p) {
  return -std::log(
      std::max(p.probabilities.at(static_cast<std::size_t>(p.label)), std::numeric_limits<double>::epsilon()));
}

double log_loss(const Predictions& predictions) {
  double sum = 0;
  for (const Prediction& p : predictions) sum += surprise(p);
  return sum / static_cast<double>(predictions.size());
}

bool diverged(const Prediction& p) {
  return std::any_of(p.probabilities.begin(), p.probabilities.end(), [](double v) { return std::isnan(v); });
}

/// `value` is null where the confusion matrix suffices (of_counts).
struct Row {
  Score score;
  double (*value)(const Predictions&, int classes) = nullptr;
};

const std::vector<Row>& table() {
  using P = const Predictions&;
  static const std::vector<Row> rows = {
      {{"loss", Direction::lower, "cross-entropy: how surprised the network is by the truth, in nats"},
       [](P p, int) { return log_loss(p); }},
      {{"accuracy", Direction::higher, "share of images that are named right"}},
      {{"balanced_accuracy", Direction::higher, "mean of the classes' recalls: a majority vote gets 1 / classes"}},
      {{"macro_f1", Direction::higher, "mean of the classes' F1: precision and recall, each class counting the same"}},
      {{"auc", Direction::higher,
        "how well probabilities rank a class above the rest, mean of the classes: 0.5 is chance"},
       macro_auc},
      {{"mcc", Direction::higher, "Matthews correlation of truth and prediction: 0 is chance"}},
      {{"kappa", Direction::higher, "Cohen's kappa: agreement with the truth beyond chance"}},
      {{"brier", Direction::lower, "squared distance of the probabilities from the truth, 0 to 2"},
       [](P p, int) { return brier(p); }},
  };
  return rows;
}

double value(const Row& row, const Predictions& predictions, const Confusion& counts) {
  return row.value ? row.value(predictions, counts.classes()) : of_counts(row.score.name)(counts, -1);
}

const Score* found(const std::string& metric) {
  const std::size_t slash = metric.find('/');
  if (slash == std::string::npos) return nullptr;
  const std::string part = metric.substr(0, slash), name = metric.substr(slash + 1);
  if (std::find(std::begin(parts), std::end(parts), part) == std::end(parts)) return nullptr;
  for (const Score& s : all_scores())
    if (s.name == name) return &s;
  return name == of_weights().name ? &of_weights() : nullptr;
}

bool judgeable(const Predictions& predictions) {
  return !predictions.empty() && std::none_of(predictions.begin(), predictions.end(), diverged);
}

}  // namespace

const std::vector<Score>& all_scores() {
  static const std::vector<Score> all = [] {
    std::vector<Score> out;
    for (const Row& row : table()) out.push_back(row.score);
    return out;
  }();
  return all;
}

const Score& score_of(const std::string& metric) {
  if (const Score* score = found(metric)) return *score;
  std::vector<std::string> metrics;
  for (const std::string part : parts) {
    for (const Score& s : all_scores()) metrics.push_back(part + "/" + s.name);
    metrics.push_back(part + "/" + of_weights().name);
  }
  throw Error("there is no metric \"" + metric + "\"", suggestion(metric, metrics));
}

bool known_metric(const std::string& metric) { return found(metric) != nullptr; }

bool better(const std::string& metric, double a, double b, double by) {
  return score_of(metric).better == Direction::lower ? a + by < b : a - by > b;
}

double worst(const std::string& metric) { return score_of(metric).better == Direction::lower ? infinity : -infinity; }

std::map<std::string, double> scores(const Predictions& predictions, int classes) {
  const bool defined = judgeable(predictions);
  const Confusion confusion = defined ? Confusion(predictions, classes) : Confusion(classes);
  std::map<std::string, double> out;
  for (const Row& row : table()) out[row.score.name] = defined ? value(row, predictions, confusion) : undefined;
  return out;
}

double score(const std::string& name, const Predictions& predictions, int classes) {
  const auto row = std::find_if(table().begin(), table().end(), [&](const Row& r) { return r.score.name == name; });
  assert(row != table().end());
  return judgeable(predictions) ? value(*row, predictions, Confusion(predictions, classes)) : undefined;
}

double weighted_loss(const Predictions& predictions, const std::vector<double>& weights) {
  double sum = 0, all = 0;
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    if (diverged(predictions[i])) return undefined;
    sum += weights.at(i) * surprise(predictions[i]), all += weights.at(i);
  }
  return all > 0 ? sum / all : undefined;
}

bool of_probabilities(const std::string& score) { return !of_counts(score); }

}  // namespace xp
