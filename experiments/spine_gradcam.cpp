// Can a plain CNN tell normal, scoliotic and slipped spines apart?
//
// Reference 004 trained such a CNN on three classes and found 81 % on its test set, with Grad-CAM to explain it.
// On real data: xp run experiments/spine_gradcam.cpp --data DIR, where DIR has one folder a class; then
// xp explain last DIR/Scol --method all --sanity
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("Can a plain CNN tell normal, scoliotic and slipped spines apart?")
      .dataset({"spine_phantom", {{"images", 600}, {"height", 128}}})
      .transforms({{"resize", {{"size", 128}}}, {"normalise"}})
      .model({"small_cnn", {{"filters", "16,32,64,128"}, {"batch_norm", true}, {"dropout", 0.3}}})
      .class_weight({"balanced"})
      .optimizer({"adam", {{"rate", 1e-3}}})
      .callbacks(
          {{"early_stopping", {{"patience", 12}}}, {"reduce_rate_on_plateau", {{"factor", 0.3}, {"patience", 3}}}})
      .train({{"epochs", 30}, {"batch", 16}})
      .quick({{"train.epochs", 4}});
}
