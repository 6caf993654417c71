#include "framework/run/rerun/verify.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "framework/base/file.h"
#include "framework/run/trace_file.h"
#include "framework/weights/weights.h"
#include "tests/support/plans.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;
using State = Aspect::State;

namespace {

/// Two runs of 20 epochs and 40 batches that computed the same.
struct Two {
  Evidence was{test::healthy(1)}, now{test::healthy(2)};
  Two() {
    for (Evidence* e : {&was, &now}) {
      e->record.environment = {{"xp", "0.6"}, {"threads", 1}};
      for (std::uint64_t step = 1; step <= 40; ++step)
        e->batches.push_back({static_cast<std::int64_t>(step), step, step + 100, step + 200});
      for (int epoch = 1; epoch <= 20; ++epoch)
        e->tensors[epoch] = {{"stem.weight", 7u + static_cast<unsigned>(epoch)}, {"head.weight", 9}, {"head.bias", 11}};
    }
  }
  Verification verified(double tolerance = default_tolerance) const { return verify(was, now, tolerance); }
  Aspect aspect(const std::string& what) const {
    for (const Aspect& a : verified().aspects)
      if (a.what == what) return a;
    FAIL("no aspect " + what);
    return {""};
  }
};

}  // namespace

TEST_CASE("what is the same bit for bit is identical, with all that was compared counted") {
  const Verification v = Two().verified();
  CHECK(v.identical());
  CHECK(v.difference().empty());
  CHECK(v.batches_compared == 40);
  CHECK(v.tensors_compared == 60);
  CHECK(v.predictions_compared == 400);
  CHECK(v.metrics_compared == 80);
}

TEST_CASE("the first batch that differs is named, and whether order, pixels or loss do first") {
  Two two;
  two.now.record.metrics["val/loss"].at(6).value += 0.1;
  for (std::size_t i = 12; i < 40; ++i) two.now.batches[i].loss ^= 1;
  CHECK_THAT(two.verified().difference(), Contains("batch 13 (epoch 7) shows") && Contains("the same pixels"));
  two.now.batches[12].pixels ^= 1;
  CHECK_THAT(two.verified().difference(), Contains("batch 13") && Contains("augmentation"));
  two.now.batches[12].order ^= 1;
  CHECK_THAT(two.verified().difference(), Contains("batch 13") && Contains("holds other images"));
  two.now.batches.resize(10);
  CHECK_THAT(two.verified().difference(), Contains("batch 11 (epoch 6) is there in only one of the two"));
  CHECK(two.verified().verdict == Verdict::diverged);
}

TEST_CASE("the first tensor that differs is named as the network orders them, at the first epoch") {
  Two two;
  two.now.tensors[3][1].values = two.now.tensors[3][2].values = 1;
  two.now.tensors[4][0].values = 1;
  CHECK(two.verified().difference() == "after epoch 3, 2 of 3 tensors differ, the first of the network is head.weight");
}

TEST_CASE("other hashes with numbers as near as the tolerance are equal within it, with other numbers diverged") {
  Two two;
  two.now.batches.back().loss ^= 1;
  double& loss = two.now.record.metrics["val/loss"].at(19).value;
  const double before = loss;
  loss = before + 2e-6;
  Verification v = two.verified();
  CHECK(v.verdict == Verdict::close);
  CHECK(two.aspect("batches").state == State::near);
  CHECK(v.distance.absolute().apart == Approx(2e-6).epsilon(1e-6));
  CHECK(v.distance.absolute().of == "epoch 20: val/loss");
  CHECK(v.distance.relative().apart == Approx(2e-6 / loss).epsilon(1e-6));
  CHECK(two.verified(1e-6).verdict == Verdict::diverged);
  loss = before + 2e-3;
  CHECK(two.verified().verdict == Verdict::diverged);
  CHECK(two.aspect("batches").state == State::differs);
  CHECK(two.verified(1e-2).verdict == Verdict::close);
}

TEST_CASE("another order of the data is no rounding, however near the numbers are") {
  Two two;
  two.now.batches[0].order ^= 1;
  CHECK(two.verified(0.5).verdict == Verdict::diverged);
}

