#include "reports/comparison/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "framework/base/text.h"
#include "reports/comparison/pairing.h"
#include "reports/parts.h"

namespace xp {
namespace {

std::vector<DifferingSetting> differing(const std::vector<Record>& records) {
  std::vector<std::string> names;
  for (const Record& r : records)
    for (const Setting& s : r.settings)
      if (std::find(names.begin(), names.end(), s.name) == names.end()) names.push_back(s.name);
  std::vector<DifferingSetting> out;
  for (const std::string& name : names) {
    DifferingSetting setting{name, {}};
    for (const Record& r : records) {
      const Value* value = find(r.settings, name);
      setting.values.push_back(value ? value->text() : "–");
    }
    if (std::set<std::string>(setting.values.begin(), setting.values.end()).size() > 1)
      out.push_back(std::move(setting));
  }
  return out;
}

std::vector<ComparedScore> compared_scores(const std::vector<Record>& records) {
  std::vector<ComparedScore> out;
  for (Part part : {Part::test, Part::validation}) {
    ComparedScore accuracy{"accuracy", part, true, {}, {}, {}}, balanced{"balanced_accuracy", part, true, {}, {}, {}};
    ComparedScore f1{"macro_f1", part, true, {}, {}, {}}, loss{"loss", part, false, {}, {}, {}};
    for (const Record& r : records) {
      const Outcome o = outcome(r, part);
      const auto add = [](ComparedScore& score, double value, double low = std::nan(""), double high = std::nan("")) {
        score.values.push_back(value), score.low.push_back(low), score.high.push_back(high);
      };
      add(accuracy, o.accuracy.value, o.accuracy.low, o.accuracy.high);
      add(balanced, o.balanced_accuracy);
      add(f1, o.macro_f1);
      add(loss, o.loss);
    }
    for (ComparedScore* score : {&accuracy, &balanced, &f1, &loss}) out.push_back(std::move(*score));
  }
  return out;
}

/// Holm 1979: the smallest p times the number of tests, the next times one fewer, and never below the one before.
void correct(std::vector<Pair>& pairs) {
  std::vector<Pair*> order;
  for (Pair& pair : pairs)
    if (pair.comparable) order.push_back(&pair);
  std::stable_sort(order.begin(), order.end(), [](const Pair* a, const Pair* b) { return a->p < b->p; });
  double before = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    before = std::max(before, std::min(1.0, order[i]->p * static_cast<double>(order.size() - i)));
    order[i]->p_holm = before;
    order[i]->told_apart = before < significant;
  }
}

std::string several(const Comparison& c) {
  std::vector<std::string> apart, obstacles;
  std::size_t comparable = 0;
  for (const Pair& pair : c.pairs) {
    comparable += pair.comparable;
    if (!pair.comparable) obstacles.push_back(pair.verdict);
    if (pair.told_apart) {
      const bool second = pair.difference > 0;
      apart.push_back(fmt::format("{} is better than {} (difference {} points, {})",
                                  run_name(c.runs[second ? pair.second : pair.first].id),
                                  run_name(c.runs[second ? pair.first : pair.second].id),
                                  decimal(100 * std::abs(pair.difference), 1), p_text(pair.p_holm)));
    }
  }
  std::string why = obstacles.empty() ? "" : obstacles.front();
  if (obstacles.size() > 1)
    why += fmt::format(" {} more {} be compared either.", obstacles.size() - 1,
                       obstacles.size() == 2 ? "pair cannot" : "pairs cannot");
  if (!comparable) return why;
  std::string out = apart.empty()
                        ? fmt::format("This test set cannot tell any two of these {} runs apart", c.runs.size())
                        : "On this test set " + join(apart, "; ") +
                              (comparable > apart.size() ? "; no other pair can be told apart" : "");
  out += fmt::format(" (accuracy, exact McNemar, Holm-corrected for {} {}).", comparable,
                     comparable == 1 ? "pair" : "pairs");
  if (!why.empty()) out += ' ' + why;
  return out;
}

bool divided_otherwise(const std::vector<Record>& records) {
  std::set<std::string> splits;
  for (const Record& r : records) {
    if (!folds_of(r)) continue;
    std::string split = r.run.fingerprint;
    for (const Setting& s : r.settings)
      if (s.name.starts_with("split")) split += "\n" + s.name + " " + s.value.text();
    splits.insert(split);
  }
  return splits.size() > 1;
}

std::vector<std::string> caveats(const std::vector<Record>& records) {
  std::vector<std::string> out;
  for (const Record& r : records) {
    if (r.run.status == Status::failed || r.run.status == Status::killed)
      out.push_back(fmt::format("{} is {}{}.", run_name(r.run.id), name(r.run.status),
                                r.run.reason.empty() ? "" : ": " + printable(r.run.reason)));
    else if (r.run.status != Status::finished)
      out.push_back(fmt::format("{} is still {}.", run_name(r.run.id), name(r.run.status)));
  }
  for (const Record& r : records) {
    std::map<std::string, int> groups;
    for (const StoredSample& s : r.samples)
      if (s.part == Part::test && !s.group.empty()) ++groups[s.group];
    if (std::any_of(groups.begin(), groups.end(), [](const auto& g) { return g.second > 1; })) {
      out.push_back(
          "Some test images share a patient or parent image; the test counts them as independent, so its p is too "
          "small.");
      break;
    }
  }
  if (std::any_of(records.begin(), records.end(), [](const Record& r) { return folds_of(r) && !r.test.empty(); }))
    out.push_back(
        "Each image of a run of folds is judged by the network that had not seen it; the test counts all as "
        "independent, "
        "though these networks share most of what they learned from.");
  if (divided_otherwise(records))
    out.push_back("The runs of folds were divided otherwise (split), so part of the difference is that of the folds.");
  if (records.size() > 2)
    out.push_back("The best of several runs looks better than it is: its score was picked for being high.");
  return out;
}

}  // namespace

bool Comparison::any_comparable() const {
  return std::any_of(pairs.begin(), pairs.end(), [](const Pair& pair) { return pair.comparable; });
}

Comparison compare(const std::vector<Record>& records) {
  Comparison out;
  for (const Record& r : records) out.runs.push_back(r.run);
  out.settings = differing(records);
  out.scores = compared_scores(records);
  for (std::size_t i = 0; i < records.size(); ++i)
    for (std::size_t j = i + 1; j < records.size(); ++j) out.pairs.push_back(pair_up(records, i, j));
  correct(out.pairs);
  const auto comparable = std::count_if(out.pairs.begin(), out.pairs.end(), [](const Pair& p) { return p.comparable; });
  for (Pair& pair : out.pairs)
    if (pair.comparable) pair.verdict = verdict(pair, out.runs, static_cast<int>(comparable));
  out.verdict = out.pairs.empty()       ? "There is only one run: nothing to compare."
                : out.pairs.size() == 1 ? out.pairs[0].verdict
                                        : several(out);
  out.caveats = caveats(records);
  std::set<std::string> chosen;
  for (const Record& r : records) chosen.insert(how_chosen(r.settings));
  out.chosen = join({chosen.rbegin(), chosen.rend()}, " or ");
  return out;
}

}  // namespace xp
