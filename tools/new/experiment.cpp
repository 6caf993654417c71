// Does a small network tell a healthy spine from a curved or a slipped one?
//
//   xp run experiment.cpp            every combination below
//   xp run experiment.cpp --quick    the same, made small, to see that it works
//   xp plugins                       what else there is to choose from
#include "framework/experiment.h"
#include "stop_at_gap.h"

XP_EXPERIMENT(e) {
  e.title("Does a small network tell a healthy spine from a curved or a slipped one?")
      .dataset({"spine_phantom"})  // drawn radiographs; your own: {"image_folder", {{"path", "data/spines"}}}
      .split({"hold_out", {{"test", 0.2}, {"validation", 0.2}}})
      .transforms({{"resize", {{"size", 64}}}, {"normalise"}})
      .model({"small_cnn"})
      .attention({{"none"}, {"squeeze_excite"}})
      .class_weight({"balanced"})
      .optimizer({"adam", {{"rate", 1e-3}}})
      .callbacks({{"early_stopping", {{"patience", 3}}}, {"stop_at_gap", {{"gap", 0.15}}}})
      .train({{"epochs", 10}, {"batch", 16}})
      .sweep("seed", {1, 2})  // 2 attentions × 2 seeds = 4 runs on one test set
      .quick({{"train.epochs", 2}, {"seed", 1}});
}
