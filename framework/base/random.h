// Our own generator: counter-based, so that a number depends on its key and place alone, never on how many were
// drawn before, by which thread, or on the platform's standard library.
// Philox 4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace xp {

/// The Philox 4x32-10 block function.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// A stream of numbers keyed by (seed, purpose, epoch, sample).
class Random {
 public:
  Random(std::uint64_t seed, std::string_view purpose, std::uint32_t epoch = 0, std::uint32_t sample = 0);

  std::uint64_t bits();
  /// In [0, 1), 53 bits.
  double uniform();
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// In [0, n), without bias; n > 0.
  std::size_t below(std::size_t n);
  /// Standard normal (Box and Muller 1958).
  double normal();
  bool chance(double p) { return uniform() < p; }

  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::array<std::uint32_t, 2> key_;
  std::uint32_t epoch_, sample_;
  std::uint64_t block_ = 0;
  std::array<std::uint32_t, 4> buffer_{};
  int left_ = 0;
};

}  // namespace xp
