#include <array>

#include "registry/datasets/phantom/body.h"

namespace xp::phantom {
namespace {

/// What varies with height alone, tabulated once an image.
struct Profiles {
  static constexpr float top = -0.6f, bottom = 1.8f;
  static constexpr int steps = 240;
  struct Row {
    float trunk, cage, middle;
  };
  std::array<Row, steps + 2> rows;

  Profiles(const Body& body, const Spine& spine) {
    for (int i = 0; i < steps + 2; ++i) {
      const double y = top + (bottom - top) * i / steps;
      // The trunk follows the spine smoothly, even where a slip makes a step.
      const double spine_here = (spine.lateral(y - 0.1) + spine.lateral(y) + spine.lateral(y + 0.1)) / 3;
      rows[i] = {static_cast<float>(trunk(body, y)), static_cast<float>(rib_cage(body, y)),
                 static_cast<float>(body.sway * spine_here)};
    }
  }
  Row at(float y) const {
    const float t = std::clamp((y - top) / (bottom - top), 0.0f, 1.0f) * steps;
    const int i = static_cast<int>(t);
    const float f = t - i;
    const Row &a = rows[i], &b = rows[i + 1];
    return {a.trunk + f * (b.trunk - a.trunk), a.cage + f * (b.cage - a.cage), a.middle + f * (b.middle - a.middle)};
  }
};

/// Air in the lungs at a point `x` aside of the trunk's middle: between mediastinum and wall, above the diaphragm.
float lungs(const Body& body, const Profiles::Row& row, float x, float y) {
  const float aside = std::abs(x), inner = 0.055f + 0.03f * y,
              dome = x < 0 ? 0.025f : 0.0f;  // the liver lifts the right
  const float half = 0.5f * (row.cage - inner), across = (aside - inner - half) / std::max(half, 0.01f);
  const float floor = static_cast<float>(body.diaphragm) - dome - 0.07f * (1 - across * across);
  return smooth((aside - inner) / 0.03f) * smooth((row.cage - aside) / 0.02f) * smooth((floor - y) / 0.012f) *
         smooth((y - 0.01f) / 0.05f);
}

}  // namespace

void paint_soft_tissue(Canvas& canvas, const Body& body, const Spine& spine) {
  const Profiles profiles(body, spine);
  const float depth = body.depth, air = body.lungs;
  canvas.add_everywhere([&](float x, float y) {
    const Profiles::Row row = profiles.at(y);
    const float aside = x - row.middle, across = aside / row.trunk, q = 1 - across * across;
    if (q <= 0) return 0.0f;
    const float neck = 0.55f + 0.45f * smooth((y - 0.02f) / 0.2f);
    const float uneven = body.coarse.at(6 * x + 3.5f, 6 * y + 3) + body.fine.at(12 * x + 4, 8 * y + 1.5f);
    return depth * neck * std::sqrt(q) * (1 + uneven) - air * std::sqrt(q) * lungs(body, row, aside, y);
  });
  const double size = body.heart_size;
  const double x = profiles.at(0.4f).middle;
  canvas.ball({x + 0.055 * size, 0.40}, body.heart_tilt, 0.15 * size, 0.105 * size, body.heart);
  canvas.ball({x + 0.015, 0.24}, 1.5, 0.16, 0.05, 0.6 * body.heart);  // the great vessels
  for (const Patch& patch : body.patches) canvas.ball(patch.centre, patch.tilt, patch.a, patch.b, patch.amount);
  const double head = spine.lateral(-0.3);
  canvas.ellipse({head, -0.47}, 0, 0.165, 0.21, body.head);
  canvas.ring({head, -0.47}, 0, 0.165, 0.21, 0.02, 0.5);
  canvas.ellipse({head, -0.33}, 0, 0.12, 0.11, 0.5 * body.head);  // the jaw
  canvas.ball({head, -0.08}, 0, 0.022, 0.17, -0.25);              // the windpipe
}

}  // namespace xp::phantom
