// What a run of folds, and a control, say in place of curves of their own.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string_view>

#include "framework/base/paused.h"
#include "framework/base/text.h"
#include "framework/scores/chance/one_rate.h"
#include "framework/store/sweep.h"
#include "reports/diagnosis/findings.h"
#include "reports/diagnosis/thresholds.h"
#include "reports/judged.h"
#include "reports/next_step.h"
#include "reports/parts.h"

namespace xp {
namespace {

/// From the tests of all folds together, or from their common data.
constexpr std::string_view told_of_all[] = {"audit",
                                            "untested class",
                                            "small test set",
                                            "small validation part",
                                            "no better than guessing",
                                            "no better than the largest class",
                                            "class collapse",
                                            "class failure",
                                            "miscalibration"};

/// Of each fold; on tiles and in groups images are not independent, and without the folds themselves that is not known:
/// then none.
std::vector<RightOf> hits_of_folds(const Evidence& e) {
  std::vector<RightOf> out;
  if (on_tiles(e.record) || judged(e.record, Part::test).grouped()) return out;
  for (const Child& fold : folds_among(e.record.children)) {
    const auto accuracy = fold.scores.find("test/accuracy");
    if (fold.status == Status::finished && accuracy != fold.scores.end() && fold.test_images)
      out.push_back({std::lround(accuracy->second * fold.test_images), fold.test_images});
  }
  return out;
}

}  // namespace

Finding fold_spread(const Evidence& e) {
  Finding f{"spread over folds"};
  const Spread s = spread(e.record, "test/accuracy");
  if (s.n < 2) return f;
  f.numbers = {
      {"folds", static_cast<double>(s.n)}, {"mean", s.mean}, {"sd", s.sd}, {"least", s.least}, {"most", s.most}};
  f.sentence =
      fmt::format("Test accuracy of the folds: {}, from {} to {}.", percent_text(s), percent(s.least), percent(s.most));
  const OneRate chance = one_rate(hits_of_folds(e));
  if (!std::isfinite(chance.sd)) return f;
  f.numbers.insert(f.numbers.end(), {{"sd by chance", chance.sd}, {"p", chance.p}});
  f.sentence.back() = ';';
  f.sentence += fmt::format(" were all folds alike, so few images would give ± {} ({}).", percent(chance.sd),
                            by_chance(chance.p));
  if (chance.p >= threshold::alpha) return f;
  f.grade = Grade::note;
  f.advice = "Folds differ by more than chance: quote all of them, and look at what the worst one was tested on.";
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
  f.advice = resuming(e.record) + " goes on with them.";
  return f;
}

std::vector<Finding> warnings_of_folds(const Evidence& e, const std::vector<Finding>& of_all) {
  std::vector<Finding> out;
  std::vector<std::vector<std::string>> whose;
  const auto by_name = [](const std::vector<Finding>& findings, const std::string& name) {
    return std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.name == name; });
  };
  for (const Record& fold : e.parts) {
    if (uses(fold, "train.control")) continue;
    for (const Finding& f : diagnose(fold).findings) {
      const bool pooled = std::find(std::begin(told_of_all), std::end(told_of_all), f.name) != std::end(told_of_all);
      if (f.grade < Grade::warning || pooled || by_name(of_all, f.name) != of_all.end()) continue;
      const std::string who = fmt::format("{} ({})", fold.run.role, run_name(fold.run.id));
      const auto known = by_name(out, f.name);
      const auto at = static_cast<std::size_t>(known - out.begin());
      if (known == out.end())
        out.push_back(f), whose.push_back({who});
      else if (f.grade > known->grade)
        out[at] = f, whose[at].insert(whose[at].begin(), who);
      else
        whose[at].push_back(who);
    }
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::string who = whose[i][0];
    who[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(who[0])));
    const std::vector<std::string> others(whose[i].begin() + 1, whose[i].end());
    out[i].name = "folds: " + out[i].name, out[i].since = 0;
    out[i].sentence = who + ": " + out[i].sentence;
    if (!others.empty()) out[i].sentence += " The same is told of " + join(others) + ".";
  }
  return out;
}

Finding on_its_way(const Evidence& e) {
  Finding f{"on its way", Grade::note};
  const RunRow& run = e.record.run;
  f.sentence = run.reason + ": it has no result yet, and was never tested.";
  f.sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(f.sentence[0])));
  if (!stopped_by_halving(run.reason))
    f.advice = resuming(e.record) + " goes on.";
  else if (run.sweep)
    f.advice = fmt::format("xp sweep show {} names what the search chose instead.", sweep_name(run.sweep));
  return f;
}

Finding failed(const Evidence& e) {
  Finding f{"failed", Grade::serious};
  const RunRow& run = e.record.run;
  if (run.status != Status::failed) return f;
  f.since = run.epochs;
  f.sentence = fmt::format("The run failed after {} epochs{}.", done_of(run.epochs, run.epochs_planned),
                           run.reason.empty() ? "" : ": " + run.reason);
  f.advice = "What it recorded up to there is no result. Mend the cause, and run it again.";
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
