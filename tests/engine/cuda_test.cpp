// On a machine with a CUDA device and a LibTorch that has CUDA: what is computed there is what the CPU computes.
#include "framework/engine/device.h"
#include "framework/engine/execution.h"
#include "framework/engine/failure.h"
#include "framework/engine/precision.h"
#include "framework/engine/training/optimizer.h"
#include "tests/engine/compiled/zoo.h"
#include "tests/engine/network/published.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/pictures.h"
#include "tests/support/program.h"
#include "tests/support/skip.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

/// Why there is no CUDA here; empty where there is.
std::string without_cuda() {
  try {
    device_of("cuda");
    compute_exactly();
    return "";
  } catch (const Error& e) {
    return e.what();
  }
}

#define NEEDS_CUDA() \
  if (const std::string why = without_cuda(); !why.empty()) SKIP(why)

double relative(const Tensor& got, const Tensor& want) {
  return ((got.to(at::kCPU) - want).norm() / want.norm()).item<double>();
}

/// One step of training from the same weights: the gradients of all parameters, in a row, on the CPU.
Tensor gradients(const Specimen& s, const Tensor& images, const Placement& placement) {
  const Network network(s.net, s.in, 3, device_of(placement.device));
  Stepper stepper({}, network.trained());
  Execution execution(network, placement);
  stepper.zero_gradients();
  const Tensor logits = execution.learn(images).main;
  execution.backward(at::cross_entropy_loss(logits, at::arange(logits.size(0), logits.device()).remainder(2)));
  std::vector<Tensor> all;
  for (const NamedTensor& p : network.trained()) all.push_back(p.tensor.grad().reshape(-1));
  return at::cat(all).to(at::kCPU, at::kDouble);
}

std::string small_experiment() {
  return test::Place::experiment("on_cuda", R"(XP_EXPERIMENT(e) {
  e.dataset({"spine_phantom", {{"images", 30}, {"height", 48}}})
      .transforms({{"resize", {{"size", 32}}}, {"normalise"}})
      .model({"resnet", {{"depth", 18}, {"dropout", 0.2}}})
      .attention({"cbam", {{"reduction", 16}}})
      .train({{"epochs", 2}, {"batch", 8}});
})");
}

}  // namespace

TEST_CASE("a device that the machine does not have is refused by its number") {
  CHECK_THROWS_WITH(device_of("cuda:99"), Contains("CUDA") || Contains("there is no cuda:99"));
  CHECK_THROWS_WITH(device_of("cudda"), Contains("no device \"cudda\""));
  CHECK_THROWS_WITH(device_of("xpu"), Contains("does not compute on xpu"));
  NEEDS_CUDA();
  CHECK_THROWS_WITH(device_of("cuda:99"), Contains("there is no cuda:99: this machine has"));
}

TEST_CASE("on CUDA published networks give their publishers' logits: fp32 is fp32 there, not TF32") {
  NEEDS_CUDA();
  const at::NoGradGuard no_gradients;
  for (const Published& p : published()) {
    CAPTURE(p.name);
    const auto network = published_network(p, at::kCUDA);
    const auto judged = [&](const char* precision) {
      return Execution(*network, {1, "cuda", precision}).judge(published_input(p.wanted().size)).to(at::kCPU);
    };
    CHECK(distance(judged("fp32"), p.wanted()) <= 1e-4);
    if (cuda_convolves_bf16()) CHECK(distance(judged("bf16"), p.wanted()) <= 0.15);
  }
}

