// What a run keeps for the eye: its test images with heat maps over them, and what the network was shown.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "framework/engine/engine.h"
#include "framework/engine/images/batches.h"
#include "framework/engine/network/network.h"

namespace xp {

/// Over heat maps: of test images that `telling` chose, not of all where there are many.
struct NearBorder {
  double share = 0;  // of a map's heat, on average
  int maps = 0;
};

class Pictures {
 public:
  /// All are used on every call and must outlive it.
  Pictures(const Plan& plan, const Network& network, const Batches& batches, at::Device device, Recorder& recorder)
      : plan_(plan), network_(network), batches_(batches), device_(device), recorder_(recorder) {}

  /// Keeps of each test image pictures/0012.jpg, at most 160 pixels a side, and pictures/0012_cam.jpg, the Grad-CAM of
  /// the class that was predicted, by the weights as they are; 0012: the sample's index in the listing. Each takes
  /// 40 kB at most. pictures/index.json names them, and what each heat map explains, its share of heat near the border,
  /// the samples that were left out (see `telling`), and why heat maps are missing where they are. Ends early when the
  /// recorder is interrupted; the rest is left out, and a remark says so.
  /// Gives the mean of those shares over the maps that have heat; none where no map has.
  std::optional<NearBorder> of_test(const std::vector<Prediction>& test);
  /// Keeps pictures/data.jpg: images of the training part as they are, a row a class, up to 8 each and of 12 classes,
  /// chosen at random and always alike; an empty place could not be read. pictures/data.json names them, row by row.
  /// Nothing when the recorder is interrupted.
  void of_data(const std::vector<int>& training);
  /// Keeps pictures/seen.jpg: the first images of an epoch's pieces as the network sees them in the first epoch, up to
  /// 24; all by one scale, from black for their darkest pixels (a thousandth) to white for their brightest.
  void of_training(const std::vector<std::vector<int>>& pieces);
  /// Keeps saliency/epoch_003/0012.jpg of each sample: the Grad-CAM of the class that the weights now predict.
  void of_epoch(int epoch, const std::vector<int>& samples);

 private:
  struct Map;
  Map map_of(int sample, int target) const;
  std::optional<Image> small(int sample, std::string& why) const;

  static constexpr int longest = 160;                // pixels of a picture's side
  static constexpr std::size_t most_bytes = 40'000;  // of a picture
  const Plan& plan_;
  const Network& network_;
  const Batches& batches_;
  at::Device device_;
  Recorder& recorder_;
};

}  // namespace xp
