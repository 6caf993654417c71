#include "tools/xp/speed.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <functional>

#include "framework/base/interrupt.h"
#include "framework/base/text.h"
#include "framework/plan/expand.h"

namespace xp {
namespace {

using Clock = std::chrono::steady_clock;

double peak_mib() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// Hears what a run tells and keeps the time. Between the epochs it has the bare step timed, where there is one: so
/// each epoch stands between two of them, whatever else the machine does.
class Stopwatch : public Recorder {
 public:
  Stopwatch(bool infer, std::function<double()> bare) : infer_(infer), bare_(std::move(bare)) {}
  std::vector<double> images_per_second, bare;
  double peak = 0;

  void prepared(const Prepared& p) override { judged_ = p.division.indices(Part::validation).size(); }
  void step(const StepReport&) override { learned_ = Clock::now(); }
  void epoch(const Epoch& epoch, const Metrics& telemetry) override {
    const double seconds = std::chrono::duration<double>(Clock::now() - learned_).count();
    if (!bare_ || epoch.number == 1) peak = peak_mib();
    if (bare_) bare.push_back(bare_());
    if (epoch.number > 1)
      images_per_second.push_back(infer_ ? static_cast<double>(judged_) / seconds : telemetry.at("images_per_second"));
  }
  void scored(Part, int, const std::vector<Prediction>&) override {}
  void weights(int, const std::string&) override {}
  bool interrupted() override { return PoliteInterrupt::pending(); }

 private:
  bool infer_;
  std::function<double()> bare_;
  std::size_t judged_ = 0;
  Clock::time_point learned_;
};

/// "densenet121" → densenet with depth 121, "efficientnet_b0" → efficientnet with variant b0.
Choice model_named(const std::string& name) {
  const auto models = Registry::global().all(Kind::model);
  for (const PluginInfo* plugin : models)
    if (plugin->name == name) return name;
  for (const PluginInfo* plugin : models) {
    if (name.rfind(plugin->name, 0) != 0) continue;
    std::string size = name.substr(plugin->name.size());
    if (size[0] == '_') size.erase(0, 1);
    for (const Param& p : plugin->params)
      if (std::find(p.choices.begin(), p.choices.end(), size) != p.choices.end())
        return {plugin->name, {{p.name, Value::parse(size)}}};
  }
  Registry::global().find(Kind::model, name);  // throws: there is none
  return name;
}

int steps_of(const Workload& w) { return (w.images + w.batch - 1) / w.batch; }

}  // namespace

Plan plan_of(const Workload& w) {
  // What is only judged still needs something to learn from; a split wants a tenth at least.
  const int learned = w.infer ? std::max(6, w.images / 8 + 1) : w.images;
  const int all = w.infer ? w.images + learned : w.images;
  Experiment e;
  e.dataset({"noise", {{"images", all}, {"size", w.size}}})
      .split({"hold_out", {{"test", 0.0}, {"validation", 1 - static_cast<double>(learned) / all}}})
      .transforms({{"resize", {{"size", w.size}}}, {"normalise"}})
      .model(model_named(w.model))
      .optimizer({"adam", {{"rate", 1e-4}}})
      .train({{"epochs", 1 + w.repeats},
              {"batch", w.batch},
              {"monitor", "train/loss"},
              {"device", w.device},
              {"precision", w.precision}});
  const std::vector<Plan> plans = expand(e, "bench", {w.set, false});
  return plans.at(0);
}

std::string published_name(const Plan& plan) {
  const Choice& model = plan.only(Kind::model);
  if (const Value* depth = find(model.settings, "depth")) return model.name + depth->text();
  if (const Value* variant = find(model.settings, "variant")) return model.name + "_" + variant->text();
  return model.name;
}

Speed speed_of(const Workload& w, Engine& engine) {
  const PoliteInterrupt polite;
  const Plan plan = plan_of(w);
  Speed out;
  out.placement = engine.resolve(plan, {w.threads, w.device, w.precision});
  const auto bare = [&] { return engine.bare_speed(plan, out.placement, steps_of(w)).images_per_second; };
  Stopwatch watch(w.infer, w.overhead ? std::function<double()>(bare) : nullptr);
  const Trained outcome = engine.train(plan, out.placement, watch);
  if (outcome.ending == Trained::failed) throw Error(outcome.reason, "", Exit::failed);
  if (outcome.ending == Trained::interrupted) throw Error("interrupted", "", Exit::interrupted);
  out.images_per_second = watch.images_per_second, out.peak_mib = watch.peak;
  for (std::size_t i = 1; i < watch.bare.size(); ++i) out.bare.push_back((watch.bare[i - 1] + watch.bare[i]) / 2);
  return out;
}

Pace pace_of(const Workload& w, Engine& engine) {
  const Plan plan = plan_of(w);
  return engine.bare_speed(plan, engine.resolve(plan, {w.threads, w.device, w.precision}), steps_of(w));
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

}  // namespace xp
