#include "framework/scores/resampling/resampled.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "framework/scores/intervals/delong.h"
#include "framework/scores/resampling/memory.h"
#include "framework/scores/resampling/replicates.h"
#include "framework/scores/resampling/unvaried.h"

namespace xp {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// What the areas of `scalar` are averaged over, as auc() takes it.
int average_of(const Scalar& scalar) { return scalar.score == "micro_auc" ? micro_average : scalar.of_class; }

struct Work {
  const std::vector<Judged>& runs;
  const Bootstrap& bootstrap;
  Resampled& out;

  template <class Of>
  void each_pair(Of of) {
    for (std::size_t a = 0; a < runs.size(); ++a)
      for (std::size_t b = a + 1; b < runs.size(); ++b) of(a, b, Resampled::pair(a, b, runs.size()));
  }

  void areas(std::size_t scalar) {
    const int c = average_of(out.scalars[scalar]);
    std::vector<AucComponents> components;
    for (std::size_t run = 0; run < runs.size(); ++run) {
      components.push_back(auc_components(runs[run], c));
      out.intervals[run][scalar] = auc(runs[run], components.back(), c, bootstrap.confidence).interval;
    }
    each_pair([&](std::size_t a, std::size_t b, std::size_t pair) {
      const AucDifference difference = auc_difference(runs[a], components[a], components[b], c, bootstrap.confidence);
      out.differences[pair][scalar] = difference.interval;
      out.p[pair][scalar] = std::isnan(difference.difference) ? nan : difference.p;
    });
  }

  /// `resamples` of each run.
  void resampled(std::size_t scalar, const std::vector<const Resamples*>& resamples) {
    const auto more = [&](std::size_t run) {
      return with_more_units(out.scalars[scalar], runs[run], bootstrap.confidence);
    };
    for (std::size_t run = 0; run < runs.size(); ++run) {
      const Resamples& own = *resamples[run];
      if (std::isnan(own.value)) continue;
      out.intervals[run][scalar] = constant(own) ? unvaried(more(run)) : bca(own, bootstrap.confidence).interval;
    }
    each_pair([&](std::size_t a, std::size_t b, std::size_t pair) {
      const Resamples difference = less(*resamples[b], *resamples[a]);
      if (std::isnan(difference.value)) return;
      if (constant(difference)) {
        const Interval interval = unvaried(more(a), more(b), runs.front().classes);
        const bool none = std::abs(difference.value) <= 1e-12 || interval.contains(0);
        out.differences[pair][scalar] = interval;
        out.p[pair][scalar] = none ? 1 : 1 / (1.0 + bootstrap.resamples);
        return;
      }
      const Bca judged = bca(difference, bootstrap.confidence);
      out.differences[pair][scalar] = judged.interval, out.p[pair][scalar] = judged.p;
    });
  }

  static Resamples less(Resamples second, const Resamples& first) {
    second.value -= first.value;
    for (std::size_t i = 0; i < second.drawn.size(); ++i) second.drawn[i] -= first.drawn[i];
    for (std::size_t h = 0; h < second.without.size(); ++h)
      for (std::size_t i = 0; i < second.without[h].size(); ++i) second.without[h][i] -= first.without[h][i];
    return second;
  }
};

Resampled computed(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars, const Bootstrap& bootstrap) {
  const std::size_t pairs = runs.size() * (runs.size() - 1) / 2;
  Resampled out{scalars,
                {runs.size(), std::vector<Interval>(scalars.size(), {nan, nan})},
                {pairs, std::vector<Interval>(scalars.size(), {nan, nan})},
                {pairs, std::vector<double>(scalars.size(), nan)}};
  Work work{runs, bootstrap, out};
  std::vector<std::size_t> areas, others;
  const bool named_alone = std::any_of(runs.begin(), runs.end(), [](const Judged& run) { return !run.probabilistic; });
  for (std::size_t s = 0; s < scalars.size(); ++s)
    if (!named_alone || !of_probabilities(scalars[s].score)) (is_area(scalars[s]) ? areas : others).push_back(s);
  std::vector<Scalar> drawn;
  for (const std::size_t s : others) drawn.push_back(scalars[s]);
  std::vector<std::vector<Resamples>> all;
  if (bootstrap.resamples > 0 && !others.empty() && runs.front().images() > 0) all = replicates(runs, drawn, bootstrap);
  in_parallel(static_cast<int>(areas.size() + others.size()), bootstrap.threads, [&](int job) {
    const auto number = static_cast<std::size_t>(job);
    if (number < areas.size()) return work.areas(areas[number]);
    if (all.empty()) return;
    std::vector<const Resamples*> of_runs;
    for (const auto& run : all) of_runs.push_back(&run[number - areas.size()]);
    work.resampled(others[number - areas.size()], of_runs);
  });
  return out;
}

}  // namespace

std::size_t Resampled::pair(std::size_t first, std::size_t second, std::size_t runs) {
  assert(first < second && second < runs);
  return first * (2 * runs - first - 1) / 2 + second - first - 1;
}

bool is_area(const Scalar& scalar) { return scalar.score == "auc" || scalar.score == "micro_auc"; }

Resampled resampled(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars, const Bootstrap& bootstrap,
                    const Memo& memo) {
  assert(!runs.empty());
  const std::string key = memo.recall || memo.keep ? key_of(runs, scalars, bootstrap) : "";
  if (memo.recall)
    if (const std::optional<std::string> kept = memo.recall(key))
      if (std::optional<Resampled> known = read(*kept, runs.size(), scalars)) return *known;
  Resampled out = computed(runs, scalars, bootstrap);
  if (memo.keep) memo.keep(key, written(out));
  return out;
}

}  // namespace xp
