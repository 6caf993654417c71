#include "reports/charts/learning.h"

#include "reports/charts/steps.h"
#include "reports/charts/updates.h"
#include "reports/html/figure.h"
#include "reports/pages/run/sections.h"
#include "reports/timing.h"

namespace xp {

Section learning_section(const Material& run, const Diagnosis& diagnosis) {
  std::vector<Chart> updates = update_charts(run);
  for (Chart& chart : step_charts(run)) updates.push_back(std::move(chart));
  const std::string curves = figures_of(learning_charts(run, diagnosis)), below = figures_of(updates),
                    rate = constant_rate(run.record);
  if (curves.empty() && below.empty()) return {};
  Values values;
  values.set("curves", curves);
  values.set("updates", below);
  values.set("has_updates", !below.empty());
  values.set("has_rate", !rate.empty());
  values.set("rate", rate);
  return {"learning", "How it learned", ending(run.record), rendered("learning.mustache", values)};
}

}  // namespace xp
