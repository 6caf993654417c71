#include "reports/charts/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "framework/base/text.h"
#include "framework/scores/score.h"
#include "reports/charts/swept.h"
#include "reports/sweep_words.h"
#include "reports/words.h"

namespace xp {
namespace {

using Trials = std::vector<const SweptTrial*>;

/// Whose score stands in which column, so that each can be toggled: what counts, what halving stopped, the choice.
struct Scores {
  ChartColumn trained, stopped, chosen, label;
  Scores(const SweepResult& sweep, const Trials& trials)
      : trained{sweep.by, {}},
        stopped{sweep.by + " where halving stopped", {}},
        chosen{sweep.by + " of the choice", {}},
        label{"trial", {}} {
    for (const SweptTrial* t : trials) {
      const bool best = sweep.best && t->place == sweep.best->place;
      trained.numbers.push_back(t->paused || best ? NAN : t->score);
      stopped.numbers.push_back(t->paused ? t->score : NAN);
      chosen.numbers.push_back(best ? t->score : NAN);
      label.words.push_back(label_of(*t));
    }
  }
  /// In the order in which they are drawn. Along x the scores are where `setting` is along y.
  void add_to(Chart& chart, const std::string& setting, bool along_x) const {
    const auto dots = [&](const std::string& name, const ChartColumn& scores, int colour) {
      if (std::none_of(scores.numbers.begin(), scores.numbers.end(), [](double v) { return std::isfinite(v); })) return;
      Layer layer{name, Shape::dots, along_x ? scores.name : setting, along_x ? setting : scores.name};
      layer.colour = colour, layer.label = label.name;
      chart.layers.push_back(std::move(layer));
      chart.columns.push_back(scores);
    };
    dots("stopped by halving", stopped, 6);
    dots("trials", trained, 0);
    dots("chosen", chosen, 1);
    chart.columns.push_back(label);
  }
};

/// CSS pixels for as many rows as there are different words.
int height_of(const std::vector<std::string>& words) {
  return 80 + 34 * static_cast<int>(std::set<std::string>(words.begin(), words.end()).size());
}

/// Linear between the two values nearest to that share, as NumPy's percentile.
double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at), above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// A row more for each word that at least four trials have: the middle half of their scores.
void add_boxes(Chart& chart, const Trials& trials, const Along& setting) {
  std::map<std::string, std::vector<double>> scores;
  for (std::size_t i = 0; i < trials.size(); ++i)
    if (trials[i]->counts()) scores[setting.column.words[i]].push_back(trials[i]->score);
  std::erase_if(scores, [](const auto& of) { return of.second.size() < 4; });
  if (scores.empty()) return;
  ChartColumn low{"lower quartile", std::vector<double>(trials.size(), NAN)},
      high{"upper quartile", std::vector<double>(trials.size(), NAN)};
  for (auto& [word, values] : scores) {
    std::sort(values.begin(), values.end());
    for (ChartColumn& c : chart.columns) {
      if (c.name == setting.column.name)
        c.words.push_back(word);
      else if (c.words.empty())
        c.numbers.push_back(NAN);
      else
        c.words.push_back("middle half");
    }
    low.numbers.push_back(quantile(values, 0.25)), high.numbers.push_back(quantile(values, 0.75));
  }
  Layer span{"middle half", Shape::span, low.name, setting.column.name, low.name, high.name};
  span.colour = 2;
  chart.layers.push_back(std::move(span));
  chart.columns.push_back(std::move(low)), chart.columns.push_back(std::move(high));
}

Chart setting_chart(const SweepResult& sweep, const Trials& trials, const Along& setting, std::size_t number) {
  Chart out;
  out.id = fmt::format("setting-{}", number);
  out.title = fmt::format("{} against {}", sweep.by, setting.column.name);
  out.columns = {setting.column};
  const Axis score{score_axis(sweep)};
  const Scores scores(sweep, trials);
  if (setting.numeric()) {
    out.x = setting.axis, out.y = score;
    out.reading =
        "A dot is a trial. Where dots above one value lie as far apart as the whole, this setting decides little.";
  } else {
    out.x = score, out.y = setting.axis;
    out.height = height_of(setting.column.words);
    out.reading =
        "A dot is a trial; a bar holds the middle half of four or more. Bars that overlap widely tell nothing apart.";
  }
  scores.add_to(out, setting.column.name, !setting.numeric());
  if (!setting.numeric()) add_boxes(out, trials, setting);
  return out;
}

/// Of the variance; -1 for a seed, and where nothing can be said. What goes together has one share.
double share_of(const SweepResult& sweep, const std::string& setting) {
  for (const Importance::Share& s : sweep.importance.shares)
    for (const std::string& name : split(s.name, ','))
      if (name == setting || name == " " + setting) return s.share;
  return -1;
}

}  // namespace

ParallelChart parallel_chart(const SweepResult& sweep) {
  Trials trials = drawn(sweep);
  const auto stopped = std::erase_if(trials, [](const SweptTrial* t) { return t->paused; });
  const std::vector<std::string> names = names_of_varying(sweep);
  ParallelChart out{
      "all-trials",
      "Every trial, through its settings to its score",
      "A line is a trial, coloured by its score. Drag along an axis to keep only the lines that pass there.",
      {},
      {}};
  if (stopped)
    out.reading += fmt::format(" {} that halving stopped {} left out: their scores are of shorter trainings.",
                               counted(static_cast<long long>(stopped), "trial"), stopped == 1 ? "is" : "are");
  for (std::size_t i = 0; i < names.size(); ++i) {
    Along setting = along(trials, sweep.varies[i], names[i]);
    out.columns.push_back(std::move(setting.column)), out.axes.push_back(std::move(setting.axis));
  }
  ChartColumn score{sweep.by, {}}, label{"trial", {}};
  for (const SweptTrial* t : trials) score.numbers.push_back(t->score), label.words.push_back(label_of(*t));
  out.columns.push_back(score), out.axes.push_back({score_axis(sweep)});
  out.columns.push_back(label);
  out.shade = score.name, out.label = label.name;
  out.low_is_full = score_of(sweep.by).better == Direction::lower;
  return out;
}

std::vector<Chart> setting_charts(const SweepResult& sweep) {
  const Trials trials = drawn(sweep);
  if (trials.size() < 2) return {};
  const std::vector<std::string> names = names_of_varying(sweep);
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return share_of(sweep, sweep.varies[a]) > share_of(sweep, sweep.varies[b]);
  });
  std::vector<Chart> out;
  for (const std::size_t i : order)
    out.push_back(setting_chart(sweep, trials, along(trials, sweep.varies[i], names[i]), out.size() + 1));
  return out;
}

Chart importance_chart(const SweepResult& sweep) {
  Chart out;
  out.id = "importance", out.title = "How much of the spread each setting explains";
  out.reading =
      "A bar is the share of the variance between trials; a setting without any effect would be given about as much as "
      "its dot.";
  out.x = {"share of the variance", Axis::linear, Format::percent, true};
  out.y = {"setting", Axis::categories, Format::text};
  ChartColumn setting{"setting", {}}, share{"share of the variance", {}}, chance{"by chance alone", {}};
  for (const Importance::Share& s : sweep.importance.shares)
    setting.words.push_back(s.name), share.numbers.push_back(s.share), chance.numbers.push_back(s.by_chance);
  out.layers = {{share.name, Shape::bars, share.name, setting.name},
                {chance.name, Shape::dots, chance.name, setting.name}};
  out.layers[1].colour = 1;
  out.height = height_of(setting.words);
  out.columns = {std::move(setting), std::move(share), std::move(chance)};
  return out;
}

}  // namespace xp
