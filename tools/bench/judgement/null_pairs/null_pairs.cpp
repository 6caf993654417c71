// How often runs that are equally good are told apart, which at most 5 % may be.
//   null_pairs [alone|compare] WHAT [PAIRS [DRAWS [SEED [N]]]]
// WHAT: accuracy | scores | three | groups; 10 000 pairs (threes), 1 000 draws, N images alone. Prints a Markdown
// table, line by line: in percent, how often the verdict tells any two apart. `alone`: beside it, each of the two tests
// that it rests on (verdicts.h), which takes far longer. `compare`: the verdict by compare() itself, and how often the
// short way to it (sequential.h) says something else: never. Exit code 3 where a verdict exceeds 5 % by more than three
// standard errors, or the two ways differ.
#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "framework/scores/chance/sameness.h"
#include "framework/scores/resampling/replicates.h"
#include "tools/bench/judgement/null_pairs/compared.h"
#include "tools/bench/judgement/null_pairs/models.h"
#include "tools/bench/judgement/null_pairs/sequential.h"
#include "tools/bench/judgement/null_pairs/verdicts.h"

namespace {

using namespace xp;
using namespace xp::bench;

enum class Way { shortest, alone, compare };

struct Trials {
  int pairs = 10000, draws = 1000;
  std::uint64_t seed = 1;
  int images = 0;  // 0: each of 20, 68, 338
  Way way = Way::shortest;
};

/// How many pairs were told apart; by which else depends on the way.
struct Told {
  std::atomic<int> verdict = 0, first = 0, second = 0, other = 0;
};

bool any_below(const std::vector<double>& p) {
  for (const double one : holm(p))
    if (one < 0.05) return true;
  return false;
}

void count_alone(const Verdicts& said, std::size_t scalar, Told& out) {
  std::vector<double> first, second, final;
  for (const auto& of_pair : said.of_pairs) {
    const Verdict& v = of_pair[scalar];
    if (!std::isnan(v.final)) first.push_back(v.first), second.push_back(v.second), final.push_back(v.final);
  }
  out.first += any_below(first), out.second += any_below(second), out.verdict += any_below(final);
}

void trial(const Setting& setting, double skill, const std::vector<Scalar>& scalars, const Trials& trials, int number,
           std::vector<Told>& out) {
  Random random(trials.seed, "bench/null pairs", static_cast<std::uint32_t>(setting.images),
                static_cast<std::uint32_t>(number));
  const std::vector<Judged> runs = equals(setting, skill, random);
  const std::uint64_t seed = random.bits();
  if (trials.way == Way::alone || setting.group > 1) {
    const Verdicts said = verdicts(runs, scalars, trials.draws, seed);
    for (std::size_t s = 0; s < scalars.size(); ++s) count_alone(said, s, out[s]);
    return;
  }
  const std::vector<bool> apart = told_apart_sequentially(runs, scalars, trials.draws, seed);
  const std::vector<bool> said = trials.way == Way::compare ? told_apart(runs, scalars, trials.draws, seed) : apart;
  for (std::size_t s = 0; s < scalars.size(); ++s) out[s].verdict += said[s], out[s].other += said[s] != apart[s];
}

std::vector<Setting> settings(const std::string& what, Way way) {
  std::vector<Setting> out;
  const bool wide = what == "accuracy" && way != Way::compare, two = what == "scores" || what == "accuracy";
  const std::vector<double> accuracies = wide ? std::vector{0.6, 0.8, 0.9, 0.98} : std::vector{0.7, 0.95},
                            shared = wide  ? std::vector{0.0, 0.5, 0.9}
                                     : two ? std::vector{0.0, 0.8}
                                           : std::vector{0.5};
  for (const int images : {20, 68, 338})
    for (const int classes : {2, 3})
      for (const double accuracy : accuracies)
        for (const double of_noise : shared)
          for (const bool biased : {false, true})
            if (!biased || wide || what == "scores")
              out.push_back(
                  {images, classes, accuracy, of_noise, biased, what == "three" ? 3 : 2, what == "groups" ? 5 : 1});
  return out;
}

std::vector<Scalar> scalars(const std::string& what) {
  if (what == "accuracy" || what == "groups") return {{"accuracy"}};
  std::vector<Scalar> out{{"balanced_accuracy"}, {"macro_f1"}, {"mcc"}, {"auc"}, {"loss"}, {"brier"}};
  if (what == "three") out.insert(out.begin(), {"accuracy"});
  return out;
}

int measure(const std::string& what, const Trials& trials) {
  const std::vector<Scalar> named = scalars(what);
  const bool alone = trials.way == Way::alone || what == "groups", compare = trials.way == Way::compare && !alone;
  const double pairs = trials.pairs, limit = 0.05 + 3 * std::sqrt(0.05 * 0.95 / pairs);
  int beyond = 0, different = 0;
  std::printf("| n | classes | accuracy | shared | biased | score | verdict |%s\n|---|---|---|---|---|---|---|%s\n",
              alone     ? " first | second |"
              : compare ? " the short way differs |"
                        : "",
              alone     ? "---|---|"
              : compare ? "---|"
                        : "");
  for (const Setting& s : settings(what, trials.way)) {
    if (trials.images && s.images != trials.images) continue;
    std::vector<Told> told(named.size());
    const double skilled = skill(s.classes, s.accuracy);
    in_parallel(trials.pairs, 0, [&](int number) { trial(s, skilled, named, trials, number, told); });
    for (std::size_t i = 0; i < named.size(); ++i) {
      const Told& t = told[i];
      const bool over = t.verdict > limit * pairs;
      beyond += over, different += t.other;
      std::printf("| %d | %d | %.2f | %.1f | %s | %s | %.2f%s |", s.images, s.classes, s.accuracy, s.shared,
                  s.biased ? "yes" : "no", named[i].score.c_str(), 100 * t.verdict / pairs, over ? " !" : "");
      if (alone) std::printf(" %.2f | %.2f |", 100 * t.first / pairs, 100 * t.second / pairs);
      if (compare) std::printf(" %d |", t.other.load());
      std::printf("\n");
    }
    std::fflush(stdout);
  }
  std::printf("\n%% told apart of %d equal %s; %d verdicts beyond %.2f %%\n", trials.pairs,
              what == "three" ? "threes" : "pairs", beyond, 100 * limit);
  return beyond || different ? 3 : 0;
}

}  // namespace

int main(int count, char** arguments) {
  Trials trials;
  const std::string way = count > 1 ? arguments[1] : "";
  if (way == "alone" || way == "compare") trials.way = way == "alone" ? Way::alone : Way::compare, ++arguments, --count;
  const std::string what = count > 1 ? arguments[1] : "";
  if (what != "accuracy" && what != "scores" && what != "three" && what != "groups") {
    std::fprintf(stderr, "null_pairs [alone|compare] accuracy|scores|three|groups [PAIRS [DRAWS [SEED [N]]]]\n");
    return 2;
  }
  if (count > 2) trials.pairs = std::atoi(arguments[2]);
  if (count > 3) trials.draws = std::atoi(arguments[3]);
  if (count > 4) trials.seed = std::strtoull(arguments[4], nullptr, 10);
  if (count > 5) trials.images = std::atoi(arguments[5]);
  return measure(what, trials);
}
