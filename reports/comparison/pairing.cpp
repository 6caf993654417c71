#include "reports/comparison/pairing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "framework/base/text.h"
#include "framework/scores/interval.h"
#include "reports/parts.h"

namespace xp {
namespace {

struct Tested {
  std::string name, truth, said;
};

std::string class_name(const Record& record, int label) {
  const auto i = static_cast<std::size_t>(label);
  return label >= 0 && i < record.classes.size() ? record.classes[i] : fmt::format("class {}", label);
}

/// Test predictions by the image's content. A content that occurs twice is told apart by its place: "…#2".
std::map<std::string, Tested> tested(const Record& record) {
  std::map<std::string, Tested> out;
  for (const Prediction& p : usable(record, Part::test)) {
    const StoredSample& sample = record.samples[static_cast<std::size_t>(p.sample)];
    const std::string key = sample.sha256.empty() ? "name:" + image_of(record, sample) : sample.sha256;
    std::string place = key;
    for (int copy = 2; out.count(place); ++copy) place = fmt::format("{}#{}", key, copy);
    out[place] = {image_of(record, sample), class_name(record, p.label), class_name(record, predicted(p))};
  }
  return out;
}

std::string first_names(const std::vector<std::string>& names) {
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, names.size()); ++i)
    shown.push_back(shorten(printable(names[i]), 60));
  return join(shown) + (names.size() > 3 ? ", …" : "");
}

/// How two test sets differ; empty when they are the same.
std::string differ(const std::map<std::string, Tested>& a, const std::map<std::string, Tested>& b,
                   const std::string& first, const std::string& second) {
  std::vector<std::string> only_a, only_b, relabelled, parts;
  for (const auto& [key, image] : a) {
    const auto other = b.find(key);
    if (other == b.end())
      only_a.push_back(image.name);
    else if (other->second.truth != image.truth)
      relabelled.push_back(image.name);
  }
  for (const auto& [key, image] : b)
    if (!a.count(key)) only_b.push_back(image.name);
  for (auto* names : {&only_a, &only_b, &relabelled}) std::sort(names->begin(), names->end());
  if (!only_a.empty()) parts.push_back(fmt::format("{} only in {} ({})", only_a.size(), first, first_names(only_a)));
  if (!only_b.empty()) parts.push_back(fmt::format("{} only in {} ({})", only_b.size(), second, first_names(only_b)));
  if (!relabelled.empty())
    parts.push_back(fmt::format("{} labelled differently ({})", relabelled.size(), first_names(relabelled)));
  return join(parts, "; ");
}

/// Why a run of folds holds no test predictions though its folds do; empty for any other.
std::string overlapping(const Record& record) {
  const std::vector<Child> folds = folds_among(record.children);
  const bool tested = std::any_of(folds.begin(), folds.end(), [](const Child& f) { return f.test_images > 0; });
  if (!folds_of(record) || !tested) return "";
  return fmt::format(
      "an image is in several tests of {0}, so its {1} parts are compared one by one: xp list {0} names them",
      run_name(record.run.id), folds_of(record));
}

}  // namespace

std::string p_text(double p) {
  if (p < 0.0001) return "p < 0.0001";
  return "p = " + decimal(p, p < 0.001 ? 4 : p < 0.0995 ? 3 : 2);
}

Pair pair_up(const std::vector<Record>& records, std::size_t first, std::size_t second) {
  Pair out;
  out.first = first, out.second = second;
  const std::string a_name = run_name(records[first].run.id), b_name = run_name(records[second].run.id);
  const auto a = tested(records[first]), b = tested(records[second]);
  if (a.empty() || b.empty()) {
    const std::size_t missing = a.empty() ? first : second;
    const std::string untested = overlapping(records[missing]);
    out.obstacle = fmt::format("{} has no test predictions ({})",
                               a.empty() && b.empty() ? a_name + " and " + b_name : run_name(records[missing].run.id),
                               name(records[missing].run.status));
    if (a.empty() && b.empty()) out.obstacle = fmt::format("{} and {} have no test predictions", a_name, b_name);
    if (!untested.empty()) out.obstacle = untested;
  } else if (std::string how = differ(a, b, a_name, b_name); !how.empty()) {
    out.obstacle = "their test sets differ: " + how;
  }
  if (!out.obstacle.empty()) {
    out.verdict = fmt::format("{} and {} cannot be compared: {}.", a_name, b_name, out.obstacle);
    return out;
  }
  out.comparable = true;
  out.n = static_cast<int>(a.size());
  for (const auto& [key, x] : a) {
    const Tested& y = b.at(key);
    const bool x_right = x.said == x.truth, y_right = y.said == y.truth;
    if (x_right == y_right) continue;
    (x_right ? out.first_only : out.second_only)++;
    out.flips.push_back({x.name, x.truth, x.said, y.said, x_right});
  }
  std::stable_sort(out.flips.begin(), out.flips.end(),
                   [](const Flip& x, const Flip& y) { return x.sample < y.sample; });
  out.difference = static_cast<double>(out.second_only - out.first_only) / out.n;
  out.p = out.p_holm = mcnemar_exact(out.first_only, out.second_only);
  const Interval interval = paired_difference(out.second_only, out.first_only, out.n);
  out.low = interval.low, out.high = interval.high;
  return out;
}

std::string verdict(const Pair& pair, const std::vector<RunRow>& runs, int pairs) {
  const bool second = pair.second_only > pair.first_only;
  const std::string first_name = run_name(runs[pair.first].id), second_name = run_name(runs[pair.second].id);
  const std::string &better = second ? second_name : first_name, &other = second ? first_name : second_name;
  const int flips = pair.first_only + pair.second_only, most = std::max(pair.first_only, pair.second_only);
  const std::string p =
      fmt::format("{}{}", p_text(pair.p_holm), pairs > 1 ? fmt::format(", corrected for {} pairs", pairs) : "");
  if (pair.told_apart)
    return fmt::format(
        "{} is better than {} on this test set (difference {} points, 95 % interval {} to {}, {}): right on {} of {} "
        "images where {} is wrong, wrong on {} where it is right.",
        better, other, decimal(100 * std::abs(pair.difference), 1), decimal(100 * (second ? pair.low : -pair.high), 1),
        decimal(100 * (second ? pair.high : -pair.low), 1), p, most, pair.n, other, flips - most);
  const std::string head =
      fmt::format("These {} images cannot tell {} and {} apart: ", pair.n, first_name, second_name);
  if (!flips) return head + "both are right and wrong on the same ones.";
  const std::string split =
      most == flips - most
          ? fmt::format("{} in favour of each", most)
          : fmt::format("{} in favour of {}", most == flips ? flips == 1 ? "it" : "all" : std::to_string(most), better);
  std::string out = head + fmt::format("one is right where the other is wrong on {}, {} ({})", flips, split, p);
  const int needed = smallest_significant_flips(significant / pairs);
  if (flips < needed)
    out += fmt::format("; even {} one-sided flips would give p = {}", needed - 1,
                       decimal(std::min(1.0, mcnemar_exact(needed - 1, 0) * pairs), 2));
  return out + ".";
}

}  // namespace xp
