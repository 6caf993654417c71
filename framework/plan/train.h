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
  std::int64_t accumulate = 1, average_from = 0;
  double clip_norm = 0, moving_average = 0;
  bool measure_train = false, flip_at_test = false;
  std::string unfreeze, control = "none";

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
    p("accumulate", &Train::accumulate, "batches whose gradients make one update").between(1, 65536).later();
    p("clip_norm", &Train::clip_norm, "gradients whose norm is larger are scaled down to it; 0: never")
        .at_least(0)
        .later();
    p("moving_average", &Train::moving_average,
      "share of the averaged weights (EMA) that stays at each update; they are judged and kept; 0: none")
        .between(0, 0.999999)
        .later();
    p("average_from", &Train::average_from,
      "epoch from whose end on the weights of epochs are averaged (SWA); judged and kept at the end; 0: none")
        .between(0, 100000)
        .later();
    p("measure_train", &Train::measure_train,
      "judges the training part again at each epoch's end, as the validation part is: train_eval/loss, …")
        .later();
    p("flip_at_test", &Train::flip_at_test, "what is judged is the mean of an image and its mirrored one").later();
    p("unfreeze", &Train::unfreeze,
      "what learns from which epoch on: \"4:2, 8:none\" freezes 2 stages from epoch 4 on, nothing from 8 on")
        .later();
    p("control", &Train::control,
      "what stands in for the recipe, on the same split: shuffled_labels trains on labels dealt out anew, majority and "
      "image_statistics (nearest neighbours on size and thumbnail) train no network")
        .one_of({"none", "shuffled_labels", "majority", "image_statistics"})
        .later();
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
/// The settings that came after plans were stored, at their defaults.
Settings later_of_train();
Train train_of(const Settings& complete);
Seeds seeds_of(const Settings& complete);

}  // namespace xp
