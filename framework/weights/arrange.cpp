#include "framework/weights/arrange.h"

#include <algorithm>

namespace xp {
namespace {

using Sizes = std::vector<std::int64_t>;

/// Copies row-major numbers so that axis i of the result is axis order[i] of what is given.
std::vector<float> transposed(const std::vector<float>& from, const Sizes& shape, const Sizes& order) {
  const std::size_t n = shape.size();
  Sizes steps(n, 1), sizes, strides;
  for (std::size_t i = n - 1; i-- > 0;) steps[i] = steps[i + 1] * shape[i + 1];
  for (const std::int64_t axis : order) {
    sizes.push_back(shape[static_cast<std::size_t>(axis)]);
    strides.push_back(steps[static_cast<std::size_t>(axis)]);
  }
  std::vector<float> out;
  out.reserve(from.size());
  Sizes index(n, 0);
  for (std::int64_t at = 0; out.size() < from.size();) {
    out.push_back(from[static_cast<std::size_t>(at)]);
    for (std::size_t i = n; i-- > 0;) {
      at += strides[i];
      if (++index[i] < sizes[i]) break;
      at -= strides[i] * sizes[i];
      index[i] = 0;
    }
  }
  return out;
}

/// The shape a tensor has in Keras, and where the axes of ours are in it.
struct Layout {
  Sizes shape, order;
};

Layout keras_layout(const Place& p) {
  if (p.role != Place::kernel) return {p.shape, {0}};
  if (p.op == Op::linear) return {{p.in.h, p.in.w, p.in.c, p.shape[0]}, {3, 2, 0, 1}};
  const std::int64_t kh = p.shape[2], kw = p.shape[3];
  if (p.depthwise) return {{kh, kw, p.in.c, p.shape[0] / p.in.c}, {2, 3, 0, 1}};
  return {{kh, kw, p.shape[1], p.shape[0]}, {3, 2, 0, 1}};
}

Sizes without_ones(Sizes shape) {
  std::erase(shape, 1);
  return shape;
}

}  // namespace

std::optional<std::vector<float>> arranged(const WeightTensor& tensor, const Place& place, bool keras) {
  if (!keras) {
    if (without_ones(tensor.shape) != without_ones(place.shape)) return {};
    return as_floats(tensor);
  }
  const Layout theirs = keras_layout(place);
  const bool dense = place.op == Op::linear && place.role == Place::kernel;
  const Sizes flat{place.shape.back(), place.shape[0]};
  if (dense ? without_ones(tensor.shape) != without_ones(flat) : tensor.shape != theirs.shape) return {};
  return transposed(as_floats(tensor), theirs.shape, theirs.order);
}

std::optional<std::vector<float>> arranged_for_grey(const WeightTensor& tensor, const Place& place, bool keras) {
  if (place.op != Op::conv || place.role != Place::kernel || place.layer != 0 || place.in.c != 1) return {};
  Place rgb = place;
  rgb.in.c = 3;
  rgb.shape[1] = 3;
  rgb.depthwise = false;
  const auto values = arranged(tensor, rgb, keras);
  if (!values) return {};
  const std::size_t window = static_cast<std::size_t>(place.shape[2] * place.shape[3]);
  std::vector<float> out;
  for (std::size_t o = 0; o < static_cast<std::size_t>(place.shape[0]); ++o)
    for (std::size_t i = 0; i < window; ++i) {
      const float* at = values->data() + o * 3 * window + i;
      out.push_back(at[0] + at[window] + at[2 * window]);
    }
  return out;
}

}  // namespace xp
