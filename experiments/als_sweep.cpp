// Which backbone overfits least?
//
// Reference 001 trained InceptionV3, Xception, ResNet50 and ResNet101 at 299×299 on the seven ALS curve types, with L2,
// dropout and augmentation. Here the seven types are drawn.
// On real data: xp run experiments/als_sweep.cpp --quick --data DIR
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("Which backbone overfits least?")
      .dataset({"spine_phantom", {{"task", "als_types"}, {"images", 700}, {"height", 320}}})
      .split({"hold_out", {{"test", 0.2}, {"validation", 0.15}}})
      .transforms({{"resize", {{"size", 299}}}, {"normalise"}})
      .model({{"xception"}, {"inception_v3"}, {"densenet", {{"depth", 121}}}, {"resnet", {{"depth", 50}}}})
      .attention({{"none"}, {"cbam", {{"reduction", 16}}}})
      .class_weight({"balanced"})
      .optimizer({"adam", {{"rate", 1e-4}, {"weight_decay", 1e-4}}})
      .callbacks({{"early_stopping", {{"patience", 5}}}, {"reduce_rate_on_plateau", {{"factor", 0.5}}}})
      .train({{"epochs", 30}, {"batch", 16}})
      .sweep("model.dropout", {0.2, 0.5})
      .sweep("seed", {1, 2, 3})
      .quick({{"train.epochs", 2}, {"transform.size", 96}, {"attention", "none"}, {"model.dropout", 0.2}, {"seed", 1}});
}
