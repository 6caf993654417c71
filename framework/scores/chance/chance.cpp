#include "framework/scores/chance/chance.h"

#include <algorithm>
#include <cmath>

#include "framework/base/random.h"

namespace xp {
namespace {

constexpr int bins = 10;

/// Of one image: the bin of its confidence, and what it adds there.
struct Sure {
  std::size_t bin = 0;
  double confidence = 0;
  bool right = false;
};

double expected_error(const double (&off)[bins], std::size_t images) {
  double out = 0;
  for (const double sum : off) out += std::abs(sum);
  return out / static_cast<double>(images);
}

}  // namespace

Guessed guessed(const Confusion& c) {
  Guessed out;
  const auto n = static_cast<double>(c.total());
  if (n < 2) return out;
  out.seen = c.balanced_accuracy();
  std::vector<int> there;
  for (int i = 0; i < c.classes(); ++i)
    if (c.support(i) > 0) there.push_back(i);
  const auto k = static_cast<double>(there.size());
  double mean = 0, variance = 0;
  for (const int i : there) {
    const auto a = static_cast<double>(c.support(i)), b = static_cast<double>(c.predicted_as(i));
    mean += b / n / k;
    for (const int j : there) {
      const auto b2 = static_cast<double>(c.predicted_as(j));
      // Each cell over its class's images: a and a' cancel, but for the own cell's n − a.
      variance += i == j ? b * (n - a) * (n - b) / (a * n * n * (n - 1)) : b * b2 / (n * n * (n - 1));
    }
  }
  out.mean = mean;
  out.sd = std::sqrt(std::max(0.0, variance)) / k;
  if (out.sd > 1e-12) out.z = (out.seen - out.mean) / out.sd;
  return out;
}

CalibrationByChance calibration_by_chance(const Judged& judged, int draws, std::uint64_t seed) {
  CalibrationByChance out;
  if (!judged.probabilistic || judged.predictions.empty()) return out;
  std::vector<Sure> images;
  for (const Prediction& p : judged.predictions) {
    const int said = predicted(p);
    const double confidence = std::min(1.0, p.probabilities[static_cast<std::size_t>(said)]);
    // As in the reliability diagram: a bin holds its upper end.
    const auto bin = static_cast<std::size_t>(std::clamp(std::ceil(confidence * bins) - 1, 0.0, bins - 1.0));
    images.push_back({bin, confidence, said == p.label});
  }
  double off[bins] = {};
  for (const Sure& s : images) off[s.bin] += s.right - s.confidence;
  out.seen = expected_error(off, images.size());

  const int groups = judged.groups.empty() ? 0 : *std::max_element(judged.groups.begin(), judged.groups.end()) + 1;
  std::vector<double> chance(groups ? static_cast<std::size_t>(groups) : images.size());
  draws = std::min(draws, std::max(200, static_cast<int>(2'000'000 / images.size())));
  int as_far = 0;
  double sum = 0;
  Random random(seed, "calibration by chance");
  for (int draw = 0; draw < draws; ++draw) {
    for (double& u : chance) u = random.uniform();
    std::fill(off, off + bins, 0.0);
    for (std::size_t i = 0; i < images.size(); ++i)
      off[images[i].bin] += (chance[groups ? static_cast<std::size_t>(judged.groups[i]) : i] < images[i].confidence) -
                            images[i].confidence;
    const double error = expected_error(off, images.size());
    sum += error;
    as_far += error >= out.seen - 1e-12;
  }
  out.mean = sum / draws;
  out.p = (1.0 + as_far) / (1.0 + draws);
  return out;
}

}  // namespace xp
