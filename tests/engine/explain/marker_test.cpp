// A shortcut that is known: phantoms of one class carry a marker in a corner. A network that has learned it must be
// found out by every method.
#include "framework/engine/training/trainer.h"

#include <catch2/catch.hpp>

#include "framework/engine/explain/heatmap.h"
#include "framework/engine/explain/occlusion.h"
#include "framework/engine/explain/saliency.h"
#include "framework/engine/network/weights.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

constexpr int side = 96, marker = 24;  // pixels

/// Phantoms, all of one kind: what tells the classes apart is white lines in the upper left corner.
struct MarkedPhantom : Dataset {
  static constexpr const char* doc = "Phantoms; those of the second class have a marker.";

  static const Dataset& phantoms() {
    static const auto all = Registry::global().make<Dataset>(
        Registry::global().complete(Kind::dataset, {"spine_phantom", {{"images", 480}, {"height", side}}}));
    return *all;
  }
  Listing list() const override {
    Listing listing;
    listing.classes = {"plain", "marked"};
    for (const Sample& s : phantoms().list().samples)
      if (s.label == 0) listing.samples.push_back({s.name, "", static_cast<int>(listing.samples.size() % 2), "", ""});
    return listing;
  }
  Image draw(const Sample& sample) const override {
    Image image = phantoms().draw(sample);
    if (sample.label == 1)
      for (int y = 0; y < image.height * marker / side; ++y)
        for (int x = 0; x < image.width * marker / side; ++x) image.at(x, y) = static_cast<float>(y / 2 % 2);
    return image;
  }
};
const Registration<MarkedPhantom> marked{"marked_phantom", "tests/engine/explain/marker_test.cpp"};

struct Weights : Recorder {
  std::string kept;
  std::vector<Prediction> test;
  void prepared(const Prepared&) override {}
  void step(const StepReport&) override {}
  void epoch(const Epoch&, const Metrics&) override {}
  void scored(Part part, int, const std::vector<Prediction>& p) override {
    if (part == Part::test) test = p;
  }
  void weights(int, const std::string& safetensors) override { kept = safetensors; }
  bool interrupted() override { return false; }
};

/// Share of a heat map, laid over the image, that lies in the marker.
double in_marker(const Tensor& heat) {
  const Tensor one = heat.contiguous();
  const Image laid = laid_back({static_cast<int>(one.size(0)),
                                static_cast<int>(one.size(1)),
                                {one.data_ptr<double>(), one.data_ptr<double>() + one.numel()}},
                               {}, side, side);
  double inside = 0, all = 0;
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      all += laid.at(x, y);
      if (x < marker && y < marker) inside += laid.at(x, y);
    }
  return inside / all;
}

}  // namespace

TEST_CASE("a corner marker that gives the class away holds at least 80 % of the heat") {
  const Plan plan = test::tiny_plan({{"dataset", "marked_phantom"},
                                     {"transform.size", side},
                                     {"model.filters", "8,16"},
                                     {"train.epochs", 20},
                                     {"optimizer.rate", 5e-3}});
  Weights notes;
  at::set_num_threads(1);
  REQUIRE(Trainer(plan, {1, "cpu"}, notes).run().ending == Trained::finished);
  for (const Prediction& p : notes.test) REQUIRE(predicted(p) == p.label);  // it has learned it

  const Network network(xp::network(plan), input(plan), 0, at::kCPU);
  from_safetensors(notes.kept, network.state());
  Batches batches(plan, 1, [] { return false; });
  batches.load(listing(plan.only(Kind::dataset)));
  std::vector<int> samples;
  for (const Prediction& p : notes.test)
    if (p.label == 1) samples.push_back(p.sample);
  REQUIRE(samples.size() >= 10);
  const Tensor images = batches.images(samples, 0);
  const std::vector<int> targets(samples.size(), 1);
  const LastMap last = last_map(network, images);
  for (const std::string method : {"gradcam", "gradcam++", "hirescam", "occlusion"}) {
    const Tensor heat = method == "occlusion" ? occlusion_heat(network, images, targets, {}, {8, 4}, 32)
                                              : activation_heat(method, last.map, gradient(last, targets, {}));
    for (std::size_t i = 0; i < samples.size(); ++i) {
      CAPTURE(method, i);
      // Grad-CAM++ leaves out what speaks against the class, so that nothing cancels the rest of the phantom.
      CHECK(in_marker(heat[static_cast<std::int64_t>(i)]) >= (method == "gradcam++" ? 0.65 : 0.8));
    }
  }
}
