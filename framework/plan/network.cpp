// The network of a plan, and what it will cost.
#include <fmt/format.h>

#include <algorithm>

#include "framework/base/process.h"
#include "framework/net/places.h"
#include "framework/net/rewrite.h"
#include "framework/plan/folds.h"
#include "framework/plan/unfreeze.h"

namespace xp {
namespace {

/// Multiply-adds a second and core of a small convolution network in fp32, forward and backward: a first guess, which
/// the speed of earlier runs replaces.
constexpr double guessed_speed = 12e9;

/// features → attention → neck → dropout → head for an image of this shape. Throws Error where it does not fit.
Net fitted(const Plan& plan, Shape in) {
  const auto model = plan.make<Model>();
  const auto attention = plan.make<Attention>();
  const int outputs = plan.make<Loss>()->outputs(static_cast<int>(plan.classes.size()));
  const auto kept = [&](int channels) {
    const Net net = attention->net(channels);
    const Shape map{channels, 7, 7};
    if (const Shape left = measure(net, map).out; left != map)
      throw Error(fmt::format("the attention makes {} of {}", text(left), text(map)),
                  "an attention keeps the shape, as gate(…) does");
    return net;
  };
  const Net plain = with_outputs(model->features(), outputs);
  const Shape map = measure(plain, in).out;
  const bool inside = attention->where == "blocks";
  const Net features = inside ? attention_in_blocks(plain, in, kept) : plain;
  Net net =
      seq({features, inside ? identity : kept(map.c), model->neck(), dropout(model->dropout), model->head(outputs)});
  measure(net, in);
  return net;
}

/// The side of the smallest square that fits, 0 where size is not what is wrong.
int smallest_side(const Plan& plan, int channels) {
  const auto fits = [&](int side) {
    try {
      return fitted(plan, {channels, side, side}), true;
    } catch (const Error&) {
      return false;
    }
  };
  int low = 0, high = 2048;  // too small, large enough
  if (!fits(high)) return 0;
  while (high - low > 1) (fits((low + high) / 2) ? high : low) = (low + high) / 2;
  return high;
}

/// What a run costs an image, in forward passes; a backward pass is two. Frozen features that nothing learns behind but
/// the head go forward alone, once for each variant that they see.
double passes(const Plan& plan) {
  const Train train = train_of(plan.train);
  const auto epochs = static_cast<double>(train.epochs);
  if (!train.unfreeze.empty() || plan.make<Model>()->freeze != "features" ||
      plan.make<Attention>()->net(64) != identity)
    return 3 * epochs;
  bool augments = false;
  for (const auto& transform : plan.make_all<Transform>()) augments |= transform->augments();
  if (!augments) return 1;
  return train.variants > 0 ? std::min(epochs, static_cast<double>(train.variants)) : epochs;
}

}  // namespace

Shape input(const Plan& plan) {
  Shape shape{plan.channels, 0, 0};
  for (const auto& transform : plan.make_all<Transform>()) shape = transform->shape(shape);
  if (shape.h <= 0 || shape.w <= 0)
    throw Error("no transform fixes the size of the images", "add {\"resize\", {{\"size\", 224}}} to the transforms");
  return shape;
}

Net network(const Plan& plan) {
  const Shape in = input(plan);
  try {
    const Net net = fitted(plan, in);
    frozen_places(net.parts[0], in, plan.make<Model>()->freeze);  // says now how many stages there are
    for (const Unfreezing& u : unfreezings(train_of(plan.train).unfreeze)) frozen_places(net.parts[0], in, u.freeze);
    return net;
  } catch (const Error& e) {
    const std::string& model = plan.only(Kind::model).name;
    if (const int side = smallest_side(plan, in.c); side > std::min(in.h, in.w))
      throw Error(
          fmt::format("{} needs at least {}×{} pixels, the transforms leave {}×{}", model, side, side, in.h, in.w),
          fmt::format("set transform.size to {} or more", side));
    throw Error(fmt::format("model {} with attention {} on {} input: {}", model, plan.only(Kind::attention).name,
                            text(in), e.what()),
                e.hint());
  }
}

Estimate estimate(const Plan& plan, double speed) {
  const Train train = train_of(plan.train);
  const Shape in = input(plan);
  double images = 0;
  for (std::int64_t n : plan.counts) images += static_cast<double>(n);
  Estimate e;
  e.cost = measure(network(plan), in);
  const double parameters = static_cast<double>(e.cost.parameters),
               activations = static_cast<double>(e.cost.activations);
  const double pixels = static_cast<double>(in.c) * in.h * in.w;
  e.memory = 4 * (4 * parameters + 2 * activations * static_cast<double>(train.batch) + images * pixels);
  // Validation images see the forward pass alone. Parts are not drawn yet: take all images as trained on, an upper
  // bound.
  e.folds = std::max(1, static_cast<int>(folds(plan).size()));
  e.multiply_adds = e.folds * passes(plan) * static_cast<double>(e.cost.multiply_adds) * images;
  e.seconds = e.multiply_adds / (speed > 0 ? speed : guessed_speed * available_cores());
  return e;
}

}  // namespace xp
