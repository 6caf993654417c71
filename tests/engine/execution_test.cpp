// Batches of many sizes in turn, learning and judging, through one block of memory: what one leaves there, no other
// sees.
#include "framework/engine/execution.h"

#include "tests/engine/network/published.h"
#include "tests/support/plans.h"

#include <catch2/catch.hpp>

#include "framework/engine/training/optimizer.h"

using namespace xp;
using namespace xp::test;

namespace {

const Settings deep{{"model", "mobilenet_v2"}, {"model.width", 0.25}}, shallow{{"model.batch_norm", true}};

Plan plan(Settings model) {
  model.push_back({"attention", "squeeze_excite"});
  model.push_back({"transform.size", 32});
  return tiny_plan(model);
}

Placement placed(int threads = 1) {
  Placement p;
  p.threads = threads;
  return p;
}

Tensor batch(std::int64_t images, const std::string& name = "batch") { return made(name, {images, 1, 32, 32}, 50); }

/// A network that may be trained, from the same weights each time.
struct Student {
  explicit Student(const Settings& model = deep)
      : network(xp::network(plan(model)), input(plan(model)), 3, at::kCPU), stepper(rule(), network.trained()) {}

  static UpdateRule rule() {
    UpdateRule r;
    r.rate = 0.01, r.momentum = 0.9;
    return r;
  }
  /// The gradients of one batch, in a row.
  Tensor gradients(Execution& execution, const Tensor& images) {
    stepper.zero_gradients();
    execution.backward(execution.learn(images).main.square().mean());
    std::vector<Tensor> all;
    for (const NamedTensor& p : network.trained()) all.push_back(p.tensor.grad().reshape(-1));
    return at::cat(all);
  }
  void learn(Execution& execution, const Tensor& images) {
    gradients(execution, images);
    stepper.step(rule().rate);
  }

  Network network;
  Stepper stepper;
};

}  // namespace

TEST_CASE("batches of other sizes in between change no bit of what a batch gives") {
  Student s;
  Execution shared(s.network, placed());
  for (const std::int64_t images : {8, 8, 3, 8, 1, 2, 5, 8, 3}) {
    CAPTURE(images);
    const Tensor x = batch(images);
    CHECK(at::equal(shared.judge(x), Execution(s.network, placed()).judge(x)));
    Execution fresh(s.network, placed());
    const Tensor gradients = s.gradients(shared, x);
    CHECK(at::equal(gradients, s.gradients(fresh, x)));
    CHECK(gradients.abs().max().item<double>() > 0);
  }
}

TEST_CASE("the same batch gives the same bits, whatever was computed in between") {
  Student s;
  Execution execution(s.network, placed());
  const Tensor x = batch(4), once = execution.judge(x), gradients = s.gradients(execution, x);
  const Tensor moved = execution.judge(x);  // learning moves the statistics
  CHECK_FALSE(at::equal(moved, once));
  execution.judge(batch(4, "other"));
  CHECK(at::equal(execution.judge(x), moved));
  s.gradients(execution, batch(4, "other"));
  CHECK(at::equal(s.gradients(execution, x), gradients));
}

TEST_CASE("judging after learning sees the new weights") {
  Student s;
  Execution execution(s.network, placed());
  const Tensor x = batch(4);
  for (int step = 0; step < 3; ++step) {
    const Tensor before = execution.judge(x);
    s.learn(execution, batch(8, "lesson"));
    const Tensor after = execution.judge(x);
    CHECK_FALSE(at::equal(after, before));
    const at::NoGradGuard no_gradients;
    CHECK(at::allclose(after, s.network.forward(x, false), 1e-4, 1e-5));
  }
  const at::NoGradGuard no_gradients;
  for (const NamedTensor& t : s.network.parameters()) t.tensor.mul_(0.5);  // as a file would replace them
  execution.changed();
  CHECK(at::allclose(execution.judge(x), s.network.forward(x, false), 1e-4, 1e-5));
}

TEST_CASE("judging between two lessons leaves no trace in what is learned") {
  Student one, other;
  Execution quiet(one.network, placed()), busy(other.network, placed());
  for (const char* lesson : {"a", "b", "c"}) {
    one.learn(quiet, batch(4, lesson));
    other.learn(busy, batch(4, lesson));
    busy.judge(batch(7));
  }
  for (std::size_t i = 0; i < one.network.state().size(); ++i)
    CHECK(at::equal(one.network.state()[i].tensor, other.network.state()[i].tensor));
}

TEST_CASE("three steps of training go where the plain network goes") {
  Student compiled(shallow), plain(shallow);
  Execution execution(compiled.network, placed());
  for (const char* lesson : {"a", "b", "c"}) {
    compiled.learn(execution, batch(4, lesson));
    plain.stepper.zero_gradients();
    plain.network.forward(batch(4, lesson), true).square().mean().backward();
    plain.stepper.step(Student::rule().rate);
  }
  double off = 0, size = 0;
  for (std::size_t i = 0; i < plain.network.state().size(); ++i) {
    const Tensor want = plain.network.state()[i].tensor.detach(), got = compiled.network.state()[i].tensor.detach();
    off += (got - want).square().sum().item<double>(), size += want.square().sum().item<double>();
  }
  CHECK(std::sqrt(off / size) < 1e-4);
}

TEST_CASE("one thread and two compute the same, but for the order in which convolutions add up") {
  Student s;
  const int before = at::get_num_threads();
  const Tensor x = batch(4);
  const auto run = [&](int threads) {
    at::set_num_threads(threads);
    Execution execution(s.network, placed(threads));
    return std::pair{execution.judge(x), s.gradients(execution, x)};
  };
  const Tensor one = run(1).second, two = run(2).second;
  at::set_num_threads(before);
  CHECK(((one - two).norm() / one.norm()).item<double>() < 1e-5);
}
