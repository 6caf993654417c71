// What the real runs of real_runs.sh are variations of: drawn radiographs, a small network, seconds a run.
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("What does the diagnosis say of a run whose fault is known?")
      .dataset({"spine_phantom", {{"images", 600}, {"height", 80}}})
      .split({"hold_out", {{"test", 0.25}, {"validation", 0.15}}})
      .transforms({{"resize", {{"size", 64}}}, {"normalise"}})
      .model({"small_cnn", {{"filters", "16,32,64"}, {"batch_norm", true}}})
      .optimizer({"adam", {{"rate", 2e-3}}})
      .train({{"epochs", 12}, {"batch", 16}});
}
