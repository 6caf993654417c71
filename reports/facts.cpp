#include "reports/facts.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <set>

#include "framework/base/text.h"
#include "framework/scores/scalar.h"
#include "reports/diagnosis/history.h"
#include "reports/outcome.h"
#include "reports/parts.h"
#include "reports/scores/tables.h"
#include "reports/words.h"

namespace xp {
namespace {

/// "auc" where the epoch was chosen by val/auc; a loss is nothing that one reads.
std::string leading_score(const Record& record) {
  const Value* monitor = find(record.settings, "train.monitor");
  const std::string said = monitor ? monitor->text() : "";
  const std::string score = said.substr(said.find('/') + 1);
  for (const Score& known : all_scores())
    if (known.name == score && score != "loss" && score != "brier") return score;
  return "balanced_accuracy";
}

std::size_t place_of(const std::string& score) {
  std::size_t at = 0;
  while (at < overall_scalars().size() && overall_scalars()[at].name != score) ++at;
  return at;
}

/// "98.7 %" and "93.3 to 100.0 (95 % interval)" from "98.7 % (93.3 to 100.0)".
KeyFact parted(const std::string& name, const std::string& cell) {
  const std::size_t open = cell.rfind(" (");
  if (open == std::string::npos) return {name, cell};
  return {name, cell.substr(0, open), "95 % interval " + cell.substr(open + 2, cell.size() - open - 3)};
}

KeyFact over_folds_fact(const std::string& score, const ScoreReport& scored) {
  const OverFolds& over = scored.over_folds.at(place_of(score)).over;
  const Figure mean{over.mean, over.interval, Method::folds};
  KeyFact out = parted(title_of(score) + ", mean of " + counted(over.folds, "fold"), cell_of(score, mean));
  if (std::isfinite(over.sd)) {
    const std::string sd = cell_of(score, {over.sd, {std::nan(""), std::nan("")}, Method::none});
    out.more = "± " + sd + " from fold to fold" + (out.more.empty() ? "" : "; " + out.more);
  }
  return out;
}

KeyFact score_fact(const Record& record, const ScoreReport* scored) {
  std::string score = leading_score(record);
  if (scored) {
    if (!scored->probabilistic && of_probabilities(score)) score = "balanced_accuracy";
    if (scored->part == Part::test && !scored->over_folds.empty()) return over_folds_fact(score, *scored);
    const char* part = scored->part == Part::test ? ", test" : ", validation (not tested)";
    if (scored->sheet.images)
      return parted(title_of(score) + part, cell_of(score, scored->sheet.overall.at(place_of(score))));
  }
  const Outcome test = outcome(record, Part::test), validation = outcome(record, Part::validation);
  const Outcome& o = std::isfinite(test.accuracy.value) ? test : validation;
  if (!std::isfinite(o.accuracy.value)) return {"test", "not tested"};
  const std::string name = &o == &test ? "accuracy, test" : "accuracy, validation (not tested)";
  return o.n ? parted(name, text(o.accuracy)) : KeyFact{name, percent(o.accuracy.value)};
}

/// Of each part, and of all: different images (a tile is none) and groups.
struct Counts {
  std::array<std::set<std::string>, 4> images, groups;
  explicit Counts(const Record& record) {
    for (const StoredSample& s : record.samples)
      for (const std::size_t part : {static_cast<std::size_t>(s.part), std::size_t{3}}) {
        images[part].insert(image_of(record, s));
        if (!s.group.empty()) groups[part].insert(s.group);
      }
  }
};

/// The images that a run of folds divides anew each time: those of any fold.
const Record& divided_record(const Material& run) {
  if (run.record.samples.empty() && folds_of(run.record))
    for (const Record& part : run.parts)
      if (!part.samples.empty()) return part;
  return run.record;
}

void add_images(std::vector<KeyFact>& out, const Material& run) {
  const Record& record = divided_record(run);
  if (record.samples.empty()) return;
  const Counts counts(record);
  const auto of = [](const std::set<std::string>& all) { return grouped(static_cast<long long>(all.size())); };
  const auto& i = counts.images;
  const auto& g = counts.groups;
  const bool divided = !folds_of(run.record) && !i[0].empty();
  const std::size_t classes = record.classes.size();
  const std::string more =
      divided ? "training, validation, test" : fmt::format("{} class{}", classes, classes == 1 ? "" : "es");
  out.push_back({"images", divided ? fmt::format("{} / {} / {}", of(i[0]), of(i[1]), of(i[2])) : of(i[3]), more});
  if (g[3].empty() || g[3].size() == i[3].size()) return;
  out.push_back({"groups (patients)", divided ? fmt::format("{} / {} / {}", of(g[0]), of(g[1]), of(g[2])) : of(g[3]),
                 divided ? more : ""});
}

void add_epochs(std::vector<KeyFact>& out, const Record& record) {
  const RunRow& run = record.run;
  if (trains_nothing(record) || (is_imported(record) && !run.epochs)) return;
  if (folds_of(record)) {
    if (run.epochs_planned) out.push_back({"epochs", fmt::format("{} a fold", run.epochs_planned), "at most"});
    return;
  }
  KeyFact fact{"epochs", run.epochs_planned && run.epochs_planned != run.epochs
                             ? fmt::format("{} of {}", run.epochs, run.epochs_planned)
                             : std::to_string(run.epochs)};
  if (run.chosen_epoch) fact.more = fmt::format("weights of epoch {}", run.chosen_epoch);
  out.push_back(fact);
}

/// Of its epochs, or of those of its folds.
double seconds_of(const Material& run) {
  double out = 0;
  const auto add = [&](const Record& record) {
    if (const auto found = record.telemetry.find("seconds"); found != record.telemetry.end())
      for (const Point& p : finite(found->second)) out += p.value;
  };
  add(run.record);
  if (folds_of(run.record))
    for (const Record& part : run.parts)
      if (!part.run.role.starts_with("control ")) add(part);
  return out;
}

}  // namespace

std::vector<KeyFact> key_facts(const Material& run, const ScoreReport* scored) {
  const Record& record = run.record;
  std::vector<KeyFact> out{score_fact(record, scored)};
  add_images(out, run);
  add_epochs(out, record);
  const Value* model = find(record.settings, "model");
  const std::string network = run.network.name.empty() && model ? model->text() : run.network.name;
  if (!network.empty() && !trains_nothing(record))
    out.push_back({"network", network, run.network.parameters ? grouped(run.network.parameters) + " parameters" : ""});
  if (const double seconds = seconds_of(run); seconds > 0)
    out.push_back({"training time", duration(seconds), folds_of(record) ? "of all folds" : ""});
  return out;
}

}  // namespace xp
