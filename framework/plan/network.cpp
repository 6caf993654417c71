// The network of a plan, and what it will cost.
#include <fmt/format.h>

#include "framework/base/process.h"
#include "framework/plan/plan.h"

namespace xp {
namespace {

/// Multiply-adds a second and core of a small convolution network in fp32, forward and backward: a first guess, which
/// the speed of earlier runs replaces.
constexpr double guessed_speed = 12e9;

/// A `linear` of no stated size has one unit for every output: auxiliary heads do not know how many there will be.
Net with_outputs(Net net, int outputs) {
  if (net.op == Op::linear && net.out == 0) net.out = outputs;
  for (Net& part : net.parts) part = with_outputs(std::move(part), outputs);
  return net;
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
  const auto model = plan.make<Model>();
  const Shape in = input(plan);
  try {
    const int outputs = plan.make<Loss>()->outputs(static_cast<int>(plan.classes.size()));
    const Net features = with_outputs(model->features(), outputs);
    const Shape map = measure(features, in).out;
    const Net attention = plan.make<Attention>()->net(map.c);
    if (const Shape left = measure(attention, map).out; left != map)
      throw Error(fmt::format("the attention makes {} of {}", text(left), text(map)),
                  "an attention keeps the shape, as gate(…) does");
    Net net = seq({features, attention, model->neck(), dropout(model->dropout), model->head(outputs)});
    measure(net, in);
    return net;
  } catch (const Error& e) {
    throw Error(fmt::format("model {} with attention {} on {} input: {}", plan.only(Kind::model).name,
                            plan.only(Kind::attention).name, text(in), e.what()),
                e.hint().empty() ? "a larger transform.size may be needed" : e.hint());
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
  // A backward pass costs twice a forward one; validation images see the forward one alone. Parts are not drawn yet:
  // take all images as trained on, an upper bound.
  e.multiply_adds = 3 * static_cast<double>(e.cost.multiply_adds) * images * static_cast<double>(train.epochs);
  e.seconds = e.multiply_adds / (speed > 0 ? speed : guessed_speed * available_cores());
  return e;
}

}  // namespace xp
