// Records whose predictions are sure to very different degrees: for curves over thresholds.
#pragma once
#include "tests/support/records.h"

namespace xp::test {

/// Of two classes, so many images in the test, half as many in validation; probabilities go from 0 to 1 and lean to the
/// truth. `each`: images of a patient; 1: each stands alone.
inline Record graded(int images = 60, int each = 1, std::vector<std::string> classes = {"Normal", "Scoliosis"}) {
  Record r = record(7, std::move(classes), {40, images / 2, images});
  const int n = static_cast<int>(r.classes.size());
  for (std::size_t i = 0; i < r.samples.size(); ++i) {
    StoredSample& sample = r.samples[i];
    if (sample.part == Part::train) continue;
    const int number = static_cast<int>(i);
    if (each > 1) sample.group = "patient " + std::to_string(number / (each * n) * n + sample.label);
    const double noise = 0.5 + 0.5 * std::sin(2.399963 * number), lean = 0.35 + 0.6 * noise;
    std::vector<double> p(static_cast<std::size_t>(n), (1 - lean) / (n - 1));
    p[static_cast<std::size_t>(sample.label)] = lean;
    (sample.part == Part::test ? r.test : r.validation).push_back({number, sample.label, p});
  }
  r.run.epochs = r.run.epochs_planned = 5, r.run.chosen_epoch = 4;
  r.metrics["train/loss"] = r.metrics["val/loss"] = series(5, [](int e) { return 1.0 / e; });
  return r;
}

}  // namespace xp::test
