// Does bf16 cost accuracy? The same training in fp32 and bf16, ten paired seeds: tools/bench/precision.sh runs this and
// gives the interval of the mean difference.
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("Does bf16 cost accuracy?")
      .dataset({"spine_phantom", {{"images", 2400}, {"height", 128}, {"difficulty", 0.3}}})
      .split({"hold_out", {{"test", 0.4}, {"validation", 0.15}}})  // 960 test images
      .transforms({{"resize", {{"size", 64}}}, {"normalise"}})
      .model({"small_cnn", {{"filters", "16,32,64,128"}, {"kernel", 5}, {"batch_norm", true}, {"dropout", 0.3}}})
      .optimizer({"adam", {{"rate", 1e-3}}})
      .schedule({"cosine"})
      .train({{"epochs", 15}, {"batch", 32}})
      .sweep("seed", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
      .sweep("train.precision", {"fp32", "bf16"});
}
