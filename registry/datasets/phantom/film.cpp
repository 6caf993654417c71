#include "registry/datasets/phantom/film.h"

#include <cstdint>

namespace xp::phantom {
namespace {

/// About normal, from one draw: the sum of four uniform numbers of 16 bits (Irwin and Hall), standard deviation 1.
float grain(Random& random) {
  const std::uint64_t bits = random.bits();
  const float sum = static_cast<float>((bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48));
  return (sum / 65536 - 2) * 1.7320508f;
}

float segment(float x, float y, float ax, float ay, float bx, float by) {
  const float dx = bx - ax, dy = by - ay,
              t = std::clamp(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0.0f, 1.0f);
  return std::hypot(x - ax - t * dx, y - ay - t * dy);
}

/// Distance to the strokes of a letter that is 2 high, its middle at 0.
float letter(char marker, float x, float y) {
  const float stem = segment(x, y, -0.5f, -1, -0.5f, 1);
  if (marker == 'L') return std::min(stem, segment(x, y, -0.5f, 1, 0.6f, 1));
  const float bowl = x > 0 ? std::abs(std::hypot(x, y + 0.5f) - 0.5f)
                           : std::min(segment(x, y, -0.5f, -1, 0, -1), segment(x, y, -0.5f, 0, 0, 0));
  return std::min({stem, bowl, segment(x, y, 0, 0, 0.6f, 1)});
}

/// Share of a pixel that the lead of the marker covers.
float marker(const Film& film, int height, float x, float y, float cx, float cy) {
  const float size = std::max(3.0f, static_cast<float>(film.marker_size) * height);  // half the letter's height, pixels
  const float u = (x - cx) / size, v = (y - cy) / size;
  if (std::abs(u) > 2.2f || std::abs(v) > 2.2f) return 0;
  float distance = letter(film.marker, u, v);
  if (film.ringed) distance = std::min(distance, std::abs(std::hypot(u, v) - 1.75f));
  return smooth(0.5f - (distance - 0.16f) * size);
}

}  // namespace

View draw_view(int height, double difficulty, Random& random) {
  const double wildness = 0.5 + difficulty;
  View view;
  view.height = height;
  view.width = std::max(8, static_cast<int>(std::lround(height * random.uniform(0.42, 0.66))));
  view.scale = height * random.uniform(0.84 - 0.08 * wildness, 0.90);
  view.tilt = wildness * random.uniform(-0.09, 0.09);
  view.middle = {wildness * random.uniform(-0.13, 0.13), 0.53 + wildness * random.uniform(-0.06, 0.06)};
  view.mirrored = random.chance(0.5);
  view.blur = std::max(1.2, height / 128.0 * random.uniform(0.8, 1.5));
  return view;
}

Film draw_film(double noise, double difficulty, Random& random) {
  const double wildness = 0.5 + difficulty;
  Film film;
  film.contrast = random.uniform(2.2, 3.5);
  film.level = 1.0 + 0.16 * wildness * random.uniform(-1, 1);
  film.black = random.uniform(0, 0.08);
  film.white = random.uniform(0.80, 1);
  film.gamma = std::exp(0.20 * wildness * random.uniform(-1, 1));
  film.tilt_x = 0.25 * wildness * random.uniform(-1, 1);
  film.tilt_y = 0.3 * wildness * random.uniform(-1, 1);
  film.vignette = random.uniform(-0.1, 0.35);
  film.grain = noise * random.uniform(0.4, 1.4);
  if (random.chance(0.12)) film.stitch = random.uniform(0.35, 0.75), film.stitch_gain = 0.35 * random.uniform(-1, 1);
  if (random.chance(0.5)) film.marker = random.chance(0.5) ? 'L' : 'R';
  film.marker_x = random.uniform(0.06, 0.94), film.marker_y = random.uniform(0.04, 0.96);
  film.marker_size = random.uniform(0.014, 0.028);
  film.marker_grey = random.uniform(0.8, 1);
  film.ringed = random.chance(0.5);
  return film;
}

Image develop(Canvas& canvas, const Film& film, Random& random) {
  const int width = canvas.view().width, height = canvas.view().height;
  const float contrast = film.contrast, span = film.white - film.black, gamma = film.gamma, sd = film.grain;
  const float mx = film.marker_x * width, my = film.marker_y * height, seam = film.stitch * height;
  Image image(width, height);
  for (int y = 0; y < height; ++y) {
    const float* absorption = canvas.row(y);
    const float v = (y + 0.5f) / height - 0.5f;
    const float base = -film.level + film.tilt_y * v + (film.stitch >= 0 && y > seam ? film.stitch_gain : 0);
    const float joint = film.stitch >= 0 && std::abs(y - seam) < 0.004f * height ? -0.6f : 0;
    for (int x = 0; x < width; ++x) {
      const float u = (x + 0.5f) / width - 0.5f;
      const float dose =
          std::max(0.0f, absorption[x]) + base + joint + film.tilt_x * u + film.vignette * 2 * (u * u + v * v);
      const float density = 1 / (1 + std::exp(-contrast * dose));
      float grey = film.black + span * std::pow(density, gamma);
      if (film.marker) grey += (film.marker_grey - grey) * marker(film, height, x + 0.5f, y + 0.5f, mx, my);
      image.at(x, y) = std::clamp(grey + sd * (0.6f + 0.8f * density * (1 - density)) * grain(random), 0.0f, 1.0f);
    }
  }
  return image;
}

}  // namespace xp::phantom
