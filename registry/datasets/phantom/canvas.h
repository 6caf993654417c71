// Where absorption adds up: a grid of pixels that shapes in patient coordinates are painted on.
#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

#include "registry/datasets/phantom/spine.h"

namespace xp::phantom {

/// How the patient lies on the film. Independent of the class.
struct View {
  int width = 0, height = 0;  // pixels
  double scale = 1;           // pixels per unit of patient length
  double tilt = 0;            // radians
  Point middle;               // the patient's point at the middle of the film
  bool mirrored = false;
  double blur = 1;  // width of an edge, pixels
};

/// 0 below -1/2, 1 above 1/2, smooth between.
inline float smooth(float t) {
  t = std::clamp(t + 0.5f, 0.0f, 1.0f);
  return t * t * (3 - 2 * t);
}

class Canvas {
 public:
  explicit Canvas(const View& view)
      : view_(view),
        cos_(view.scale * std::cos(view.tilt)),
        sin_(view.scale * std::sin(view.tilt)),
        side_(view.mirrored ? -1 : 1),
        edge_(view.blur / view.scale),
        absorption_(static_cast<std::size_t>(view.width) * view.height) {}

  const View& view() const { return view_; }
  /// Anti-aliased share of a pixel that lies inside, from its signed distance (negative inside).
  float cover(float distance) const { return smooth(-distance / edge_); }
  /// Width of a pixel's edge in patient units.
  float edge() const { return edge_; }
  float* row(int y) { return absorption_.data() + static_cast<std::size_t>(y) * view_.width; }

  /// Adds shape(u, v), u and v in patient units in a frame at `centre` turned by `tilt`, within |u| < half_width and
  /// |v| < half_height.
  template <class Shape>
  void add(Point centre, double tilt, double half_width, double half_height, Shape shape) {
    // From the frame to the film: the frame's turn, then the patient's; mirroring is of x.
    const double c = std::cos(tilt), s = std::sin(tilt), hu = half_width + edge_, hv = half_height + edge_;
    const double ux = side_ * (cos_ * c - sin_ * s), uy = sin_ * c + cos_ * s;
    const double vx = side_ * (-cos_ * s - sin_ * c), vy = -sin_ * s + cos_ * c;
    const double px = centre.x - view_.middle.x, py = centre.y - view_.middle.y;
    const double ox = view_.width / 2.0 + side_ * (cos_ * px - sin_ * py),
                 oy = view_.height / 2.0 + sin_ * px + cos_ * py;
    const double rx = std::abs(ux) * hu + std::abs(vx) * hv, ry = std::abs(uy) * hu + std::abs(vy) * hv;
    const int x0 = std::max(0, static_cast<int>(ox - rx)), x1 = std::min(view_.width, static_cast<int>(ox + rx) + 1);
    const int y0 = std::max(0, static_cast<int>(oy - ry)), y1 = std::min(view_.height, static_cast<int>(oy + ry) + 1);
    const double square = view_.scale * view_.scale;  // the frame's axes are orthogonal, each `scale` long
    const float du = static_cast<float>(ux / square), dv = static_cast<float>(vx / square);
    for (int y = y0; y < y1; ++y) {
      const double fx = x0 + 0.5 - ox, fy = y + 0.5 - oy;
      float u = static_cast<float>((fx * ux + fy * uy) / square), v = static_cast<float>((fx * vx + fy * vy) / square);
      float* pixels = row(y);
      for (int x = x0; x < x1; ++x, u += du, v += dv)
        if (std::abs(u) < hu && std::abs(v) < hv) pixels[x] += shape(u, v);
    }
  }

  /// Adds shape(x, y) at every pixel, in patient units.
  template <class Shape>
  void add_everywhere(Shape shape) {
    const double far = 2 * (view_.width + view_.height) / view_.scale;
    add(view_.middle, 0, far, far, [&](float u, float v) {
      return shape(u + static_cast<float>(view_.middle.x), v + static_cast<float>(view_.middle.y));
    });
  }

  void ellipse(Point centre, double tilt, double a, double b, double amount) {
    const float ia = 1 / a, ib = 1 / b, r = std::min(a, b);
    add(centre, tilt, a, b, [=, this](float u, float v) {
      return static_cast<float>(amount) * cover((std::hypot(u * ia, v * ib) - 1) * r);
    });
  }

