// Compiled once for each instruction set, like kernels.cpp.
#include "framework/engine/compiled/updates.h"

#include <algorithm>
#include <cmath>

namespace xp::XP_ISA {
namespace {

constexpr std::int64_t piece_size = 1 << 14;

/// A type of this file: what the compiler makes of a vector of them stays here too.
struct Piece {
  std::int64_t from, to;
  float rate, decay, correction;
};

/// Calls work(piece) for pieces of all segments, in threads.
template <class Work>
void over_pieces(const std::vector<UpdateSegment>& segments, Work work) {
  std::vector<Piece> pieces;
  for (const UpdateSegment& s : segments)
    for (std::int64_t at = s.from; at < s.to; at += piece_size)
      pieces.push_back({at, std::min(at + piece_size, s.to), s.rate, s.decay, s.correction});
#pragma omp parallel for schedule(static)
  for (const Piece& p : pieces) work(p);
}

void sgd(const Update&, const std::vector<UpdateSegment>& segments, float* w, const float* g, float*, float*) {
  over_pieces(segments, [=](const Piece& p) {
    const float rate = p.rate, decay = p.decay;
#pragma GCC ivdep
    for (std::int64_t i = p.from; i < p.to; ++i) w[i] -= rate * (g[i] + decay * w[i]);
  });
}

void sgd_with_momentum(const Update& u, const std::vector<UpdateSegment>& segments, float* w, const float* g, float* v,
                       float*) {
  const float own = u.nesterov ? 1.0f : 0.0f, moment = u.nesterov ? u.momentum : 1.0f;
  over_pieces(segments, [=, momentum = u.momentum](const Piece& p) {
    const float rate = p.rate, decay = p.decay;
#pragma GCC ivdep
    for (std::int64_t i = p.from; i < p.to; ++i) {
      const float d = g[i] + decay * w[i], s = momentum * v[i] + d;
      v[i] = s;
      w[i] -= rate * (own * d + moment * s);
    }
  });
}

/// `decoupled`: decay takes its share of the weights past the moments (Loshchilov and Hutter 2019).
template <bool decoupled>
void adam(const Update& u, const std::vector<UpdateSegment>& segments, float* w, const float* g, float* m, float* v) {
  over_pieces(segments, [=](const Piece& p) {
    const float rate = p.rate, decay = p.decay, beta1 = u.beta1, beta2 = u.beta2, epsilon = u.epsilon,
                share1 = u.share1, share2 = u.share2, correction = p.correction;
#pragma GCC ivdep
    for (std::int64_t i = p.from; i < p.to; ++i) {
      const float d = decoupled ? g[i] : g[i] + decay * w[i];
      const float a = beta1 * m[i] + share1 * d, b = beta2 * v[i] + share2 * d * d;
      m[i] = a, v[i] = b;
      const float step = rate * a / (std::sqrt(b) * correction + epsilon);
      w[i] -= decoupled ? decay * w[i] + step : step;
    }
  });
}

/// As torch.optim.RMSprop: the rate is outside the momentum.
template <bool has_momentum>
void rmsprop(const Update& u, const std::vector<UpdateSegment>& segments, float* w, const float* g, float* m,
             float* v) {
  over_pieces(segments, [=](const Piece& p) {
    const float rate = p.rate, decay = p.decay, beta2 = u.beta2, share2 = u.share2, epsilon = u.epsilon,
                momentum = u.momentum;
#pragma GCC ivdep
    for (std::int64_t i = p.from; i < p.to; ++i) {
      const float d = g[i] + decay * w[i], b = beta2 * v[i] + share2 * d * d;
      v[i] = b;
      float step = d / (std::sqrt(b) + epsilon);
      if (has_momentum) step = m[i] = momentum * m[i] + step;
      w[i] -= rate * step;
    }
  });
}

double sum_of_squares(const float* x, std::int64_t count) {
  const std::int64_t pieces = (count + piece_size - 1) / piece_size;
  std::vector<double> sums(static_cast<std::size_t>(pieces));
#pragma omp parallel for schedule(static)
  for (std::int64_t p = 0; p < pieces; ++p) {
    const std::int64_t to = std::min((p + 1) * piece_size, count);
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = p * piece_size; i < to; ++i) sum += static_cast<double>(x[i]) * static_cast<double>(x[i]);
    sums[static_cast<std::size_t>(p)] = sum;
  }
  double all = 0;
  for (const double sum : sums) all += sum;
  return all;
}

}  // namespace

Updates all_updates() {
  return {sgd, sgd_with_momentum, adam<false>, adam<true>, rmsprop<false>, rmsprop<true>, sum_of_squares};
}

}  // namespace xp::XP_ISA
