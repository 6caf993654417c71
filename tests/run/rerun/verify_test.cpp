#include "framework/run/rerun/verify.h"

#include <catch2/catch.hpp>

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

TEST_CASE("a number and none are as far apart as can be; two that are none are equal") {
  Two two;
  two.was.record.metrics["val/loss"][0].value = test::nan;
  CHECK(two.verified(0.9).verdict == Verdict::diverged);
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
