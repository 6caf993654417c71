// A search of 40 trials over rate, dropout and width, for the gallery.
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("Which rate, dropout and width suit a small network?")
      .dataset({"spine_phantom", {{"images", 240}, {"height", 64}, {"difficulty", 0.1}}})
      .transforms({{"resize", {{"size", 48}}}, {"normalise"}})
      .model({{"small_cnn", {{"filters", "8,16"}}}, {"small_cnn", {{"filters", "16,32"}}}})
      .optimizer({"adam"})
      .train({{"epochs", 12}, {"batch", 16}})
      .sweep("optimizer.rate", log_uniform(1e-5, 1e-1))
      .sweep("model.dropout", uniform(0.0, 0.6))
      .search(random(40));
}