TEST_CASE("another order or a missing batch behind a first other loss is no rounding either") {
  Two two;
  two.now.batches[4].loss ^= 1;
  REQUIRE(two.verified().verdict == Verdict::close);
  SECTION("order") {
    two.now.batches[30].order ^= 1;
    CHECK_THAT(two.verified().difference(),
               Contains("batch 5 ") && Contains("another loss") && Contains("batch 31 is the first of other images"));
  }
  SECTION("missing") { two.now.batches.resize(39); }
  SECTION("a tensor is missing") {
    two.now.tensors[2][0].values ^= 1;
    REQUIRE(two.verified().verdict == Verdict::close);
    two.now.tensors[20].pop_back();
  }
  SECTION("an epoch's tensors are missing") { two.now.tensors[2][0].values ^= 1, two.now.tensors.erase(20); }
  CHECK(two.verified(0.5).verdict == Verdict::diverged);
}

TEST_CASE("the earliest batch is the first difference, the trace's where that is earlier") {
  Verification v;
  v.aspects = {{"batches", State::differs, "batch 8", true, 8}, {"trace", State::differs, "within batch 1", true, 1}};
  CHECK(v.difference() == "within batch 1");
  v.aspects[1].step = 8;
  CHECK(v.difference() == "batch 8");
  v.aspects.insert(v.aspects.begin(), {"split", State::differs, "the split"});
  v.aspects[2].step = 1;
  CHECK(v.difference() == "the split");
}

TEST_CASE("a trace that cannot be read is unknown, and so are weights that did not come along") {
  const test::TemporaryFolder folder("verify");
  Two two;
  two.was.trace = folder / "was", two.now.trace = folder / "now";
  for (const std::string& file : {two.was.trace, two.now.trace}) TraceWriter(file, 0, 1e9).add(1, {{"pixels", 7, {}}});
  CHECK(two.aspect("trace").state == State::same);
  std::filesystem::resize_file(two.was.trace, std::filesystem::file_size(two.was.trace) - 1);
  CHECK(two.aspect("trace").state == State::unknown);
  CHECK_THAT(two.aspect("trace").sentence, Contains("is cut short or damaged"));

  two.was.record.artifacts.clear(), two.was.record.run.origin = "run4 of n.json";
  CHECK(two.aspect("weights").state == State::unknown);
  CHECK(two.aspect("weights").sentence == "run1 came without its weights, from run4 of n.json");
  CHECK(two.verified().identical());
}

TEST_CASE("weights are their tensors, whatever else a file says; within the tolerance is a number") {
  const test::TemporaryFolder folder("verify");
  Two two;
  two.was.weights = folder / "was", two.now.weights = folder / "now";
  two.now.record.artifacts.at(0).sha256 = std::string(64, '1');
  const auto file = [](float value, const char* plan) {
    return safetensors({{"w", Element::f32, {1}, std::string(reinterpret_cast<const char*>(&value), sizeof value)}},
                       {{"plan", plan}});
  };
  write_file(two.was.weights, file(1, "one")), write_file(two.now.weights, file(1, "another"));
  CHECK(two.verified().identical());
  CHECK(two.aspect("weights").state == State::same);
  CHECK_THAT(two.aspect("weights").sentence, Contains("what the two files say besides"));
  write_file(two.now.weights, file(1.000001F, "one"));
  CHECK(two.verified().verdict == Verdict::close);
  CHECK(two.verified().distance.differing() == 1);
}

TEST_CASE("a number and none are as far apart as can be; two that are none are equal") {
  Two two;
  two.was.record.metrics["val/loss"][0].value = test::nan;
  two.now.record.metrics["val/loss"][5].value += 0.25;
  const Verification v = two.verified(0.9);
  CHECK(v.verdict == Verdict::diverged);
  CHECK(v.distance.differing() == 2);
  CHECK(v.distance.not_finite() == 1);
  CHECK(v.distance.first_not_finite().of == "epoch 1: val/loss");
  CHECK(v.distance.absolute().apart == Approx(0.25));
  CHECK(v.distance.absolute().of == "epoch 6: val/loss");
  two.now.record.metrics["val/loss"][5].value = two.was.record.metrics["val/loss"][5].value;
  two.now.record.metrics["val/loss"][0].value = test::nan;
  CHECK(two.verified().identical());
}

