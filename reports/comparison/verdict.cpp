#include "reports/comparison/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "framework/base/text.h"
#include "framework/scores/chance/power.h"
#include "framework/scores/intervals/interval.h"
#include "reports/comparison/pairing.h"

namespace xp {
namespace {

constexpr double assumed_difference = 0.03;  // where none was seen

bool higher_is_better(const Comparison& c) {
  for (const ComparedScore& score : c.scores)
    if (score.name == c.by) return score.higher_is_better;
  return true;
}

/// The pair's runs by name, the better one first, with the difference as its advantage.
struct Ranked {
  std::string better, other;
  bool second = false;  // is the better one
  Difference advantage;
};

Ranked ranked(const Pair& pair, const Comparison& c) {
  Ranked out{run_name(c.runs[pair.first].id), run_name(c.runs[pair.second].id), false, pair.by};
  out.second = higher_is_better(c) ? pair.by.value > 0 : pair.by.value < 0;
  if (out.second) std::swap(out.better, out.other);
  if (out.advantage.value < 0) {
    const Interval was = out.advantage.interval;
    out.advantage.value *= -1, out.advantage.interval = {-was.high, -was.low};
  }
  return out;
}

std::string amount(double value, const std::string& by) {
  return in_points(by) ? half_up(100 * value, 1) : half_up(value, 3);
}

std::string these(int n, const char* thing) {
  return n == 1 ? fmt::format("This 1 {}", thing) : fmt::format("These {} {}s", n, thing);
}

/// "difference 5.9 points, 95 % interval 1.2 to 10.8"; of accuracy that goes without saying.
std::string difference_text(const Difference& d, const std::string& by) {
  std::string out = by == "accuracy" ? "" : score_title(by) + ", ";
  out += fmt::format("difference {}{}", amount(d.value, by), in_points(by) ? " points" : "");
  if (!std::isnan(d.interval.low))
    out += fmt::format(", 95 % interval {} to {}", amount(d.interval.low, by), amount(d.interval.high, by));
  return out;
}

std::string p_of(const Pair& pair, int pairs) {
  return p_text(pair.p_holm) + (pairs > 1 ? fmt::format(", corrected for {} pairs", pairs) : "");
}

/// An interval and a test of one difference need not agree, and the interval knows of no other pair.
std::string at_odds(const Pair& pair) {
  const Interval& of = pair.by.interval;
  const bool leaves_out = of.low > 0 || of.high < 0;
  if (std::isnan(of.low) || leaves_out == pair.told_apart) return "";
  return fmt::format("; the interval{} {} 0, but the verdict rests on the test",
                     leaves_out ? ", of this pair alone," : "", leaves_out ? "leaves out" : "holds");
}

std::string field(const Pair& pair) {
  return pair.by.test == PairedTest::folds ? fmt::format("over {} folds", pair.folds.front().folds)
                                           : "on this test set";
}

/// Of accuracy: how large a test set it takes.
std::string images_text(const Pair& pair, int pairs) {
  const double seen = std::abs(pair.by.value),
               discordant = static_cast<double>(pair.first_only + pair.second_only) / pair.n;
  const double difference = seen > 0 ? seen : assumed_difference;
  const auto n = images_needed(difference, discordant, significant / pairs);
  return fmt::format("to see {} of {} points with 80 % power takes {} {} images",
                     seen > 0 ? "the observed difference" : "a difference", decimal(100 * difference, 1),
                     discordant < difference ? "at least" : "about", grouped(n));
}

std::string better_by_accuracy(const Pair& pair, const Ranked& r) {
  const int most = std::max(pair.first_only, pair.second_only), least = std::min(pair.first_only, pair.second_only);
  return fmt::format(": right on {} of {} images where {} is wrong, wrong on {} where it is right", most, pair.n,
                     r.other, least);
}

/// Of independent images: on how many one is right where the other is wrong, and what would have told them apart.
std::string undecided_by_accuracy(const Pair& pair, const Ranked& r, const Comparison& c, int pairs) {
  const int flips = pair.first_only + pair.second_only, most = std::max(pair.first_only, pair.second_only);
  std::string out = "both are right and wrong on the same ones";
  if (flips) {
    const std::string split =
        2 * most == flips ? fmt::format("{} in favour of each", most)
                          : fmt::format("{} in favour of {}",
                                        most == flips ? flips == 1 ? "it" : "all" : std::to_string(most), r.better);
    out = fmt::format("one is right where the other is wrong on {}, {} ({})", flips, split, p_of(pair, pairs));
  }
  const int needed = smallest_significant_flips(significant / pairs);
  if (pair.by.test == PairedTest::mcnemar && flips < needed)
    out += fmt::format("; even {} one-sided flips would give p = {}", needed - 1,
                       decimal(std::min(1.0, mcnemar_exact(needed - 1, 0) * pairs), 2));
  return c.groups ? out : out + "; " + images_text(pair, pairs);
}

/// An interval narrows with the root of the images: how many it takes for this difference to be found, by
/// n·((z_{1−α/2} + z_0.8)·s / d)², s the standard error that the interval shows, α as corrected for so many pairs. Not
/// where images share groups: more images of the same patients tell little.
std::string undecided(const Pair& pair, const Ranked& r, const Comparison& c, int pairs) {
  std::string out = fmt::format("{}, {}{}", difference_text(r.advantage, c.by), p_of(pair, pairs), at_odds(pair));
  if (pair.by.test == PairedTest::folds && std::isnan(pair.by.interval.low))
    return out + ", for folds without spread leave nothing to measure doubt by";
  const double error = (pair.by.interval.high - pair.by.interval.low) / (2 * 1.959964);
  if (pair.by.test == PairedTest::folds || c.groups || !(std::abs(pair.by.value) > 0) || !(error > 0)) return out;
  const double z = quantile(boost::math::normal(), 1 - significant / pairs / 2) + 0.841621;
  const double images = pair.n * std::pow(z * error / pair.by.value, 2);
  if (images < 1e7 && images > pair.n)
    out += fmt::format("; to see that difference with 80 % power takes about {} images",
                       grouped(static_cast<long long>(std::ceil(images))));
  return out;
}

std::string obstacles(const Comparison& c) {
  std::vector<std::string> found;
  for (const Pair& pair : c.pairs)
    if (!pair.comparable) found.push_back(pair.verdict);
  if (found.empty()) return "";
  if (found.size() == 1) return found[0];
  return found[0] + fmt::format(" {} more {} be compared either.", found.size() - 1,
                                found.size() == 2 ? "pair cannot" : "pairs cannot");
}

std::string several(const Comparison& c) {
  std::vector<std::string> apart;
  std::size_t comparable = 0;
  const Pair* one = nullptr;
  for (const Pair& pair : c.pairs) {
    comparable += pair.comparable;
    if (pair.comparable) one = &pair;
    if (!pair.told_apart) continue;
    const Ranked r = ranked(pair, c);
    apart.push_back(fmt::format("{} is better than {} (difference {}{}, {})", r.better, r.other,
                                amount(r.advantage.value, c.by), in_points(c.by) ? " points" : "",
                                p_text(pair.p_holm)));
  }
  const std::string why = obstacles(c);
  if (!comparable) return why;
  std::string out;
  if (comparable == 1)
    out = one->verdict;
  else {
    const std::string where = one->by.test == PairedTest::folds ? "Over these folds " : "On this test set ";
    out = apart.empty()
              ? fmt::format("{} cannot tell any two of these {} runs apart",
                            one->n ? these(one->n, "image") : "These folds", c.runs.size())
              : where + join(apart, "; ") + (comparable > apart.size() ? "; no other pair can be told apart" : "");
    out += fmt::format(" ({}, {}, Holm-corrected for {} pairs).", score_title(c.by), tests_of(c), comparable);
  }
  return why.empty() ? out : out + ' ' + why;
}

}  // namespace

std::string tests_of(const Comparison& c) {
  std::vector<std::string> tests;
  for (const Pair& pair : c.pairs)
    if (const std::string test = name(pair.by.test);
        pair.comparable && std::find(tests.begin(), tests.end(), test) == tests.end())
      tests.push_back(test);
  return join(tests, " or ");
}

std::string half_up(double value, int digits) { return decimal(value + std::copysign(1e-9, value), digits); }

std::string p_text(double p) {
  if (std::isnan(p)) return "p undefined";
  if (p < 0.0001) return "p < 0.0001";
  return "p = " + decimal(p, p < 0.001 ? 4 : p < 0.0995 ? 3 : 2);
}

bool in_points(const std::string& name) {
  const std::string score = name.substr(0, name.find(':'));
  return score.ends_with("accuracy") || score == "recall" || score == "precision" || score == "specificity";
}

std::string score_title(const std::string& name) {
  const std::size_t colon = name.find(':');
  std::vector<std::string> words = split(name.substr(0, colon), '_');
  for (std::string& word : words)
    word = word == "f1"      ? "F1"
           : word == "auc"   ? "AUC"
           : word == "mcc"   ? "MCC"
           : word == "ece"   ? "ECE"
           : word == "brier" ? "Brier, sum over classes"
                             : word;
  return join(words, " ") + (colon == std::string::npos ? "" : " of " + name.substr(colon + 1));
}

std::string cochran_text(const Comparison& c) {
  return fmt::format("All {} runs together: Cochran's Q = {} with {} degrees of freedom, {} (accuracy).",
                     c.cochran->degrees + 1, decimal(c.cochran->q, 2), c.cochran->degrees, p_text(c.cochran->p));
}

std::string verdict(const Pair& pair, const Comparison& c, int pairs) {
  const Ranked r = ranked(pair, c);
  const bool counts = c.by == "accuracy" && pair.n;
  if (pair.told_apart)
    return fmt::format("{} is better than {} {} ({}, {}{}){}.", r.better, r.other, field(pair),
                       difference_text(r.advantage, c.by), p_of(pair, pairs), at_odds(pair),
                       counts ? better_by_accuracy(pair, r) : "");
  const std::string first = run_name(c.runs[pair.first].id), second = run_name(c.runs[pair.second].id);
  const std::string all =
      pair.by.test == PairedTest::folds ? these(pair.folds.front().folds, "fold") : these(pair.n, "image");
  return fmt::format("{} cannot tell {} and {} apart: {}.", all, first, second,
                     counts ? undecided_by_accuracy(pair, r, c, pairs) : undecided(pair, r, c, pairs));
}

std::string verdict(const Comparison& c) {
  if (!c.refusal.empty()) return c.refusal + ".";
  if (c.pairs.empty()) return "There is only one run: nothing to compare.";
  const std::string out = c.pairs.size() == 1 ? c.pairs[0].verdict : several(c);
  return c.forced.empty() ? out : fmt::format("Forced, on the {} images that all share: {}", c.images, out);
}

}  // namespace xp
