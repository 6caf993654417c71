#include "framework/plan/check.h"

#include <fmt/format.h>

#include "framework/plan/folds.h"
#include "framework/plan/transforms.h"
#include "framework/scores/score.h"

namespace xp {
namespace {

/// What steers training may not look at the test set: the figure that is reported would be the best of many.
void check_watched(const std::string& metric, const std::string& who, const Plan& plan, bool validates) {
  score_of(metric);
  if (metric.rfind("train_eval/", 0) == 0 && !train_of(plan.train).measure_train)
    throw Error(fmt::format("{} watches {}, which is measured on request alone", who, metric),
                "--set train.measure_train=true, or watch train" + metric.substr(10));
  if (metric.rfind("test/", 0) == 0)
    throw Error(fmt::format("{} watches {}: the test set is scored once, at the end", who, metric),
                "val" + metric.substr(4));
  if (metric.rfind("val/", 0) == 0 && !validates)
    throw Error(fmt::format("{} watches {}, but the split leaves no image for validation", who, metric),
                "a larger split.validation, or train" + metric.substr(3));
}

}  // namespace

void check(const Plan& plan) {
  network(plan);
  check_transforms(plan, listing(plan.only(Kind::dataset)));
  const Division division = checked_division(plan, listing(plan.only(Kind::dataset)));
  const bool validates = !division.indices(Part::validation).empty();
  plan.make<ClassWeight>()->weights(plan.counts);
  plan.make<Balance>();
  plan.make<Optimizer>()->rule();
  plan.make<Schedule>()->at({});
  check_watched(train_of(plan.train).monitor, "train.monitor", plan, validates);
  for (const Choice& choice : plan.plugins.at(Kind::callback))
    for (const std::string& metric : Registry::global().make<Callback>(choice)->watches())
      check_watched(metric, "callback " + choice.name, plan, validates);
}

}  // namespace xp
