#include "framework/plan/expand.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/file.h"
#include "framework/base/text.h"
#include "framework/plan/layers.h"
#include "framework/plan/transforms.h"
#include "framework/scores/score.h"

namespace xp {

/// Works on a copy of what the experiment states: overrides first, then the product of what still varies.
class Expansion {
 public:
  Expansion(const Experiment& experiment, const std::string& name)
      : e_(experiment), name_(name), split_unsaid_(!experiment.choices_.count(Kind::split)) {
    for (const Axis& axis : e_.axes_) split_unsaid_ = split_unsaid_ && target(axis.setting).group != "split";
    for (auto [kind, fallback] : {std::pair{Kind::split, "hold_out"},
                                  {Kind::attention, "none"},
                                  {Kind::class_weight, "none"},
                                  {Kind::balance, "none"},
                                  {Kind::loss, "cross_entropy"},
                                  {Kind::optimizer, "adam"},
                                  {Kind::schedule, "constant"}})
      if (!e_.choices_.count(kind)) e_.choices_[kind] = {Choice(fallback)};
    if (!e_.choices_.count(Kind::transform)) e_.choices_[Kind::transform] = {Choice("resize"), Choice("normalise")};
    e_.choices_[Kind::callback];
  }

  /// Plugins are replaced before their settings are set, in whatever order the two were given.
  void override_with(Settings settings) {
    std::stable_partition(settings.begin(), settings.end(), [](const Setting& s) { return target(s.name).replaces(); });
    for (const Setting& s : settings) override_with(s);
  }
  const Settings& quick() const { return e_.quick_; }

  std::vector<Plan> plans() {
    for (Kind kind : {Kind::dataset, Kind::model})
      if (!e_.choices_.count(kind) || e_.choices_[kind].empty())
        throw Error(fmt::format("experiment {} names no {}", name_, xp::name(kind)),
                    fmt::format("e.{}({{\"NAME\"}}), or --set {}=NAME  (xp plugins {})", xp::name(kind), xp::name(kind),
                                xp::name(kind)));
    std::vector<Plan> out;
    Draft first;
    first.seed = seed_;
    first.train = e_.train_;
    vary_kinds(first, 0, out);
    if (out.empty())
      throw Error(fmt::format("experiment {} expands to no plan", name_),
                  "an axis without values leaves nothing to run");
    refuse_twins(out);
    return out;
  }

 private:
  /// Two runs of one plan would look like two pieces of evidence.
  static void refuse_twins(const std::vector<Plan>& plans) {
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < plans.size(); ++i)
      if (const auto [twin, is_new] = seen.emplace(identity_hash(plans[i]), i + 1); !is_new)
        throw Error(fmt::format("plans {} and {} are the same", twin->second, i + 1),
                    "does an axis repeat a value, or set what nothing uses?");
  }

  struct Draft {
    std::map<Kind, std::vector<Choice>> choices;
    Settings train, seed;
  };

  static std::vector<std::string> groups() {
    std::vector<std::string> out{"train", "seed"};
    for (Kind kind : kinds) out.emplace_back(xp::name(kind));
    return out;
  }

  /// Where a setting's name points: into `train`, into `seed`, or to a kind (and a plugin of a list).
  struct Target {
    std::string group, plugin, setting;
    /// "model": another plugin, rather than a setting of the one there is.
    bool replaces() const { return setting.empty() && group != "seed" && group != "train"; }
  };
  static Target target(const std::string& name) {
    const std::size_t dot = name.find('.');
    const std::string group = name.substr(0, dot);
    const std::vector<std::string> known = groups();
    if (std::find(known.begin(), known.end(), group) == known.end())
      throw Error(fmt::format("there is no setting \"{}\"", name),
                  fmt::format("{}; settings are named KIND.setting, train.setting, seed", suggestion(group, known)));
    if (dot == std::string::npos) return {group, "", ""};
    const std::string rest = name.substr(dot + 1);
    const std::size_t second = rest.find('.');
    if (second == std::string::npos) return {group, "", rest};
    return {group, rest.substr(0, second), rest.substr(second + 1)};
  }

