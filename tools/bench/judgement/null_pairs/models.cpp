#include "tools/bench/judgement/null_pairs/models.h"

#include <cmath>

namespace xp::bench {
namespace {

double accuracy_of(int classes, double skill) {
  double sum = 0;
  for (double z = -8; z < 8; z += 0.01)
    sum += std::exp(-z * z / 2) * std::pow(std::erfc(-(z + skill) / std::sqrt(2)) / 2, classes - 1);
  return sum * 0.01 / std::sqrt(2 * M_PI);
}

std::vector<double> softmax(std::vector<double> logits) {
  double sum = 0;
  for (double& logit : logits) sum += logit = std::exp(logit);
  for (double& share : logits) share /= sum;
  return logits;
}

std::vector<double> normal(int count, Random& random) {
  std::vector<double> out;
  for (int i = 0; i < count; ++i) out.push_back(random.normal());
  return out;
}

}  // namespace

double skill(int classes, double accuracy) {
  double low = 0, high = 12;
  for (int i = 0; i < 50; ++i) {
    const double middle = (low + high) / 2;
    (accuracy_of(classes, middle) < accuracy ? low : high) = middle;
  }
  return low;
}

std::vector<Judged> equals(const Setting& setting, double skill, Random& random) {
  const auto classes = static_cast<std::size_t>(setting.classes), runs = static_cast<std::size_t>(setting.runs);
  std::vector<Judged> out(runs, Judged{.classes = setting.classes});
  const double of_group = setting.group > 1 ? std::sqrt(0.5) : 0, of_image = std::sqrt(1 - of_group * of_group);
  std::size_t label = 0;
  std::vector<std::vector<double>> common(runs);  // of each run's own noise, what a group's images share
  for (int i = 0; i < setting.images; ++i) {
    if (i % setting.group == 0) {
      label = random.below(classes);
      for (auto& noise : common) noise = normal(setting.classes, random);
    }
    const std::vector<double> image = normal(setting.classes, random);
    for (std::size_t run = 0; run < runs; ++run) {
      std::vector<double> logits = normal(setting.classes, random);
      for (std::size_t c = 0; c < classes; ++c) {
        const double own = of_group * common[run][c] + of_image * logits[c];
        logits[c] = std::sqrt(setting.shared) * image[c] + std::sqrt(1 - setting.shared) * own;
      }
      logits[label] += skill;
      if (setting.biased) logits[run % 2] += 0.7;
      out[run].predictions.push_back({i, static_cast<int>(label), softmax(std::move(logits))});
      if (setting.group > 1) out[run].groups.push_back(i / setting.group);
    }
  }
  return out;
}

}  // namespace xp::bench
