// A store as it is after months of work: copies of one run, each with another seed and with curves and predictions of
// its own, written as a run writes them.
//   many_runs HOME RUN COUNT        (tools/bench/startup.sh makes 1 000 of them)
#include <cstdio>
#include <cstdlib>
#include <string>

#include "framework/base/error.h"
#include "framework/base/random.h"
#include "framework/store/store.h"

namespace {

using namespace xp;

NewRun as_new(const Record& from, int number) {
  NewRun run;
  run.experiment = from.run.experiment, run.title = from.run.title, run.name = "copy " + std::to_string(number);
  run.plan = from.plan, run.identity = from.run.identity, run.fingerprint = from.run.fingerprint;
  run.epochs_planned = from.run.epochs_planned;
  run.tags = {number % 10 ? "bench" : "published"};
  run.settings = from.settings, run.environment = from.environment, run.sources = from.sources;
  for (Setting& setting : run.settings)
    if (setting.name == "seed.init" || setting.name == "seed.order") setting.value = number;
  return run;
}

/// Probabilities of the run that is copied, pushed towards the first class or away from it.
std::vector<Prediction> shaken(std::vector<Prediction> predictions, Random& random) {
  for (Prediction& prediction : predictions) {
    const double share = 0.3 * random.uniform();
    for (double& p : prediction.probabilities) p *= 1 - share;
    prediction.probabilities[0] += share;
  }
  return predictions;
}

void copy(Store& store, const Record& from, int number) {
  Random random(1, "bench/many_runs", 0, static_cast<std::uint32_t>(number));
  const std::int64_t run = store.add(as_new(from, number));
  store.start(run, this_process());
  store.divide(run, from.classes, from.samples, {});
  for (int epoch = 1; epoch <= from.run.epochs; ++epoch) {
    Metrics metrics, telemetry;
    for (const auto& [name, series] : from.metrics)
      for (const Point& point : series)
        if (point.at == epoch && name.rfind("test/", 0) != 0)
          metrics[name] = point.value * (0.9 + 0.1 * random.uniform());
    for (const auto& [name, series] : from.telemetry)
      for (const Point& point : series)
        if (point.at == epoch) telemetry[name] = point.value;
    store.epoch(run, epoch, metrics, telemetry, {});
  }
  store.chosen(run, from.run.chosen_epoch);
  store.scored(run, Part::validation, from.run.chosen_epoch, shaken(from.validation, random), {});
  Metrics test;
  for (const auto& [name, series] : from.metrics)
    if (name.rfind("test/", 0) == 0 && !series.empty()) test[name] = series[0].value * (0.9 + 0.1 * random.uniform());
  store.scored(run, Part::test, from.run.chosen_epoch, shaken(from.test, random), test);
  store.end(run, Status::finished, "");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return std::fprintf(stderr, "usage: many_runs HOME RUN COUNT, such as: many_runs .xp 1 1000\n"), 2;
  try {
    Store store(argv[1], Store::Access::write);
    const Record from = store.record(std::atoll(argv[2]));
    for (int i = 1; i <= std::atoi(argv[3]); ++i) copy(store, from, i);
  } catch (const Error& e) {
    return std::fprintf(stderr, "many_runs: %s\n", e.what()), 1;
  }
}
