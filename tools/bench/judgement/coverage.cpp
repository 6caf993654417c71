// How often 95 % intervals hold the truth, by test size and rate: enumerated where that can be done, else simulated.
//   coverage [rates|bootstrap|mistakes|areas|folds] [SIMULATIONS [RESAMPLES]]        prints a Markdown table
#include <algorithm>
#include <array>
#include <atomic>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <string>

#include "framework/base/random.h"
#include "framework/scores/confusion.h"
#include "framework/scores/intervals/delong.h"
#include "framework/scores/intervals/over_folds.h"
#include "framework/scores/resampling/replicates.h"
#include "framework/scores/resampling/resampled.h"

namespace {

using namespace xp;

constexpr int sizes[] = {20, 68, 101, 338};
constexpr double rates[] = {0.5, 0.7, 0.8, 0.9, 0.95, 0.99};
const boost::math::normal standard;

/// Of some methods, in one cell: how many of the simulated intervals held the truth.
class Held {
 public:
  explicit Held(std::size_t methods) : held_(methods), none_(methods) {}
  void add(std::size_t method, const Interval& interval, double truth) {
    if (std::isnan(interval.low)) ++none_[method];
    held_[method] += interval.low - 1e-12 <= truth && truth <= interval.high + 1e-12;
  }
  /// "94.8", of those that gave an interval; "94.8 (3 % none)" where more than one of a hundred gave none.
  std::string percent(std::size_t method, int simulations) const {
    char text[64];
    const double given = simulations - none_[method];
    std::snprintf(text, sizeof text, "%.1f", 100 * held_[method] / given);
    std::string out = text;
    if (none_[method] * 100 > simulations) out += " (" + std::to_string(100 * none_[method] / simulations) + " % none)";
    return out;
  }

 private:
  std::vector<std::atomic<int>> held_, none_;
};

void row(int n, double rate, const std::vector<std::string>& cells) {
  std::printf("| %d | %.2f |", n, rate);
  for (const std::string& cell : cells) std::printf(" %s |", cell.c_str());
  std::printf("\n");
  std::fflush(stdout);
}

void head(const std::vector<std::string>& columns) {
  std::printf("| n | rate |");
  for (const std::string& column : columns) std::printf(" %s |", column.c_str());
  std::printf("\n|---|---|");
  for (std::size_t i = 0; i < columns.size(); ++i) std::printf("---|");
  std::printf("\n");
}

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f", 100 * share);
  return text;
}

/// Calls `simulate(number, random)` so often, each with numbers of its own.
void simulate(int simulations, int n, double rate, const char* what, const std::function<void(Random&)>& once) {
  in_parallel(simulations, 0, [&](int number) {
    Random random(static_cast<std::uint64_t>(n) * 1000 + static_cast<std::uint64_t>(std::lround(rate * 100)), what, 0,
                  static_cast<std::uint32_t>(number));
    once(random);
  });
}

double wilson_coverage(int n, double rate) {
  const boost::math::binomial images(n, rate);
  double sum = 0;
  for (int k = 0; k <= n; ++k)
    if (wilson(k, n).contains(rate)) sum += boost::math::pdf(images, k);
  return sum;
}

/// Two runs, right with the probabilities `first` and `second`, each image being as hard for one as for the other to so
/// far as a correlation of 0.5 says; over all counts of one-sided wins.
double tango_coverage(int n, double first, double second) {
  const double both = first * second + 0.5 * std::sqrt(first * (1 - first) * second * (1 - second));
  const double b_only = std::max(0.0, first - both), c_only = std::max(0.0, second - both);
  const boost::math::binomial wins(n, b_only);
  double sum = 0;
  for (int b = 0; b <= n; ++b) {
    const double of_b = boost::math::pdf(wins, b);
    if (of_b < 1e-9) continue;
    const boost::math::binomial losses(n - b, std::min(1.0, c_only / (1 - b_only)));
    for (int c = 0; c <= n - b; ++c) {
      const double probability = of_b * boost::math::pdf(losses, c);
      if (probability > 1e-9 && paired_difference(b, c, n).contains(first - second)) sum += probability;
    }
  }
  return sum;
}

void of_rates() {
  head({"Wilson, accuracy", "Tango, equal runs", "Tango, 5 points apart"});
  for (const int n : sizes)
    for (const double rate : rates)
      row(n, rate,
          {percent(wilson_coverage(n, rate)), percent(tango_coverage(n, rate, rate)),
           percent(tango_coverage(n, rate, rate - 0.05))});
}