TEST_CASE("a step of training on CUDA has the gradients of the plain network on the CPU, in float64") {
  NEEDS_CUDA();
  std::vector<Specimen> specimens = attentive(tiny_cnn, "features");
  specimens.push_back(specimen("small_cnn", 32, {{"model", "small_cnn"}, {"model.batch_norm", true}}));
  for (const Specimen& s : specimens) {
    CAPTURE(s.name);
    const Tensor images = made("images", {8, s.in.c, s.in.h, s.in.w}, 50);
    const Network wide(s.net, s.in, 3, at::kCPU);
    for (const NamedTensor& t : wide.state()) t.tensor.set_data(t.tensor.detach().to(at::kDouble));
    at::cross_entropy_loss(wide.forward(images.to(at::kDouble), true), at::arange(8).remainder(2)).backward();
    std::vector<Tensor> all;
    for (const NamedTensor& p : wide.trained()) all.push_back(p.tensor.grad().reshape(-1));
    const Tensor want = at::cat(all);
    CHECK(relative(gradients(s, images, {1, "cuda", "fp32"}), want) <= 1e-4);
    if (cuda_convolves_bf16()) CHECK(relative(gradients(s, images, {1, "cuda", "bf16"}), want) <= 0.1);
  }
}

TEST_CASE("an update on CUDA is the one on the CPU") {
  NEEDS_CUDA();
  for (const auto rule : {UpdateRule::adam, UpdateRule::sgd})
    for (const bool kernels_only : {false, true}) {
      UpdateRule r;
      r.rule = rule, r.rate = 0.01, r.momentum = 0.9, r.nesterov = kernels_only, r.weight_decay = 0.1;
      r.decays_kernels_only = kernels_only;
      r.beta1 = 0.9, r.beta2 = 0.999, r.epsilon = 1e-8;
      const auto after = [&](at::Device device) {
        std::vector<NamedTensor> all;
        for (const auto& shape : {std::vector<std::int64_t>{4, 3, 3, 3}, {7}})
          all.push_back({"t", made("weight", shape, 1).to(device).requires_grad_()});
        Stepper stepper(r, all);
        for (int i = 0; i < 3; ++i) {
          stepper.zero_gradients();
          (all[0].tensor.square().sum() + all[1].tensor.sin().sum()).backward();
          stepper.step(0.01);
        }
        return at::cat({all[0].tensor.detach().reshape(-1), all[1].tensor.detach()}).to(at::kCPU);
      };
      CHECK(relative(after(at::kCUDA), after(at::kCPU)) < 1e-6);
    }
}

TEST_CASE("more memory than the device has ends in a sentence that says what helps") {
  NEEDS_CUDA();
  try {
    at::empty({std::int64_t{1} << 42}, at::TensorOptions(at::kCUDA));
    FAIL("not refused");
  } catch (const std::exception& e) {
    const Error said = as_error(e);
    CHECK_THAT(said.what(), Contains("out of memory") && !Contains("PYTORCH"));
    CHECK_THAT(said.hint(), Contains("train.batch"));
  }
}

TEST_CASE("a run on CUDA repeats its bits, and predicts and explains on a machine without") {
  NEEDS_CUDA();
  test::Place place;
  const auto did = [&](const Words& words) {
    const Output said = place.xp(words);
    INFO(said.err);
    CHECK(said.code == 0);
    return said.out;
  };
  did({"run", small_experiment(), "--device", "cuda", "--precision", "fp32", "--threads", "1"});
  CHECK(Json::parse(did({"show", "run1", "--json"}))["environment"]["device"] == "cuda");
  CHECK_THAT(did({"rerun", "run1", "--verify"}), Contains("identical: run2 repeats run1"));
  const std::string pictures = write_folder(place.root / "new", 2, 2);
  did({"explain", "run1", pictures, "--device", "cuda"});
  const auto probabilities = [](const std::string& json) {
    std::vector<double> out;
    for (const Json& value : Json::parse(json).flatten())
      if (value.is_number()) out.push_back(value.get<double>());
    return at::tensor(out, at::kDouble);
  };
  const Tensor there = probabilities(did({"predict", "run1", pictures, "--device", "cuda", "--json"}));
  place.variables["CUDA_VISIBLE_DEVICES"] = "";  // from now on no device is seen
  const Tensor here = probabilities(did({"predict", "run1", pictures, "--json"}));
  REQUIRE(here.numel() >= 8);
  CHECK(at::allclose(here, there, 1e-4, 1e-5));
  CHECK_THAT(place.xp({"run", small_experiment(), "--device", "cuda"}).err, Contains("no CUDA device"));
}
