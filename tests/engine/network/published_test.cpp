// The published networks compute what their publishers' code computes: logits of torchvision with the same weights, of
// its networks with what Keras does otherwise, and of Xception written down from its sources; see fixtures/networks.py.
#include "tests/engine/network/published.h"

#include <catch2/catch.hpp>

#include "framework/engine/execution.h"
#include "framework/engine/precision.h"

using namespace xp;
using namespace xp::test;

TEST_CASE("published networks give their publishers' logits, in both flavours") {
  const at::NoGradGuard no_gradients;
  for (const Published& p : published()) {
    CAPTURE(p.name);
    const auto network = published_network(p);
    const Tensor images = published_input(p.wanted().size);
    CHECK(distance(network->forward(images, false), p.wanted()) <= 1e-4);
    const auto judged = [&](const char* precision) {  // compiled, BatchNorm folded into the convolutions
      return Execution(*network, {at::get_num_threads(), "cpu", precision}).judge(images);
    };
    CHECK(distance(judged("fp32"), p.wanted()) <= 1e-4);
    if (resolved_precision("auto", "cpu") == "bf16") CHECK(distance(judged("bf16"), p.wanted()) <= 0.15);
  }
}

TEST_CASE("in training Inception has its auxiliary head's logits beside its own, weighted 0.3") {
  const at::NoGradGuard no_gradients;
  const Published p{"inception_v3 in training", {"inception_v3", {{"auxiliary", true}}}};
  const auto network = published_network(p);
  widen(*network);  // BatchNorm over two numbers, as the batch of two leaves the auxiliary head, makes much of little
  const Tensor images = published_input(p.wanted().size).to(at::kDouble);
  const Logits logits = network->logits(images, true);
  CHECK(distance(logits.main, p.wanted()) <= 1e-6);
  REQUIRE(logits.auxiliary.size() == 1);
  CHECK(logits.auxiliary[0].second == 0.3);
  CHECK(distance(logits.auxiliary[0].first, published_logits.at("inception_v3 in training, auxiliary")) <= 1e-6);
  CHECK(network->logits(images, false).auxiliary.empty());
}

TEST_CASE("the two flavours are not the same network, so that the comparison can fail") {
  const auto apart = [](const std::string& one, const std::string& other) {
    const Tensor logits = at::tensor(published_logits.at(one).logits, at::kDouble);
    return distance(logits.view({published_images, published_outputs}), published_logits.at(other));
  };
  CHECK(apart("xception keras at 96", "xception at 96") > 0.01);
  CHECK(apart("xception keras at 97", "xception at 97") > 0.01);
  CHECK(apart("resnet50 keras", "resnet50") > 0.01);
  CHECK(apart("inception_v3 keras", "inception_v3") > 0.01);
  CHECK(apart("mobilenet_v2 keras at 97", "mobilenet_v2") > 1e-3);
  CHECK(apart("efficientnet_b0 keras at 97", "efficientnet_b0") > 1e-3);
}
