#include "reports/charts/swept.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/seeds.h"

namespace xp {
namespace {

double number_of(const Value& value) {
  if (const auto* whole = value.get<std::int64_t>()) return static_cast<double>(*whole);
  if (const auto* real = value.get<double>()) return *real;
  return std::nan("");
}

/// Over a decade, and half of them crowded into the lowest fifth of a linear axis.
bool over_decades(const std::vector<double>& numbers) {
  double low = HUGE_VAL, high = -HUGE_VAL;
  std::ptrdiff_t all = 0;
  for (const double v : numbers)
    if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v), ++all;
  const auto crowded = std::count_if(numbers.begin(), numbers.end(),
                                     [&](double v) { return std::isfinite(v) && v <= low + 0.2 * (high - low); });
  return low > 0 && high >= 10 * low && 2 * crowded >= all;
}

}  // namespace

std::vector<const SweptTrial*> drawn(const SweepResult& sweep) {
  std::vector<const SweptTrial*> out;
  for (const SweptTrial& t : sweep.trials)
    if (!t.deleted && t.status == Status::finished && std::isfinite(t.score)) out.push_back(&t);
  return out;
}

std::string label_of(const SweptTrial& trial) { return fmt::format("trial {} · {}", trial.place, run_name(trial.run)); }

std::string score_axis(const SweepResult& sweep) { return sweep.by + (sweep.by.ends_with("/loss") ? " (nats)" : ""); }

Along along(const std::vector<const SweptTrial*>& trials, const std::string& setting, const std::string& called) {
  Along out{{called}, {called, {}}};
  bool all_numbers = true, all_whole = true;
  std::vector<std::string> words;
  for (const SweptTrial* t : trials) {
    const Value* value = find(t->settings, setting);
    const double number = value ? number_of(*value) : std::nan("");
    out.column.numbers.push_back(number);
    words.push_back(value ? value->text() : "–");
    if (value) all_numbers &= std::isfinite(number), all_whole &= value->get<std::int64_t>() != nullptr;
  }
  if (!all_numbers) {
    out.column.numbers.clear(), out.column.words = std::move(words);
    out.axis.kind = Axis::categories, out.axis.format = Format::text;
    return out;
  }
  if (all_whole) out.axis.format = Format::whole;
  if (!is_seed(setting) && over_decades(out.column.numbers)) out.axis.kind = Axis::log;
  return out;
}

}  // namespace xp
