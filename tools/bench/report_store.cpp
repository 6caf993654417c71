// Stores that reports are timed on, written as runs write them; their numbers are drawn, nothing is trained.
//   report_store HOME runs 5         that many runs of 100 epochs, 7 classes, 1 000 test images, 20 000 batches
//   report_store HOME sweep 200      a random search of that many trials, 30 epochs each
//   report_store HOME small 2000     that many runs of 3 epochs
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "framework/base/error.h"
#include "framework/base/random.h"
#include "framework/plan/expand.h"
#include "framework/plan/search.h"
#include "framework/store/store.h"

namespace {

using namespace xp;

struct Size {
  int epochs, batches;    // in an epoch
  int train, validation;  // images; as many for the test
  int classes;
};

NewRun as_new(const Plan& plan) {
  NewRun run;
  run.experiment = plan.experiment, run.title = plan.title;
  run.plan = to_json(plan), run.identity = identity_hash(plan), run.fingerprint = plan.fingerprint;
  run.settings = flattened(plan);
  run.environment = {{"cpu", "drawn"}, {"threads", 2}, {"libtorch", "1.13.1"}};
  return run;
}

std::vector<StoredSample> images(const Size& size) {
  std::vector<StoredSample> out;
  for (int i = 0; i < size.train + 2 * size.validation; ++i) {
    const Part part = i < size.train ? Part::train : i < size.train + size.validation ? Part::validation : Part::test;
    const std::string number = std::to_string(i);
    out.push_back({"class " + std::to_string(i % size.classes) + "/IMG_" + number + ".png", i % size.classes, part, "",
                   std::string(64 - number.size(), '0') + number});
  }
  return out;
}

std::vector<Prediction> said(const Size& size, Part part, double skill, Random& random) {
  std::vector<Prediction> out;
  const int first = part == Part::test ? size.train + size.validation : size.train;
  for (int i = first; i < first + size.validation; ++i) {
    const int truth = i % size.classes;
    std::vector<double> p(static_cast<std::size_t>(size.classes));
    double sum = 0;
    for (int k = 0; k < size.classes; ++k)
      sum += p[static_cast<std::size_t>(k)] = std::exp(random.normal() + (k == truth ? 3 * skill : 0));
    for (double& share : p) share /= sum;
    out.push_back({i, truth, p});
  }
  return out;
}

/// `skill`, from 0 to 1, is what its accuracy comes near to.
void train(Store& store, const NewRun& as, const Size& size, double skill, int number) {
  Random random(1, "bench/report_store", 0, static_cast<std::uint32_t>(number));
  NewRun planned = as;
  planned.epochs_planned = size.epochs;
  const std::int64_t run = store.add(planned);
  store.start(run, this_process());
  std::vector<std::string> classes;
  for (int k = 0; k < size.classes; ++k) classes.push_back("class " + std::to_string(k));
  store.divide(run, classes, images(size), {});
  for (int e = 1; e <= size.epochs; ++e) {
    const double learned = 1 - std::exp(-4.0 * e / size.epochs), noise = 0.01 * random.normal();
    std::vector<StepValue> steps;
    for (int b = 1; b <= size.batches; ++b)
      steps.push_back({"train/objective", {(e - 1) * size.batches + b, 2 * (1 - learned) + 0.1 * random.uniform()}});
    store.epoch(run, e,
                {{"train/loss", 2 * (1 - learned) + 0.02},
                 {"train/accuracy", 0.2 + 0.79 * learned},
                 {"val/loss", 2 * (1 - skill * learned) + noise},
                 {"val/accuracy", skill * learned + noise},
                 {"val/balanced_accuracy", skill * learned + noise},
                 {"train/rate", 1e-3 * (1 - 0.9 * learned)}},
                {{"seconds", 12 + random.uniform()}, {"images_per_second", 300 + 10 * random.normal()}}, steps);
  }
  store.chosen(run, size.epochs);
  store.scored(run, Part::validation, size.epochs, said(size, Part::validation, skill, random), {});
  store.scored(run, Part::test, size.epochs, said(size, Part::test, skill, random),
               {{"test/accuracy", skill - 0.02}, {"test/loss", 2 * (1 - skill)}});
  store.end(run, Status::finished, "");
}

Experiment experiment() {
  Experiment e;
  e.title("What does a report take?")
      .dataset({"spine_phantom", {{"images", 60}, {"height", 64}}})
      .transforms({{"resize", {{"size", 32}}}, {"normalise"}})
      .model({"small_cnn", {{"filters", "4,8"}}})
      .train({{"epochs", 30}, {"batch", 16}});
  return e;
}

void runs(Store& store, const Size& size, int count) {
  const Plan plan = expand(experiment(), "drawn", {{{"seed", 1}}, false}).at(0);
  for (int i = 1; i <= count; ++i) {
    NewRun run = as_new(plan);
    run.name = "drawn " + std::to_string(i);
    set(run.settings, "seed.init", i);
    train(store, run, size, 0.8 + 0.01 * (i % 10), i);
  }
}

void sweep(Store& store, const Size& size, int count) {
  Experiment e = experiment();
  e.optimizer({{"adam"}, {"sgd"}})
      .model({{"small_cnn", {{"filters", "4,8"}}},
              {"small_cnn", {{"filters", "8,16"}}},
              {"small_cnn", {{"filters", "8,8,16"}}}})
      .sweep("optimizer.rate", log_uniform(1e-5, 1e-1))
      .sweep("optimizer.weight_decay", log_uniform(1e-6, 1e-2))
      .sweep("model.dropout", uniform(0, 0.6))
      .search(random(count));
  const std::vector<Plan> plans = expand(e, "drawn", {});
  const std::int64_t id =
      store.add_sweep({"drawn", "Which settings suit a small network?", "", "hash", to_json(random(count))});
  std::vector<Trial> trials;
  int place = 0;
  for (const Plan& plan : plans) trials.push_back({++place, to_json(plan), identity_hash(plan)});
  store.add_trials(id, trials);
  place = 0;
  for (const Plan& plan : plans) {
    NewRun run = as_new(plan);
    run.sweep = id, run.place = ++place;
    const Value* rate = find(run.settings, "optimizer.rate");
    const double off = std::log10(*rate->get<double>()) + 3;
    train(store, run, size, 0.95 - 0.12 * std::abs(off) - 0.002 * (place % 20), place);
  }
  store.end_sweep(id, Status::finished, "");
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc == 4 ? argv[2] : "";
  if (what != "runs" && what != "sweep" && what != "small")
    return std::fprintf(stderr, "usage: report_store HOME runs|sweep|small COUNT\n"), 2;
  try {
    Store store(argv[1], Store::Access::write);
    store.atomically([&] {
      if (what == "runs") runs(store, {100, 200, 4900, 1000, 7}, std::atoi(argv[3]));
      if (what == "small") runs(store, {3, 0, 30, 10, 2}, std::atoi(argv[3]));
      if (what == "sweep") sweep(store, {30, 0, 300, 100, 3}, std::atoi(argv[3]));
    });
  } catch (const Error& e) {
    return std::fprintf(stderr, "report_store: %s\n%s\n", e.what(), e.hint().c_str()), 1;
  }
}
