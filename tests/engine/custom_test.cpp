// A layer that the vocabulary lacks, from its source file to a trained run.
#include "framework/engine/custom.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/plan/compile.h"
#include "tests/support/pictures.h"
#include "tests/support/program.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

const test::fs::path experiments = XP_SOURCE_DIR "/experiments";

/// Compiles and opens the worked example, once.
const CustomLayer& response_norm() {
  static const bool opened = [] {
    ::setenv("XDG_CACHE_HOME", (test::Place::built() / "test_cache").c_str(), 1);
    open_custom_layers({compile_layers((experiments / "layers/response_norm.cpp").string()).library});
    return true;
  }();
  (void)opened;
  return custom_layer("response_norm");
}

Tensor drawn(std::vector<std::int64_t> shape) { return at::rand(shape, at::kDouble) * 2 - 1; }

std::string refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& e) {
    return std::string(e.what()) + " | " + e.hint();
  }
  return "accepted";
}

/// A copy of the worked example, at a place that stays: what is compiled there once is found again.
struct Project : test::Place {
  const test::fs::path folder = built() / "test_experiments/custom", file = folder / "custom_layer.cpp",
                       layers = folder / "layers/response_norm.cpp";
  Project() {
    test::write(file, test::content(experiments / "custom_layer.cpp"));
    test::write(layers, test::content(experiments / "layers/response_norm.cpp"));
  }
  test::Output run() const { return xp({"run", file.string(), "--quick", "--only", "2", "--threads", "1"}); }
};

}  // namespace

TEST_CASE("the worked example computes its formula") {
  const Tensor x = drawn({2, 3, 4, 5}), gamma = drawn({3}), beta = drawn({3});
  const Tensor y = response_norm()({x, {gamma, beta}, false});
  const auto in = x.accessor<double, 4>();
  const auto out = y.accessor<double, 4>();
  for (int n = 0; n < 2; ++n) {
    double norm[3] = {}, mean = 0;
    for (int c = 0; c < 3; ++c) {
      for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 5; ++j) norm[c] += in[n][c][i][j] * in[n][c][i][j];
      mean += std::sqrt(norm[c]) / 3;
    }
    for (int c = 0; c < 3; ++c) {
      const double g = gamma[c].item<double>(), b = beta[c].item<double>(), v = in[n][c][3][2];
      CHECK(out[n][c][3][2] == Approx(g * v * std::sqrt(norm[c]) / mean + b + v).epsilon(1e-5));
    }
  }
}

TEST_CASE("its gradients, in x and both weights, are those of central differences") {
  std::vector<Tensor> in{drawn({2, 3, 4, 5}), drawn({3}), drawn({3})};
  const Tensor towards = drawn({2, 3, 4, 5});
  const auto value = [&] { return (response_norm()({in[0], {in[1], in[2]}, true}) * towards).sum(); };
  for (Tensor& t : in) t.requires_grad_(true);
  value().backward();
  for (Tensor& t : in) {
    const Tensor analytic = t.grad().clone();
    const at::NoGradGuard no_gradients;
    double* numbers = t.data_ptr<double>();
    double furthest = 0;
    for (std::int64_t i = 0; i < t.numel(); ++i) {
      const double here = numbers[i], h = 1e-5;
      numbers[i] = here + h;
      const double up = value().item<double>();
      numbers[i] = here - h;
      const double down = value().item<double>();
      numbers[i] = here;
      furthest = std::max(furthest, std::abs((up - down) / (2 * h) - analytic.flatten()[i].item<double>()));
    }
    CHECK(furthest < 1e-6);
  }
}

TEST_CASE("a name that nothing registers is refused with the nearest one, and one that is taken with both origins") {
  response_norm();
  CHECK_THAT(refusal([] { custom_layer("respnse_norm"); }),
             Contains("no library registers") && Contains("did you mean \"response_norm\"?"));
  CHECK_THAT(refusal([] { register_custom_layer("response_norm", {}, "elsewhere.cpp"); }),
             Contains("registered twice") && Contains("response_norm.cpp") && Contains("elsewhere.cpp"));
}

TEST_CASE("a custom layer that changes the shape says so when it is computed") {
  register_custom_layer("halving", [](const CustomInput& in) { return in.x.narrow(2, 0, in.x.size(2) / 2); });
  CHECK_THAT(refusal([] {
               custom_layer("halving")({at::zeros({1, 2, 4, 4}), {}, false});
             }),
             Contains("\"halving\" makes 1×2×2×4 of 1×2×4×4"));
}

TEST_CASE("a run with a custom layer happens again from what it kept, and predicts, when its source is gone") {
  const Project project;
  const test::Output run = project.run();
  INFO(run.err);
  REQUIRE(run.code == 0);
  CHECK_THAT(project.xp({"show", "run1", "--net"}).out, Contains("response_norm") && Contains("attention"));
  test::fs::remove(project.layers);
  const test::Output again = project.xp({"rerun", "run1", "--verify"});
  INFO(again.err);
  CHECK(again.code == 0);
  CHECK_THAT(again.out, Contains("identical: run2 repeats run1"));
  const std::string pictures = test::write_folder(project.root / "new", 1, 1);
  CHECK_THAT(project.xp({"predict", "run1", pictures}).out, Contains("class"));
  CHECK_THAT(project.run().err, Contains("there are no custom layers"));
}

TEST_CASE("the text of a custom layer is part of what a run is") {
  const Project project;
  const auto identity = [&] {
    const std::string json = project.xp({"plan", project.file.string(), "--quick", "--only", "2", "--json"}).out;
    return nlohmann::json::parse(json).at("plans").at(0).at("identity").get<std::string>();
  };
  const std::string before = identity();
  test::write(project.layers, test::content(project.layers) + "// another text\n");
  CHECK(identity() != before);
}

TEST_CASE("a custom layer that does not compile, or that nothing registers, is refused before anything is recorded") {
  const Project project;
  test::write(project.layers, "xp::Tensr wrong;\n");
  const test::Output broken = project.run();
  CHECK(broken.code == 2);
  CHECK_THAT(broken.err, Contains("does not compile") && Contains("response_norm.cpp:1:") && Contains("Tensr"));

  const Project again;
  std::string text = test::content(again.file);
  text.replace(text.find("custom(\"response_norm\""), 22, "custom(\"respnse_norm\"");
  test::write(again.file, text);
  const test::Output misnamed = again.run();
  CHECK(misnamed.code == 2);
  CHECK_THAT(misnamed.err, Contains("no library registers the custom layer \"respnse_norm\"") &&
                               Contains("did you mean \"response_norm\"?"));
  CHECK(again.xp({"list", "--names"}).out.empty());
}
