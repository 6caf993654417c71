#include "reports/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "framework/base/error.h"
#include "framework/base/seeds.h"
#include "framework/base/text.h"
#include "framework/base/varying.h"
#include "framework/scores/score.h"

namespace xp {
namespace {

/// Trials that differ in it were judged on other images, easier or harder ones.
bool divides(const std::string& setting) {
  const std::string part = setting.substr(0, setting.find('.'));
  return part == "split" || part == "dataset";
}

/// Whether two settings divide the trials alike, such as a network's name and its depth.
bool alike(const Factor& a, const Factor& b) {
  for (std::size_t i = 0; i < a.values.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if ((a.values[i] == a.values[j]) != (b.values[i] == b.values[j])) return false;
  return true;
}

/// Seeds are repeats, not settings; what goes together is named together.
std::vector<Factor> factors(const std::vector<SweptTrial>& trials, const std::vector<std::string>& varies) {
  std::vector<Factor> out;
  for (const std::string& name : varies) {
    if (is_seed(name)) continue;
    Factor factor{name, {}};
    for (const SweptTrial& t : trials) {
      const Value* value = find(t.settings, name);
      factor.values.push_back(value ? *value : Value("–"));
    }
    const auto same = std::find_if(out.begin(), out.end(), [&](const Factor& f) { return alike(f, factor); });
    if (same == out.end())
      out.push_back(std::move(factor));
    else
      same->name += ", " + name;
  }
  return out;
}

int rank(const SweptTrial& t) {
  if (t.counts()) return 0;
  return t.paused ? 1 : 2;
}

/// Of the trials that differ from the best in nothing but seeds, itself among them.
Spread over_seeds(const SweepResult& page) {
  std::vector<Child> repeats;
  for (const SweptTrial& t : page.trials) {
    const bool same = std::all_of(page.varies.begin(), page.varies.end(), [&](const std::string& name) {
      const Value *here = find(t.settings, name), *there = find(page.best->settings, name);
      return is_seed(name) || (here && there ? *here == *there : here == there);
    });
    if (!same || !t.counts()) continue;
    Child repeat;
    repeat.status = Status::finished, repeat.scores[page.by] = t.score;
    repeats.push_back(std::move(repeat));
  }
  return spread(repeats, page.by);
}

std::string why_none(const std::vector<std::string>& apart) {
  const bool folds = std::find(apart.begin(), apart.end(), "split.fold") != apart.end();
  return fmt::format(
      "Nothing is chosen: the trials differ in {}, so each was judged on other images, and the best is "
      "the one with the easiest. {}",
      join(apart),
      folds ? "With split.fold=0 a trial stands for all folds, and its score is their mean."
            : "Sweep the other settings on one division of one dataset; --set split.fold=0 with a split "
              "that has folds shows how far the score depends on it.");
}

/// What was chosen by the mean over folds saw every image in some fold's validation part or test, and in others' both.
bool of_folds(const SweptTrial& trial) { return find(trial.settings, "split.folds") != nullptr; }

void warn_of_the_choice(SweepResult& page) {
  if (!page.apart.empty()) page.caveats.push_back(why_none(page.apart));
  const int judged = page.finished + page.paused;
  if (page.best && judged > 1)
    page.caveats.push_back(
        of_folds(*page.best)
            ? fmt::format(
                  "{} of the best of {} is what was chosen by, and the images it is the mean of are the test "
                  "images of other folds: both scores flatter. Report the choice on images that played no part: "
                  "held out from the whole sweep, or chosen anew within each fold.",
                  page.by, judged)
            : fmt::format(
                  "{} of the best of {} is what was chosen by: it flatters. The test score is the figure to report.",
                  page.by, judged));
  if (page.best && page.open > 0)
    page.caveats.push_back(fmt::format("{} of {} trials {} not ended: another may still be better.", page.open,
                                       page.trials.size(), page.open == 1 ? "has" : "have"));
  if (page.failed > 0)
    page.caveats.push_back(fmt::format("{} of {} trials failed and {} no part in the choice.", page.failed,
                                       page.trials.size(), page.failed == 1 ? "has" : "have"));
  if (!page.best) return;
  if (const Spread s = over_seeds(page); s.n > 1)
    page.caveats.push_back(
        fmt::format("Its settings were tried in {} trials with other seeds alone: {} ± {}. A seed is luck.", s.n,
                    decimal(s.mean, 4), decimal(s.sd, 4)));
  for (std::size_t i = 1; i < page.trials.size() && page.trials[i].counts(); ++i)
    if (page.trials[i].score == page.trials[0].score)
      return page.caveats.push_back("Others have the same validation score: the one that came first is shown.");
}

}  // namespace

bool SweptTrial::counts() const { return !deleted && status == Status::finished && !paused && std::isfinite(score); }

SweepResult sweep_result(SweepResult page, std::vector<SweptTrial> trials, const std::string& by, int early_epochs) {
  const bool low_is_better = score_of(by).better == Direction::lower;
  if (by.rfind("val/", 0) != 0)
    throw Error(fmt::format("trials are chosen on validation, never by {}", by),
                "--by val" + by.substr(by.find('/')) + "; the test score of that one choice is shown beside it");
  page.by = by;
  std::vector<Settings> settings;
  for (const SweptTrial& t : trials) settings.push_back(t.settings);
  page.varies = varying(settings);
  std::stable_sort(trials.begin(), trials.end(), [&](const SweptTrial& a, const SweptTrial& b) {
    const auto key = [&](const SweptTrial& t) {
      const double value = std::isfinite(t.score) ? (low_is_better ? t.score : -t.score) : HUGE_VAL;
      return std::tuple(rank(t), rank(t) == 1 ? -t.epochs : 0, rank(t) < 2 ? value : 0.0, t.place);
    };
    return key(a) < key(b);
  });
  std::vector<double> scores;
  for (const SweptTrial& t : trials) {
    scores.push_back(early_epochs ? t.early : t.counts() ? t.score : std::nan(""));
    page.epochs += t.earlier ? 0 : t.epochs;
    page.seconds += t.earlier ? 0 : t.seconds;
    page.deleted += t.deleted;
    if (t.deleted) continue;
    const bool ended = t.status != Status::scheduled && t.status != Status::running;
    page.paused += t.paused;
    page.finished += t.status == Status::finished && !t.paused;
    page.failed += t.status == Status::failed;
    page.open += !ended || t.status == Status::killed;
  }
  page.early_epochs = early_epochs;
  page.importance = importance(factors(trials, page.varies), scores);
  page.trials = std::move(trials);
  std::copy_if(page.varies.begin(), page.varies.end(), std::back_inserter(page.apart), divides);
  if (page.apart.empty() && !page.trials.empty() && page.trials[0].counts()) page.best = page.trials[0];
  warn_of_the_choice(page);
  return page;
}

void add_test(SweepResult& page, const Record& best) {
  const Spread test = spread(best, "test" + page.by.substr(3));
  if (test.n > 0) page.test = test;
  const Outcome judged = outcome(best, Part::test);
  page.on_tiles = on_tiles(best);
  if (test.n == 1 && judged.n > 0) page.test_accuracy = judged.accuracy;
}

}  // namespace xp