  void override_with(const Setting& s) {
    const Target t = target(s.name);
    split_unsaid_ = split_unsaid_ && t.group != "split";
    collapse(t);
    if (t.group == "train") {
      if (t.setting.empty()) throw Error("\"train\" is a group of settings", "--set train.epochs=10");
      set(e_.train_, t.setting, s.value);
    } else if (t.group == "seed") {
      put_seed(seed_, t.setting, s.value);
    } else if (const Kind kind = kind_named(t.group); t.setting.empty()) {
      e_.choices_[kind] = named(kind, s.value.text());
    } else if (is_list(kind)) {
      put(kind, e_.choices_[kind], t, s.value);
    } else {
      for (Choice& choice : e_.choices_[kind]) set(choice.settings, t.setting, s.value);
    }
  }

  /// What is set is no longer swept.
  void collapse(const Target& t) {
    std::erase_if(e_.axes_, [&](const Axis& axis) {
      const Target a = target(axis.setting);
      const bool same_plugin = a.plugin == t.plugin || a.plugin.empty() || t.plugin.empty();
      return a.group == t.group && same_plugin && (a.setting == t.setting || (t.group == "seed" && t.setting.empty()));
    });
    for (const Axis& axis : e_.axes_)
      if (axis.setting == "seed" && t.group == "seed")
        throw Error(
            fmt::format("seed.{} is set, and the experiment sweeps seed, which is seed.init and seed.order", t.setting),
            "--set seed=N collapses that sweep");
  }

  static std::vector<Choice> named(Kind kind, const std::string& names) {
    std::vector<Choice> out;
    if (is_list(kind) && names == "none") return out;
    for (const std::string& n : is_list(kind) ? split(names, ',') : std::vector{names}) out.emplace_back(n);
    return out;
  }

  static void put_seed(Settings& seed, const std::string& setting, const Value& value) {
    for (const char* part : {"init", "order"})
      if (setting.empty() || setting == part) set(seed, part, value);
    if (!setting.empty() && setting != "init" && setting != "order")
      throw Error(fmt::format("unknown setting \"{}\" for seed", setting), "seed.init, seed.order, or seed for both");
  }

  /// In a list the setting belongs to the plugin that is named, or to the only one that has it.
  static void put(Kind kind, std::vector<Choice>& list, const Target& t, const Value& value) {
    std::vector<Choice*> owners;
    std::vector<std::string> names;
    for (Choice& choice : list) {
      names.push_back(choice.name);
      const auto& params = Registry::global().find(kind, choice.name).params;
      const bool has = std::any_of(params.begin(), params.end(), [&](const Param& p) { return p.name == t.setting; });
      if (t.plugin.empty() ? has : choice.name == t.plugin) owners.push_back(&choice);
    }
    if (owners.size() == 1) return set(owners[0]->settings, t.setting, value);
    if (!t.plugin.empty())
      throw Error(fmt::format("the experiment has no {} \"{}\"", xp::name(kind), t.plugin),
                  suggestion(t.plugin, names));
    throw Error(fmt::format("{} of the {}s in use {} a setting \"{}\"", owners.empty() ? "none" : "more than one",
                            xp::name(kind), owners.empty() ? "has" : "have", t.setting),
                fmt::format("in use: {}; name one: {}.PLUGIN.{}", join(names), xp::name(kind), t.setting));
  }

  void vary_kinds(Draft draft, std::size_t k, std::vector<Plan>& out) {
    if (k == std::size(kinds)) return vary_axes(draft, 0, out);
    const Kind kind = kinds[k];
    if (is_list(kind)) {
      draft.choices[kind] = e_.choices_[kind];
      return vary_kinds(std::move(draft), k + 1, out);
    }
    for (const Choice& choice : e_.choices_[kind]) {
      draft.choices[kind] = {choice};
      vary_kinds(draft, k + 1, out);
    }
  }

  void vary_axes(const Draft& draft, std::size_t a, std::vector<Plan>& out) {
    if (a == e_.axes_.size()) return out.push_back(resolved(with_picks(draft)));
    for (const Value& value : e_.axes_[a].values) {
      picks_.push_back({e_.axes_[a].setting, value});
      vary_axes(draft, a + 1, out);
      picks_.pop_back();
    }
  }

