#include <fmt/format.h>

#include "framework/base/text.h"
#include "reports/html/escape.h"
#include "reports/list.h"
#include "reports/pages/pages.h"
#include "reports/pages/sweep/sections.h"
#include "reports/sweep_words.h"

namespace xp {
namespace {

const char* grade_of(const SweepResult& sweep) {
  const bool short_of_trials = sweep.open > 0 && sweep.status != Status::running;
  return !sweep.apart.empty() || sweep.failed > 0 || short_of_trials ? "warning" : "note";
}

std::string when(const SweepResult& sweep) {
  if (sweep.begun.empty()) return "";
  return minute(sweep.begun) + (sweep.ended.empty() ? " UTC" : " to " + minute(sweep.ended) + " UTC");
}

/// A name of 4 kB leaves room for the rest.
std::string brief(const std::string& text, int columns) { return shorten(valid_utf8(text), columns); }

/// What was searched and what is chosen; what makes that look better than it is before the figure to report.
std::string head(const SweepResult& sweep) {
  Values values;
  values.set("name", sweep.name);
  values.set("status", name(sweep.status));
  values.set("experiment", brief(sweep.experiment, 80));
  values.set("has_when", !when(sweep).empty());
  values.set("when", when(sweep));
  values.set("title", brief(sweep.title.empty() ? sweep.experiment : sweep.title, 300));
  values.set("grade", grade_of(sweep));
  values.set("searched", searched_sentence(sweep));
  values.set("has_reason", !sweep.reason.empty());
  values.set("reason", brief(sweep.reason, 600));
  values.set("has_choice", !choice_sentence(sweep).empty());
  values.set("choice", brief(choice_sentence(sweep), 600));
  values.set("caveats", list_of("caveat", sweep.caveats));
  values.set("has_test", sweep.best.has_value());
  values.set("test", sweep.best ? test_sentence(sweep) : "");
  return rendered("sweep.mustache", values);
}

}  // namespace

std::string sweep_page(const SweepResult& sweep, const Writing& writing) {
  return framed({sweep.name + " · " + (sweep.title.empty() ? sweep.experiment : sweep.title),
                 head(sweep),
                 {mattered_section(sweep), parallel_section(sweep), progress_section(sweep), trials_section(sweep),
                  failed_section(sweep), again_section(sweep)},
                 {sweep.name + " · " + sweep.experiment}},
                writing);
}

}  // namespace xp
