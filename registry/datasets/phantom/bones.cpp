#include "registry/datasets/phantom/body.h"

namespace xp::phantom {
namespace {

constexpr float pi = 3.14159265f;

/// Body with waisted sides and dense end plates, the two pedicles and the spinous process.
void vertebra(Canvas& canvas, const Body& body, const Vertebra& bone, bool with_arms) {
  const float a = bone.width / 2, b = bone.height / 2, twist = bone.rotation, worn = bone.sclerosis;
  const float plate = 0.07f * bone.height + 0.25f * canvas.edge(), side = 0.06f * bone.width;
  const float dense = body.bone * (1 + 0.6f * worn), rim = body.rim * (1 + 1.2f * worn), pedicle_x = 0.62f * a,
              pedicle_u = 0.20f * a, pedicle_v = 0.42f * b;
  canvas.add(bone.centre, bone.tilt, a, 1.55 * b, [&](float u, float v) {
    const float q = v / b, half = a * (1 - 0.13f * (1 - std::min(1.0f, q * q)));
    const float inside = canvas.cover(std::max(std::abs(u) - half, std::abs(v) - b));
    const float disc = v > 0 ? 0.5f * dense * (1 - inside) * canvas.cover(std::abs(u) - 0.9f * a) : 0;
    if (inside == 0) return disc;
    const float ends = canvas.cover(b - plate - std::abs(v)), walls = canvas.cover(half - side - std::abs(u));
    float sum = dense * (0.75f + 0.25f * u * u / (a * a)) + rim * std::max(ends, 0.6f * walls);
    for (const float s : {-1.0f, 1.0f}) {
      const float du = (u - s * pedicle_x * (1 - 0.2f * s * twist) - 0.22f * a * twist) / pedicle_u,
                  dv = (v + 0.22f * b) / pedicle_v;
      const float r = std::sqrt(du * du + dv * dv);
      sum += 0.8f * rim * canvas.cover((r - 1) * pedicle_u) * (0.4f + 0.6f * std::min(r, 1.0f));
    }
    const float du = (u - 0.30f * a * twist) / (0.11f * a), dv = (v - 0.45f * b) / (0.60f * b);
    sum += 0.7f * rim * canvas.cover((std::sqrt(du * du + dv * dv) - 1) * 0.11f * a);
    return disc + inside * sum;
  });
  if (!with_arms) return;
  const double c = std::cos(bone.tilt), s = std::sin(bone.tilt);
  const auto place = [&](double u, double v) {
    return Point{bone.centre.x + c * u - s * v, bone.centre.y + s * u + c * v};
  };
  for (const double sign : {-1.0, 1.0})  // transverse processes
    canvas.rod(place(sign * 0.95 * a, -0.25 * b), place(sign * 1.75 * a, -0.45 * b), 0.16 * b, 0.45 * dense,
               0.25 * dense);
}

/// From the vertebra outwards, round the wall, and back to the front, fainter.
void rib(Canvas& canvas, const Body& body, const Spine& spine, int number, double side) {
  const Vertebra& bone = spine.vertebrae()[cervical + number];
  const double y0 = bone.centre.y - 0.2 * bone.height, x0 = bone.centre.x;
  const double reach = number < 10 ? 0.80 * pi : number == 10 ? 0.40 * pi : 0.26 * pi;
  const double drop = body.rib_slope * (0.55 + 0.12 * std::min(number, 8)), lean = std::sin(bone.tilt);
  const double wall = number == 0 ? 0.40 * body.chest : rib_cage(body, y0 + 0.35 * drop);
  const double middle = body.sway * spine.lateral(y0);
  std::vector<Point> points;
  constexpr int pieces = 12;
  for (int i = 0; i <= pieces; ++i) {
    const double t = reach * i / pieces, out = std::sin(t);
    const double from = t < pi / 2 ? x0 : middle, width = t < pi / 2 ? wall + side * (middle - x0) : wall;
    const double y =
        y0 - 0.022 * std::sin(2 * t) * (t < pi / 2) + drop * (1 - std::cos(t)) * 0.62 + lean * side * out * wall * 0.4;
    points.push_back({from + side * width * out, y});
  }
  canvas.path(points, body.rib_radius, body.ribs, 0.35 * body.ribs);
}

void shoulders(Canvas& canvas, const Body& body, const Spine& spine) {
  const double x = spine.lateral(0.05), y = 0.09, wide = body.chest;
  for (const double side : {-1.0, 1.0}) {
    canvas.path({{x + side * 0.035, y},
                 {x + side * 0.35 * wide, y - 0.4 * body.clavicle - 0.012},
                 {x + side * 0.8 * wide, y - body.clavicle - 0.01},
                 {x + side * 1.15 * wide, y - 0.9 * body.clavicle}},
                0.012, 0.8 * body.bone, 0.25 * body.bone);
    canvas.path(
        {{x + side * 0.82 * wide, y + 0.02}, {x + side * 0.80 * wide, y + 0.15}, {x + side * 0.90 * wide, y + 0.27}},
        0.011, 0.4 * body.bone, 0.25 * body.bone);  // the shoulder blade's inner border
    canvas.path(
        {{x + side * 1.32 * wide, y + 0.03}, {x + side * 1.40 * wide, y + 0.30}, {x + side * 1.46 * wide, y + 0.7}},
        0.028, 0.1 * body.bone, 0.5 * body.bone);  // the arm
  }
}

void sacrum(Canvas& canvas, const Body& body, Point top, double tilt) {
  const float dense = 0.8f * body.bone, rim = body.rim;
  const Point middle{top.x - 0.09 * std::sin(tilt), top.y + 0.09 * std::cos(tilt)};
  canvas.add(middle, tilt, 0.12, 0.09, [&](float u, float v) {
    const float t = (v + 0.09f) / 0.18f, half = 0.105f - 0.075f * t, aside = std::abs(u);
    const float inside = canvas.cover(std::max(aside - half, std::abs(v) - 0.088f));
    float holes = 0;
    for (int i = 0; i < 3; ++i) {
      const float dv = v + 0.048f - 0.042f * i, du = aside - (0.046f - 0.009f * i);
      holes += canvas.cover(std::sqrt(du * du + dv * dv) - 0.011f);
    }
    const float plate = canvas.cover(std::abs(v + 0.083f) - 0.006f) * (aside < 0.06f);
    return inside * (dense * (1 - 0.45f * t) + rim * (0.25f * canvas.cover(std::abs(aside) - 0.010f) + plate) -
                     0.5f * dense * holes);
  });
}

/// Lines that follow the vertebrae's flank, as a rim of calcium or crystals follows a bone's own edge; they begin and
/// end faintly.
void contour(Canvas& canvas, const Spine& spine, const Contour& lines) {
  constexpr int pieces = 6;  // from one vertebra's middle to the next one's
  const auto strength = [&](double y) {
    const double uneven =
        1 - lines.patchy * 0.5 * (1 + std::sin(23 * y + lines.phase) * std::sin(11 * y - lines.phase));
    return uneven * smooth(static_cast<float>((y - lines.from) / 0.12)) *
           smooth(static_cast<float>((lines.to - y) / 0.12));
  };
  for (int line = 0; line < lines.lines; ++line) {
    const double place = lines.lines == 1 ? 0 : line - 0.5, amount = lines.amount / lines.lines;
    Point last;
    for (int i = cervical; i + 1 < bones; ++i)
      for (int piece = i == cervical ? 0 : 1; piece <= pieces; ++piece) {
        const double t = static_cast<double>(piece) / pieces;
        const double y = spine.vertebrae()[i].centre.y * (1 - t) + spine.vertebrae()[i + 1].centre.y * t;
        const double gap = lines.gap * (1 + lines.waist * std::sin(6 * y + lines.phase));
        const double aside = lines.aside + place * gap - lines.bulge * std::cos(2 * pi * t);
        const Point next{spine.wall(y, lines.side) + lines.side * aside, y};
        if (i > cervical || piece > 0)
          canvas.rod(last, next, lines.radius, amount * strength(last.y), amount * strength(next.y));
        last = next;
      }
  }
}

/// Iliac wings, the inlet's ring, hip joints and thigh bones.
void pelvis(Canvas& canvas, const Body& body, double x) {
  const double w = body.pelvis_width, y = 1.0 + body.pelvis_height, dense = body.pelvis;
  for (const double side : {-1.0, 1.0}) {
    const auto at = [&](double u, double v) { return Point{x + side * w * u, y + v}; };
    canvas.plate({at(0.085, 0.03), at(0.11, -0.02), at(0.16, -0.055), at(0.22, -0.06), at(0.27, -0.04), at(0.31, 0.01),
                  at(0.32, 0.07), at(0.30, 0.13), at(0.285, 0.20), at(0.27, 0.27), at(0.20, 0.28), at(0.165, 0.20),
                  at(0.115, 0.12)},
                 0.012, 0.014, 1.2 * dense);
    canvas.path({at(0.10, 0.13), at(0.155, 0.20), at(0.175, 0.27), at(0.14, 0.34), at(0.07, 0.375), at(0.0, 0.38)},
                0.013, 0.9 * dense, dense);
    canvas.path({at(0.17, 0.33), at(0.14, 0.43), at(0.09, 0.47), at(0.03, 0.40)}, 0.016, 0.7 * dense, 0.7 * dense);
    canvas.ellipse(at(0.255, 0.315), 0, 0.055, 0.055, 0.8 * dense);
    canvas.ring(at(0.255, 0.315), 0, 0.062, 0.062, 0.010, 0.8 * dense);
    canvas.path({at(0.275, 0.335), at(0.33, 0.40), at(0.335, 0.60), at(0.325, 0.90)}, 0.032, 0.8 * dense, 0.9 * dense);
  }
}

}  // namespace

void paint_bones(Canvas& canvas, const Body& body, const Spine& spine) {
  for (int i = 0; i < thoracic; ++i)
    for (const double side : {-1.0, 1.0}) rib(canvas, body, spine, i, side);
  shoulders(canvas, body, spine);
  const double foot = spine.lateral(1.0);
  pelvis(canvas, body, foot);
  sacrum(canvas, body, {foot, 1.0}, spine.vertebrae().back().tilt);
  for (int i = 0; i < bones; ++i) vertebra(canvas, body, spine.vertebrae()[i], i >= cervical + thoracic);
  contour(canvas, spine, spine.contour());
}

}  // namespace xp::phantom
