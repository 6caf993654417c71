// What a network is judged by. Each score knows its direction, so that nothing guesses it from a name.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "framework/scores/prediction.h"

namespace xp {

enum class Direction { lower, higher };

struct Score {
  std::string name;  // "accuracy"
  Direction better;
  std::string doc;  // one sentence
};

/// Every score that is recorded of each epoch, in the order in which tables show them. Runs of before may lack some.
const std::vector<Score>& all_scores();

/// The score behind a metric: "val/accuracy" → accuracy. A metric is a part (train, train_eval, val, test), a slash and
/// a score, or weighted_loss. Throws Error with the nearest metric.
const Score& score_of(const std::string& metric);
bool known_metric(const std::string& metric);

/// Whether `a` is a better value of `metric` than `b` by more than `by` (>= 0). Never true when one of them is NaN.
/// Throws Error on an unknown metric.
bool better(const std::string& metric, double a, double b, double by = 0);
/// The infinity that every number is better than: where a search for the best value starts.
double worst(const std::string& metric);

/// All scores by name, as scikit-learn defines them:
///   loss               mean of -ln p(truth), in nats; p is taken as 2.2e-16 at least (log_loss), so that one certain
///                      mistake costs 36 and not infinity
///   accuracy           share that is right
///   balanced_accuracy  mean recall of the classes that have samples (balanced_accuracy_score)
///   macro_f1           mean F1 of the classes that are true or predicted at least once: f1_score(average="macro")
///                      without `labels`; a class that is neither has no F1 and is left out, not counted as 0
///   auc                mean area under the ROC curves of each class against the rest, of the classes that have both
///                      sides (roc_auc_score(multi_class="ovr") where all have); NaN where none has
///   mcc                Confusion::mcc: NaN, not 0, where truth or prediction is constant (matthews_corrcoef says 0)
///   kappa              Confusion::kappa (cohen_kappa_score)
///   brier              brier, calibration.h
/// All are NaN where there is no prediction or a probability is NaN: a network that diverged has no accuracy.
std::map<std::string, double> scores(const std::vector<Prediction>& predictions, int classes);
/// One of them. `name` is in all_scores().
double score(const std::string& name, const std::vector<Prediction>& predictions, int classes);

/// Whether it rests on probabilities and not on what was named alone: undefined where they are not known.
bool of_probabilities(const std::string& score);

/// The loss, where each prediction has its weight: Σ w·ℓ / Σ w. NaN where the weights' sum is 0 or a probability is
/// NaN.
double weighted_loss(const std::vector<Prediction>& predictions, const std::vector<double>& weights);

}  // namespace xp
