#include "tools/xp/experiment_options.h"

#include <fmt/format.h>

#include <filesystem>

#include "framework/base/text.h"

namespace xp {

const std::vector<Option>& experiment_options() {
  static const std::vector<Option> all{
      {"set", 0, "NAME=VALUE",
       "override: model.depth=18, train.epochs=5; model=resnet replaces the plugin and its axis", true},
      {"data", 0, "DIR", "class folders to read instead: --set dataset=image_folder --set dataset.path=DIR"},
      {"quick", 0, "", "the experiment's own small size"},
      {"only", 0, "N", "the plan with this number alone"}};
  return all;
}

Planned planned(const Context& c) {
  Planned out;
  const std::string file = c.args.positional.at(0);
  out.compiled = compile(file);
  c.terminal.detail(fmt::format("{} in {}", out.compiled.cached ? "compiled before, found" : "compiled",
                                duration(out.compiled.seconds)));
  Overrides overrides;
  overrides.quick = c.args.has("quick");
  if (c.args.has("data")) overrides.set = {{"dataset", "image_folder"}, {"dataset.path", c.args.text("data")}};
  for (const std::string& s : c.args.texts("set")) overrides.set.push_back(parse_setting(s));
  out.plans = expand(load_experiment(out.compiled), std::filesystem::path(file).stem().string(), overrides);
  for (const Plan& plan : out.plans) out.settings.push_back(flattened(plan));
  out.varies = differing(out.settings);
  if (c.args.has("only")) {
    const std::size_t n = static_cast<std::size_t>(c.args.number("only", 1, 1));
    if (n > out.plans.size())
      throw Error(fmt::format("--only {}: there are {} plans", n, out.plans.size()),
                  fmt::format("xp plan {} shows them", file));
    out.plans = {out.plans[n - 1]};
    out.settings = {out.settings[n - 1]};
    out.first_number = n;
  }
  return out;
}

std::string distinction(const Planned& planned, std::size_t plan) {
  std::vector<std::string> words;
  for (const std::string& name : planned.varies)
    if (const Value* value = find(planned.settings[plan], name)) words.push_back(name + "=" + value->text());
  return join(words, " ");
}

}  // namespace xp
