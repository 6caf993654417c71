#include "framework/engine/training/frozen.h"

#include <algorithm>
#include <utility>

#include "framework/engine/training/mirrored.h"

namespace xp {
namespace {

constexpr int mirrored_view = -1;  // beside those of Batches::view

}  // namespace

Tensor FrozenFeatures::of(const std::vector<int>& samples, int epoch) {
  return said(drawn(samples, epoch), batches_.view(epoch), epoch);
}

Tensor FrozenFeatures::of_mirrored(const std::vector<int>& samples) {
  return said(drawn(samples, 0), mirrored_view, 0);
}

Tensor FrozenFeatures::said(const std::vector<Drawn>& all, int view, int epoch) {
  std::vector<Drawn> unknown;
  for (const Drawn s : all)
    if (!kept_.count({view, s})) unknown.push_back(s);
  const std::map<Drawn, Tensor> fresh = computed(unknown, view, epoch);
  std::vector<Tensor> rows;
  for (const Drawn s : all) rows.push_back(fresh.count(s) ? fresh.at(s) : kept_.at({view, s}));
  for (const auto& [sample, said] : fresh) keep(view, sample, said);
  return at::stack(rows);
}

/// Unaugmented, an image is the same each time.
std::vector<Drawn> FrozenFeatures::drawn(const std::vector<int>& samples, int epoch) {
  std::vector<Drawn> out;
  if (batches_.view(epoch) == 0) {
    for (const int sample : samples) out.push_back({sample});
    return out;
  }
  const auto is_next = [&](const std::pair<std::vector<Drawn>, int>& next) {
    return next.second == epoch && std::equal(samples.begin(), samples.end(), next.first.begin(), next.first.end(),
                                              [](int sample, const Drawn& d) { return sample == d.sample; });
  };
  while (!expected_.empty() && !is_next(expected_.front())) expected_.pop_front();
  if (expected_.empty()) return Repetitions().of(samples);
  out = std::move(expected_.front().first);
  expected_.pop_front();
  return out;
}

void FrozenFeatures::expect(const std::vector<std::vector<int>>& pieces, int epoch, std::size_t first) {
  if (batches_.view(epoch) == 0) return;
  Repetitions repetitions;
  for (std::size_t i = 0; i < pieces.size(); ++i)
    if (std::vector<Drawn> drawn = repetitions.of(pieces[i]); i >= first)
      expected_.emplace_back(std::move(drawn), epoch);
}

/// Always as many images at a time, the last ones filled up: kernels are chosen by that number, and other kernels round
/// differently.
std::map<Drawn, Tensor> FrozenFeatures::computed(const std::vector<Drawn>& samples, int view, int epoch) {
  std::map<Drawn, Tensor> out;
  const auto size = static_cast<std::size_t>(batch_);
  for (std::size_t start = 0; start < samples.size(); start += size) {
    std::vector<Drawn> piece(size, samples[start]);
    const std::size_t own = std::min(size, samples.size() - start);
    std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(start), own, piece.begin());
    const Tensor images = Batches::finish(*batches_.begin(piece, epoch)).images;
    const Tensor said = execution_.front(view == mirrored_view ? mirrored(images) : images);
    for (std::size_t i = 0; i < own; ++i) out[piece[i]] = said[static_cast<std::int64_t>(i)].clone();
  }
  return out;
}

void FrozenFeatures::keep(int view, Drawn sample, const Tensor& said) {
  const auto bytes = static_cast<double>(said.nbytes());
  if (!(view == mirrored_view || batches_.comes_again(view)) || bytes > memory_) return;
  if (kept_.emplace(std::pair(view, sample), said).second) memory_ -= bytes;
}

}  // namespace xp
