// Whether the test was kept out of what was chosen.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/diagnosis/findings.h"

namespace xp {
namespace {

/// Epochs at which the test was scored; the summaries in epoch 0 are none.
int epochs_tested(const Record& record) {
  std::size_t most = 0;
  for (const auto& [metric, series] : record.metrics)
    if (metric.starts_with("test/"))
      most = std::max(most, static_cast<std::size_t>(std::count_if(series.begin(), series.end(), [](const Point& p) {
                        return p.at > 0 && !std::isnan(p.value);
                      })));
  return static_cast<int>(most);
}

}  // namespace

Finding chosen_by_test(const Evidence& e) {
  Finding f{"test used for choosing"};
  const int epochs = epochs_tested(e.record), chosen = e.record.run.chosen_epoch;
  f.numbers = {{"epochs at which the test was scored", static_cast<double>(epochs)}};
  if (chosen_on_test(e.record.settings)) {
    f.grade = Grade::serious, f.since = chosen;
    f.sentence = fmt::format(
        "The epoch was chosen {}: its test figure is the best of those that it was chosen from, "
        "and no measure of new images (selection bias).",
        how_chosen(e.record.settings));
    f.advice = "Choose by a validation part, and score the test once; until then call this a validation figure.";
  } else if (epochs > 1) {
    f.name = "test scored every epoch", f.grade = Grade::note;
    f.sentence = fmt::format("The test was scored at {} epochs: whoever saw that curve could choose by it.", epochs);
    f.advice = "Quote the epoch that validation chose, and score the test once.";
  }
  return f;
}

}  // namespace xp
