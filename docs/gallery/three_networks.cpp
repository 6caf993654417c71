// Xception, InceptionV3 and DenseNet on few drawn radiographs, for the gallery: which overfits, and can these images tell?
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("Which of three published networks overfits least on 150 radiographs?")
      .dataset({"spine_phantom", {{"images", 240}, {"height", 160}, {"difficulty", 0.4}, {"images_per_patient", 2}}})
      .split({"hold_out", {{"test", 0.3}, {"validation", 0.15}}})
      .transforms({{"resize", {{"size", 96}}}, {"affine"}, {"normalise"}})
      .model({{"xception"}, {"inception_v3"}, {"densenet", {{"depth", 121}}}})
      .optimizer({"adam", {{"rate", 1e-3}}})
      .train({{"epochs", 16}, {"batch", 16}});
}
