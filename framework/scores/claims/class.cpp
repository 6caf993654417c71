#include "framework/scores/claims/class.h"

#include <algorithm>

namespace xp {

bool Open::tighten() {
  both = both & Span{images.low + named.low, images.high + named.high};
  images = images & Span{both.low - named.high, both.high - named.low};
  named = named & Span{both.low - images.high, both.high - images.low};
  return !images.empty() && !named.empty() && !both.empty();
}

Open operator+(const Open& a, const Open& b) {
  const auto sum = [](Span x, Span y) { return Span{x.low + y.low, x.high + y.high}; };
  return {sum(a.images, b.images), sum(a.named, b.named), sum(a.both, b.both)};
}

bool reaches(const Open& sum, std::int64_t n) {
  return sum.images.contains(n) && sum.named.contains(n) && sum.both.contains(2 * n);
}

Open OfClass::alone(std::int64_t right, std::int64_t most) const {
  Open open{{right, most}, {right, most}, {2 * right, 2 * most}};
  if (claimed.recall) open.images = open.images & claimed.recall->denominators(right, most);
  if (claimed.precision) open.named = open.named & claimed.precision->denominators(right, most);
  if (claimed.f1) open.both = open.both & claimed.f1->denominators(2 * right, 2 * most);
  if (claimed.images) open.images = open.images & Span{*claimed.images, *claimed.images};
  if (with_images) open.images.low = std::max<std::int64_t>(1, open.images.low);
  if (!open.tighten()) open.images = {0, -1};
  return open;
}

bool OfClass::narrow(Open& open, std::int64_t right, std::int64_t n, std::int64_t wrong) const {
  open.images = open.images & Span{0, std::min(n, right + wrong)};
  open.named = open.named & Span{0, std::min(n, right + wrong)};
  if (const auto& share = claimed.share)
    open.images =
        open.images & Span{share->low * n / share->scale, (share->high * n + share->scale - 1) / share->scale};
  if (!pooled) open.both.high = std::min(open.both.high, wrong + 2 * right);
  return open.tighten();
}

bool OfClass::narrow_specificity(Open& open, std::int64_t right, std::int64_t n) const {
  if (!claimed.specificity) return true;
  const std::int64_t negatives = n - open.images.low;
  const Span kept = claimed.specificity->numerators(negatives);  // named something else, and rightly
  open.named = open.named & Span{right + negatives - kept.high, right + negatives - kept.low};
  return open.tighten();
}

}  // namespace xp
