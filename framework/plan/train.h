// The trainer's own settings, described like a plugin's.
#pragma once
#include <cstdint>
#include <string>

#include "framework/plugin/params.h"

namespace xp {

struct Train {
  std::int64_t epochs = 30, batch = 16, variants = 0;
  std::string monitor = "val/loss";
  std::string device = "cpu", precision = "auto";

  static void describe(Params<Train>& p) {
    p("epochs", &Train::epochs, "passes over the training part").between(1, 100000);
    p("batch", &Train::batch, "images a step").between(1, 65536);
    p("variants", &Train::variants,
      "augmented variants of each training image, drawn once and seen in turn, one an epoch; 0: new ones every epoch")
        .between(0, 100000);
    p("monitor", &Train::monitor, "metric by which the weights of the best epoch are chosen");
    p("device", &Train::device, "where to compute: cpu, cuda, cuda:1");
    p("precision", &Train::precision,
      "of images, maps and products: fp32, bf16, or auto: bf16 where the device computes it natively")
        .one_of({"auto", "fp32", "bf16"});
  }
};

/// `seed` sets both; each may be swept on its own.
struct Seeds {
  std::int64_t init = 1, order = 1;

  static void describe(Params<Seeds>& p) {
    p("init", &Seeds::init, "draws the initial weights").at_least(0);
    p("order", &Seeds::order, "draws shuffling, augmentation and dropout").at_least(0);
  }
};

/// The settings written out and checked, as Registry::complete does for a plugin. Throws Error on a device that is
/// none.
Settings complete_train(const Settings& given);
Settings complete_seeds(const Settings& given);
Train train_of(const Settings& complete);
Seeds seeds_of(const Settings& complete);

}  // namespace xp
