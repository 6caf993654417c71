#include "reports/comparison/pairing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "framework/scores/intervals/interval.h"
#include "reports/comparison/folds.h"
#include "reports/parts.h"

namespace xp {
namespace {

const std::vector<Record>& folds_given(const Comparing& comparing, std::size_t run) {
  static const std::vector<Record> none;
  return run < comparing.folds.size() ? comparing.folds[run] : none;
}

/// Why a run of folds holds no test predictions though its folds do; empty for any other.
std::string overlapping(const Record& record) {
  const std::vector<Child> folds = folds_among(record.children);
  const bool tested = std::any_of(folds.begin(), folds.end(), [](const Child& f) { return f.test_images > 0; });
  if (!folds_of(record) || !tested) return "";
  return fmt::format(
      "an image is in several tests of {0}, so it is compared fold by fold, and only with a run of the same folds "
      "(xp list {0} names them)",
      run_name(record.run.id));
}

/// Why a run of folds that has not come to its end cannot be compared; empty for any other.
std::string unfinished(const Record& record) {
  if (!folds_of(record) || record.run.status == Status::finished) return "";
  const std::vector<Child> folds = folds_among(record.children);
  const auto tested = std::count_if(folds.begin(), folds.end(), [](const Child& f) { return f.test_images > 0; });
  return fmt::format("{} is {}: {} of its {} folds were tested", run_name(record.run.id), name(record.run.status),
                     tested, folds_of(record));
}

std::string untested(const Record& a, const Record& b, bool a_tested, bool b_tested) {
  for (const Record* run : {&a, &b})
    if (const std::string why = run->test.empty() ? unfinished(*run) : ""; !why.empty()) return why;
  const Record& missing = a_tested ? b : a;
  if (const std::string why = overlapping(missing); !why.empty()) return why;
  if (!a_tested && !b_tested)
    return fmt::format("{} and {} have no test predictions", run_name(a.run.id), run_name(b.run.id));
  if (!missing.test.empty())
    return fmt::format("a probability of {} is no number: a network that diverged says nothing",
                       run_name(missing.run.id));
  return fmt::format("{} has no test predictions ({})", run_name(missing.run.id), name(missing.run.status));
}

void find_flips(Pair& pair, const Shared& shared, const Judged& first, const Judged& second) {
  const auto right = [](const Prediction& p) { return predicted(p) == p.label; };
  std::vector<std::size_t> flipped;
  for (std::size_t i = 0; i < shared.images.size(); ++i)
    if (right(first.predictions[i]) != right(second.predictions[i])) flipped.push_back(i);
  std::stable_sort(flipped.begin(), flipped.end(),
                   [&](std::size_t i, std::size_t j) { return shared.images[i] < shared.images[j]; });
  const auto called = [&](int c) { return shared.classes[static_cast<std::size_t>(c)]; };
  for (const std::size_t i : flipped) {
    const Prediction &a = first.predictions[i], &b = second.predictions[i];
    (right(a) ? pair.first_only : pair.second_only)++;
    pair.flips.push_back({shared.images[i], called(a.label), called(predicted(a)), called(predicted(b)), right(a)});
  }
}

Difference of_folds(const OverFolds& over) { return {over.mean, over.interval, over.p, PairedTest::folds}; }

}  // namespace

const char* name(PairedTest test) {
  switch (test) {
    case PairedTest::none: return "none";
    case PairedTest::mcnemar: return "exact McNemar";
    case PairedTest::mcnemar_by_group: return "exact McNemar by group and bootstrap";
    case PairedTest::delong: return "DeLong";
    case PairedTest::delong_and_randomisation: return "DeLong and randomisation";
    case PairedTest::resampling: return "bootstrap and randomisation";
    case PairedTest::folds: return "corrected resampled t";
  }
  return "";
}

Pair pair_up(const std::vector<Record>& records, std::size_t first, std::size_t second, const Shared& shared,
             const Scoring& scoring, std::size_t by, const Comparing& comparing) {
  Pair out;
  out.first = first, out.second = second;
  const int a = shared.place(first), b = shared.place(second);
  if (folds_of(records[first]) && folds_of(records[second])) {
    const std::vector<std::string>& classes = shared.classes.empty() ? records[first].classes : shared.classes;
    const FoldByFold folds =
        fold_by_fold(folds_given(comparing, first), folds_given(comparing, second), scoring.scalars, classes);
    out.folds = folds.differences, out.folds_obstacle = folds.obstacle;
  }
  if (a >= 0 && b >= 0) {
    const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
    out.n = static_cast<int>(shared.images.size());
    find_flips(out, shared, shared.judged[i], shared.judged[j]);
    out.scores = scoring.differences[Resampled::pair(i, j, shared.judged.size())];
    if (!shared.judged[i].grouped()) out.mid_p = mcnemar_mid_p(out.first_only, out.second_only);
  } else if (out.folds.empty()) {
    out.obstacle = untested(records[first], records[second], a >= 0, b >= 0);
    return out;
  }
  const Scalar& scalar = scoring.scalars[by];
  const std::string score = name(scalar, shared.classes);
  const bool over_folds = folds_of(records[first]) || folds_of(records[second]);
  for (std::size_t i = 0; i < out.scores.size(); ++i)
    if (over_folds && ranks(scoring.scalars[i]))
      out.scores[i] = out.folds.empty() ? Difference{} : of_folds(out.folds[i]);
  out.by = !out.n ? of_folds(out.folds[by]) : out.scores[by];
  out.comparable = !std::isnan(out.by.p);
  out.p_holm = out.by.p;
  if (out.comparable) return out;
  if (over_folds && ranks(scalar) && out.folds.empty())
    out.obstacle = fmt::format("{} is no score of all folds together, each of which has a scale of its own{}", score,
                               out.folds_obstacle.empty() ? "" : "; and " + out.folds_obstacle);
  else if (std::isnan(out.by.value))
    out.obstacle = score + " is undefined for one of them";
  else if (comparing.bootstrap.resamples == 0)
    out.obstacle = "its test rests on resamples, and none were drawn";
  else
    out.obstacle = score + " is undefined in more than one of ten resamples of these images";
  return out;
}

}  // namespace xp
