#include "framework/run/imports/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/run/imports/columns.h"
#include "framework/run/imports/mistaken.h"
#include "framework/scores/score.h"
#include "framework/store/bundle/sound.h"

namespace xp {
namespace {

constexpr std::size_t most_rows = 10'000;  // that are epochs, though nothing says so
constexpr double recorded_to = 5e-5;       // accuracies have four decimals, or are of single precision

const std::map<std::string, std::string> scores_by_alias{{"loss", "loss"},
                                                         {"cross_entropy", "loss"},
                                                         {"acc", "accuracy"},
                                                         {"accuracy", "accuracy"},
                                                         {"binary_accuracy", "accuracy"},
                                                         {"categorical_accuracy", "accuracy"},
                                                         {"sparse_categorical_accuracy", "accuracy"},
                                                         {"balanced_accuracy", "balanced_accuracy"},
                                                         {"f1_macro", "macro_f1"},
                                                         {"macro_f1", "macro_f1"}};
const std::map<std::string, std::string> telemetry_by_alias{{"lr", "rate"},         {"learning_rate", "rate"},
                                                            {"rate", "rate"},       {"time", "seconds"},
                                                            {"seconds", "seconds"}, {"epoch_time", "seconds"}};

struct Meaning {
  std::string name;
  bool telemetry = false;
};

/// "val_acc" → "val", "acc"; no part where the name begins with none.
std::pair<std::optional<Part>, std::string> part_of(const std::string& plain) {
  const std::size_t end = plain.find_first_of("_/.");
  if (end != plain.npos)
    if (const auto part = part_named(plain.substr(0, end))) return {part, plain.substr(end + 1)};
  return {std::nullopt, plain};
}

class History {
 public:
  History(const Csv& csv, const std::string& file, const std::map<std::string, std::string>& said)
      : columns_(csv, file, roles(said), said), said_(said) {
    for (const std::size_t place : columns_.others()) {
      const auto [part, score] = part_of(plain_name(columns_.name(place)));
      train_named_ |= part == Part::train;
      validation_named_ |= part == Part::validation;
    }
  }

  ImportedHistory read() {
    if (!columns_.find("epoch") && columns_.csv().rows.size() > most_rows)
      throw Error(fmt::format("{} has no column epoch, and {} rows: are these batches?", columns_.file(),
                              columns_.csv().rows.size()),
                  "--column epoch=NAME; a history has one row an epoch");
    const int shift = first_epoch() == 0 ? 1 : 0;
    for (const auto& [metric, column] : said_)
      if (metric != "epoch") take(*columns_.find(metric), metric_said(metric), shift);
    for (const std::size_t place : columns_.others()) {
      const Meaning meant = meaning(columns_.name(place));
      said_.count(meant.name) ? ignored_.push_back(columns_.name(place)) : take(place, meant, shift);
    }
    for (auto* all : {&out_.metrics, &out_.telemetry})
      for (auto& [name, series] : *all)
        std::sort(series.begin(), series.end(), [](const Point& a, const Point& b) { return a.at < b.at; });
    if (out_.metrics.empty())
      throw Error(columns_.file() + " holds no curve",
                  "columns such as loss, accuracy, val_loss, val_accuracy make one");
    remark(shift);
    out_.understood = fmt::format("{} epoch{}: {}", out_.epochs, out_.epochs == 1 ? "" : "s", join(taken_));
    return std::move(out_);
  }

 private:
  /// A person may name any metric; only `epoch` is looked for by its names.
  static std::vector<Role> roles(const std::map<std::string, std::string>& said) {
    std::vector<Role> out{{"epoch", {"epoch", "epochs"}}};
    for (const auto& [role, column] : said)
      if (role != "epoch") out.push_back({role, {}});
    return out;
  }

  static Meaning metric_said(const std::string& metric) {
    if (metric == "rate" || metric == "seconds") return {metric, true};
    score_of(metric);
    return {metric};
  }

  /// Where training is called train_…, a name without a part is of validation if that has no name of its own (fastai).
  Meaning meaning(const std::string& column) const {
    const std::string plain = plain_name(column);
    if (const auto known = telemetry_by_alias.find(plain); known != telemetry_by_alias.end())
      return {known->second, true};
    const auto [named, rest] = part_of(plain);
    const auto known = scores_by_alias.find(rest);
    const Part part = named.value_or(train_named_ && validation_named_ ? Part::validation : Part::train);
    return {fmt::format("{}/{}", name(part), known == scores_by_alias.end() ? rest : known->second)};
  }

  int epoch_of(const Csv::Row& row) const {
    const auto place = columns_.find("epoch");
    if (!place) return static_cast<int>(&row - columns_.csv().rows.data()) + 1;
    const double value = columns_.number(row, *place);
    if (!(value >= 0) || value != std::floor(value) || value >= greatest_epoch)
      throw Error(fmt::format("{}: {} is no epoch", columns_.where(row, *place), columns_.cell(row, *place)),
                  "epochs are whole numbers from 0 or 1 on");
    return static_cast<int>(value);
  }

  int first_epoch() const {
    int first = greatest_epoch;
    for (const Csv::Row& row : columns_.csv().rows) first = std::min(first, epoch_of(row));
    return first;
  }

