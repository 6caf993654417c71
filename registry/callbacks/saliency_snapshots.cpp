#include "framework/experiment.h"

namespace xp {
namespace {

/// Each time of the same images, so that a row of them shows how the network's attention moves.
struct SaliencySnapshots : Callback {
  static constexpr const char* doc = "Keeps heat maps of some validation images every few epochs.";
  int every = 5, images = 8;

  static void describe(Params<SaliencySnapshots>& p) {
    p("every", &SaliencySnapshots::every, "epochs from one to the next").between(1, 100000).unit("epochs");
    p("images", &SaliencySnapshots::images, "validation images, the first ones").between(1, 1000);
  }

  void epoch_end(const Epoch& epoch, Control& run) override {
    if (epoch.number % every == 0) run.keep_heat_maps(images);
  }
};
XP_PLUGIN("saliency_snapshots", SaliencySnapshots)

}  // namespace
}  // namespace xp