/// Three classes, as frequent as normal, scoliosis and spondylolisthesis in 338 radiographs.
std::vector<int> class_counts(int n) {
  const int first = static_cast<int>(std::lround(n * 71 / 338.0)), last = static_cast<int>(std::lround(n * 79 / 338.0));
  return {first, n - first - last, last};
}

/// Each image is named right with probability `rate`, else one of the other two classes.
Judged three_classes(const std::vector<int>& counts, double rate, Random& random) {
  Judged out{3};
  for (int truth = 0; truth < 3; ++truth)
    for (int i = 0; i < counts[static_cast<std::size_t>(truth)]; ++i) {
      const int said = random.chance(rate) ? truth : (truth + 1 + static_cast<int>(random.below(2))) % 3;
      Prediction image{0, truth, {0, 0, 0}};
      image.probabilities[static_cast<std::size_t>(said)] = 1;
      out.predictions.push_back(std::move(image));
    }
  return out;
}

Confusion expected(const std::vector<int>& counts, double rate) {
  Confusion out(3);
  for (int truth = 0; truth < 3; ++truth)
    for (int said = 0; said < 3; ++said)
      out.add(truth, said,
              std::llround(1e5 * counts[static_cast<std::size_t>(truth)] * (truth == said ? rate : (1 - rate) / 2)));
  return out;
}

void of_bootstrap(int simulations, int resamples) {
  const std::vector<Scalar> scalars{{"balanced_accuracy"}, {"macro_f1"}, {"mcc"}, {"kappa"}};
  head({"BCa, balanced accuracy", "BCa, macro F1", "BCa, MCC", "BCa, kappa"});
  for (const int n : sizes)
    for (const double rate : rates) {
      const std::vector<int> counts = class_counts(n);
      const Confusion truth = expected(counts, rate);
      const double truths[] = {truth.balanced_accuracy(), truth.macro_f1(), truth.mcc(), truth.kappa()};
      Held held(scalars.size());
      simulate(simulations, n, rate, "coverage of BCa", [&](Random& random) {
        Bootstrap bootstrap{resamples, random.bits()};
        bootstrap.threads = 1;
        const Resampled drawn = resampled({three_classes(counts, rate, random)}, scalars, bootstrap);
        for (std::size_t s = 0; s < scalars.size(); ++s) held.add(s, drawn.intervals[0][s], truths[s]);
      });
      std::vector<std::string> cells;
      for (std::size_t s = 0; s < scalars.size(); ++s) cells.push_back(held.percent(s, simulations));
      row(n, rate, cells);
    }
}

/// Where BCa's coverage strays: that of balanced accuracy and macro F1, apart for tests with so many classes without a
/// mistake, and in brackets the share of such tests.
void of_mistakes(int simulations, int resamples) {
  const std::vector<Scalar> scalars{{"balanced_accuracy"}, {"macro_f1"}};
  head({"score", "no class faultless", "one", "two", "all three"});
  for (const int n : sizes)
    for (const double rate : rates) {
      const std::vector<int> counts = class_counts(n);
      const Confusion truth = expected(counts, rate);
      const double truths[] = {truth.balanced_accuracy(), truth.macro_f1()};
      std::array<Held, 4> held{Held(2), Held(2), Held(2), Held(2)};
      std::array<std::atomic<int>, 4> tests{};
      simulate(simulations, n, rate, "coverage of BCa", [&](Random& random) {
        Bootstrap bootstrap{resamples, random.bits()};
        bootstrap.threads = 1;
        const Judged judged = three_classes(counts, rate, random);
        const Confusion seen(judged.predictions, 3);
        std::size_t faultless = 0;
        for (int c = 0; c < 3; ++c) faultless += seen.recall(c) == 1;
        const Resampled drawn = resampled({judged}, scalars, bootstrap);
        ++tests[faultless];
        for (std::size_t s = 0; s < scalars.size(); ++s) held[faultless].add(s, drawn.intervals[0][s], truths[s]);
      });
      for (std::size_t s = 0; s < scalars.size(); ++s) {
        std::vector<std::string> cells{scalars[s].score};
        for (std::size_t k = 0; k < 4; ++k)
          cells.push_back(tests[k] ? held[k].percent(s, tests[k]) + " (" +
                                         percent(static_cast<double>(tests[k]) / simulations) + ")"
                                   : "–");
        row(n, rate, cells);
      }
    }
}