  Draft with_picks(Draft draft) const {
    Settings picks = picks_;
    std::stable_partition(picks.begin(), picks.end(), [](const Setting& s) { return target(s.name).replaces(); });
    for (const Setting& pick : picks) {
      const Target t = target(pick.name);
      if (t.group == "train")
        set(draft.train, t.setting, pick.value);
      else if (t.group == "seed")
        put_seed(draft.seed, t.setting, pick.value);
      else if (const Kind kind = kind_named(t.group); t.replaces())
        draft.choices[kind] = named(kind, pick.value.text());
      else if (is_list(kind))
        put(kind, draft.choices[kind], t, pick.value);
      else
        set(draft.choices[kind][0].settings, t.setting, pick.value);
    }
    return draft;
  }

  Plan resolved(const Draft& draft) const {
    Plan plan;
    plan.experiment = name_;
    plan.title = e_.title_;
    plan.train = complete_train(draft.train);
    plan.seed = complete_seeds(draft.seed);
    for (const std::string& file : e_.layers_)
      plan.layers.push_back(layer_source(e_.folder_.empty() || file[0] == '/' ? file : e_.folder_ + "/" + file));
    for (const auto& [kind, choices] : draft.choices) {
      auto& complete = plan.plugins[kind];
      for (const Choice& choice : choices) complete.push_back(Registry::global().complete(kind, choice));
      for (Choice& choice : complete)
        for (Setting& s : choice.settings)
          if (const auto* path = s.value.get<std::string>(); path && !path->empty())
            if (Registry::global().find(kind, choice.name).param(s.name).is_path) s.value = absolute(*path);
    }
    const Listing& data = listing(plan.only(Kind::dataset));
    if (split_unsaid_ && says_test(data))
      plan.plugins[Kind::split] = {Registry::global().complete(Kind::split, Choice("predefined"))};
    plan.classes = data.classes;
    plan.counts = data.counts();
    plan.channels = data.channels;
    plan.fingerprint = fingerprint(data);
    check(plan);
    return plan;
  }

  /// Data that name their test images are not divided anew unless that is asked for.
  static bool says_test(const Listing& data) {
    return std::any_of(data.samples.begin(), data.samples.end(),
                       [](const Sample& s) { return s.part == std::optional(Part::test); });
  }

  /// Makes everything once, so that whatever is wrong is said before anything runs.
  static void check(const Plan& plan) {
    network(plan);
    check_transforms(plan, listing(plan.only(Kind::dataset)));
    const Division division = divided(plan, listing(plan.only(Kind::dataset)));
    const bool validates = !division.indices(Part::validation).empty();
    plan.make<ClassWeight>()->weights(plan.counts);
    plan.make<Balance>();
    plan.make<Optimizer>()->rule();
    plan.make<Schedule>()->factor(0, 1);
    check_watched(train_of(plan.train).monitor, "train.monitor", validates);
    for (const Choice& choice : plan.plugins.at(Kind::callback))
      for (const std::string& metric : Registry::global().make<Callback>(choice)->watches())
        check_watched(metric, "callback " + choice.name, validates);
  }

  /// What steers training may not look at the test set: the figure that is reported would be the best of many.
  static void check_watched(const std::string& metric, const std::string& who, bool validates) {
    score_of(metric);
    if (metric.rfind("test/", 0) == 0)
      throw Error(fmt::format("{} watches {}: the test set is scored once, at the end", who, metric),
                  "val" + metric.substr(4));
    if (metric.rfind("val/", 0) == 0 && !validates)
      throw Error(fmt::format("{} watches {}, but the split leaves no image for validation", who, metric),
                  "a larger split.validation, or train" + metric.substr(3));
  }

  Experiment e_;
  std::string name_;
  bool split_unsaid_;  // neither in the file nor on the command line
  Settings seed_;
  Settings picks_;  // of the axes so far, while they vary
};

std::vector<Plan> expand(const Experiment& experiment, const std::string& name, const Overrides& overrides) {
  Expansion expansion(experiment, name);
  if (overrides.quick && expansion.quick().empty())
    throw Error(fmt::format("experiment {} has no quick size", name), "add .quick({{\"train.epochs\", 2}}) to it");
  if (overrides.quick) expansion.override_with(expansion.quick());
  expansion.override_with(overrides.set);
  return expansion.plans();
}

Setting parse_setting(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw Error(fmt::format("--set {}: a setting is NAME=VALUE", text),
                "for instance --set train.epochs=10 or --set model=resnet");
  return {text.substr(0, equals), Value::parse(text.substr(equals + 1))};
}

}  // namespace xp
