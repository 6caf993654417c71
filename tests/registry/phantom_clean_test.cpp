// A phantom without a fault has no shortcut: nothing but the spine depends on the class.
#include <catch2/catch.hpp>

#include "framework/experiment.h"

using namespace xp;

namespace {

struct Facts {
  std::vector<double> width, brightness, contrast, border;
  std::vector<int> labels;
};

Facts facts(const char* task, int seed) {
  const auto dataset = Registry::global().make<Dataset>(
      Choice("spine_phantom", {{"task", task}, {"seed", seed}, {"images", 140}, {"height", 32}, {"noise", 0.0}}));
  Facts out;
  for (const Sample& sample : dataset->list().samples) {
    const Image image = dataset->draw(sample);
    double sum = 0, squares = 0, edge = 0;
    for (const float v : image.pixels) sum += v, squares += v * v;
    for (int x = 0; x < image.width; ++x) edge += image.at(x, 0) + image.at(x, image.height - 1);
    for (int y = 0; y < image.height; ++y) edge += image.at(0, y) + image.at(image.width - 1, y);
    const double n = static_cast<double>(image.pixels.size());
    out.width.push_back(image.width);
    out.brightness.push_back(sum / n);
    out.contrast.push_back(std::sqrt(squares / n - sum / n * sum / n));
    out.border.push_back(edge / (2 * image.width + 2 * image.height));
    out.labels.push_back(sample.label);
  }
  return out;
}

/// How far the classes' means are apart: the sum of squares between them.
double between(const std::vector<double>& values, const std::vector<int>& labels) {
  std::vector<double> sums(8), counts(8);
  for (std::size_t i = 0; i < values.size(); ++i) sums[labels[i]] += values[i], counts[labels[i]] += 1;
  double out = 0;
  for (int c = 0; c < 8; ++c)
    if (counts[c] > 0) out += sums[c] * sums[c] / counts[c];
  return out;
}

/// Share of permuted labels that lie as far apart: uniform between 0 and 1 where the fact does not know the class.
double p_value(const std::vector<double>& values, std::vector<int> labels, int seed) {
  constexpr int permutations = 99;
  const double seen = between(values, labels);
  Random random(static_cast<std::uint64_t>(seed), "test/permutation");
  int as_far = 1;
  for (int i = 0; i < permutations; ++i) {
    random.shuffle(labels);
    as_far += between(values, labels) >= seen;
  }
  return as_far / (permutations + 1.0);
}

/// Mean p-value of 20 sets; 0.5 with a standard deviation of 0.065 where there is nothing.
double mean_p(const std::vector<Facts>& sets, std::vector<double> Facts::*fact) {
  double sum = 0;
  for (std::size_t i = 0; i < sets.size(); ++i)
    sum += p_value(sets[i].*fact, sets[i].labels, static_cast<int>(i)) / static_cast<double>(sets.size());
  return sum;
}

}  // namespace

TEST_CASE("of 20 clean sets of each task, width, brightness, contrast and border say nothing about the class") {
  for (const char* task : {"three_classes", "double_curve", "als_types", "double_contour"}) {
    CAPTURE(task);
    std::vector<Facts> sets;
    for (int seed = 1; seed <= 20; ++seed) sets.push_back(facts(task, seed));
    CHECK(mean_p(sets, &Facts::width) > 0.3);
    CHECK(mean_p(sets, &Facts::brightness) > 0.3);
    CHECK(mean_p(sets, &Facts::contrast) > 0.3);
    CHECK(mean_p(sets, &Facts::border) > 0.3);
  }
}
