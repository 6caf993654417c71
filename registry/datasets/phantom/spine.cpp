#include "registry/datasets/phantom/spine.h"

#include <algorithm>
#include <cmath>

#include "registry/datasets/phantom/als.h"

namespace xp::phantom {
namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double neck_top = -0.20;

/// Widths grow downwards: 2.2 cm in the neck, 5 cm at L5 of a spine of 45 cm.
double bone_width(double y) {
  return y < 0 ? 0.052 + 0.010 * (y - neck_top) / -neck_top : 0.062 + 0.064 * y * (0.6 + 0.4 * y);
}

/// Heights of the discs' middles, one more than there are bones: thoracic bones are lower than lumbar ones.
std::vector<double> levels() {
  std::vector<double> at{neck_top};
  for (int i = 0; i < cervical; ++i) at.push_back(at.back() - neck_top / cervical);
  double total = 0;
  const auto share = [](int i) { return i < thoracic ? 1 + 0.03 * i : 1.55 + 0.03 * (i - thoracic); };
  for (int i = 0; i < thoracic + lumbar; ++i) total += share(i);
  for (int i = 0; i < thoracic + lumbar; ++i) at.push_back(at.back() + share(i) / total);
  return at;
}

double sign(Random& random) { return random.chance(0.5) ? 1 : -1; }

/// One bend somewhere between the upper chest and the loin.
std::vector<Bend> single_bend(double lowest, double highest, Random& random) {
  const double reach = random.uniform(0.32, 0.48), apex = random.uniform(0.36, 0.78), side = sign(random);
  return {{apex, reach, side * random.uniform(lowest, highest)}};
}

/// Chest and loin to opposite sides; the smaller one bends by at least half as much.
std::vector<Bend> double_bend(double lowest, double highest, Random& random) {
  const double major = random.uniform(lowest, highest), minor = std::max(lowest, major * random.uniform(0.5, 1));
  const bool chest = random.chance(0.5);
  const double side = sign(random), apex = random.uniform(0.27, 0.36), upper = random.uniform(0.28, 0.36);
  const double lower = random.uniform(0.28, 0.36), gap = random.uniform(0.38, 0.48);
  return {{apex, upper, side * (chest ? major : minor)}, {apex + gap, lower, -side * (chest ? minor : major)}};
}

std::vector<Bend> any_bend(double lowest, double highest, Random& random) {
  return random.chance(0.5) ? single_bend(lowest, highest, random) : double_bend(lowest, highest, random);
}

/// Both kinds draw the same numbers; faint lines that lie close together at a high difficulty.
Contour draw_contour(bool twice, double difficulty, Random& random) {
  Contour contour;
  contour.lines = twice ? 2 : 1;
  contour.side = sign(random);
  contour.from = random.uniform(0.0, 0.14), contour.to = random.uniform(0.86, 0.98);
  contour.aside = random.uniform(0.022, 0.036);
  contour.gap = random.uniform(0.035 - 0.010 * difficulty, 0.048 - 0.010 * difficulty);
  contour.waist = random.uniform(-0.15, 0.15);
  contour.bulge = random.uniform(0.001, 0.003);
  contour.patchy = random.uniform(0.2, 0.6), contour.phase = random.uniform(0, 6.3);
  contour.radius = random.uniform(0.004, 0.006);
  contour.amount = random.uniform(0.9, 1.5) * (1.3 - 0.6 * difficulty);
  return contour;
}

}  // namespace

Spine::Spine(std::vector<Bend> bends, Slip slip, double stature, std::optional<double> balance, Contour contour)
    : bends_(std::move(bends)), slip_(slip), contour_(contour), stature_(stature) {
  if (balance) lean_ = *balance - (bent(0) - bent(1));
  const std::vector<double> at = levels();
  if (slip_.vertebra >= 0) slip_height_ = at[slip_.vertebra + 1];
  double mean = 0;
  for (int i = cervical; i < bones; ++i) mean += lateral((at[i] + at[i + 1]) / 2) / (thoracic + lumbar);
  centre_ = mean;
  for (int i = 0; i < bones; ++i) {
    const double y = (at[i] + at[i + 1]) / 2, disc = i < cervical ? 0.22 : i < cervical + thoracic ? 0.17 : 0.24;
    const double twist = std::clamp(-8 * (bent(y - 0.05) + bent(y + 0.05) - 2 * bent(y)) / 0.05, -1.0, 1.0);
    vertebrae_.push_back({{lateral(y), y}, tilt(y), twist, stature * bone_width(y), (at[i + 1] - at[i]) * (1 - disc)});
  }
  if (slip_.vertebra >= 0) wear_disc();
}

