// What a run of folds, and a control, say in place of curves of their own.
#include <fmt/format.h>

#include "framework/base/text.h"
#include "reports/findings.h"
#include "reports/parts.h"

namespace xp {
namespace {

constexpr double wide = 0.15;  // between the best and the worst fold

}  // namespace

Finding fold_spread(const Evidence& e) {
  Finding f{"spread over folds"};
  const Spread s = spread(e.record, "test/accuracy");
  if (s.n < 2) return f;
  f.grade = s.most - s.least > wide ? Grade::note : Grade::fine;
  f.numbers = {
      {"folds", static_cast<double>(s.n)}, {"mean", s.mean}, {"sd", s.sd}, {"least", s.least}, {"most", s.most}};
  f.sentence =
      fmt::format("Test accuracy of the folds: {}, from {} to {}.", percent_text(s), percent(s.least), percent(s.most));
  if (f.grade > Grade::fine) f.advice = "Quote all folds; a single one could have shown either end.";
  return f;
}

Finding folds_missing(const Evidence& e) {
  Finding f{"folds missing"};
  int ended = 0;
  for (const Child& fold : folds_among(e.record.children)) ended += fold.status == Status::finished;
  if (ended >= folds_of(e.record) || e.record.run.status == Status::running) return f;
  f.grade = Grade::warning;
  f.numbers = {{"finished", static_cast<double>(ended)}, {"planned", static_cast<double>(folds_of(e.record))}};
  f.sentence = fmt::format("{} of {} folds are finished: a mean over them leaves out what went wrong.", ended,
                           folds_of(e.record));
  f.advice = fmt::format("xp resume {} goes on with them.", run_name(e.record.run.id));
  return f;
}

Finding of_a_control(const Evidence& e) {
  const Value* control = find(e.record.settings, "train.control");
  return {"control", Grade::note, 0,
          fmt::format("This run is a control ({}): its figures are there for others to be held against.",
                      control ? control->text() : ""),
          ""};
}

}  // namespace xp
