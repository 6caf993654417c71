// Does attention help a small network to tell spines apart?
//
// The six kinds beside none, three seeds each, on one test set. `xp compare` says which pairs these images can tell.
// On real data: xp run experiments/attention_phantom.cpp --data DIR, where DIR has one folder a class.
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("Does attention help a small network to tell spines apart?")
      .dataset({"spine_phantom", {{"images", 600}, {"height", 96}}})
      .transforms({{"resize", {{"size", 80}}}, {"normalise"}})
      .model({"small_cnn", {{"filters", "16,32,64"}, {"batch_norm", true}}})
      .attention({{"none"},
                  {"squeeze_excite", {{"reduction", 8}}},
                  {"eca"},
                  {"cbam", {{"reduction", 8}}},
                  {"spatial"},
                  {"coordinate"},
                  {"self_attention", {{"heads", 4}}}})
      .optimizer({"adam", {{"rate", 2e-3}}})
      .callbacks({"early_stopping", {{"patience", 6}}})
      .train({{"epochs", 12}, {"batch", 16}})
      .sweep("seed", {1, 2, 3})
      .quick({{"train.epochs", 2}, {"seed", 1}});
}
