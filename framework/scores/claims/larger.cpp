#include "framework/scores/claims/larger.h"

#include "framework/scores/claims/linear.h"

namespace xp {
namespace {

/// The unknowns: the size, then right, images and named of each class.
class Programme {
 public:
  explicit Programme(std::size_t classes) : classes_(classes) {}

  using Sum = std::vector<std::int64_t>;
  Sum none() const { return Sum(1 + 3 * classes_); }
  Sum size(std::int64_t factor = 1) const { return one(0, factor); }
  Sum right(std::size_t j, std::int64_t factor = 1) const { return one(1 + 3 * j, factor); }
  Sum images(std::size_t j, std::int64_t factor = 1) const { return one(2 + 3 * j, factor); }
  Sum named(std::size_t j, std::int64_t factor = 1) const { return one(3 + 3 * j, factor); }

  void at_most(const Sum& sum, std::int64_t limit = 0) { all_.push_back({sum, limit}); }
  void equal(const Sum& sum, std::int64_t value = 0) {
    at_most(sum, value);
    at_most(times(sum, -1), -value);
  }
  /// low <= part / whole <= high
  void rate(const Sum& part, const Sum& whole, const ClaimedRate& rate, std::int64_t slack = 0) {
    at_most(plus(times(whole, rate.low), times(part, -rate.scale)), slack);
    at_most(plus(times(part, rate.scale), times(whole, -rate.high)), slack);
  }
  bool solvable() const { return xp::solvable(all_); }

  static Sum times(Sum sum, std::int64_t factor) {
    for (auto& f : sum) f *= factor;
    return sum;
  }
  static Sum plus(Sum a, const Sum& b) {
    for (std::size_t i = 0; i < a.size(); ++i) a[i] += b[i];
    return a;
  }

 private:
  Sum one(std::size_t at, std::int64_t factor) const {
    Sum sum = none();
    sum[at] = factor;
    return sum;
  }
  std::size_t classes_;
  std::vector<Inequality> all_;
};

}  // namespace

bool none_from(const Claim& claim, int others, bool pooled, std::int64_t least) {
  const std::size_t classes = claim.classes.size() + static_cast<std::size_t>(others);
  Programme p(classes);
  const auto plus = [](const Programme::Sum& a, const Programme::Sum& b) { return Programme::plus(a, b); };
  Programme::Sum all_right = p.none(), all_images = p.size(-1), all_named = p.size(-1);
  for (std::size_t j = 0; j < classes; ++j) {
    all_right = plus(all_right, p.right(j));
    all_images = plus(all_images, p.images(j));
    all_named = plus(all_named, p.named(j));
  }
  p.at_most(p.size(-1), -least);
  p.equal(all_images);
  p.equal(all_named);
  if (claim.accuracy) p.rate(all_right, p.size(), *claim.accuracy);
  for (std::size_t j = 0; j < classes; ++j) {
    p.at_most(plus(p.right(j), p.images(j, -1)));
    p.at_most(plus(p.right(j), p.named(j, -1)));
    const Programme::Sum both = plus(p.images(j), p.named(j));
    if (!pooled || j + 1 < classes) p.at_most(plus(plus(both, p.right(j, -2)), plus(all_right, p.size(-1))));
    if (j >= claim.classes.size()) continue;
    const ClaimedClass& c = claim.classes[j];
    if (c.recall) p.rate(p.right(j), p.images(j), *c.recall);
    if (c.precision) p.rate(p.right(j), p.named(j), *c.precision);
    if (c.f1) p.rate(p.right(j, 2), both, *c.f1);
    if (c.specificity) {
      const Programme::Sum negatives = plus(p.size(), p.images(j, -1));
      p.rate(plus(negatives, plus(p.right(j), p.named(j, -1))), negatives, *c.specificity);
    }
    if (c.share) p.rate(p.images(j), p.size(), *c.share, c.share->scale);  // rounded up or down to a whole image
    if (c.images) p.equal(p.images(j), *c.images);
  }
  return !p.solvable();
}

}  // namespace xp
