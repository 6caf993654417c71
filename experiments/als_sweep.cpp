// Which of four published networks overfits least, and what holds it back: L2, dropout or augmentation?
//
// Reference 001 sorted radiographs into the seven curve types of the augmented Lehnert-Schroth classification, with
// Keras' InceptionV3, Xception, ResNet50 and ResNet101 at 299×299 in colour, Adam, l2, dropout and an image generator,
// on images from three private and two public sources. Its text names no rate, no strength and no score; the best
// networks are offered as files.
//
// What that could not show: which of these choices mattered, how often the best network is right on images that chose
// nothing, and whether one source's look, where a source has more of a type, is what tells it.
//
// Here the types are drawn, as many of each; the values below are ours, and all plans have one test set. It is a long
// sweep, of 32 plans; interrupted, it goes on where it was. Keras' l2(λ) is a weight_decay of 2λ on kernels. A mirrored
// spine is of another type, so that nothing is flipped.
//
// On real data, one folder a type: xp run experiments/als_sweep.cpp --data DIR
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("Which of four networks overfits least, and what holds it back: L2, dropout or augmentation?")
      .dataset({"spine_phantom", {{"task", "als_types"}, {"images", 700}, {"height", 320}}})
      .split({"hold_out", {{"test", 0.2}, {"validation", 0.15}}})
      .transforms({{"resize", {{"size", 299}}}, {"rotate"}, {"normalise"}})
      .model({{"inception_v3"}, {"xception"}, {"resnet", {{"depth", 50}}}, {"resnet", {{"depth", 101}}}})
      .class_weight({"balanced"})
      .optimizer({"adam", {{"rate", 1e-4}, {"decay", "kernels"}}})
      .callbacks(
          {{"early_stopping", {{"patience", 5}}}, {"reduce_rate_on_plateau", {{"factor", 0.5}, {"patience", 3}}}})
      .train({{"epochs", 30}, {"batch", 16}})
      .sweep("optimizer.weight_decay", {0.0, 2e-4})
      .sweep("model.dropout", {0.0, 0.5})
      .sweep("transform.rotate.degrees", {0, 10})
      .quick({{"dataset.images", 140},
              {"transform.size", 96},
              {"train.epochs", 2},
              {"optimizer.weight_decay", 2e-4},
              {"model.dropout", 0.5},
              {"transform.rotate.degrees", 10}});
}
