// Where recipes begin that are to know a spine before they see a radiograph: drawn ones, of the same three classes.
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("Phantom spines, to begin from")
      .dataset({"spine_phantom", {{"images", 3000}, {"height", 320}}})
      .split({"hold_out", {{"test", 0.05}, {"validation", 0.1}}})
      .transforms({{"resize", {{"size", 160}}},
                   {"affine", {{"degrees", 7}}},
                   {"flip"},
                   {"brightness"},
                   {"contrast"},
                   {"normalise"}})
      .model({"resnet", {{"depth", 18}}})
      .optimizer({"adam", {{"rate", 5e-4}, {"weight_decay", 1e-4}}})
      .schedule({"cosine"})
      .train({{"epochs", 6}, {"batch", 16}});
}
