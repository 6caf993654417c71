// A run that is traced tells every tensor of every batch, and computes no other bits for it.
#include "framework/engine/training/tracing.h"

#include <catch2/catch.hpp>
#include <set>

#include "framework/engine/training/hashes.h"
#include "framework/engine/training/trainer.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

struct Told : Recorder {
  std::vector<std::vector<Traced>> batches;
  std::vector<BatchHashes> hashes;
  std::vector<std::vector<TensorHash>> after;
  std::vector<double> objectives;
  std::string kept;

  void prepared(const Prepared&) override {}
  void traced(std::int64_t step, const std::vector<Traced>& tensors) override {
    CHECK(step == static_cast<std::int64_t>(hashes.size()) + 1);  // before `step` tells of it
    batches.push_back(tensors);
  }
  void step(const StepReport& s) override { hashes.push_back(s.hashes), objectives.push_back(s.objective); }
  void tensors(int, const std::vector<TensorHash>& t) override { after.push_back(t); }
  void epoch(const Epoch&, const Metrics&) override {}
  void scored(Part, int, const std::vector<Prediction>&) override {}
  void weights(int, const std::string& safetensors) override { kept = safetensors; }
  bool interrupted() override { return false; }
};

Told trained(const Settings& settings, bool trace, const std::string& precision = "fp32") {
  at::set_num_threads(1);
  Told out;
  Course course;
  course.trace = trace;
  REQUIRE(Trainer(test::tiny_plan(settings), {1, "cpu", precision}, out, course).run().ending == Trained::finished);
  return out;
}

std::vector<std::string> names_of(const std::vector<Traced>& batch) {
  std::vector<std::string> out;
  for (const Traced& t : batch) out.push_back(t.tensor);
  return out;
}

const Traced& named(const std::vector<Traced>& batch, const std::string& name) {
  const auto found = std::find_if(batch.begin(), batch.end(), [&](const Traced& t) { return t.tensor == name; });
  REQUIRE(found != batch.end());
  return *found;
}

const std::vector<Settings> recipes{
    {{"model.batch_norm", true}, {"attention", "cbam"}, {"attention.reduction", 4}, {"model.dropout", 0.3}},
    {{"model.freeze", "features"}, {"train.accumulate", 2}, {"train.clip_norm", 0.5}},
    {{"train.average_from", 2}, {"model.batch_norm", true}}};

}  // namespace

TEST_CASE("a run gives the same bits whether it is traced or not") {
  for (const char* precision : {"fp32", "bf16"})
    for (const Settings& recipe : recipes) {
      const Told traced = trained(recipe, true, precision), plain = trained(recipe, false, precision);
      CHECK(plain.batches.empty());
      CHECK(traced.batches.size() == plain.hashes.size());
      CHECK((traced.hashes == plain.hashes));
      CHECK((traced.after == plain.after));
      CHECK((traced.kept == plain.kept));
    }
}

TEST_CASE("a batch is told in the order of computing: pixels, layers, logits, loss, gradients, weights") {
  const Told run = trained({{"model.batch_norm", true}}, true);
  const std::vector<std::string> names = names_of(run.batches.at(0));
  CHECK(names.front() == "pixels");
  const auto place = [&](const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    INFO(name);
    REQUIRE(found != names.end());
    return found - names.begin();
  };
  const auto first_layer =
      std::find_if(names.begin(), names.end(), [](const auto& n) { return n.starts_with("output of "); });
  CHECK(first_layer == names.begin() + 1);
  CHECK(place("output of head") < place("logits"));
  CHECK(place("logits") < place("loss"));
  CHECK(place("loss") < place("gradient of head.weight"));
  CHECK(place("gradient of head.weight") < place("head.weight"));
  for (const TensorHash& t : run.after.at(0)) place(t.tensor);
  CHECK(std::set(names.begin(), names.end()).size() == names.size());
  for (const std::vector<Traced>& batch : run.batches) CHECK(names_of(batch) == names);
}

TEST_CASE("the values that are told are those that were computed") {
  const Told run = trained({}, true);
  const std::vector<Traced>& batch = run.batches.at(2);
  CHECK(named(batch, "loss").values.at(0) == Approx(run.objectives.at(2)));
  CHECK(named(batch, "pixels").values.size() == 8 * 16 * 16);
  const std::vector<float>&logits = named(batch, "logits").values, &outputs = named(batch, "output of head").values;
  CHECK(logits == outputs);
  for (const Traced& t : batch) {
    INFO(t.tensor);
    CHECK(t.hash == checksum(at::tensor(t.values)));
  }
}

TEST_CASE("an update is the gradient that was told") {
  const Told run = trained({{"optimizer", "sgd"}, {"optimizer.momentum", 0}, {"optimizer.rate", 0.25}}, true);
  const auto bias = [&](std::size_t batch) { return at::tensor(named(run.batches.at(batch), "head.bias").values); };
  const Tensor gradient = at::tensor(named(run.batches.at(1), "gradient of head.bias").values);
  CHECK(at::allclose(bias(1), bias(0) - 0.25 * gradient, 1e-6, 1e-7));
}

TEST_CASE("an update under clipping tells the batch's own gradients") {
  const Told free = trained({{"optimizer", "sgd"}}, true),
             clipped = trained({{"optimizer", "sgd"}, {"train.clip_norm", 1e-3}}, true);
  const std::string name = "gradient of head.weight";
  CHECK(named(free.batches.at(0), name).hash == named(clipped.batches.at(0), name).hash);
  CHECK(named(free.batches.at(0), "head.weight").hash != named(clipped.batches.at(0), "head.weight").hash);
}
