#include "framework/run/imports/logged.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "framework/base/text.h"
#include "framework/run/imports/columns.h"
#include "framework/scores/score.h"
#include "framework/store/bundle/sound.h"

namespace xp {
namespace {

constexpr std::size_t most_unnamed = 1000;  // epochs, where nothing is named after validation

const std::map<std::string, std::string> known_scores{
    {"acc", "accuracy"}, {"f1_macro", "macro_f1"}, {"cross_entropy", "loss"}};

struct Name {
  std::optional<Part> part;
  std::string score;
};

/// "val_acc" and "Val/Acc" → validation, "accuracy"; "val_loss_epoch" (Lightning) → validation, "loss".
Name parsed(const std::string& name) {
  std::string plain = plain_name(name);
  Name out;
  if (const std::size_t end = plain.find_first_of("_/. "); end != plain.npos)
    if (const auto part = part_named(plain.substr(0, end))) out.part = part, plain = plain.substr(end + 1);
  if (plain.ends_with("_epoch")) plain.resize(plain.size() - 6);
  const auto known = known_scores.find(plain);
  out.score = known == known_scores.end() ? plain : known->second;
  return out;
}

bool fits(const std::string& metric, const Series& series) {
  if (score_of(metric).better != Direction::higher) return true;
  return std::all_of(series.begin(), series.end(),
                     [](const Point& p) { return std::isnan(p.value) || (p.value >= 0 && p.value <= 1 + 1e-6); });
}

/// The name that xp has for it, where it has one.
std::string meaning(const std::string& name, const Series& series) {
  const Name told = parsed(name);
  const std::string metric = std::string(xp::name(told.part.value_or(Part::train))) + "/" + told.score;
  return known_metric(metric) && fits(metric, series) ? metric : name;
}

/// Of each step the last value, by rising step.
Series latest(const Series& series) {
  std::map<std::int64_t, double> by_step;
  for (const Point& p : series) by_step[p.at] = p.value;
  Series out;
  for (const auto& [step, value] : by_step) out.push_back({step, value});
  return out;
}

bool is_consecutive(const Series& series) {
  const std::int64_t first = series.front().at;
  return (first == 0 || first == 1) &&
         static_cast<std::uint64_t>(series.back().at) - static_cast<std::uint64_t>(first) + 1 == series.size();
}

class Sorting {
 public:
  explicit Sorting(const Logged& logged) {
    for (const auto& [name, series] : logged)
      if (!series.empty()) all_[name] = latest(series);
    std::size_t judged = 0;
    for (const auto& [name, series] : all_) {
      const auto part = parsed(name).part;
      if (part && *part != Part::train && series.size() > 1 && is_consecutive(series))
        judged = std::max(judged, series.size());
    }
    most_ = judged ? judged : most_unnamed;
    read_epochs();
  }

  void into(WholeRun& run, const Logged& logged) {
    std::vector<std::string> single;
    for (const auto& [name, series] : all_)
      if (series.size() == 1)
        single.push_back(name);
      else if (is_consecutive(series) && series.size() <= most_)
        add(run, name, shifted(series, series.front().at == 0 ? 1 : 0));
      else if (const auto epochs = by_epoch(series))
        add(run, name, *epochs);
      else
        run.steps[name] = logged.at(name);
    const std::int64_t last = std::max(1, run.record.run.epochs);
    for (const std::string& name : single) add(run, name, {{last, all_.at(name).front().value}});
  }

 private:
  /// Lightning's: at which epoch, from 0, a step was.
  void read_epochs() {
    const auto told = all_.find("epoch");
    if (told == all_.end()) return;
    for (const Point& p : told->second)
      if (p.value >= 0 && p.value < greatest_epoch && p.value == std::floor(p.value))
        epochs_[p.at] = static_cast<std::int64_t>(p.value) + 1;
  }

  std::optional<Series> by_epoch(const Series& series) const {
    Series out;
    std::set<std::int64_t> seen;
    for (const Point& p : series) {
      const auto epoch = epochs_.find(p.at);
      if (epoch == epochs_.end() || !seen.insert(epoch->second).second) return std::nullopt;
      out.push_back({epoch->second, p.value});
    }
    return out;
  }

  static Series shifted(Series series, std::int64_t by) {
    for (Point& p : series) p.at += by;
    return series;
  }

  static void add(WholeRun& run, const std::string& name, const Series& series) {
    Record& r = run.record;
    r.run.epochs = std::max(r.run.epochs, static_cast<int>(series.back().at));
    const std::string plain = plain_name(name);
    if ((plain == "lr" || plain == "learning_rate") && !r.telemetry.count("rate")) {
      r.telemetry["rate"] = series;
      return;
    }
    const std::string metric = meaning(name, series);
    r.metrics[r.metrics.count(metric) ? name : metric] = series;
  }

  std::map<std::string, Series> all_;
  std::size_t most_ = 0;
  std::map<std::int64_t, std::int64_t> epochs_;  // by step
};

}  // namespace

void add_logged(const Logged& logged, WholeRun& run) { Sorting(logged).into(run, logged); }

}  // namespace xp
