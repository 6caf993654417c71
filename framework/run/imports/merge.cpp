#include "framework/run/imports/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/scores/score.h"

namespace xp {
namespace {

constexpr double rounded_loss = 0.02;  // of a loss that somebody else summed

void refuse_twice(const Record& record, const std::string& what) {
  const std::string run = run_name(record.run.id);
  throw Error(fmt::format("{} ({}) has {} already", run, record.run.name, what),
              fmt::format("--name OTHER makes another run; xp delete {} takes this one away", run));
}

class Merge {
 public:
  Merge(const Import& import, Record known) : import_(import) {
    run_.record = std::move(known);
    run_.done.run = run_.record.run.id, run_.done.added = run_.done.run > 0;
    run_.val_images = run_.record.run.val_images;
    run_.chosen = run_.record.run.chosen_epoch;
  }

  Merged read() {
    settle_classes();
    if (import_.curves) read_curves(*import_.curves);
    if (import_.predictions) read_predictions(*import_.predictions);
    compare();
    return std::move(run_);
  }

 private:
  /// A number stands for classes whose names are not known yet.
  void settle_classes() {
    const std::vector<std::string>& said = import_.classes;
    if (said.empty() || !run_.record.samples.empty()) return;
    int count = 0;
    if (said.size() == 1 && said[0].find_first_not_of("0123456789") == std::string::npos && said[0].size() < 6)
      count = std::stoi(said[0]);
    if (count == 1 || (said.size() == 1 && !count))
      throw Error(fmt::format("--classes {}: there are two at least", said[0]),
                  "--classes Normal,Scol names them, --classes 2 counts them");
    run_.record.classes = said;
    if (!count) return;
    run_.record.classes.clear();
    for (int c = 1; c <= count; ++c) run_.record.classes.push_back(fmt::format("class {}", c));
    set(run_.record.settings, "imported.classes", count);
  }

  void read_curves(const Import::Curves& curves) {
    if (run_.record.run.epochs) refuse_twice(run_.record, "a history");
    const ImportedHistory history = history_from(read_csv(curves.content, curves.path), curves.path, curves.columns);
    for (const auto& [metric, series] : history.metrics) run_.record.metrics[metric] = series;
    run_.record.telemetry = history.telemetry;
    run_.chosen = kept_epoch(history, curves.kept);
    if (!run_.record.validation.empty() && curves.val_images && curves.val_images != run_.val_images)
      throw Error(fmt::format("--val-images {}: {} has predictions of {}", curves.val_images,
                              run_name(run_.record.run.id), run_.val_images));
    if (curves.val_images) run_.val_images = curves.val_images;
    run_.done.understood.push_back(history.understood);
    say(history.remarks);
    if (!run_.val_images && history.metrics.count("val/accuracy"))
      say({"Intervals of the validation accuracy need its number of images: import with --val-images N."});
    if (const std::string odd = misfit(history, run_.val_images); !odd.empty()) say({odd});
    put("imported.history", curves.path);
    put("imported.kept", curves.kept.empty() ? "last" : curves.kept);
    if (known_metric(curves.kept)) put("train.monitor", curves.kept);
    if (curves.train_images) put("imported.train_images", curves.train_images);
    run_.new_curves = true;
  }

  void read_predictions(const Import::Predictions& given) {
    std::vector<Prediction>& into = given.part == Part::test ? run_.record.test : run_.record.validation;
    if (!into.empty()) refuse_twice(run_.record, in_words(given.part) + " predictions");
    const bool named = !run_.record.classes.empty() && !find(run_.record.settings, "imported.classes");
    PredictionsForm form = given.form;
    if (!run_.record.samples.empty()) form.classes = run_.record.classes;
    ImportedPredictions said = predictions_from(read_csv(given.content, given.path), given.path, form);
    if (!run_.record.classes.empty() && said.classes.size() != run_.record.classes.size())
      throw Error(fmt::format("{} is of {} classes ({}), the history of {}", given.path, said.classes.size(),
                              join(said.classes), run_.record.classes.size()),
                  "--classes says how many there are");
    if (named) reorder(said);
    if (said.numbered && given.part == Part::validation)  // no images of the test
      for (StoredSample& s : said.samples) s.name = "validation " + s.name;
    run_.record.classes = said.classes;
    std::erase_if(run_.record.settings, [](const Setting& s) { return s.name == "imported.classes"; });
    check_same_kind(said);
    note_shared(said);
    const int before = static_cast<int>(run_.record.samples.size());
    for (StoredSample& s : said.samples) s.part = given.part, run_.record.samples.push_back(std::move(s));
    run_.done.understood.push_back(said.understood);
    if (said.numbered) put("imported.images", "numbers of rows");
    for (Prediction& p : said.predictions) p.sample += before;
    into = std::move(said.predictions);
    if (given.part == Part::validation) run_.val_images = static_cast<int>(into.size());
    say(said.remarks);
    put(given.part == Part::test ? "imported.test" : "imported.validation", given.path);
    put("imported.probabilities", said.probabilistic);
    run_.new_samples = true;
  }

