#include "reports/comparison/caveats.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "framework/base/text.h"
#include "reports/comparison/verdict.h"
#include "reports/parts.h"
#include "reports/words.h"

namespace xp {
namespace {

using Sentences = std::vector<std::string>;

void unfinished(const std::vector<Record>& records, Sentences& out) {
  for (const Record& r : records) {
    if (r.run.status == Status::failed || r.run.status == Status::killed)
      out.push_back(fmt::format("{} is {}{}.", run_name(r.run.id), name(r.run.status),
                                r.run.reason.empty() ? "" : ": " + printable(r.run.reason)));
    else if (r.run.status != Status::finished)
      out.push_back(fmt::format("{} is still {}.", run_name(r.run.id), name(r.run.status)));
  }
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

void on_folds(const Comparison& c, const std::vector<Record>& records, Sentences& out) {
  if (std::any_of(records.begin(), records.end(), [](const Record& r) { return folds_of(r) && !r.test.empty(); }))
    out.push_back(
        "Each image of a run of folds is judged by the network that had not seen it; the test on all images counts "
        "them as independent, though these networks share most of what they learned from.");
  for (const Pair& pair : c.pairs)
    if (pair.comparable && !pair.folds_obstacle.empty()) {
      out.push_back(fmt::format("{} and {} are not paired fold by fold: {}.", run_name(c.runs[pair.first].id),
                                run_name(c.runs[pair.second].id), pair.folds_obstacle));
      break;
    }
  if (divided_otherwise(records))
    out.push_back("The runs of folds were divided otherwise (split), so part of the difference is that of the folds.");
}

std::string without_seeds(const Record& record) {
  std::string out = record.run.fingerprint;
  for (const Setting& s : record.settings)
    if (!s.name.starts_with("seed")) out += "\n" + s.name + " " + s.value.text();
  return out;
}

/// Runs of one plan are draws from one distribution: which of them is ahead says nothing of the plan.
void seeds_alone(const std::vector<Record>& records, Sentences& out) {
  std::map<std::string, Sentences> plans;
  for (const Record& r : records)
    if (!r.settings.empty() && !r.test.empty()) plans[without_seeds(r)].push_back(run_name(r.run.id));
  for (const auto& [plan, runs] : plans)
    if (runs.size() > 1)
      out.push_back(
          fmt::format("{} differ by nothing but their seed, or not at all: a difference between them is "
                      "chance in training, not a better recipe.",
                      join(runs)));
}

void of_one_sweep(const std::vector<Record>& records, Sentences& out) {
  std::map<std::int64_t, Sentences> sweeps;
  std::map<std::int64_t, std::set<std::int64_t>> trials;  // the folds of one trial are one
  for (const Record& r : records)
    if (r.run.sweep) {
      sweeps[r.run.sweep].push_back(run_name(r.run.id));
      trials[r.run.sweep].insert(r.run.parent ? r.run.parent : r.run.id);
    }
  for (const auto& [sweep, runs] : sweeps)
    if (trials[sweep].size() > 1)
      out.push_back(fmt::format(
          "{} are trials of one sweep: picked from it for their test scores, they look better than they are; xp sweep "
          "show {} names the choice that was made on validation, with the test score of that one alone.",
          join(runs), sweep));
}

std::string accuracy_of(const Comparison& c, std::size_t run) {
  const Figure& figure = c.scores.front().figures[run];
  const std::string value = decimal(100 * figure.value, 1) + " %";
  if (std::isnan(figure.interval.low)) return value;
  return fmt::format("{} ({} to {})", value, decimal(100 * figure.interval.low, 0),
                     decimal(100 * figure.interval.high, 0));
}

/// Instead of the score that was picked for being high: one that was not, or what picking alone would have given.
void best_of(const Comparison& c, Sentences& out) {
  if (!c.best) return;
  const ExpectedBest& e = c.best->expected;
  std::string text =
      fmt::format("Of {} runs, {}{} has the highest test accuracy, {} %. ", c.best->of,
                  run_name(c.runs[c.best->best].id), c.best->alone ? "" : " (with others)", hundredths(e.best));
  text += e.p < 0.05 ? fmt::format("Were none better than another, the best of them would be expected at {} % ({})",
                                   hundredths(e.mean), p_text(e.p))
                     : fmt::format(
                           "If it was picked for that, the figure is too good: were none better than another, the best "
                           "of them would be expected at {} %, and one that was not picked at {} %",
                           hundredths(e.mean), hundredths(e.average));
  text += ".";
  if (c.best->chosen && *c.best->chosen != c.best->best)
    text += fmt::format(
        " Chosen by {} on the validation images it is {}, with a test accuracy of {}: that figure was not picked, so "
        "quote it.",
        score_title(c.by), run_name(c.runs[*c.best->chosen].id), accuracy_of(c, *c.best->chosen));
  else if (c.best->chosen)
    text += fmt::format(" The validation images choose the same run (by {}): its figure was not picked.",
                        score_title(c.by));
  out.push_back(text);
}

/// Of the same test, in the same order.
bool same_answers(const Record& a, const Record& b) {
  return !a.test.empty() && std::equal(a.test.begin(), a.test.end(), b.test.begin(), b.test.end(),
                                       [](const Prediction& p, const Prediction& q) {
                                         return p.label == q.label && p.probabilities == q.probabilities;
                                       });
}

void said_alike(const std::vector<Record>& records, Sentences& out) {
  for (std::size_t i = 0; i < records.size(); ++i)
    for (std::size_t j = i + 1; j < records.size(); ++j)
      if (same_answers(records[i], records[j]))
        out.push_back(fmt::format("{} and {} said the same of every test image, to the last digit: are they one?",
                                  run_name(records[i].run.id), run_name(records[j].run.id)));
}

void paired_by_row(const std::vector<Record>& records, Sentences& out) {
  std::vector<std::string> runs;
  for (const Record& r : records)
    if (find(r.settings, "imported.images")) runs.push_back(run_name(r.run.id));
  if (!runs.empty())
    out.push_back(
        fmt::format("{} came without image names: images are paired by the number of their row, which holds "
                    "only if all files list the same images in the same order.",
                    join(runs, " and ")));
}

void named_beforehand(const Comparison& c, Sentences& out) {
  if (c.by == "accuracy" || !c.any_comparable()) return;
  out.push_back(fmt::format(
      "The verdict is by {}, as it was asked for: it holds if that was named before any result was seen. Of several "
      "scores that are tried, one may tell the runs apart by chance.",
      score_title(c.by)));
}

}  // namespace

Sentences caveats(const Comparison& c, const std::vector<Record>& records) {
  Sentences out;
  if (!c.forced.empty())
    out.push_back(
        fmt::format("Forced: {}. Everything on the test is of the {} images that all share.", c.forced, c.images));
  named_beforehand(c, out);
  unfinished(records, out);
  if (c.by_name && c.images)
    out.push_back(
        "Not every image has a SHA-256: the runs' test images were taken for the same where their names are.");
  if (c.groups)
    out.push_back(
        fmt::format("The {} test images come from {} patients or parent images: tests and intervals count "
                    "those, not the images.",
                    c.images, c.groups));
  on_folds(c, records, out);
  said_alike(records, out);
  paired_by_row(records, out);
  seeds_alone(records, out);
  of_one_sweep(records, out);
  best_of(c, out);
  return out;
}

}  // namespace xp
