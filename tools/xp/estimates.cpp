#include "tools/xp/estimates.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "framework/base/file.h"

namespace xp {
namespace {

constexpr double alike = 10;  // at most so many times more or fewer multiply-adds an image

struct Known {
  std::string model;
  double multiply_adds = 0;  // of one image
  double speed = 0;
};

/// Of those whose plugins are still there.
std::vector<Known> known(const std::vector<Store::Timed>& timed) {
  std::vector<Known> out;
  for (const Store::Timed& t : timed) try {
      const Plan plan = plan_from_json(t.plan);
      out.push_back({plan.only(Kind::model).name,
                     static_cast<double>(measure(network(plan), input(plan)).multiply_adds), t.speed});
    } catch (const Error&) {
    }
  return out;
}

std::optional<double> speed_of(const Plan& plan, double multiply_adds, const std::vector<Known>& all) {
  const Known* found = nullptr;
  for (const Known& k : all) {
    if (multiply_adds > alike * k.multiply_adds || k.multiply_adds > alike * multiply_adds) continue;
    if (k.model == plan.only(Kind::model).name) return k.speed;
    if (!found) found = &k;
  }
  return found ? std::optional(found->speed) : std::nullopt;
}

}  // namespace

Estimates estimates_of(Context& context, const std::vector<Plan>& plans) {
  const bool records = std::filesystem::exists(home_folder() + "/xp.db");
  const auto timed = records ? context.records().timed(20) : std::vector<Store::Timed>{};
  const std::vector<Known> all = known(timed);
  Estimates out;
  std::size_t guessed = 0;
  for (const Plan& plan : plans) {
    Estimate e = estimate(plan);
    const std::optional<double> speed = speed_of(plan, static_cast<double>(e.cost.multiply_adds), all);
    if (speed) e.seconds = e.multiply_adds / *speed;
    guessed += !speed;
    out.seconds += e.seconds;
    out.most_memory = std::max(out.most_memory, e.memory);
    out.each.push_back(e);
  }
  out.basis = guessed == 0              ? "at the speed of earlier runs"
              : timed.empty()           ? "a first guess: no run has been timed yet"
              : guessed == plans.size() ? "a first guess: no run of this size has been timed yet"
                                        : "in part at the speed of earlier runs, in part a first guess";
  return out;
}

}  // namespace xp