  /// As the run's classes are in order.
  void reorder(ImportedPredictions& said) const {
    std::vector<std::size_t> place;
    for (const std::string& c : run_.record.classes) {
      const auto at = std::find(said.classes.begin(), said.classes.end(), c);
      if (at == said.classes.end())
        throw Error(fmt::format("the classes are {} here and {} there", join(said.classes), join(run_.record.classes)),
                    "both files are to tell the same ones apart");
      place.push_back(static_cast<std::size_t>(at - said.classes.begin()));
    }
    const auto now = [&](int label) {
      return static_cast<int>(std::find(place.begin(), place.end(), static_cast<std::size_t>(label)) - place.begin());
    };
    for (StoredSample& s : said.samples) s.label = now(s.label);
    for (Prediction& p : said.predictions) {
      p.label = now(p.label);
      std::vector<double> sorted;
      for (const std::size_t c : place) sorted.push_back(p.probabilities[c]);
      p.probabilities = std::move(sorted);
    }
    said.classes = run_.record.classes;
  }

  void check_same_kind(const ImportedPredictions& said) const {
    const Value* before = find(run_.record.settings, "imported.probabilities");
    if (before && *before != Value(said.probabilistic))
      throw Error(fmt::format("{} has predictions {} probabilities, this file {}", run_name(run_.record.run.id),
                              said.probabilistic ? "without" : "with", said.probabilistic ? "has some" : "has none"),
                  "--name OTHER makes another run");
  }

  /// An image that tests and chose.
  void note_shared(const ImportedPredictions& said) {
    std::set<std::string> names;
    for (const StoredSample& s : run_.record.samples) names.insert(s.name);
    const auto shared = std::count_if(said.samples.begin(), said.samples.end(),
                                      [&](const StoredSample& s) { return names.count(s.name) > 0; });
    if (shared)
      say({fmt::format(
          "{} image{} of this part {} named in the other as well: if they are the same, the test is not of "
          "new images alone.",
          shared, shared == 1 ? "" : "s", shared == 1 ? "is" : "are")});
  }

  /// The weights that predicted should be those that the curves tell of.
  void compare() {
    for (const Part part : {Part::validation, Part::test}) {
      const std::vector<Prediction>& said = part == Part::test ? run_.record.test : run_.record.validation;
      if (said.empty()) continue;
      const auto now = scores(said, static_cast<int>(run_.record.classes.size()));
      compare(part, "accuracy", now.at("accuracy"), 0.5 / static_cast<double>(said.size()));
      if (probabilistic(run_)) compare(part, "loss", now.at("loss"), rounded_loss * std::max(1.0, now.at("loss")));
    }
  }

  void compare(Part part, const std::string& score, double now, double tolerance) {
    const auto told = told_at_chosen(run_, fmt::format("{}/{}", name(part), score));
    if (told && std::abs(*told - now) > tolerance)
      say(
          {fmt::format("The {} predictions have {} {} of {}, the history of {} at epoch {}: they are not of the same "
                       "weights, or not of the same images{}.",
                       in_words(part), score == "accuracy" ? "an" : "a", score, decimal(now), decimal(*told),
                       run_.chosen, score == "loss" ? ", or that loss has other terms" : "")});
  }

  void put(const std::string& setting, Value value) { set(run_.record.settings, setting, std::move(value)); }
  void say(const std::vector<std::string>& sentences) {
    run_.done.remarks.insert(run_.done.remarks.end(), sentences.begin(), sentences.end());
  }

  const Import& import_;
  Merged run_;
};

}  // namespace

Merged merged(const Import& import, Record known) { return Merge(import, std::move(known)).read(); }

std::string in_words(Part part) { return part == Part::test ? "test" : "validation"; }

bool probabilistic(const Merged& merged) {
  return *find(merged.record.settings, "imported.probabilities") == Value(true);
}

std::optional<double> told_at_chosen(const Merged& merged, const std::string& metric) {
  const auto curve = merged.record.metrics.find(metric);
  if (curve == merged.record.metrics.end() || !merged.chosen) return std::nullopt;
  for (const Point& p : curve->second)
    if (p.at == merged.chosen) return p.value;
  return std::nullopt;
}

}  // namespace xp
