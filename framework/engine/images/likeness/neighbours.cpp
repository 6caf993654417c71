#include "framework/engine/images/likeness/neighbours.h"

#include <algorithm>
#include <future>
#include <limits>
#include <numeric>
#include <tuple>

#include "framework/base/random.h"

namespace xp {
namespace {

constexpr int trees = 16;
constexpr std::size_t leaf = 96;         // spots that are compared with each other
constexpr int kept = 6;                  // neighbours of a spot
constexpr std::int32_t too_far = 40000;  // a correlation of a half, from which on anything resembles anything

using Vector = std::array<std::int8_t, Signature::length>;

std::int32_t distance(const Vector& a, const Vector& b) {
  std::int32_t sum = 0;
  for (int k = 0; k < Signature::length; ++k) sum += (a[k] - b[k]) * (a[k] - b[k]);
  return sum;
}

/// All spots of all images, and after them the same in both mirrors.
struct Spots {
  std::vector<Vector> around;
  std::vector<int> image;  // of the plain ones
  std::vector<std::uint16_t> number;
  std::uint32_t plain() const { return static_cast<std::uint32_t>(image.size()); }
  Mirror mirror(std::uint32_t i) const { return static_cast<Mirror>(i / plain()); }
  int image_of(std::uint32_t i) const { return image[i % plain()]; }
};

Spots gathered(const std::vector<const Signature*>& signatures) {
  Spots all;
  for (std::size_t i = 0; i < signatures.size(); ++i)
    for (std::size_t s = 0; s < signatures[i]->spots.size(); ++s) {
      all.around.push_back(signatures[i]->spots[s].around);
      all.image.push_back(static_cast<int>(i)), all.number.push_back(static_cast<std::uint16_t>(s));
    }
  const std::size_t plain = all.around.size();
  for (const Mirror mirror : {Mirror::sideways, Mirror::upended})
    for (std::size_t i = 0; i < plain; ++i) all.around.push_back(mirrored(all.around[i], mirror));
  return all;
}

struct Neighbour {
  std::int32_t distance = too_far;
  std::uint32_t spot = std::numeric_limits<std::uint32_t>::max();
  auto operator<=>(const Neighbour&) const = default;
};
using Nearest = std::array<Neighbour, kept>;

void insert(Nearest& nearest, Neighbour candidate) {
  if (!(candidate < nearest.back())) return;
  if (std::find(nearest.begin(), nearest.end(), candidate) != nearest.end()) return;
  nearest.back() = candidate;
  std::sort(nearest.begin(), nearest.end());
}

/// Halves all spots by what lies nearer to one of two of them than to the other, and the halves again, down to leaves,
/// inside which everything is compared (Dasgupta and Freund 2008: random projection trees).
class Tree {
 public:
  Tree(const Spots& spots, int number, std::vector<Nearest>& nearest)
      : spots_(spots), number_(number), nearest_(nearest), order_(spots.around.size()), side_(order_.size()) {
    std::iota(order_.begin(), order_.end(), 0u);
  }
  void grow(int threads) { split(0, order_.size(), 1, threads); }

 private:
  void split(std::size_t from, std::size_t to, std::uint32_t node, int threads) {
    if (to - from <= leaf) return compare(from, to);
    Random random(1, "likeness/tree", static_cast<std::uint32_t>(number_), node);
    const auto& a = spots_.around[order_[from + random.below(to - from)]];
    const auto& b = spots_.around[order_[from + random.below(to - from)]];
    std::array<std::int16_t, Signature::length> direction;
    for (int k = 0; k < Signature::length; ++k) direction[k] = static_cast<std::int16_t>(a[k] - b[k]);
    for (std::size_t i = from; i < to; ++i) {
      std::int32_t sum = 0;
      const Vector& v = spots_.around[order_[i]];
      for (int k = 0; k < Signature::length; ++k) sum += v[k] * direction[k];
      side_[i] = {sum, order_[i]};
    }
    const std::size_t middle = from + (to - from) / 2;
    std::nth_element(side_.begin() + from, side_.begin() + middle, side_.begin() + to);
    for (std::size_t i = from; i < to; ++i) order_[i] = side_[i].second;
    if (threads < 2) return split(from, middle, 2 * node, 1), split(middle, to, 2 * node + 1, 1);
    auto other = std::async(std::launch::async, [&] { split(from, middle, 2 * node, threads / 2); });
    split(middle, to, 2 * node + 1, threads - threads / 2);
    other.get();
  }

  void compare(std::size_t from, std::size_t to) {
    const auto half =
        std::partition(order_.begin() + from, order_.begin() + to, [&](std::uint32_t i) { return i < spots_.plain(); });
    const std::size_t plain = half - order_.begin();
    for (std::size_t i = from; i < plain; ++i)
      for (std::size_t j = i + 1; j < to; ++j) {
        const std::uint32_t a = order_[i], b = order_[j];
        if (spots_.image_of(a) == spots_.image_of(b)) continue;
        const std::int32_t d = distance(spots_.around[a], spots_.around[b]);
        insert(nearest_[a], {d, b});
        if (j < plain) insert(nearest_[b], {d, a});
      }
  }

  const Spots& spots_;
  const int number_;
  std::vector<Nearest>& nearest_;  // each spot is in one leaf: threads do not meet
  std::vector<std::uint32_t> order_;
  std::vector<std::pair<std::int32_t, std::uint32_t>> side_;
};

}  // namespace

std::vector<SpotMatch> matches(const std::vector<const Signature*>& signatures, int threads,
                               const std::function<bool()>& stop) {
  const Spots spots = gathered(signatures);
  std::vector<Nearest> nearest(spots.plain());
  for (int t = 0; t < trees && !stop(); ++t) Tree(spots, t, nearest).grow(threads);
  std::vector<SpotMatch> found;
  for (std::uint32_t i = 0; i < spots.plain(); ++i)
    for (const Neighbour& n : nearest[i]) {
      if (n.distance >= too_far) break;
      const std::uint32_t j = n.spot % spots.plain();
      SpotMatch match{spots.image[i],  spots.image[j],  spots.mirror(n.spot),
                      spots.number[i], spots.number[j], n.distance};
      if (match.image_a > match.image_b) std::swap(match.image_a, match.image_b), std::swap(match.spot_a, match.spot_b);
      found.push_back(match);
    }
  const auto key = [](const SpotMatch& m) {
    return std::tie(m.image_a, m.image_b, m.mirror, m.distance, m.spot_a, m.spot_b);
  };
  std::sort(found.begin(), found.end(), [&](const SpotMatch& a, const SpotMatch& b) { return key(a) < key(b); });
  found.erase(
      std::unique(found.begin(), found.end(), [&](const SpotMatch& a, const SpotMatch& b) { return key(a) == key(b); }),
      found.end());
  return found;
}

}  // namespace xp