TEST_CASE("what cannot be known is said to be unknown, and why") {
  Two two;
  two.was.batches.clear(), two.was.tensors.clear();
  CHECK(two.verified().identical());
  CHECK(two.aspect("batches").state == State::unknown);
  CHECK(two.aspect("batches").sentence == "run1 kept none: it was recorded by xp 0.6");
  CHECK_THAT(two.aspect("trace").sentence, Contains("run1 was not traced") && Contains("--trace"));
  two.now.batches.clear();
  CHECK(two.aspect("batches").sentence == "neither kept any");
}

TEST_CASE("of weights, predictions and metrics that neither run kept nothing is known") {
  Two two;
  for (Evidence* e : {&two.was, &two.now}) {
    e->record.artifacts.clear(), e->record.metrics.clear();
    e->record.validation.clear(), e->record.test.clear();
  }
  for (const char* what : {"epochs", "predictions", "weights"}) {
    INFO(what);
    CHECK(two.aspect(what).state == State::unknown);
    CHECK(two.aspect(what).sentence == "neither kept any");
  }
}

TEST_CASE("a prediction that was judged by another label differs, whatever its probabilities") {
  Two two;
  two.now.record.test[3].label ^= 1;
  const Aspect found = two.aspect("predictions");
  CHECK(found.state == State::differs);
  CHECK_THAT(found.sentence, Contains("the test prediction of ") && Contains(": judged by label "));
  CHECK(two.verified(1).verdict == Verdict::diverged);
}

TEST_CASE("the same curves with other weights or another chosen epoch are not identical") {
  const Record a = test::healthy(1);
  Record b = test::healthy(2);
  CHECK(verify(a, b).identical());
  SECTION("weights") {
    b.artifacts.at(0).sha256 = std::string(64, '1');
    CHECK(verify(a, b).difference() == "the weights: eeeeeeeeeeee…, now 111111111111…");
  }
  SECTION("no weights") {
    b.artifacts.clear();
    CHECK_THAT(verify(a, b).difference(), Contains("the weights:") && Contains("now none"));
  }
  SECTION("epoch") {
    b.run.chosen_epoch = 18;
    CHECK(verify(a, b).difference() == "the chosen epoch: 19, now 18");
    CHECK(verify(a, b).verdict == Verdict::diverged);
  }
}

TEST_CASE("a score that was not known when the run was judged is no difference; a metric that came or went is") {
  const Record a = test::healthy(1);
  Record b = test::healthy(2);
  REQUIRE_FALSE(a.metrics.count("val/kappa"));
  b.metrics["val/kappa"] = b.metrics.at("val/loss");
  CHECK(verify(a, b).identical());
  CHECK(verify(b, a).difference() == "epoch 1: val/kappa is missing now");
  b.metrics["val/kappa"].push_back({1000, 0.5});
  CHECK(verify(a, b).difference() == "epoch 1000: val/kappa was not there before");
  Record known = a;  // at one epoch alone: at any other it was not there
  known.metrics["val/kappa"] = {b.metrics.at("val/kappa").front()};
  b.metrics["val/kappa"].pop_back();
  CHECK(verify(known, b).difference() == "epoch 2: val/kappa was not there before");
  b.metrics.erase("val/kappa");
  b.metrics["train/gradient_norm"] = {{3, 0.5}};
  CHECK(verify(a, b).difference() == "epoch 3: train/gradient_norm was not there before");
  CHECK(verify(a, b).verdict == Verdict::diverged);
}

TEST_CASE("predictions that differ are counted, the first is named") {
  Two two;
  for (const std::size_t i : {3u, 5u}) two.now.record.test[i].probabilities[0] += 0.01;
  const Aspect found = two.aspect("predictions");
  CHECK(found.state == State::differs);
  CHECK_THAT(found.sentence, Contains("the test prediction of ") && Contains("is the first of 2 that differ, of 400"));
}
