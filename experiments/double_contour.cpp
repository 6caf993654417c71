// Is there a double contour beside the spine, when a radiograph is cut into tiles to have more of them?
//
// Reference 003 looked for the double contour that is a sign of gout. It cut 15 images into tiles, took the edges of
// what is brighter than 150 of 255, augmented, and trained two convolutions of 16 and 32 channels with a sigmoid,
// Adam at 0.0001, class weights of 5:1, a rate that falls on plateaus, early stopping, and at most 50 epochs. It gives
// no score, and says itself that so few images make it a blueprint rather than a result.
//
// What its evaluation could not show: tiles of one image show one patient under one exposure. Divided at random they
// are on both sides, and the network may know the image instead of the sign. And as 15 images seemed too few to divide,
// it was judged, as far as is told, by what it had been trained on.
//
// Here all tiles of an image stay on one side, and each carries its image's label. Contours are drawn, a double one
// for five single ones; their line runs down the spine, so that every tile has its piece. Classes weigh by how rare
// they are: of the drawn ones 5:1, as in the reference, and on other data whatever theirs asks for, by no order of
// names.
//
// On real data, one folder a class: xp run experiments/double_contour.cpp --data DIR
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("Is there a double contour, when a radiograph is cut into tiles to have more of them?")
      .dataset({"tiles",
                {{"of", "spine_phantom"},
                 {"settings", "task=double_contour,shares=1:5,images=600,height=512,difficulty=0"},
                 {"rows", 4},
                 {"columns", 1}}})
      .split({"hold_out", {{"test", 0.2}, {"validation", 0.2}}})
      .transforms({{"resize", {{"size", 96}}}, {"bright_edges", {{"threshold", 150}}}, {"affine"}, {"normalise"}})
      .model({"small_cnn", {{"filters", "16,32"}, {"kernel", 5}, {"dense", 64}}})
      .loss({"binary_cross_entropy"})
      .class_weight({"balanced"})  // 5:1 where one in six is double
      .optimizer({"adam", {{"rate", 1e-4}}})
      .callbacks(
          {{"reduce_rate_on_plateau", {{"factor", 0.3}, {"patience", 4}}}, {"early_stopping", {{"patience", 10}}}})
      .train({{"epochs", 50}, {"batch", 16}})
      .quick({{"dataset.settings", "task=double_contour,shares=1:5,images=120,height=512,difficulty=0"},
              {"train.epochs", 6}});
}
