// Against torch.optim.swa_utils; fixtures/recipes.py wrote the numbers.
#include "framework/engine/training/averages.h"

#include <catch2/catch.hpp>

#include "framework/engine/training/optimizer.h"
#include "tests/engine/fixtures/recipes.h"
#include "tests/engine/training/small_problem.h"

using namespace xp;

namespace {

/// The network of recipes.py.
struct Subject {
  Network network{seq({seq({conv(2, 3).valid(), batch_norm, relu}), identity, global_pool, dropout(0), linear(2)}),
                  Shape{1, 6, 6}, 1, at::kCPU};
  Stepper stepper{UpdateRule{}, network.trained()};
  Execution execution{network, {}};

  std::vector<Tensor> state() const {
    std::vector<Tensor> out;
    for (const char* name : {"features.0.weight", "features.1.weight", "features.1.bias", "head.weight", "head.bias",
                             "features.1.running_mean", "features.1.running_var"})
      for (const NamedTensor& t : network.state())
        if (t.name == name) out.push_back(t.tensor.detach());
    return out;
  }
  void at(int t) {
    std::vector<Tensor> all = state();
    for (std::size_t i = 0; i < all.size(); ++i)
      all[i].copy_(test::drawn(all[i].sizes().vec(), 10 * t + static_cast<int>(i)) + (i == 6 ? 2 : 0));
  }
  Tensor values() const {
    std::vector<Tensor> out;
    for (const Tensor& t : state()) out.push_back(t.flatten());
    return at::cat(out);
  }
};

Train moving(double stays) {
  Train train;
  train.moving_average = stays;
  return train;
}
Train from(std::int64_t epoch) {
  Train train;
  train.average_from = epoch;
  return train;
}

const std::vector<Piece> pieces{{0, 1, 2, 3}, {4, 5, 6, 7}, {8, 9}};

auto seeing(Subject& s, int t) {
  return [&s, images = test::drawn({10, 1, 6, 6}, t)](const Piece& piece) {
    s.execution.learn(images.slice(0, piece.front(), piece.back() + 1));
  };
}
const auto nothing = [](const Piece&) { FAIL("nothing is looked at again"); };

}  // namespace

TEST_CASE("the moving average of 200 updates is torch's, BatchNorm's statistics too") {
  Subject s;
  Averages averages(moving(0.97), s.network, s.execution);
  for (int t = 0; t < 200; ++t) s.at(t), averages.updated();
  const auto shown = averages.shown(1, pieces, nothing);
  CHECK(test::strays(s.values(), test::moving_average) < 1e-6);
}

TEST_CASE("the average of epochs is torch's, with BatchNorm's statistics estimated as update_bn does") {
  Subject s;
  Averages averages(from(3), s.network, s.execution);
  CHECK_FALSE(averages.looks_again(2));
  CHECK(averages.looks_again(3));
  for (int t = 0; t < 5; ++t) {
    s.at(t);
    const auto shown = averages.shown(t + 3, pieces, seeing(s, t));
    if (t == 4) CHECK(test::strays(s.values(), test::average_of_epochs) < 1e-6);
  }
}

TEST_CASE("an average is shown for a while, and the raw network is back afterwards to the bit") {
  Subject s;
  Averages averages(from(2), s.network, s.execution);
  s.at(0);
  const Tensor first = s.values(), image = test::drawn({1, 1, 6, 6}, 3);
  const Tensor said = s.execution.judge(image).clone();
  {
    const auto shown = averages.shown(1, pieces, nothing);
    CHECK(at::equal(s.values(), first));  // too early
  }
  { const auto shown = averages.shown(2, pieces, seeing(s, 0)); }
  CHECK(at::equal(s.values(), first));
  s.at(1);
  const Tensor second = s.values();
  {
    const auto shown = averages.shown(3, pieces, seeing(s, 1));
    CHECK_FALSE(at::equal(s.values(), second));
    CHECK(at::allclose(s.values().slice(0, 0, 28), (first + second).slice(0, 0, 28) / 2));
    CHECK_FALSE(at::equal(s.execution.judge(image), said));
  }
  CHECK(at::equal(s.values(), second));
}

TEST_CASE("an epoch that is shown twice is averaged once") {
  Subject s;
  Averages averages(from(1), s.network, s.execution);
  s.at(0);
  { const auto shown = averages.shown(1, pieces, seeing(s, 0)); }
  s.at(1);
  Tensor once;
  for (int i = 0; i < 2; ++i) {
    const auto shown = averages.shown(2, pieces, seeing(s, 1));
    if (i == 0) once = s.values();
    CHECK(at::equal(s.values(), once));
  }
}

TEST_CASE("frozen statistics and weights stay what they are in an average") {
  Subject s;
  s.at(0);
  s.network.freeze({"features"});
  s.execution.refrozen();
  Averages averages(from(1), s.network, s.execution);
  CHECK_FALSE(averages.looks_again(1));
  const std::vector<Tensor> before = s.state();
  const Tensor mean = before[5].clone(), kernel = before[0].clone();
  for (int epoch = 1; epoch < 4; ++epoch) {
    const auto shown = averages.shown(epoch, pieces, nothing);
    CHECK(at::equal(s.state()[5], mean));
    CHECK(at::equal(s.state()[0], kernel));
  }
}

TEST_CASE("where nothing is averaged, the network is shown as it is") {
  Subject s;
  Averages averages({}, s.network, s.execution);
  averages.updated();
  const Tensor raw = s.values();
  const auto shown = averages.shown(1, pieces, nothing);
  CHECK(at::equal(s.values(), raw));
}
