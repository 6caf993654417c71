#include "framework/scores/resampling/reweighed.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "framework/scores/of_counts.h"

#include "framework/scores/of_counts.h"

namespace xp {

Reweighed::Reweighed(const std::vector<Judged>& runs, const std::vector<Scalar>& scalars)
    : classes_(runs.front().classes), scalars_(scalars), order_(runs.front().predictions.size()), cell_(runs.size()) {
  std::vector<std::vector<int>> codes(order_.size());
  for (std::size_t i = 0; i < order_.size(); ++i) {
    codes[i] = {runs.front().predictions[i].label};
    for (const Judged& run : runs) codes[i].push_back(predicted(run.predictions[i]));
  }
  const auto code = [&](int i) -> const std::vector<int>& { return codes[static_cast<std::size_t>(i)]; };
  std::iota(order_.begin(), order_.end(), 0);
  std::stable_sort(order_.begin(), order_.end(), [&](int a, int b) { return code(a) < code(b); });
  for (std::size_t i = 0; i < order_.size(); ++i) {
    if (i + 1 < order_.size() && code(order_[i]) == code(order_[i + 1])) continue;
    alike_ends_.push_back(static_cast<int>(i) + 1);
    for (std::size_t run = 0; run < runs.size(); ++run)
      cell_[run].emplace_back(code(order_[i])[0], code(order_[i])[run + 1]);
  }
  for (const Judged& run : runs) {
    of_images_.emplace_back();
    for (const Scalar& scalar : scalars)
      of_images_.back().push_back(of_counts(scalar.score) ? ImageScore{} : image_score(scalar, run, order_));
  }
}

std::vector<Confusion> Reweighed::confusions(const std::vector<Lanes<std::int32_t>>& alike, std::size_t run) const {
  std::vector<Confusion> out(lanes, Confusion(classes_));
  for (std::size_t a = 0; a < alike.size(); ++a)
    for (std::size_t l = 0; l < lanes; ++l) out[l].add(cell_[run][a].first, cell_[run][a].second, alike[a][l]);
  return out;
}

std::vector<std::vector<Lanes<double>>> Reweighed::values(const std::vector<Times>& times) const {
  std::vector<Lanes<std::int32_t>> alike;
  int begin = 0;
  for (const int end : alike_ends_) alike.push_back(total(times.data() + begin, times.data() + end)), begin = end;
  Lanes<std::int32_t> drawn{};
  for (const auto& part : alike)
    for (std::size_t l = 0; l < lanes; ++l) drawn[l] += part[l];
  std::vector<std::vector<Lanes<double>>> out(cell_.size(), std::vector<Lanes<double>>(scalars_.size()));
  for (std::size_t run = 0; run < cell_.size(); ++run) {
    const std::vector<Confusion> counts = confusions(alike, run);
    for (std::size_t s = 0; s < scalars_.size(); ++s)
      if (const OfCounts value = of_counts(scalars_[s].score))
        for (std::size_t l = 0; l < lanes; ++l) out[run][s][l] = value(counts[l], scalars_[s].of_class);
      else
        out[run][s] = of_images_[run][s].drawn(times, drawn);
  }
  return out;
}

std::vector<std::vector<std::vector<double>>> Reweighed::one_less() const {
  std::vector<std::vector<std::vector<double>>> out(cell_.size());
  for (std::size_t run = 0; run < cell_.size(); ++run) {
    Confusion counts(classes_);
    std::vector<int> sizes;
    for (std::size_t a = 0; a < alike_ends_.size(); ++a) {
      sizes.push_back(alike_ends_[a] - (a ? alike_ends_[a - 1] : 0));
      counts.add(cell_[run][a].first, cell_[run][a].second, sizes[a]);
    }
    for (std::size_t s = 0; s < scalars_.size(); ++s) {
      const OfCounts value = of_counts(scalars_[s].score);
      out[run].push_back(value ? std::vector<double>{} : of_images_[run][s].one_less());
      for (std::size_t a = 0; value && a < sizes.size(); ++a) {
        counts.add(cell_[run][a].first, cell_[run][a].second, -1);
        out[run][s].insert(out[run][s].end(), static_cast<std::size_t>(sizes[a]), value(counts, scalars_[s].of_class));
        counts.add(cell_[run][a].first, cell_[run][a].second);
      }
    }
  }
  return out;
}

}  // namespace xp
