#include "framework/engine/explain/placed.h"

namespace xp {

std::vector<Heat> heats_of(const Tensor& heat) {
  std::vector<Heat> out;
  for (std::int64_t i = 0; i < heat.size(0); ++i) {
    const Tensor one = heat[i].contiguous();
    out.push_back({static_cast<int>(one.size(0)),
                   static_cast<int>(one.size(1)),
                   {one.data_ptr<double>(), one.data_ptr<double>() + one.numel()}});
  }
  return out;
}

Region place_of_image(const Plan& plan, Shape shape) {
  Region all;
  for (const auto& transform : plan.make_all<Transform>()) {
    if (transform->augments()) continue;
    const Region one = transform->region(shape);
    const double w = one.right - one.left, h = one.bottom - one.top;
    all = {one.left + w * all.left, one.top + h * all.top, one.left + w * all.right, one.top + h * all.bottom};
    shape = transform->shape(shape);
  }
  return all;
}

}  // namespace xp
