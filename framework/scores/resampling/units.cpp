#include "framework/scores/resampling/units.h"

#include <algorithm>
#include <map>

namespace xp {
namespace {

/// Whole numbers below a bound: a stream of its own for each resample.
class Draws {
 public:
  Draws(std::uint64_t seed, std::uint32_t resample)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}, resample_(resample) {}

  /// Without bias: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019). Of 16 bits while they
  /// suffice.
  std::uint32_t below(std::uint32_t bound) { return bound < 1u << 16 ? scaled<16>(bound) : scaled<32>(bound); }

 private:
  template <int bits>
  std::uint32_t scaled(std::uint32_t bound) {
    constexpr std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
    std::uint64_t product = next<bits>() * std::uint64_t{bound};
    if ((product & mask) < bound)
      for (const std::uint64_t least = (mask + 1 - bound) % bound; (product & mask) < least;)
        product = next<bits>() * std::uint64_t{bound};
    return static_cast<std::uint32_t>(product >> bits);
  }

  template <int bits>
  std::uint64_t next() {
    left_ -= left_ % bits;
    if (left_ == 0) refill();
    left_ -= bits;
    const std::uint32_t word = words_[static_cast<std::size_t>(left_ / 32)];
    return bits == 32 ? word : word >> (left_ % 32) & 0xFFFF;
  }

  void refill() {
    words_ = philox_blocks(block_, resample_, key_);
    block_ += 16;
    left_ = 32 * static_cast<int>(words_.size());
  }

  std::array<std::uint32_t, 2> key_;
  std::uint32_t resample_, block_ = 0;
  PhiloxBlocks words_{};
  int left_ = 0;
};

}  // namespace

Units units_of(const Judged& judged, const std::vector<int>& order) {
  Units out;
  const auto label = [&](int place) {
    return judged.predictions[static_cast<std::size_t>(order[static_cast<std::size_t>(place)])].label;
  };
  const int n = static_cast<int>(order.size());
  out.alone = !judged.grouped();
  std::map<int, std::vector<int>> groups;
  for (int i = 0; i < n; ++i)
    groups[out.alone ? i : judged.groups[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])]].push_back(i);
  std::map<int, std::vector<const std::vector<int>*>> strata;
  for (const auto& [group, images] : groups) {
    const bool pure = label(images.front()) == label(images.back());  // images stand by class
    strata[pure ? label(images.front()) : judged.classes].push_back(&images);
  }
  for (const auto& [stratum, members] : strata) {
    for (const std::vector<int>* images : members) {
      out.images.insert(out.images.end(), images->begin(), images->end());
      out.image_ends.push_back(static_cast<int>(out.images.size()));
    }
    out.stratum_ends.push_back(static_cast<int>(out.image_ends.size()));
  }
  return out;
}

void draw(const Units& units, std::uint64_t seed, std::uint32_t batch, std::vector<Times>& times) {
  std::vector<std::uint8_t> drawn(times.size() * lanes);  // lane by lane: one lane's counts stay in the nearest cache
  for (int lane = 0; lane < lanes; ++lane) {
    Draws draws(seed, batch * lanes + static_cast<std::uint32_t>(lane));
    std::uint8_t* const of_lane = drawn.data() + static_cast<std::size_t>(lane) * times.size();
    int begin = 0;
    for (const int end : units.stratum_ends) {
      const auto size = static_cast<std::uint32_t>(end - begin);
      for (std::uint32_t k = 0; k < size; ++k) {
        const auto unit = static_cast<std::size_t>(begin) + draws.below(size);
        if (units.alone) {
          ++of_lane[unit];
          continue;
        }
        for (int i = unit ? units.image_ends[unit - 1] : 0; i < units.image_ends[unit]; ++i)
          ++of_lane[units.images[static_cast<std::size_t>(i)]];
      }
      begin = end;
    }
  }
  for (std::size_t image = 0; image < times.size(); ++image)
    for (std::size_t lane = 0; lane < lanes; ++lane) times[image][lane] = drawn[lane * times.size() + image];
}

std::vector<Times> without_units(const Units& units, int images, int first) {
  Times one;
  one.fill(1);
  std::vector<Times> times(static_cast<std::size_t>(images), one);
  for (int lane = 0; lane < lanes && first + lane < units.count(); ++lane) {
    const auto unit = static_cast<std::size_t>(first + lane);
    for (int i = unit ? units.image_ends[unit - 1] : 0; i < units.image_ends[unit]; ++i)
      times[static_cast<std::size_t>(units.images[static_cast<std::size_t>(i)])][static_cast<std::size_t>(lane)] = 0;
  }
  return times;
}

int batches_of(int values) { return (values + lanes - 1) / lanes; }

std::vector<std::vector<double>> by_stratum(const std::vector<double>& values, const Units& units) {
  std::vector<std::vector<double>> out;
  int begin = 0;
  for (const int end : units.stratum_ends) {
    if (end - begin > 1) out.emplace_back(values.begin() + begin, values.begin() + end);
    begin = end;
  }
  return out;
}

}  // namespace xp