/// Two normal distributions, 79 of 338 images in the higher one; the rate is the area.
void of_areas(int simulations) {
  head({"DeLong", "± 1.96 standard errors instead", "DeLong, difference of two equal runs"});
  for (const int n : sizes)
    for (const double rate : rates) {
      const int positives = class_counts(n)[2];
      const double apart = std::sqrt(2) * boost::math::quantile(standard, rate);
      Held held(3);
      simulate(simulations, n, rate, "coverage of DeLong", [&](Random& random) {
        Judged first{2}, second{2};
        for (int i = 0; i < n; ++i) {
          const int label = i < positives;
          const double shared = random.normal();
          for (Judged* run : {&first, &second}) {
            const double x = apart * label + std::sqrt(0.5) * (shared + random.normal()), p = 1 / (1 + std::exp(-x));
            run->predictions.push_back({i, label, {1 - p, p}});
          }
        }
        const AucComponents a = auc_components(first, 1), b = auc_components(second, 1);
        const Figure area = auc(first, a, 1);
        const double half = boost::math::quantile(standard, 0.975) * std::sqrt(variance(a));
        held.add(0, area.interval, rate);
        held.add(1, half > 1e-9 ? Interval{area.value - half, area.value + half} : area.interval, rate);
        held.add(2, auc_difference(first, a, b, 1).interval, 0);
      });
      row(n, rate, {held.percent(0, simulations), held.percent(1, simulations), held.percent(2, simulations)});
    }
}

/// Accuracy over five folds of a network that learns where to cut between two normal distributions; the rate is that of
/// the best cut, the truth the expected accuracy after four folds of five.
void of_folds(int simulations) {
  constexpr int folds = 5;
  head({"corrected t over 5 folds", "t without the correction"});
  for (const int n : sizes)
    for (const double rate : rates) {
      const double half = boost::math::quantile(standard, rate);  // classes at ± half
      const auto runs = [&](Random& random, double& expected) {
        std::vector<double> x;
        for (int i = 0; i < n; ++i) x.push_back(random.normal() + (i % 2 ? half : -half));
        std::vector<double> accuracies;
        expected = 0;
        for (int fold = 0; fold < folds; ++fold) {
          const auto tested = [&](int i) { return i / 2 % folds == fold; };
          double sum[2] = {}, seen[2] = {}, right = 0, all = 0;
          for (int i = 0; i < n; ++i)
            if (!tested(i)) sum[i % 2] += x[static_cast<std::size_t>(i)], ++seen[i % 2];
          const double cut = (sum[0] / seen[0] + sum[1] / seen[1]) / 2;
          for (int i = 0; i < n; ++i)
            if (tested(i)) right += (x[static_cast<std::size_t>(i)] > cut) == (i % 2 == 1), ++all;
          accuracies.push_back(right / all);
          expected += (boost::math::cdf(standard, half - cut) + boost::math::cdf(standard, half + cut)) / 2 / folds;
        }
        return accuracies;
      };
      std::vector<double> truths(static_cast<std::size_t>(simulations));
      simulate(1, n, rate, "truth of folds", [&](Random& random) {
        for (double& truth : truths) runs(random, truth);
      });
      const double truth = std::accumulate(truths.begin(), truths.end(), 0.0) / simulations;
      Held held(2);
      simulate(simulations, n, rate, "coverage of folds", [&](Random& random) {
        double unused;
        const std::vector<double> accuracies = runs(random, unused);
        held.add(0, over_folds(accuracies, 1.0 / (folds - 1)).interval, truth);
        held.add(1, over_folds(accuracies, 0).interval, truth);
      });
      row(n, rate, {held.percent(0, simulations), held.percent(1, simulations)});
    }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  const int simulations = argc > 2 ? std::atoi(argv[2]) : 0, resamples = argc > 3 ? std::atoi(argv[3]) : 2000;
  if (what.empty() || what == "rates") of_rates();
  if (what.empty() || what == "bootstrap") of_bootstrap(simulations ? simulations : 2000, resamples);
  if (what.empty() || what == "mistakes") of_mistakes(simulations ? simulations : 2000, resamples);
  if (what.empty() || what == "areas") of_areas(simulations ? simulations : 10000);
  if (what.empty() || what == "folds") of_folds(simulations ? simulations : 10000);
}
