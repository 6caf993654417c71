// Compiled once for each instruction set, like kernels.cpp.
#include "framework/engine/compiled/updates.h"

#include <algorithm>
#include <cmath>

namespace xp::XP_ISA {
namespace {

/// A type of this file: what the compiler makes of a vector of them stays here too.
struct Piece {
  std::int64_t from, to;
  float decay;
};

/// Calls work(from, to, decay) for pieces of all segments, in threads.
template <class Work>
void over_pieces(const std::vector<UpdateSegment>& segments, Work work) {
  constexpr std::int64_t size = 1 << 14;
  std::vector<Piece> pieces;
  for (const UpdateSegment& s : segments)
    for (std::int64_t at = s.from; at < s.to; at += size) pieces.push_back({at, std::min(at + size, s.to), s.decay});
#pragma omp parallel for schedule(static)
  for (const Piece& p : pieces) work(p.from, p.to, p.decay);
}

void sgd(const Update& u, const std::vector<UpdateSegment>& segments, float* w, const float* g, float*, float*) {
  over_pieces(segments, [=, rate = u.rate](std::int64_t from, std::int64_t to, float decay) {
#pragma GCC ivdep
    for (std::int64_t i = from; i < to; ++i) w[i] -= rate * (g[i] + decay * w[i]);
  });
}

void sgd_with_momentum(const Update& u, const std::vector<UpdateSegment>& segments, float* w, const float* g, float* v,
                       float*) {
  const float own = u.nesterov ? 1.0f : 0.0f, moment = u.nesterov ? u.momentum : 1.0f;
  over_pieces(segments, [=, rate = u.rate, momentum = u.momentum](std::int64_t from, std::int64_t to, float decay) {
#pragma GCC ivdep
    for (std::int64_t i = from; i < to; ++i) {
      const float d = g[i] + decay * w[i], s = momentum * v[i] + d;
      v[i] = s;
      w[i] -= rate * (own * d + moment * s);
    }
  });
}

void adam(const Update& u, const std::vector<UpdateSegment>& segments, float* w, const float* g, float* m, float* v) {
  over_pieces(segments, [=](std::int64_t from, std::int64_t to, float decay) {
    const float rate = u.rate, beta1 = u.beta1, beta2 = u.beta2, epsilon = u.epsilon, share1 = u.share1,
                share2 = u.share2, correction = u.correction;
#pragma GCC ivdep
    for (std::int64_t i = from; i < to; ++i) {
      const float d = g[i] + decay * w[i];
      const float a = beta1 * m[i] + share1 * d, b = beta2 * v[i] + share2 * d * d;
      m[i] = a, v[i] = b;
      w[i] -= rate * a / (std::sqrt(b) * correction + epsilon);
    }
  });
}

}  // namespace

Updates all_updates() { return {sgd, sgd_with_momentum, adam}; }

}  // namespace xp::XP_ISA