  /// An ellipse that fades from its middle, as a ball does.
  void ball(Point centre, double tilt, double a, double b, double amount) {
    const float ia = 1 / a, ib = 1 / b;
    add(centre, tilt, a, b, [=](float u, float v) {
      const float q = 1 - u * u * ia * ia - v * v * ib * ib;
      return q > 0 ? static_cast<float>(amount) * q * (2 - q) : 0.0f;
    });
  }

  /// The rim of an ellipse, `thickness` wide.
  void ring(Point centre, double tilt, double a, double b, double thickness, double amount) {
    const float ia = 1 / a, ib = 1 / b, r = std::min(a, b), t = thickness / 2;
    const float thin = std::min(1.0, thickness / edge_);  // a rim finer than a pixel is fainter, not wider
    add(centre, tilt, a + thickness, b + thickness, [=, this](float u, float v) {
      return static_cast<float>(amount) * thin *
             cover(std::abs(std::hypot(u * ia, v * ib) - 1) * r - std::max(t, edge_ / 2));
    });
  }

  /// A plate of bone within a closed outline, rounded at its corners; denser at its rim, which is `rim` wide.
  void plate(const std::vector<Point>& outline, double rounded, double rim, double amount) {
    Point low = outline[0], high = outline[0];
    for (const Point& p : outline) {
      low = {std::min(low.x, p.x), std::min(low.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    const Point c{(low.x + high.x) / 2, (low.y + high.y) / 2};
    const double round = rounded;
    add(c, 0, (high.x - low.x) / 2 + round, (high.y - low.y) / 2 + round, [&](float u, float v) {
      const float distance = signed_distance(outline, u + c.x, v + c.y) - round;
      if (distance > edge_) return 0.0f;
      const float depth = std::max(0.0f, -distance / static_cast<float>(rim));
      return static_cast<float>(amount) * cover(distance) * (0.45f + 0.55f / (1 + depth * depth));
    });
  }

  /// A straight piece of a rod with a dense rim, from p to q; `from` and `to` weigh its ends. Pieces join without
  /// being counted twice.
  void rod(Point p, Point q, double radius, double from, double to) {
    const double length = std::hypot(q.x - p.x, q.y - p.y);
    const float l = length, wide = std::max<float>(radius, edge_ / 2), thin = radius / wide;
    const Point middle{(p.x + q.x) / 2, (p.y + q.y) / 2};
    add(middle, std::atan2(q.y - p.y, q.x - p.x), length / 2, wide, [=, this](float u, float v) {
      const float along = u / l + 0.5f;
      if (along < 0 || along >= 1) return 0.0f;
      const float off = std::abs(v) / wide;
      return thin * static_cast<float>(from + (to - from) * along) * cover(std::abs(v) - wide) *
             (0.45f + 0.55f * off * off);
    });
  }

  void path(const std::vector<Point>& points, double radius, double from, double to) {
    const double n = static_cast<double>(points.size()) - 1;
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
      rod(points[i], points[i + 1], radius, from + (to - from) * i / n, from + (to - from) * (i + 1) / n);
  }

 private:
  /// To a closed outline, negative inside (crossings decide).
  static float signed_distance(const std::vector<Point>& outline, double x, double y) {
    double nearest = 1e9;
    bool inside = false;
    for (std::size_t i = 0, j = outline.size() - 1; i < outline.size(); j = i++) {
      const Point &a = outline[j], &b = outline[i];
      const double dx = b.x - a.x, dy = b.y - a.y, px = x - a.x, py = y - a.y;
      const double t = std::clamp((px * dx + py * dy) / (dx * dx + dy * dy), 0.0, 1.0), ex = px - t * dx,
                   ey = py - t * dy;
      nearest = std::min(nearest, ex * ex + ey * ey);
      if ((a.y > y) != (b.y > y) && x < a.x + (y - a.y) * dx / dy) inside = !inside;
    }
    return static_cast<float>(inside ? -std::sqrt(nearest) : std::sqrt(nearest));
  }

  View view_;
  double cos_, sin_, side_;
  float edge_;
  std::vector<float> absorption_;
};

}  // namespace xp::phantom
