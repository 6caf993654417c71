#include "framework/scores/score.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/scores/confusion.h"

namespace xp {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr const char* parts[] = {"train", "train_eval", "val", "test"};

/// No score of predictions alone: it needs weights as well.
const Score& of_weights() {
  static const Score weighted{"weighted_loss", Direction::lower, "loss, where classes or samples weigh as in training"};
  return weighted;
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

double surprise(const Prediction& p) {
  return -std::log(
      std::max(p.probabilities.at(static_cast<std::size_t>(p.label)), std::numeric_limits<double>::epsilon()));
}

double log_loss(const std::vector<Prediction>& predictions) {
  double sum = 0;
  for (const Prediction& p : predictions) sum += surprise(p);
  return sum / static_cast<double>(predictions.size());
}

bool diverged(const Prediction& p) {
  return std::any_of(p.probabilities.begin(), p.probabilities.end(), [](double v) { return std::isnan(v); });
}

}  // namespace

const std::vector<Score>& all_scores() {
  static const std::vector<Score> table = {
      {"loss", Direction::lower, "cross-entropy: how surprised the network is by the truth, in nats"},
      {"accuracy", Direction::higher, "share of images that are named right"},
      {"balanced_accuracy", Direction::higher, "mean of the classes' recalls: a majority vote gets 1 / classes"},
      {"macro_f1", Direction::higher, "mean of the classes' F1: precision and recall, each class counting the same"},
  };
  return table;
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

std::map<std::string, double> scores(const std::vector<Prediction>& predictions, int classes) {
  if (predictions.empty() || std::any_of(predictions.begin(), predictions.end(), diverged)) {
    std::map<std::string, double> undefined;
    for (const Score& s : all_scores()) undefined[s.name] = std::numeric_limits<double>::quiet_NaN();
    return undefined;
  }
  const Confusion confusion(predictions, classes);
  return {{"loss", log_loss(predictions)},
          {"accuracy", confusion.accuracy()},
          {"balanced_accuracy", confusion.balanced_accuracy()},
          {"macro_f1", confusion.macro_f1()}};
}

double weighted_loss(const std::vector<Prediction>& predictions, const std::vector<double>& weights) {
  double sum = 0, all = 0;
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    if (diverged(predictions[i])) return std::numeric_limits<double>::quiet_NaN();
    sum += weights.at(i) * surprise(predictions[i]), all += weights.at(i);
  }
  return all > 0 ? sum / all : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace xp
