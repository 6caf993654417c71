#include "framework/engine/explain/occlusion.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/error.h"
#include "framework/engine/explain/saliency.h"

namespace xp {
namespace {

/// Where a patch begins along a side; the last touches the end.
std::vector<int> places(int side, Cover c) {
  std::vector<int> out;
  for (int at = 0; at + c.patch < side; at += c.stride) out.push_back(at);
  out.push_back(side - c.patch);
  return out;
}

/// ln p/(1-p) of one class, in double.
Tensor log_odds(const Tensor& logits, int target, LossForm form) {
  const std::vector<int> targets(static_cast<std::size_t>(logits.size(0)), target);
  const Tensor x = logits.to(at::kCPU, at::kDouble), own = evidence(x, targets, form);
  if (form.form == LossForm::binary_cross_entropy) return own;
  Tensor others = x.clone();
  others.select(1, target).fill_(-std::numeric_limits<double>::infinity());
  return own - others.logsumexp(1);
}

struct Square {
  int top, left;
};

Tensor heat_of(const Network& network, const Tensor& image, int target, LossForm form, Cover c, std::int64_t batch) {
  const auto h = static_cast<int>(image.size(2)), w = static_cast<int>(image.size(3));
  std::vector<Square> squares;
  for (const int top : places(h, c))
    for (const int left : places(w, c)) squares.push_back({top, left});
  const auto square_of = [&](const Tensor& x, Square s) {
    return x.slice(-2, s.top, s.top + c.patch).slice(-1, s.left, s.left + c.patch);
  };
  const Tensor grey = image.mean({0, 2, 3}).view({-1, 1, 1});
  const double whole = log_odds(network.forward(image, false), target, form).item<double>();
  Tensor lost = at::zeros({h, w}, at::kDouble), covered = at::zeros({h, w}, at::kDouble);
  for (std::size_t start = 0; start < squares.size(); start += static_cast<std::size_t>(batch)) {
    const std::size_t count = std::min(static_cast<std::size_t>(batch), squares.size() - start);
    const Tensor copies = image.repeat({static_cast<std::int64_t>(count), 1, 1, 1});
    for (std::size_t i = 0; i < count; ++i)
      square_of(copies[static_cast<std::int64_t>(i)], squares[start + i]).copy_(grey);
    const Tensor odds = log_odds(network.forward(copies, false), target, form);
    for (std::size_t i = 0; i < count; ++i) {
      square_of(lost, squares[start + i]) += whole - odds[static_cast<std::int64_t>(i)].item<double>();
      square_of(covered, squares[start + i]) += 1;
    }
  }
  return (lost / covered).relu();
}

}  // namespace

Cover cover(int patch, int stride, Shape in) {
  const int side = std::min(in.h, in.w);
  Cover c{patch > 0 ? patch : std::max(1, side / 8), stride};
  if (c.stride <= 0) c.stride = std::max(1, c.patch / 2);
  if (c.patch > side)
    throw Error(fmt::format("a patch of {} pixels covers more than the network sees, {}×{}", c.patch, in.h, in.w),
                fmt::format("an eighth of the side is usual: --patch {}", std::max(1, side / 8)));
  if (c.stride > c.patch)
    throw Error(fmt::format("patches of {} pixels every {} leave gaps", c.patch, c.stride),
                fmt::format("half a patch is usual: --stride {}", std::max(1, c.patch / 2)));
  return c;
}

Tensor occlusion_heat(const Network& network, const Tensor& images, const std::vector<int>& targets, LossForm form,
                      Cover c, std::int64_t batch) {
  const at::NoGradGuard no_gradients;
  std::vector<Tensor> heats;
  for (std::size_t i = 0; i < targets.size(); ++i)
    heats.push_back(heat_of(network, images.narrow(0, static_cast<std::int64_t>(i), 1), targets[i], form, c, batch));
  return at::stack(heats);
}

}  // namespace xp
