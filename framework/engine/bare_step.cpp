#include "framework/engine/bare_step.h"

#include <chrono>

#include "framework/engine/execution.h"
#include "framework/engine/loss.h"
#include "framework/engine/network.h"
#include "framework/engine/optimizer.h"

namespace xp {

double bare_speed(const Plan& plan, const Placement& placement, int steps) {
  const at::Device device(placement.device);
  const Shape in = input(plan);
  const std::int64_t batch = train_of(plan.train).batch;
  const UpdateRule rule = plan.make<Optimizer>()->rule();
  const Network network(xp::network(plan), in, static_cast<std::uint64_t>(seeds_of(plan.seed).init), device);
  Stepper stepper(rule, network.trained());
  Execution execution(network, placement);
  const Objective objective(plan.make<Loss>()->form(), std::vector<double>(plan.classes.size(), 1.0), device);
  const Tensor images = at::rand({batch, in.c, in.h, in.w}).contiguous(at::MemoryFormat::ChannelsLast);
  const Tensor truth = at::randint(static_cast<std::int64_t>(plan.classes.size()), {batch}, at::kLong).to(device);
  const auto step = [&] {
    const auto [logits, auxiliary] = execution.learn(images);
    Tensor loss = objective.loss(logits, truth);
    for (const auto& [second, weight] : auxiliary) loss = loss + weight * objective.loss(second, truth);
    const double value = loss.item<double>();
    stepper.zero_gradients();
    execution.backward(loss);
    stepper.step(rule.rate);
    return value;
  };
  step();
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < steps; ++i) step();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  return static_cast<double>(batch) * steps / seconds.count();
}

}  // namespace xp