  void take(std::size_t place, const Meaning& meaning, int shift) {
    auto& all = meaning.telemetry ? out_.telemetry : out_.metrics;
    if (all.count(meaning.name))
      throw Error(
          fmt::format("{}: two columns are {}, the second is {}", columns_.file(), meaning.name, columns_.name(place)),
          fmt::format("--column {}=NAME says which counts", meaning.name));
    Series series;
    std::map<int, std::pair<int, double>> told;  // by epoch: the line, and what it says
    for (const Csv::Row& row : columns_.csv().rows) {
      if (columns_.is_missing(row, place)) continue;
      const auto number = columns_.number_if_any(row, place);
      const int epoch = epoch_of(row) + shift;
      const auto known = told.find(epoch);
      const bool again = known != told.end() && number && *number == known->second.second;
      if (again) continue;
      if ((!number || known != told.end()) && !known_metric(meaning.name))  // words, or counts of something else
        return ignored_.push_back(columns_.name(place));
      if (known != told.end())
        throw Error(fmt::format("{}: epoch {} was told in line {} already", columns_.where(row, place), epoch - shift,
                                known->second.first),
                    "a file of several runs is to be taken apart, one a run");
      series.push_back({epoch, checked(row, place, meaning)});
      told[epoch] = {row.line, series.back().value};
      out_.epochs = std::max(out_.epochs, epoch);
    }
    if (series.empty()) return ignored_.push_back(columns_.name(place));
    if (!meaning.telemetry && !known_metric(meaning.name)) unknown_.push_back(meaning.name);
    taken_.push_back(fmt::format("{} = {}", meaning.name, columns_.name(place)));
    all[meaning.name] = std::move(series);
  }

  double checked(const Csv::Row& row, std::size_t place, const Meaning& meaning) const {
    const double value = columns_.number(row, place);
    const bool share = known_metric(meaning.name) && score_of(meaning.name).better == Direction::higher;
    if (share && (value < 0 || value > 1 + 1e-6))
      throw Error(fmt::format("{}: {} is no share, which lies from 0 to 1", columns_.where(row, place),
                              columns_.cell(row, place)),
                  "percentages are divided by 100");
    return share ? std::min(value, 1.0) : value;
  }

  void remark(int shift) {
    const std::string& file = columns_.file();
    if (!columns_.find("epoch")) out_.remarks.push_back(file + ": no column epoch, so each row is taken for one.");
    if (shift) out_.remarks.push_back(file + ": its epochs count from 0; here they count from 1.");
    if (train_named_ && validation_named_ && out_.metrics.count("val/accuracy") &&
        !out_.metrics.count("train/accuracy"))
      out_.remarks.push_back(file + ": accuracy is taken for that of validation, as training has names of its own.");
    const auto test = out_.metrics.lower_bound("test/");
    if (test != out_.metrics.end() && test->first.starts_with("test/"))
      out_.remarks.push_back(file + ": the test part was looked at every epoch: what was chosen by it flatters.");
    if (!unknown_.empty())
      out_.remarks.push_back(fmt::format("{}: kept, but judged by nothing: {}.", file, join(unknown_)));
    if (!ignored_.empty()) out_.remarks.push_back(fmt::format("{}: not used: {}.", file, join(ignored_)));
  }

  Columns columns_;
  const std::map<std::string, std::string>& said_;
  bool train_named_ = false, validation_named_ = false;
  std::vector<std::string> ignored_, unknown_, taken_;
  ImportedHistory out_;
};

}  // namespace

ImportedHistory history_from(const Csv& csv, const std::string& file,
                             const std::map<std::string, std::string>& columns) {
  refuse_predictions(csv, file, columns);
  return History(csv, file, columns).read();
}

int kept_epoch(const ImportedHistory& history, const std::string& kept) {
  if (kept.empty() || kept == "last") return history.epochs;
  int number = 0;
  if (const auto [end, error] = std::from_chars(kept.data(), kept.data() + kept.size(), number);
      error == std::errc{} && end == kept.data() + kept.size()) {
    if (number < 1 || number > history.epochs)
      throw Error(fmt::format("--kept {}: the history has epochs 1 to {}", number, history.epochs),
                  "they count from 1, whatever the file does");
    return number;
  }
  score_of(kept);
  const auto curve = history.metrics.find(kept);
  if (curve == history.metrics.end()) {
    std::vector<std::string> known;
    for (const auto& [metric, series] : history.metrics)
      if (known_metric(metric)) known.push_back(metric);
    throw Error(fmt::format("--kept {}: the history has no such curve", kept), suggestion(kept, known));
  }
  const Point* best = nullptr;
  for (const Point& p : curve->second)
    if (better(kept, p.value, best ? best->value : worst(kept))) best = &p;
  if (!best) throw Error(fmt::format("--kept {}: it has no value that is a number", kept));
  return static_cast<int>(best->at);
}

std::string misfit(const ImportedHistory& history, int val_images) {
  const auto curve = history.metrics.find("val/accuracy");
  if (curve == history.metrics.end() || !val_images) return "";
  for (const Point& p : curve->second)
    if (const double right = p.value * val_images;
        std::abs(right - std::round(right)) > recorded_to * val_images + 1e-6)
      return fmt::format("A validation accuracy of {} at epoch {} is no share of {} images: is that their number?",
                         decimal(p.value), p.at, val_images);
  return "";
}

}  // namespace xp
