// Does everything work? Drawn radiographs, a small network, less than 20 seconds.
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("Can a small network tell a straight spine from a curved and a slipped one?")
      .dataset({"spine_phantom", {{"images", 600}, {"height", 96}}})
      .transforms({{"resize", {{"size", 80}}}, {"normalise"}})
      .model({"small_cnn", {{"filters", "16,32,64"}, {"batch_norm", true}}})
      .optimizer({"adam", {{"rate", 2e-3}}})
      .callbacks({"early_stopping", {{"patience", 6}}})
      .train({{"epochs", 12}, {"batch", 16}})
      .quick({{"train.epochs", 2}});
}
