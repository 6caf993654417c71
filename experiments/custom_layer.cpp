// A layer that xp does not have: layers/response_norm.cpp computes it, the plugin below puts it into a network.
#include "framework/experiment.h"

namespace {

struct ResponseNorm : xp::Attention {
  static constexpr const char* doc = "Channels compete by their norms over all positions (Woo et al. 2023).";

  xp::Net net(int channels) const override {
    return xp::custom("response_norm", {{"gamma", {channels}}, {"beta", {channels}}});
  }
};
XP_PLUGIN("response_norm", ResponseNorm)

}  // namespace

XP_EXPERIMENT(e) {
  e.title("Does it help a small network when its channels compete?")
      .dataset({"spine_phantom", {{"images", 300}, {"height", 96}}})
      .transforms({{"resize", {{"size", 64}}}, {"normalise"}})
      .model({"small_cnn", {{"filters", "16,32"}, {"batch_norm", true}}})
      .attention({{"none"}, {"response_norm"}})
      .layers("layers/response_norm.cpp")
      .train({{"epochs", 8}, {"batch", 16}})
      .sweep("seed", {1, 2, 3})
      .quick({{"train.epochs", 1}, {"dataset.images", 30}, {"seed", 1}});
}
