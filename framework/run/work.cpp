#include "framework/run/work.h"

#include <algorithm>

#include "framework/base/text.h"
#include "framework/plan/folds.h"

namespace xp {
namespace {

/// "shuffled-labels": as the command line has it, and roles.
std::string spelled(std::string setting) {
  std::replace(setting.begin(), setting.end(), '_', '-');
  return setting;
}

/// As settings of `train.control`, each once.
std::vector<std::string> settings_of(const std::vector<std::string>& controls) {
  std::vector<std::string> out;
  for (std::string name : controls) {
    std::replace(name.begin(), name.end(), '-', '_');
    const std::vector<std::string> known{"shuffled_labels", "majority", "image_statistics"};
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw Error("there is no control \"" + spelled(name) + "\"",
                  suggestion(spelled(name), {"shuffled-labels", "majority", "image-statistics"}));
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  }
  return out;
}

/// What trains nothing takes one epoch, whatever the recipe.
Plan controlled(Plan plan, const std::string& control) {
  set(plan.train, "control", control);
  if (control != "shuffled_labels") set(plan.train, "epochs", 1);
  return plan;
}

void refuse_a_control_of_a_control(const Plan& plan) {
  if (const std::string of = train_of(plan.train).control; of != "none")
    throw Error("the experiment's own train.control is " + of + ", and controls are asked for beside it",
                "--control with train.control = none");
}

}  // namespace

Work work_of(const std::vector<Plan>& plans, const std::vector<std::string>& controls) {
  const std::vector<std::string> asked = settings_of(controls);
  Work out;
  for (const Plan& plan : plans) {
    if (!asked.empty()) refuse_a_control_of_a_control(plan);
    const std::vector<Fold> all = folds(plan);
    const int parent = all.empty() ? -1 : static_cast<int>(out.parents.size());
    const int itself = static_cast<int>(out.leaves.size());
    if (all.empty())
      out.leaves.push_back({plan});
    else
      out.parents.push_back(plan);
    for (const Fold& fold : all) out.leaves.push_back({fold.plan, fold.role, parent});
    for (const std::string& control : asked) {
      const std::string role = "control " + spelled(control);
      if (all.empty()) out.leaves.push_back({controlled(plan, control), role, -1, itself});
      for (const Fold& fold : all)
        out.leaves.push_back({controlled(fold.plan, control), role + ", " + fold.role, parent});
    }
  }
  return out;
}

}  // namespace xp
