#include "registry/datasets/phantom/als.h"

namespace xp::phantom {
namespace {

struct Range {
  double low, high;
  double draw(Random& random) const { return random.uniform(low, high); }
};

/// Heights as Spine has them (T8 lies at 0.38, T12 and L1 at 0.57 to 0.70, L3 at 0.82); `share` of the major curve's
/// angle.
struct Curve {
  Range apex, reach, share;
};

/// Balance: T1 beside the sacrum, positive towards the side that the upper curve bends to.
struct Type {
  Pattern pattern;
  Curve upper, lower;  // a lower one of share 0 is none
  Range balance;
};

/// After H.-R. Weiss's augmentation of Lehnert-Schroth's 3- and 4-curve patterns, as summed up by
/// https://scolihelp.com/?p=44. With three curves (shoulder, chest, pelvis) the thoracic curve leads and the trunk
/// hangs over to its convex side or stands in balance; with four, the lumbar block has a curve of its own that leads or
/// equals it, and the pelvis stands out on the thoracic convex side. That page describes 3CH, 3CTL and part of 3CN; the
/// other four are drawn from the scheme's names.
const Type types[] = {
    // Long thoracic curve, no lumbar one; the hip stands out on its concave side.
    {Pattern::als_3ch, {{0.36, 0.44}, {0.42, 0.50}, {1, 1}}, {{0, 0}, {1, 1}, {0, 0}}, {0.06, 0.11}},
    // The same with its apex at T12 or L1.
    {Pattern::als_3ctl, {{0.60, 0.67}, {0.42, 0.50}, {1, 1}}, {{0, 0}, {1, 1}, {0, 0}}, {0.06, 0.11}},
    // Thoracic curve over a smaller lumbar one that crosses the central sacral line; the pelvis is neutral.
    {Pattern::als_3cn,
     {{0.34, 0.41}, {0.30, 0.36}, {1, 1}},
     {{0.79, 0.84}, {0.26, 0.32}, {0.50, 0.70}},
     {-0.012, 0.012}},
    // High thoracic curve over a long lumbar one.
    {Pattern::als_3cl,
     {{0.25, 0.31}, {0.26, 0.32}, {1, 1}},
     {{0.68, 0.74}, {0.40, 0.48}, {0.80, 0.95}},
     {-0.012, 0.012}},
    // Two curves as large as each other.
    {Pattern::als_4c, {{0.32, 0.38}, {0.28, 0.34}, {0.92, 1}}, {{0.77, 0.82}, {0.28, 0.34}, {0.92, 1}}, {-0.09, -0.05}},
    // The lumbar curve is the larger one.
    {Pattern::als_4cl,
     {{0.32, 0.40}, {0.28, 0.34}, {0.40, 0.60}},
     {{0.78, 0.84}, {0.30, 0.36}, {1, 1}},
     {-0.09, -0.05}},
    // The larger one has its apex at T12 or L1.
    {Pattern::als_4ctl,
     {{0.23, 0.29}, {0.24, 0.30}, {0.45, 0.65}},
     {{0.60, 0.66}, {0.30, 0.38}, {1, 1}},
     {-0.09, -0.05}},
};

}  // namespace

AlsCurves draw_als(Pattern type, double lowest, double highest, Random& random) {
  AlsCurves curves;
  for (const Type& t : types) {
    if (t.pattern != type) continue;
    const double side = random.chance(0.5) ? 1 : -1, angle = random.uniform(lowest, highest);
    const auto bend = [&](const Curve& curve, double towards) {
      const double apex = curve.apex.draw(random), reach = curve.reach.draw(random), share = curve.share.draw(random);
      curves.bends.push_back({apex, reach, towards * (angle * share)});
    };
    bend(t.upper, side);
    if (t.lower.share.high > 0) bend(t.lower, -side);
    curves.balance = t.balance.draw(random);
    curves.balance *= side;
  }
  return curves;
}

}  // namespace xp::phantom
