// Phantoms can be learned, and not at a glance: a small CNN reaches 95 % test accuracy given 2 000 images, and not in
// its first epoch.   xp run tools/bench/phantom_learning.cpp; xp show last
//
// Of four recipes the one with the best validation accuracy on phantoms of seed 11; then confirmed once on a seed not
// looked at before (12, which stands here). Not tested apart: windows of 5 pixels, 64 x 64, dropout and 20 epochs.
// Before, with 3 pixels, 96 x 96, no dropout and 14 epochs, single and double curves were told apart in 88 %.
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("Can a small CNN learn the phantoms from 2 000 images?")
      .dataset({"spine_phantom", {{"images", 3600}, {"height", 128}, {"seed", 12}}})
      .split({"hold_out", {{"test", 0.2}, {"validation", 0.244}}})  // 2 000 train, 880 validation, 720 test
      .transforms({{"resize", {{"size", 64}}}, {"normalise"}})
      .model({"small_cnn", {{"filters", "16,32,64,128"}, {"kernel", 5}, {"batch_norm", true}, {"dropout", 0.3}}})
      .optimizer({"adam", {{"rate", 1e-3}}})
      .schedule({"cosine"})
      .train({{"epochs", 20}, {"batch", 32}})
      .sweep("dataset.task", {"three_classes", "double_curve"});
}
