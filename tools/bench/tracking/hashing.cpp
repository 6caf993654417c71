#include "tools/bench/tracking/hashing.h"

#include <chrono>

#include "framework/engine/training/hashes.h"

namespace xp {
namespace {

template <class F>
double seconds_of(int times, F call) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) call();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / times;
}

}  // namespace

Hashing hashing(const Plan& plan, int batch) {
  const Shape in = input(plan);
  const Network network(xp::network(plan), in, 1, at::kCPU);
  const Tensor images = at::rand({batch, in.c, in.h, in.w});
  const std::vector<int> samples(static_cast<std::size_t>(batch), 1);
  return {seconds_of(20, [&] { tensor_hashes(network); }), seconds_of(200, [&] { checksum(images); }) / batch,
          seconds_of(200, [&] { order_hash(samples, samples, {}, {}); })};
}

}  // namespace xp
