// What a run of folds, and a control, say in place of curves of their own.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "framework/base/paused.h"
#include "framework/base/text.h"
#include "framework/store/sweep.h"
#include "reports/diagnosis/findings.h"
#include "reports/parts.h"

namespace xp {
namespace {

constexpr double wide = 0.15;  // between the best and the worst fold

/// From the tests of all folds together, or from their common data.
constexpr std::string_view told_of_all[] = {"audit", "untested class", "small test set", "small validation part",
                                            "no better than guessing"};

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

std::vector<Finding> warnings_of_folds(const std::vector<Record>& folds, const std::vector<Finding>& of_all) {
  std::vector<Finding> out;
  std::vector<std::vector<std::string>> whose;
  const auto by_name = [](const std::vector<Finding>& findings, const std::string& name) {
    return std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.name == name; });
  };
  for (const Record& fold : folds)
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
    f.advice = fmt::format("xp resume {} goes on.", run_name(run.id));
  else if (run.sweep)
    f.advice = fmt::format("xp sweep show {} names what the search chose instead.", sweep_name(run.sweep));
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
