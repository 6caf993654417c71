// Every plugin that takes part in training, one after the other, as the registry knows it: a short training with it
// gives the same batches, losses and weights twice, bit for bit. One that is added is tested by being there.
#include "framework/engine/training/trainer.h"

#include <catch2/catch.hpp>
#include <set>

#include "framework/base/file.h"
#include "framework/engine/precision.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

struct Computed : Recorder {
  std::vector<BatchHashes> batches;
  std::vector<TensorHash> last;
  std::vector<Prediction> predictions;

  void prepared(const Prepared&) override {}
  void step(const StepReport& s) override { batches.push_back(s.hashes); }
  void epoch(const Epoch&, const Metrics&) override {}
  void tensors(int, const std::vector<TensorHash>& hashes) override { last = hashes; }
  void scored(Part, int, const std::vector<Prediction>& p) override {
    predictions.insert(predictions.end(), p.begin(), p.end());
  }
  void weights(int, const std::string&) override {}
  bool interrupted() override { return false; }
};

Computed computed(const Plan& plan, const std::string& precision) {
  Computed out;
  const Trained trained = Trainer(plan, {2, "cpu", precision}, out).run();
  INFO(trained.reason);
  CHECK(trained.ending == Trained::finished);
  return out;
}

bool same(const std::vector<Prediction>& a, const std::vector<Prediction>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Prediction& x, const Prediction& y) {
    return x.sample == y.sample && x.probabilities == y.probabilities;
  });
}

struct TwoThreads {
  TwoThreads() { at::set_num_threads(2); }
  ~TwoThreads() { at::set_num_threads(before); }
  int before = at::get_num_threads();
};

void check_twice(const Plan& plan, const std::string& precision = "fp32") {
  const TwoThreads threads;
  const Computed once = computed(plan, precision), again = computed(plan, precision);
  CHECK(once.batches.size() >= 2);
  CHECK(once.last.size() >= 4);
  CHECK(once.predictions.size() >= 4);
  CHECK((once.batches == again.batches));
  CHECK((once.last == again.last));
  CHECK(same(once.predictions, again.predictions));
}

/// Two epochs on drawn images; `with` is the plugin under test and what it needs.
Plan plan_with(Settings with) {
  Settings settings{{"train.epochs", 2}, {"model.batch_norm", true}, {"model.dropout", 0.3}};
  settings.insert(settings.end(), with.begin(), with.end());
  return test::tiny_plan(settings);
}

/// What a plugin cannot do without.
const std::map<std::string, Settings> needs{{"fixed", {{"class_weight.weights", "1:2:3"}}}};

}  // namespace

TEST_CASE("a training with each optimizer, schedule, loss, balance and class weight gives the same bits twice") {
  for (const Kind kind : {Kind::optimizer, Kind::schedule, Kind::loss, Kind::balance, Kind::class_weight})
    for (const PluginInfo* plugin : test::self_contained(kind)) {
      CAPTURE(name(kind), plugin->name);
      Settings with{{name(kind), plugin->name}};
      if (needs.count(plugin->name))
        for (const Setting& s : needs.at(plugin->name)) with.push_back(s);
      if (plugin->name == "binary_cross_entropy") with.push_back({"dataset.task", "double_curve"});
      check_twice(plan_with(with));
    }
}

TEST_CASE("a training with each transform gives the same bits twice") {
  for (const PluginInfo* plugin : test::self_contained(Kind::transform)) {
    CAPTURE(plugin->name);
    Experiment e = test::tiny();
    e.transforms({{"resize", {{"size", 16}}}, {plugin->name}}).train({{"epochs", 2}, {"batch", 8}});
    if (plugin->name == "resize" || plugin->name == "crop") e.transforms({{plugin->name, {{"size", 16}}}});
    check_twice(expand(e, "tiny", {}).at(0));
  }
}

TEST_CASE("bf16, averaged weights, accumulated gradients and clipping give the same bits twice") {
  for (const Settings& with : std::vector<Settings>{{{"train.moving_average", 0.9}},
                                                    {{"train.average_from", 1}},
                                                    {{"train.accumulate", 2}, {"train.clip_norm", 0.1}},
                                                    {{"train.flip_at_test", true}}}) {
    CAPTURE(with[0].name);
    check_twice(plan_with(with));
  }
  if (convolves_bf16(read_file("/proc/cpuinfo"))) check_twice(plan_with({}), "bf16");
}
