// A home after years of work: 10 000 runs of 100 epochs, 50 metrics each, 50 million rows, written as runs write them;
// their numbers are drawn, nothing is trained.
//   fifty_million HOME [RUNS [EPOCHS]]        (tools/bench/store/scale.sh times what reads it)
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "framework/base/error.h"
#include "framework/base/random.h"
#include "framework/plan/expand.h"
#include "framework/store/store.h"

namespace {

using namespace xp;

constexpr int classes = 5, images = 500, splits = 4, runs_together = 50;
const std::array<const char*, 5> models{"xception", "resnet", "densenet", "inception_v3", "small_cnn"};

std::vector<std::string> metric_names() {
  std::vector<std::string> of_part{"loss",     "accuracy", "balanced_accuracy", "macro_f1", "auc",
                                   "log_loss", "brier",    "calibration_error", "kappa",    "mcc"};
  for (const char* score : {"recall", "precision", "f1"})
    for (int k = 0; k < classes; ++k) of_part.push_back(std::string(score) + ":curve " + std::to_string(k));
  std::vector<std::string> out;
  for (const char* part : {"train/", "val/"})
    for (const std::string& name : of_part) out.push_back(part + name);
  return out;
}

NewRun planned(const char* model) {
  Experiment e;
  e.title("Which backbone tells the curves apart?")
      .dataset({"spine_phantom", {{"images", 60}, {"height", 64}}})
      .transforms({{"resize", {{"size", 96}}}, {"normalise"}})
      .model({model})
      .train({{"epochs", 100}, {"batch", 16}});
  const Plan plan = expand(e, "curves", {}).at(0);
  NewRun run;
  run.experiment = plan.experiment, run.title = plan.title;
  run.plan = to_json(plan), run.identity = identity_hash(plan), run.fingerprint = plan.fingerprint;
  run.settings = flattened(plan);
  run.environment = {{"cpu", "drawn"}, {"threads", 2}, {"libtorch", "1.13.1"}, {"os", "Debian 12"}};
  return run;
}

std::vector<StoredSample> divided(int split) {
  std::vector<StoredSample> out;
  for (int i = 0; i < images; ++i) {
    const int at = (i + 17 * split) % 10;
    const Part part = at < 7 ? Part::train : at < 8 ? Part::validation : Part::test;
    const std::string number = std::to_string(i);
    out.push_back({"curve " + std::to_string(i % classes) + "/IMG_" + number + ".png", i % classes, part, "",
                   std::string(64 - number.size(), '0') + number});
  }
  return out;
}

std::vector<Prediction> said(const std::vector<StoredSample>& samples, Part part, double skill, Random& random) {
  std::vector<Prediction> out;
  for (int i = 0; i < images; ++i) {
    if (samples[static_cast<std::size_t>(i)].part != part) continue;
    std::vector<double> p(classes);
    double sum = 0;
    for (int k = 0; k < classes; ++k)
      sum += p[static_cast<std::size_t>(k)] = std::exp(random.normal() + (k == i % classes ? 4 * skill : 0));
    for (double& share : p) share /= sum;
    out.push_back({i, i % classes, p});
  }
  return out;
}

struct House {
  std::vector<std::string> names = metric_names(), kinds;
  std::vector<NewRun> plans;
  std::vector<std::vector<StoredSample>> divisions;

  House() {
    for (int k = 0; k < classes; ++k) kinds.push_back("curve " + std::to_string(k));
    for (const char* model : models) plans.push_back(planned(model));
    for (int s = 0; s < splits; ++s) divisions.push_back(divided(s));
  }

  void train(Store& store, int number, int epochs) const {
    Random random(1, "bench/fifty_million", 0, static_cast<std::uint32_t>(number));
    NewRun as = plans[static_cast<std::size_t>(number) % plans.size()];
    as.epochs_planned = epochs;
    set(as.settings, "seed.init", number);
    set(as.settings, "optimizer.rate", std::pow(10, random.uniform(-5, -2)));
    if (number % 7 == 0) as.name = "try " + std::to_string(number / 7);
    as.tags = {number % 10 ? "drawn" : "published"};
    if (number % 20 == 0) as.parent = number - 1, as.role = "control majority";
    const std::int64_t run = store.add(as);
    store.start(run, this_process());
    const std::vector<StoredSample>& samples = divisions[static_cast<std::size_t>(number / 5 % splits)];
    store.divide(run, kinds, samples, {});
    const double skill = 0.7 + 0.28 * random.uniform();
    Metrics metrics;
    for (int e = 1; e <= epochs; ++e) {
      const double learned = 1 - std::exp(-4.0 * e / epochs);
      for (const std::string& name : names) metrics[name] = skill * learned + 0.02 * (random.uniform() - 0.5);
      std::vector<StepValue> steps;
      for (int b = 1; number % 20 == 1 && b <= 100; ++b)
        steps.push_back({"train/objective", {(e - 1) * 100 + b, 2 - learned + 0.1 * random.uniform()}});
      store.epoch(run, e, metrics, {{"seconds", 12 + random.uniform()}, {"images_per_second", 300.0}}, steps);
    }
    if (number % 17 == 0) return store.end(run, Status::failed, "the validation loss is no number");
    store.chosen(run, epochs);
    store.scored(run, Part::validation, epochs, said(samples, Part::validation, skill, random), {});
    store.scored(run, Part::test, epochs, said(samples, Part::test, skill, random),
                 {{"test/accuracy", skill - 0.02}, {"test/loss", 2 * (1 - skill)}});
    store.end(run, number % 23 == 0 ? Status::killed : Status::finished, number % 23 == 0 ? "Ctrl-C" : "");
    if (number % 41 == 0) store.remove(run);
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 4)
    return std::fprintf(stderr, "usage: fifty_million HOME [RUNS [EPOCHS]], such as: fifty_million /tmp/fifty\n"), 2;
  const int runs = argc > 2 ? std::atoi(argv[2]) : 10'000, epochs = argc > 3 ? std::atoi(argv[3]) : 100;
  try {
    const House house;
    Store store(argv[1], Store::Access::write);
    for (int first = 1; first <= runs; first += runs_together)
      store.atomically([&] {
        for (int i = first; i < first + runs_together && i <= runs; ++i) house.train(store, i, epochs);
      });
  } catch (const Error& e) {
    return std::fprintf(stderr, "fifty_million: %s\n%s\n", e.what(), e.hint().c_str()), 1;
  }
}
