#include "tools/xp/experiment_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "framework/base/seeds.h"
#include "framework/base/text.h"
#include "framework/base/varying.h"
#include "framework/plan/folds.h"
#include "framework/plan/halving.h"
#include "tools/xp/training.h"

namespace xp {
namespace {

/// What exists and is no C++ is somebody's slip: the compiler's words about it would help nobody.
void refuse_other_files(const std::string& file) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(file, ignored) && std::filesystem::path(file).extension() != ".cpp")
    throw Error(file + " is no experiment", "an experiment is a C++ file whose name ends in .cpp; xp new makes one");
}

}  // namespace

const std::vector<Option>& experiment_options() {
  static const std::vector<Option> all{
      {"set", 0, "NAME=VALUE",
       "override: model.depth=18, train.epochs=5; model=resnet replaces the plugin and its axis", true},
      {"data", 0, "DIR",
       "class folders to read instead: --set dataset=image_folder --set dataset.path=DIR; tiles are then cut from "
       "them"},
      {"quick", 0, "", "the experiment's own small size"},
      {"trials", 0, "N",
       "so many draws of a random search; more than before go on with its sequence: what has FINISHED is not trained "
       "again"},
      {"only", 0, "N", "the plan with this number alone"}};
  return all;
}

Planned all_planned(const Context& c, std::size_t position, const Settings& more) {
  Planned out;
  const std::string file = c.args.positional.at(position);
  refuse_other_files(file);
  out.compiled = compile(file);
  c.terminal.detail(fmt::format("{} in {}", out.compiled.cached ? "compiled before, found" : "compiled",
                                duration(out.compiled.seconds)));
  Overrides overrides;
  overrides.quick = c.args.has("quick");
  overrides.folder = c.args.text("data");
  if (c.args.has("data") && overrides.folder.empty())
    throw Error("--data names no folder", "--data DIR, with one folder of images a class");
  for (const std::string& s : c.args.texts("set")) overrides.set.push_back(parse_setting(s));
  for (const Setting& s : placement_settings(c.args)) overrides.set.push_back(s);
  overrides.set.insert(overrides.set.end(), more.begin(), more.end());
  overrides.trials = c.args.number("trials", 0, 1);
  const Experiment experiment = load_experiment(out.compiled);
  out.search = search_of(experiment, overrides);
  out.plans = expand(experiment, std::filesystem::path(file).stem().string(), overrides);
  for (const Plan& plan : out.plans) out.settings.push_back(flattened(plan));
  out.varies = varying(out.settings);
  return out;
}

Planned planned(const Context& c, std::size_t position) {
  Planned out = all_planned(c, position);
  if (c.args.has("only")) {
    const std::size_t n = static_cast<std::size_t>(c.args.number("only", 1, 1));
    if (n > out.plans.size())
      throw Error(fmt::format("--only {}: there {}", n,
                              out.plans.size() == 1 ? "is 1 plan" : fmt::format("are {} plans", out.plans.size())),
                  fmt::format("xp plan {} shows them", c.args.positional.at(position)));
    out.plans = {out.plans[n - 1]};
    out.settings = {out.settings[n - 1]};
    out.first_number = n;
    out.search = {};
  }
  return out;
}

std::int64_t expected_epochs(const Planned& planned) {
  std::int64_t out = 0;
  for (const Plan& plan : planned.plans)
    out += train_of(plan.train).epochs * std::max<std::int64_t>(1, std::ssize(folds(plan)));
  if (planned.search.kind != Search::Kind::halving) return out;
  const int whole = static_cast<int>(train_of(planned.plans.at(0).train).epochs);
  return expected_epochs(planned.plans.size(), rungs(planned.search.minimum, planned.search.reduction, whole),
                         planned.search.reduction);
}

std::vector<Varying> columns(const Planned& planned) {
  const bool one = one_seed(planned.settings);
  std::vector<Varying> out;
  for (const std::string& name : planned.varies)
    if (!one || name != "seed.order") out.push_back({one && name == "seed.init" ? "seed" : name, name});
  return out;
}

std::string distinction(const Planned& planned, std::size_t plan) {
  std::vector<std::string> words;
  for (const Varying& v : columns(planned))
    if (const Value* value = find(planned.settings[plan], v.setting)) words.push_back(v.shown + "=" + value->text());
  return join(words, " ");
}

}  // namespace xp
