#include "framework/run/imports/import.h"

#include <fmt/format.h>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/run/imports/merge.h"
#include "framework/scores/score.h"
#include "framework/store/tracked.h"

namespace xp {
namespace {

/// The imported run of that name, empty where there is none.
Record known_as(const Store& store, const std::string& name) {
  Record out;
  for (const RunRow& run : store.runs()) {
    if (name.empty() || run.name != name || run.parent) continue;
    if (out.run.id)
      throw Error(fmt::format("{} and {} are both called \"{}\"", run_name(out.run.id), run_name(run.id), name),
                  fmt::format("--name OTHER, or xp delete {} first", run_name(run.id)));
    out = store.record(run.id);
    if (!is_imported(out))
      throw Error(fmt::format("{} is called \"{}\" already, and was trained here", run_name(run.id), name),
                  "--name OTHER");
  }
  return out;
}

std::string parts(const Merged& of) {
  std::vector<std::string> out;
  if (!of.record.test.empty()) out.push_back(in_words(Part::test));
  if (!of.record.validation.empty()) out.push_back(in_words(Part::validation));
  if (of.record.run.epochs || of.new_curves) out.push_back("history");
  return join(out);
}

std::int64_t add(const Import& given, Store& store) {
  NewRun run;
  run.experiment = "imported", run.name = given.name, run.environment = given.environment;
  const std::int64_t id = store.add(run);
  store.start(id, this_process());
  return id;
}

void describe(const Import& given, const Merged& now, Store& store) {
  Settings settings{{"imported", parts(now)}};
  if (!now.done.added && !given.model.empty()) settings.push_back({"model", given.model});
  for (const Setting& s : now.record.settings)
    if (s.name != "imported") settings.push_back(s);
  store.describe(now.done.run, settings, now.chosen, now.val_images);
}

/// An epoch's own, then those that other tools told once.
void write_curves(const Merged& now, const std::string& content, Store& store) {
  std::map<int, std::pair<Metrics, Metrics>> epochs;
  for (const auto& [metric, series] : now.record.metrics)
    for (const Point& p : series)
      if (p.at > 0) epochs[static_cast<int>(p.at)].first[metric] = p.value;
  for (const auto& [metric, series] : now.record.telemetry)
    for (const Point& p : series) epochs[static_cast<int>(p.at)].second[metric] = p.value;
  for (const auto& [epoch, values] : epochs) store.epoch(now.done.run, epoch, values.first, values.second, {});
  store.artifact(now.done.run, "history.csv", content);
}

/// What a curve tells of that epoch stays; a loss without probabilities is none.
void write_predictions(const Merged& now, Part part, const std::string& content, Store& store) {
  const std::vector<Prediction>& said = part == Part::test ? now.record.test : now.record.validation;
  Metrics metrics;
  for (const auto& [score, value] : scores(said, static_cast<int>(now.record.classes.size())))
    if (const std::string metric = fmt::format("{}/{}", name(part), score);
        (probabilistic(now) || !of_probabilities(score)) && !told_at_chosen(now, metric))
      metrics[metric] = value;
  store.scored(now.done.run, part, now.chosen, said, metrics);
  store.artifact(now.done.run, part == Part::test ? "test.csv" : "validation.csv", content);
}

void write(const Import& given, Merged& now, Store& store) {
  if (!now.done.run) now.done.run = add(given, store);
  const std::int64_t run = now.done.run;
  describe(given, now, store);
  if (now.new_samples || !now.done.added) store.divide(run, now.record.classes, now.record.samples, {});
  if (now.new_curves) write_curves(now, given.curves->content, store);
  if (given.predictions) write_predictions(now, given.predictions->part, given.predictions->content, store);
  std::vector<std::string> remarks = now.record.remarks;
  remarks.insert(remarks.end(), now.done.remarks.begin(), now.done.remarks.end());
  store.remarks(run, remarks);
  store.end(run, Status::finished, "");
}

}  // namespace

Imported import(const Import& given, Store& store) {
  Imported out;
  store.atomically([&] {  // nobody adds to the run that this one is added to
    Merged now = merged(given, known_as(store, given.name));
    write(given, now, store);
    out = std::move(now.done);
  });
  return out;
}

void check(const Import& given) { merged(given, {}); }

void refuse_imported(const Record& record, const std::string& lack, const std::string& instead) {
  if (without_plan(record))
    throw Error(came_as(record) + ": there is " + lack, is_tracked(record) ? only_its_program(record) : instead);
}

}  // namespace xp
