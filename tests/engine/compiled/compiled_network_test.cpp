// Whole networks, compiled, against the plain path: in fp32 both are off by what rounding does in many layers, so that
// either is held against float64.
#include "tests/engine/compiled/passes.h"
#include "tests/engine/compiled/zoo.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "framework/engine/compiled/compiled_network.h"

using namespace xp;
using namespace xp::test;

namespace {

constexpr std::int64_t images = 4;

/// Sanitized kernels add up lane by lane, which rounds more: they are asked about memory.
const double times = std::string(XP_SANITIZE).empty() ? 2 : 8;

/// At most twice as far from float64 as the plain fp32 network is, or off by less than a ten-thousandth.
struct Verdict {
  Verdict(const Specimen& specimen, const std::vector<std::string>& frozen, const std::string& batch,
          double rounding = 1e-4) {
    Subject s(specimen.net, specimen.in, images, batch);
    s.network.freeze(frozen);
    const Passed plain = s.plain(), compiled = s.compiled(), exact = s.exact();
    REQUIRE(compiled.outputs.size() == exact.outputs.size());
    REQUIRE(compiled.gradients.size() == exact.gradients.size());
    const Distance p(plain, exact), c(compiled, exact);
    near = c.outputs <= std::max(times * p.outputs, 1e-4) && c.statistics <= std::max(times * p.statistics, 1e-5) &&
           c.gradients <= std::max(times * p.gradients, rounding) &&
           c.tensor.error <= std::max(times * p.tensor.error, 10 * rounding);
    std::ostringstream text;
    text << "plain and compiled from float64: outputs " << p.outputs << " " << c.outputs << ", statistics "
         << p.statistics << " " << c.statistics << ", gradients " << p.gradients << " " << c.gradients << ", worst "
         << p.tensor.error << " " << c.tensor.error << " (" << c.tensor.name << ")\n";
    told = text.str();
  }
  bool near;
  std::string told;
};

/// A sum that is zero but for rounding falls to either side of a ReLU, which one gradient in thousands sees, of either
/// network: then another batch decides. What is wrong is so for all.
void check_training(const Specimen& specimen, const std::vector<std::string>& frozen = {}) {
  std::string told;
  bool near = false;
  for (const char* batch : {"one", "two", "three"})
    if (!near) {
      const Verdict v(specimen, frozen, batch);
      near = v.near;
      told += v.told;
    }
  INFO(specimen.name << "\n" << told);
  CHECK(near);
}

/// SiLU for every activation with a kink, means for the choices of maxima.
Net smooth(Net net) {
  if (net.op == Op::relu || net.op == Op::relu6 || net.op == Op::hard_swish) net.op = Op::silu;
  if (net.op == Op::max_pool) net.op = Op::avg_pool;
  for (Net& part : net.parts) part = smooth(std::move(part));
  return net;
}

}  // namespace

TEST_CASE("without kinks, every model's gradients are at most twice as far from float64 as the plain network's") {
  for (const Specimen& s : models()) {
    const Verdict v({s.name, smooth(s.net), s.in}, {}, "one", 1e-5);
    INFO(s.name << "\n" << v.told);
    CHECK(v.near);
  }
}

TEST_CASE("every model's gradients are at most twice as far from float64 as the plain network's") {
  for (const Specimen& s : models()) {
    const bool keras = s.name.find(" keras") != std::string::npos;  // other borders, as in every such model
    if (!keras || s.name == "mobilenet_v2 keras") check_training(s);
  }
}

TEST_CASE("so are those of every attention, after the features and in blocks") {
  for (const Specimen& s : attentive(tiny_cnn, "features")) check_training(s);
  for (const Specimen& s : attentive(tiny_cnn, "blocks")) check_training(s);
  for (const Specimen& s : attentive(tiny_mobilenet, "blocks")) check_training(s);
  check_training(attentive(tiny_densenet, "blocks").front());
}

TEST_CASE("so are those of what is trained above frozen stages") {
  const auto frozen = [](const Specimen& s, const std::string& how) {
    return frozen_places(s.net.parts.at(0), s.in, how);
  };
  const Specimen resnet = specimen("resnet 18", 48, {{"model", "resnet"}, {"model.depth", 18}});
  check_training(resnet, frozen(resnet, "1"));
  const Specimen mobile = specimen("mobilenet_v2", 48, tiny_mobilenet);
  for (const char* stages : {"1", "2", "4"}) check_training(mobile, frozen(mobile, stages));
  const Specimen dense = specimen("densenet", 48, tiny_densenet);
  check_training(dense, frozen(dense, "3"));
  const Specimen gated = attentive(tiny_mobilenet, "blocks").front();  // what a rewrite added learns nevertheless
  check_training(gated, frozen(gated, "features"));
}

TEST_CASE("Inception's second head learns along") {
  const Specimen s = specimen("", 299, {{"model", "inception_v3"}, {"model.auxiliary", true}});
  Subject subject(s.net, s.in, 2);
  const Passed plain = subject.plain(), compiled = subject.compiled();
  REQUIRE(compiled.outputs.size() == 2);
  const Distance d(compiled, plain);
  CHECK(error(compiled.outputs[0], plain.outputs[0]) < 1e-2);  // BatchNorm over two numbers makes much of little
  CHECK(error(compiled.outputs[1], plain.outputs[1]) < 1e-2);
  CHECK(d.statistics < 1e-4);
  CHECK(d.gradients < 0.1);
}

TEST_CASE("every attention, in a folded network, gives the plain one's logits; models: published_test.cpp") {
  const at::NoGradGuard no_gradients;
  std::vector<Specimen> all{specimen("small_cnn", 32, tiny_cnn)};
  for (const char* where : {"features", "blocks"})
    for (Specimen& s : attentive(tiny_mobilenet, where)) all.push_back(std::move(s));
  all.push_back(attentive(tiny_densenet, "blocks").front());
  for (const Specimen& specimen : all) {
    INFO(specimen.name);
    Subject s(specimen.net, specimen.in, 2);
    const Tensor judged = s.judged(), plain = s.network.forward(s.batch, false);
    double off = error(judged, plain), allowed_here = 1e-4;
    if (off > allowed_here) {  // a network that makes much of little
      widen(s.network);
      const Tensor exact = s.network.forward(s.batch.to(at::kDouble), false);
      off = error(judged, exact), allowed_here = 2 * error(plain, exact);
    }
    CHECK(off <= allowed_here);
  }
}
