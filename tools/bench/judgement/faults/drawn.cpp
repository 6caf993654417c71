// What is chosen before a history begins: data, recipe, and the pace of learning.
#include <algorithm>
#include <cmath>

#include "tools/bench/judgement/faults/histories.h"

namespace xp::bench {
namespace {

int log_uniform(Random& random, double low, double high) {
  return static_cast<int>(std::lround(low * std::pow(high / low, random.uniform())));
}

/// Equal, or uneven with no class under an eighth (a third of an even share where there are many).
std::vector<double> drawn_shares(Random& random) {
  const std::size_t counts[] = {2, 2, 2, 3, 3, 4, 5, 8};
  const std::size_t classes = counts[random.below(8)];
  std::vector<double> shares(classes, 1);
  if (random.chance(0.5))
    for (double& share : shares) share = random.uniform(0.35, 1.6);
  double sum = 0;
  for (const double share : shares) sum += share;
  for (double& share : shares) share /= sum;
  return shares;
}

Settings drawn_settings(Setup& setup, Random& random) {
  Settings out{{"dataset", "image_folder"}, {"split", "hold_out"}, {"model", "resnet"}, {"loss", "cross_entropy"}};
  const double dropout = random.chance(0.5) ? 0.1 * std::lround(random.uniform(1, 5)) : 0;
  const bool augments = random.chance(0.5);
  set(out, "model.dropout", dropout);
  set(out, "transform", augments ? "resize,flip,rotate,normalise" : "resize,normalise");
  setup.hurt = 0.5 * dropout * random.uniform(0.2, 1) + (augments ? random.uniform(0, 0.2) : 0);
  setup.balanced = random.chance(0.25);
  // Weights that even out what is very uneven make probabilities that mean something else: no fault of the curves.
  for (double& share : setup.shares)
    if (setup.balanced) share = (share + 1 / static_cast<double>(setup.shares.size())) / 2;
  set(out, "class_weight", setup.balanced ? "balanced" : "none");
  setup.remeasured = random.chance(0.2);
  set(out, "train.measure_train", setup.remeasured);
  setup.patience = random.chance(0.35) ? static_cast<int>(random.below(12)) + 5 : 0;
  set(out, "callback", setup.patience ? "early_stopping" : "");
  setup.monitor = random.chance(0.3) ? "val/accuracy" : "val/loss";
  set(out, "train.monitor", setup.monitor);
  return out;
}

}  // namespace

Setup drawn_setup(Random& random) {
  Setup out;
  out.shares = drawn_shares(random);
  out.train = log_uniform(random, 80, 4000);
  out.validation = log_uniform(random, 24, 1000);
  out.test = log_uniform(random, 150, 2000);
  out.epochs = log_uniform(random, 8, 200);
  out.steady = random.uniform(0.5, 0.95);
  out.settings = drawn_settings(out, random);
  return out;
}

Course drawn_course(Setup& setup, double end, Random& random) {
  const int epochs = setup.epochs;
  const char* schedules[] = {"constant", "cosine", "step"};
  const std::size_t schedule = random.below(3);
  set(setup.settings, "schedule", schedules[schedule]);
  Course out;
  std::vector<double> progress{0};
  const double drop_at = random.uniform(0.4, 0.8), plateau = random.chance(0.3) ? random.uniform(0, 0.25) : 0;
  for (int e = 0; e <= epochs; ++e) {
    const double at = static_cast<double>(e) / epochs;
    out.rate.push_back(schedule == 0   ? 1
                       : schedule == 1 ? 0.01 + 0.99 * (1 + std::cos(M_PI * at)) / 2
                       : at < drop_at  ? 1
                                       : 0.1);
    if (e) progress.push_back(progress.back() + (at < plateau ? 0.1 : 1) * std::max(0.3, out.rate.back()));
  }
  // A drop of the rate brings a last step up.
  const double last_step = schedule == 2 ? random.uniform(0, 0.15) : 0, quickness = random.uniform(3.5, 14);
  for (int e = 0; e <= epochs; ++e) {
    const auto i = static_cast<std::size_t>(e);
    const double at = static_cast<double>(e) / epochs, way = 1 - std::exp(-quickness * progress[i] / progress.back());
    const double stepped = 1 - last_step + last_step * (at < drop_at ? 0 : 1 - std::exp(-30 * (at - drop_at)));
    out.train.push_back(end * way * stepped);
  }
  out.validation = out.train;
  out.sureness = sureness_after(setup, out.train);
  const double shake = random.uniform(0.01, 0.12);
  for (const double rate : out.rate) out.shaken.push_back(shake * std::sqrt(rate));
  return out;
}

}  // namespace xp::bench
