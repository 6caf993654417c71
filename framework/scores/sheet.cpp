#include "framework/scores/sheet.h"

#include <cmath>
#include <set>

#include "framework/scores/intervals/delong.h"

namespace xp {
namespace {

Figure share(std::int64_t right, std::int64_t n, double confidence) {
  Figure out;
  out.right = right, out.n = n;
  if (n == 0) return out;
  out.value = static_cast<double>(right) / static_cast<double>(n);
  out.interval = wilson(right, n, confidence), out.method = Method::wilson;
  return out;
}

}  // namespace

Figure rate_of(const Scalar& scalar, const Confusion& counts, double confidence) {
  const int c = scalar.of_class;
  if (scalar.score == "accuracy") return share(counts.correct(), counts.total(), confidence);
  if (c < 0) return {};
  const std::int64_t right = counts.at(c, c), called = counts.predicted_as(c), held = counts.support(c);
  if (scalar.score == "precision") return share(right, called, confidence);
  if (scalar.score == "recall") return share(right, held, confidence);
  const std::int64_t others = counts.total() - held;
  if (scalar.score == "specificity") return share(others - called + right, others, confidence);
  return {};
}

Sheet sheet(const Judged& judged, const Bootstrap& bootstrap, const Memo& memo) {
  Sheet out;
  out.images = judged.images();
  const bool grouped = judged.grouped();
  if (grouped) out.groups = static_cast<int>(std::set<int>(judged.groups.begin(), judged.groups.end()).size());
  out.confusion = Confusion(judged.predictions, judged.classes);
  out.calibration = calibration(judged);

  std::vector<Scalar> scalars;
  for (const Score& score : overall_scalars()) scalars.push_back({score.name});
  for (int c = 0; c < judged.classes; ++c)
    for (const Score& score : class_scalars()) scalars.push_back({score.name, c});
  std::vector<Figure> figures;
  std::vector<Scalar> left;
  for (const Scalar& scalar : scalars) {
    figures.push_back(rate_of(scalar, out.confusion, bootstrap.confidence));
    if (figures.back().n == 0 || grouped) figures.back().value = value_of(scalar, judged), left.push_back(scalar);
  }
  const Resampled resamples = resampled({judged}, left, bootstrap, memo);
  for (std::size_t s = 0, l = 0; s < scalars.size(); ++s) {
    if (l == left.size() || scalars[s] != left[l]) continue;
    figures[s].interval = resamples.intervals[0][l++];
    figures[s].method = std::isnan(figures[s].interval.low) ? Method::none
                        : is_area(scalars[s])               ? Method::delong
                        : grouped                           ? Method::cluster_bootstrap
                                                            : Method::bootstrap;
  }

  const auto overall = static_cast<std::ptrdiff_t>(overall_scalars().size());
  const auto each = static_cast<std::ptrdiff_t>(class_scalars().size());
  out.overall.assign(figures.begin(), figures.begin() + overall);
  for (int c = 0; c < judged.classes; ++c) {
    const auto begin = figures.begin() + overall + c * each;
    out.classes.push_back({static_cast<int>(out.confusion.support(c)),
                           static_cast<int>(out.confusion.predicted_as(c)),
                           {begin, begin + each}});
  }
  return out;
}

}  // namespace xp
