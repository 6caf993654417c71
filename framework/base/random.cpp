#include "framework/base/random.h"

#include <cmath>

namespace xp {
namespace {

/// FNV-1a over the purpose, mixed with the seed by the finaliser of SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t mixed(std::uint64_t seed, std::string_view purpose) {
  std::uint64_t h = 0xcbf29ce484222325u;
  for (unsigned char c : purpose) h = (h ^ c) * 0x100000001b3u;
  std::uint64_t z = h + seed * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

}  // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> c, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * c[0], b = std::uint64_t{0xCD9E8D57} * c[2];
    c = {static_cast<std::uint32_t>(b >> 32) ^ c[1] ^ key[0], static_cast<std::uint32_t>(b),
         static_cast<std::uint32_t>(a >> 32) ^ c[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return c;
}

Random::Random(std::uint64_t seed, std::string_view purpose, std::uint32_t epoch, std::uint32_t sample)
    : epoch_(epoch), sample_(sample) {
  const std::uint64_t key = mixed(seed, purpose);
  key_ = {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)};
}

std::uint64_t Random::bits() {
  if (left_ == 0) {
    buffer_ =
        philox({static_cast<std::uint32_t>(block_), static_cast<std::uint32_t>(block_ >> 32), epoch_, sample_}, key_);
    ++block_;
    left_ = 2;
  }
  --left_;
  return std::uint64_t{buffer_[2 * left_ + 1]} << 32 | buffer_[2 * left_];
}

double Random::uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

std::size_t Random::below(std::size_t n) {
  const std::uint64_t limit = ~std::uint64_t{0} - (~std::uint64_t{0} % n + 1) % n;  // the last multiple of n, less one
  std::uint64_t draw = bits();
  while (draw > limit) draw = bits();
  return draw % n;
}

double Random::normal() {
  const double radius = std::sqrt(-2 * std::log(1 - uniform()));
  return radius * std::cos(6.283185307179586 * uniform());
}

}  // namespace xp
