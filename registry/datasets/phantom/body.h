// Everything of the patient but the spine's shape: drawn from its own stream of numbers, whatever the class.
#pragma once
#include <array>
#include <vector>

#include "registry/datasets/phantom/canvas.h"

namespace xp::phantom {

/// A dark or bright patch: gas in the bowel, a shadow of something soft.
struct Patch {
  Point centre;
  double tilt = 0, a = 0, b = 0, amount = 0;
};

/// Smooth irregularity: a coarse grid of normal numbers, interpolated.
struct Clouds {
  static constexpr int columns = 8, rows = 14;
  std::array<float, columns * rows> values{};
  float amount = 0;
  float at(float x, float y) const;  // in units of cells
};

struct Body {
  double chest = 0.31, waist = 0.27, hips = 0.36, depth = 1;  // half widths; absorption of the thickest soft tissue
  double lungs = 0.5, diaphragm = 0.6, heart = 0.3, heart_size = 1, heart_tilt = 0.5;
  double ribs = 0.2, rib_slope = 0.12, rib_radius = 0.012, clavicle = 0.05;
  double bone = 0.5, rim = 0.3, pelvis = 0.3, pelvis_width = 1, pelvis_height = 0, head = 0.8;
  double sway = 0;  // how far the trunk follows the spine, 0..1
  std::vector<Patch> patches;
  Clouds coarse, fine;
};

Body draw_body(double difficulty, Random& random);

/// Half width of the trunk at a height, from head to thigh.
double trunk(const Body& body, double y);
/// Half width of the rib cage's inner wall; 0 above its dome.
double rib_cage(const Body& body, double y);

void paint_soft_tissue(Canvas& canvas, const Body& body, const Spine& spine);
void paint_bones(Canvas& canvas, const Body& body, const Spine& spine);

}  // namespace xp::phantom
