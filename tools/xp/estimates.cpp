#include "tools/xp/estimates.h"

#include <algorithm>
#include <filesystem>

#include "framework/base/file.h"

namespace xp {

Estimates estimates_of(Context& context, const std::vector<Plan>& plans) {
  Estimates out;
  bool timed = false;
  for (const Plan& plan : plans) {
    std::optional<double> speed;
    if (std::filesystem::exists(home_folder() + "/xp.db"))
      speed = context.records().last_speed(plan.only(Kind::model).name);
    timed = timed || speed;
    out.each.push_back(estimate(plan, speed.value_or(0)));
    out.seconds += out.each.back().seconds;
    out.most_memory = std::max(out.most_memory, out.each.back().memory);
  }
  out.basis = timed ? "at the speed of earlier runs" : "a first guess: no run has been timed yet";
  return out;
}

}  // namespace xp
