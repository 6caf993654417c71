#include "registry/datasets/phantom/body.h"

namespace xp::phantom {
namespace {

Clouds draw_clouds(double amount, Random& random) {
  Clouds clouds;
  for (float& value : clouds.values) value = static_cast<float>(random.normal());
  clouds.amount = static_cast<float>(amount);
  return clouds;
}

/// Loops of bowel beside and below the loin, the stomach's bubble, and vague shadows anywhere.
std::vector<Patch> draw_patches(double wildness, Random& random) {
  std::vector<Patch> patches;
  const int gas = static_cast<int>(random.below(14));
  for (int i = 0; i < gas; ++i) {
    const double side = random.chance(0.5) ? 1 : -1, a = random.uniform(0.015, 0.05);
    patches.push_back({{side * random.uniform(0.11, 0.34), random.uniform(0.68, 1.30)},
                       random.uniform(0, 3),
                       a,
                       a * random.uniform(0.5, 1),
                       -random.uniform(0.06, 0.30)});
  }
  if (random.chance(0.6)) {
    const double a = random.uniform(0.04, 0.09);
    patches.push_back({{random.uniform(0.14, 0.24), random.uniform(0.60, 0.68)},
                       random.uniform(-0.4, 0.4),
                       a,
                       a * 0.7,
                       -random.uniform(0.1, 0.35)});
  }
  const int shadows = 2 + static_cast<int>(random.below(4));
  for (int i = 0; i < shadows; ++i)
    patches.push_back({{random.uniform(-0.4, 0.4), random.uniform(-0.1, 1.3)},
                       random.uniform(0, 3),
                       random.uniform(0.1, 0.3),
                       random.uniform(0.08, 0.3),
                       0.16 * wildness * random.normal()});
  return patches;
}

}  // namespace

float Clouds::at(float x, float y) const {
  x = std::clamp(x, 0.0f, columns - 1.001f), y = std::clamp(y, 0.0f, rows - 1.001f);
  const int i = static_cast<int>(x), j = static_cast<int>(y);
  float fx = x - i, fy = y - j;
  fx *= fx * (3 - 2 * fx), fy *= fy * (3 - 2 * fy);
  const float* v = &values[j * columns + i];
  return amount * ((v[0] * (1 - fx) + v[1] * fx) * (1 - fy) + (v[columns] * (1 - fx) + v[columns + 1] * fx) * fy);
}

Body draw_body(double difficulty, Random& random) {
  const double wildness = 0.5 + difficulty;
  Body body;
  body.chest = random.uniform(0.27, 0.35);
  body.waist = body.chest * random.uniform(0.78, 1.05);
  body.hips = body.chest * random.uniform(1.05, 1.25);
  body.depth = random.uniform(0.8, 1.2);
  body.lungs = random.uniform(0.35, 0.62) * body.depth;
  body.diaphragm = random.uniform(0.54, 0.66);
  body.heart = random.uniform(0.15, 0.40);
  body.heart_size = random.uniform(0.75, 1.2);
  body.heart_tilt = random.uniform(0.3, 0.9);
  body.ribs = random.uniform(0.20, 0.42);
  body.rib_slope = random.uniform(0.13, 0.28);
  body.rib_radius = random.uniform(0.009, 0.013);
  body.clavicle = random.uniform(-0.02, 0.08);
  body.bone = random.uniform(0.30, 0.48);
  body.rim = random.uniform(0.25, 0.45);
  body.pelvis = random.uniform(0.18, 0.40);
  body.pelvis_width = random.uniform(0.88, 1.14);
  body.pelvis_height = random.uniform(-0.03, 0.05);
  body.head = random.uniform(0.5, 1.0);
  body.sway = random.uniform(0.1, 0.9);
  body.patches = draw_patches(wildness, random);
  body.coarse = draw_clouds(0.07 * wildness, random);
  body.fine = draw_clouds(0.045 * wildness, random);
  return body;
}

double trunk(const Body& body, double y) {
  struct Knot {
    double y, half;
  };
  const Knot knots[] = {{-0.34, 0.13},
                        {-0.20, 0.115},
                        {-0.10, 0.14},
                        {0.0, 1.30 * body.chest},
                        {0.12, 1.52 * body.chest},
                        {0.34, 1.14 * body.chest},
                        {0.60, 1.05 * body.chest},
                        {0.80, 1.08 * body.waist},
                        {1.02, body.hips},
                        {1.30, 1.08 * body.hips},
                        {1.70, body.hips}};
  if (y <= knots[0].y) return knots[0].half;
  for (std::size_t i = 1; i < std::size(knots); ++i) {
    if (y > knots[i].y) continue;
    const double t = (y - knots[i - 1].y) / (knots[i].y - knots[i - 1].y);
    return knots[i - 1].half + (knots[i].half - knots[i - 1].half) * t * t * (3 - 2 * t);
  }
  return knots[std::size(knots) - 1].half;
}

double rib_cage(const Body& body, double y) {
  const double t = std::clamp((y + 0.03) / 0.48, 0.0, 1.0);
  return body.chest * std::sqrt(t * (2 - t));
}

}  // namespace xp::phantom
