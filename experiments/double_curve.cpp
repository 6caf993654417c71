// Does a plain CNN tell a double curve from a single one, given 39 radiographs?
//
// Reference 000 asked this: 39 images, a plain CNN, two batches an epoch, 30 epochs. It ended with training
// accuracy 1.0 (loss 0.0199) and validation accuracy 0.7143 (loss 2.4527), and read overfitting from that.
//
// What it could not show: that anything was learned. 0.7143 are 5 of 7 images, which any accuracy from 36 to 92 % may
// give; the same seven images were looked at after every epoch, and no others were left for a test.
//
// Here it overfits on purpose; what matters is that the report says so.
// On real data, one folder a class: xp run experiments/double_curve.cpp --data DIR
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("Does a plain CNN tell a double curve from a single one, given 39 radiographs?")
      .dataset({"spine_phantom", {{"task", "double_curve"}, {"images", 39}, {"height", 128}}})
      .split({"hold_out", {{"test", 0.18}, {"validation", 0.18}}})
      .transforms({{"resize", {{"size", 128}}}})
      .model({"small_cnn", {{"filters", "16,32,64"}, {"dense", 128}}})
      .optimizer({"adam", {{"rate", 1e-3}}})
      .train({{"epochs", 30}, {"batch", 16}})
      .quick({{"train.epochs", 10}});
}
