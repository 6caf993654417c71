#include "framework/engine/training/bare_step.h"

#include <chrono>

#include "framework/engine/execution.h"
#include "framework/engine/network/network.h"
#include "framework/engine/network/pretrained.h"
#include "framework/engine/training/loss.h"
#include "framework/engine/training/optimizer.h"

namespace xp {

Pace bare_speed(const Plan& plan, const Placement& placement, int steps) {
  const at::Device device(placement.device);
  const Shape in = input(plan);
  const std::int64_t batch = train_of(plan.train).batch;
  const UpdateRule rule = plan.make<Optimizer>()->rule();
  Network network(xp::network(plan), in, static_cast<std::uint64_t>(seeds_of(plan.seed).init), device);
  begin_as_planned(network, plan);
  Stepper stepper(rule, network.trained());
  Execution execution(network, placement);
  const Objective objective(plan.make<Loss>()->form(), std::vector<double>(plan.classes.size(), 1.0), device);
  const Tensor images = at::rand({batch, in.c, in.h, in.w}).contiguous(at::MemoryFormat::ChannelsLast);
  const Truth truth{at::randint(static_cast<std::int64_t>(plan.classes.size()), {batch}, at::kLong).to(device)};
  std::chrono::duration<double> updating{};
  const auto step = [&] {
    const auto [logits, auxiliary] = execution.learn(images);
    Tensor loss = objective.loss(logits, truth);
    for (const auto& [second, weight] : auxiliary) loss = loss + weight * objective.loss(second, truth);
    const double value = loss.item<double>();
    stepper.zero_gradients();
    execution.backward(loss);
    const auto before = std::chrono::steady_clock::now();
    stepper.step(rule.rate);
    updating += std::chrono::steady_clock::now() - before;
    return value;
  };
  step(), step();  // compiles, and makes what the optimizer keeps
  updating = {};
  Pace pace;
  execution.profile(&pace.parts);
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < steps; ++i) step();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  pace.images_per_second = static_cast<double>(batch) * steps / seconds.count();
  if (pace.parts.empty()) return pace;
  double known = 0;
  pace.parts["update"] = updating.count();
  for (auto& [what, time] : pace.parts) known += time /= steps;
  pace.parts["head, loss and the rest"] = seconds.count() / steps - known;
  return pace;
}

}  // namespace xp
