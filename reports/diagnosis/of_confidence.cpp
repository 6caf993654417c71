// Whether a probability means what it says, and whether the network looks where a spine is.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "framework/base/text.h"
#include "framework/scores/calibration.h"
#include "framework/scores/chance/chance.h"
#include "reports/diagnosis/findings.h"
#include "reports/diagnosis/history.h"
#include "reports/diagnosis/thresholds.h"
#include "reports/judged.h"

namespace xp {
namespace {

using namespace threshold;

/// Images, or groups of them, of which the 95 % interval of accuracy tells a confidence from an accuracy that lies
/// `miscalibrated` below it: z² q (1 − q) / miscalibrated², q that accuracy (one half at least, where it is widest).
int enough(double confidence) {
  constexpr double z = 1.96;
  const double q = std::max(0.5, confidence - miscalibrated);
  return static_cast<int>(std::ceil(z * z * q * (1 - q) / (miscalibrated * miscalibrated)));
}

int independent(const Judged& j) {
  return j.groups.empty() ? j.images() : *std::max_element(j.groups.begin(), j.groups.end()) + 1;
}

}  // namespace

Finding miscalibration(const Evidence& e) {
  Finding f{"miscalibration"};
  const Judged j = judged(e.record, e.judged().part);
  const CalibrationByChance chance = calibration_by_chance(j);
  if (!std::isfinite(chance.seen)) return f;
  const Calibration c = calibration(j);
  const bool off = chance.p < alpha, surely_off = chance.p < surely && chance.seen - chance.mean > miscalibrated;
  f.grade = surely_off ? Grade::warning : off ? Grade::note : Grade::fine;
  f.numbers = {{"ECE", chance.seen},     {"ECE by chance", chance.mean},
               {"p", chance.p},          {"mean confidence", c.confidence},
               {"accuracy", c.accuracy}, {"temperature", c.temperature}};
  const std::string numbers = fmt::format("expected calibration error {}, by chance {}; {}", percent(chance.seen),
                                          percent(chance.mean), by_chance(chance.p));
  if (!off) {
    const int needed = enough(c.confidence), there = independent(j);
    f.name = "calibration";
    f.sentence =
        fmt::format("{} {} images do not show its probabilities to be off ({}).", j.images(), e.judged_part(), numbers);
    if (there >= needed) return f;
    f.grade = Grade::note;
    f.numbers.push_back({j.groups.empty() ? "images needed" : "groups needed", static_cast<double>(needed)});
    f.sentence += fmt::format(" They are too few to tell: to see them {} off takes about {} {}, and there are {}.",
                              points(miscalibrated), needed, j.groups.empty() ? "images" : "groups", there);
    return f;
  }
  const double over = c.confidence - c.accuracy;
  f.sentence = fmt::format("Its probabilities are not to be taken at their word: on average {} sure and {} right ({}).",
                           percent(c.confidence), percent(c.accuracy), numbers);
  f.advice = std::isfinite(c.temperature)
                 ? fmt::format("{}: dividing the logits by {} fits these {} images best; {}.",
                               over > 0   ? "Too sure"
                               : over < 0 ? "Not sure enough"
                                          : "Unevenly sure",
                               decimal(c.temperature, 2), e.judged_part(),
                               !e.test.n  ? "a test would show whether it holds"
                               : e.images ? "before use, find it on validation"
                                          : "before use, find it on a validation part, which there is none of")
                 : "Show classes, not probabilities.";
  return f;
}

Finding heat_at_border(const Evidence& e) {
  Finding f{"saliency on the border"};
  const auto found = e.record.telemetry.find("test/saliency_border");
  if (found == e.record.telemetry.end()) return f;
  const double share = value_at(found->second, e.record.run.chosen_epoch);
  if (!(share > border_noticed)) return f;
  f.grade = share > border_most ? Grade::warning : Grade::note;
  f.numbers = {{"share of heat near the border", share}, {"if it lay everywhere alike", even_heat}};
  const auto counted = e.record.telemetry.find("test/saliency_maps");
  const double maps = counted == e.record.telemetry.end() ? std::numeric_limits<double>::quiet_NaN()
                                                          : value_at(counted->second, e.record.run.chosen_epoch);
  const bool all = e.test.n && maps >= e.test.n;
  const std::string whose =
      !std::isfinite(maps) ? "the heat maps that were made"
      : all                ? fmt::format("the heat maps of all {} test images", e.test.n)
            : fmt::format("{:.0f} heat maps, of the test images judged worst, best and least surely", maps);
  f.sentence =
      fmt::format("In {}, {} of the heat on average lies within 5 % of the border; lying everywhere alike, {} would.",
                  whose, percent(share), percent(even_heat));
  if (std::isfinite(maps)) f.numbers.push_back({"heat maps", maps});
  f.advice =
      "Look at the heat maps: markers, frames or the collimator may tell the classes apart. Crop them, or cover them, "
      "and run again.";
  return f;
}

}  // namespace xp