/// A slip wears the disc below: the space narrows and the end plates beside it grow dense.
void Spine::wear_disc() {
  Vertebra &above = vertebrae_[slip_.vertebra], &below = vertebrae_[slip_.vertebra + 1];
  const double space = below.centre.y - above.centre.y - (above.height + below.height) / 2;
  above.height += 0.7 * space, above.centre.y += 0.35 * space;
  above.sclerosis = below.sclerosis = 1;
}

double Spine::bent(double y) const {
  double x = lean_ * (1 - y);
  for (const Bend& bend : bends_) {
    const double u = (y - bend.apex) / bend.reach;
    const double steepest = 3 * std::sqrt(3.0) / 4;  // slope of 1 / (1 + 4 u^2), at u = 1 / sqrt(12)
    x += bend.reach * std::tan(bend.cobb / 2 * pi / 180) / steepest / (1 + 4 * u * u);
  }
  return x;
}

double Spine::lateral(double y) const {
  const double step = y < slip_height_ && slip_.vertebra >= 0 ? slip_.share * bone_width(slip_height_) : 0;
  return bent(y) + step - centre_;
}

double Spine::tilt(double y) const { return -std::atan((bent(y + 0.01) - bent(y - 0.01)) / 0.02); }

double Spine::deviation() const {
  const Point a = vertebrae_[cervical].centre, b = vertebrae_.back().centre;
  double largest = 0;
  for (int i = cervical; i < bones; ++i) {
    const Point& c = vertebrae_[i].centre;
    largest = std::max(largest, std::abs(c.x - a.x - (b.x - a.x) * (c.y - a.y) / (b.y - a.y)));
  }
  return largest;
}

double Spine::wall(double y, double side) const { return lateral(y) + side * stature_ * bone_width(y) / 2; }

double Spine::step() const {
  double largest = 0;
  for (int i = cervical + thoracic; i + 1 < bones; ++i) {
    const Vertebra &a = vertebrae_[i], &b = vertebrae_[i + 1];
    const double along = -std::tan((a.tilt + b.tilt) / 2) * (b.centre.y - a.centre.y);
    largest = std::max(largest, std::abs(b.centre.x - a.centre.x - along) / b.width);
  }
  return largest;
}

Spine draw_spine(Pattern pattern, double difficulty, Random& random) {
  const double stature = random.uniform(0.9, 1.12);
  const double faintest = 20 - 10 * difficulty, least = 0.34 - 0.20 * difficulty;
  std::vector<Bend> bends = any_bend(0, 4 + 4 * difficulty, random);
  Slip slip;
  switch (pattern) {
    case Pattern::straight: break;
    case Pattern::curved: bends = any_bend(faintest, 60, random); break;
    case Pattern::single_curve: bends = single_bend(faintest + 10, 60, random); break;
    case Pattern::double_curve: bends = double_bend(faintest + 10, 60, random); break;
    case Pattern::slipped:
      slip.vertebra = bones - 2 - static_cast<int>(random.below(3));  // L2, L3 or L4
      slip.share = sign(random);  // in two steps: the order within a product is the compiler's
      slip.share *= random.uniform(least, 0.5);
      break;
    case Pattern::one_contour:
    case Pattern::two_contours:
      bends = any_bend(0, 25, random);
      return {std::move(bends), slip, stature, {}, draw_contour(pattern == Pattern::two_contours, difficulty, random)};
    default: {
      AlsCurves curves = draw_als(pattern, faintest + 10, 60, random);
      return {std::move(curves.bends), slip, stature, curves.balance};
    }
  }
  return {std::move(bends), slip, stature};
}

}  // namespace xp::phantom
