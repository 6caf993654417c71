// Runs in a store that no engine ran: a real plan, drawn numbers.
#pragma once
#include <cmath>
#include <filesystem>
#include <limits>
#include <string>

#include "framework/base/process.h"
#include "framework/plan/expand.h"
#include "framework/store/store.h"

namespace xp::test {

inline Plan phantom_plan(int seed = 1) {
  Experiment e;
  e.title("Is this spine straight?")
      .dataset({"spine_phantom", {{"images", 60}, {"height", 64}}})
      .transforms({{"resize", {{"size", 32}}}, {"normalise"}})
      .model({"small_cnn", {{"filters", "4,8"}}})
      .train({{"epochs", 3}, {"batch", 16}});
  return expand(e, "stored", {{{"seed", seed}}, false}).at(0);
}

/// RUNNING, in this process, with three epochs; the loss of the second is no number.
inline std::int64_t add_running(Store& store, int seed = 1, const std::string& name = "") {
  const Plan plan = phantom_plan(seed);
  NewRun run;
  run.experiment = plan.experiment, run.title = plan.title, run.name = name;
  run.plan = to_json(plan), run.identity = identity_hash(plan), run.fingerprint = plan.fingerprint;
  run.epochs_planned = 3, run.settings = flattened(plan);
  run.environment = {{"threads", 2}, {"cpu", "a drawn one"}};
  const std::int64_t id = store.add(run);
  store.start(id, this_process());
  const Listing& data = listing(plan.only(Kind::dataset));
  const Division division = plan.make<Split>()->divide(data);
  std::vector<StoredSample> samples;
  for (std::size_t i = 0; i < data.samples.size(); ++i)
    samples.push_back(
        {data.samples[i].name, data.samples[i].label, division.of[i], data.samples[i].group, content(data.samples[i])});
  store.divide(id, data.classes, samples, {});
  for (int epoch = 1; epoch <= 3; ++epoch)
    store.epoch(id, epoch,
                {{"train/loss", epoch == 2 ? std::nan("") : 1.0 / epoch},
                 {"train/accuracy", 0.3 * epoch},
                 {"val/loss", 0.5},
                 {"val/accuracy", 0.5}},
                {{"seconds", 0.1}}, {{"train/loss", {epoch, 1.0 / epoch}}});
  return id;
}

/// FINISHED: epoch 3 chosen, every image but the first `wrong` of the test named right.
inline std::int64_t add_finished(Store& store, int seed = 1, const std::string& name = "", int wrong = 3) {
  const std::int64_t id = add_running(store, seed, name);
  const Record record = store.record(id);
  for (const Part part : {Part::validation, Part::test}) {
    std::vector<Prediction> said;
    for (std::size_t i = 0; i < record.samples.size(); ++i) {
      if (record.samples[i].part != part) continue;
      std::vector<double> probabilities(record.classes.size(), 0.1);
      const int miss = part == Part::test && static_cast<int>(said.size()) < wrong ? 1 : 0;
      probabilities[static_cast<std::size_t>(record.samples[i].label + miss) % probabilities.size()] = 0.8;
      said.push_back({static_cast<int>(i), record.samples[i].label, probabilities});
    }
    store.scored(id, part, 3, said,
                 part == Part::test ? Metrics{{"test/accuracy", 0.75}, {"test/loss", 0.6}} : Metrics{});
  }
  store.chosen(id, 3);
  store.end(id, Status::finished, "");
  return id;
}

}  // namespace xp::test
