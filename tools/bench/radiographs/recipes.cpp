// What every recipe of nested.py begins with: a network from scratch on grey radiographs, as many epochs as are named,
// the rate falling to 0, no validation part. Which images, and what a recipe changes, is said on the command line.
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("How well does a network that saw nothing else tell these radiographs apart?")
      .dataset({"manifest"})
      .split({"k_fold", {{"k", 4}, {"validation", 0.0}}})
      .transforms({{"resize", {{"size", 160}}},
                   {"affine", {{"degrees", 7}}},
                   {"flip"},
                   {"brightness"},
                   {"contrast"},
                   {"normalise"}})
      .model({"resnet", {{"depth", 18}}})
      .class_weight({"balanced"})
      .optimizer({"adam", {{"rate", 5e-4}, {"weight_decay", 1e-4}}})
      .schedule({"cosine"})
      .train({{"epochs", 40}, {"batch", 16}, {"monitor", "train/loss"}});
}
