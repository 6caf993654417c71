#include "framework/plan/expand.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "framework/base/file.h"
#include "framework/base/random.h"
#include "framework/plan/check.h"
#include "framework/plan/draft.h"
#include "framework/plan/halving.h"
#include "framework/plan/layers.h"

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

  Settings reading(const std::string& folder) const {
    const auto it = e_.choices_.find(Kind::dataset);
    const bool made_of_another =
        it != e_.choices_.end() && std::ranges::any_of(it->second, [](const Choice& choice) {
          return std::ranges::any_of(Registry::global().find(Kind::dataset, choice.name).params,
                                     [](const Param& p) { return p.name == "of"; });
        });
    if (made_of_another) return {{"dataset.of", "image_folder"}, {"dataset.settings", ""}, {"dataset.path", folder}};
    return {{"dataset", "image_folder"}, {"dataset.path", folder}};
  }

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
    if (e_.search_.draws() && combinations() != 0) {
      draw(first, out);
    } else {
      refuse_distributions();
      vary_kinds(first, 0, out);
    }
    if (out.empty())
      throw Error(fmt::format("experiment {} expands to no plan", name_),
                  "an axis without values leaves nothing to run");
    refuse_twins(out);
    if (e_.search_.kind == Search::Kind::halving) check_halving(out, e_.search_);
    return out;
  }

  Search& search() { return e_.search_; }

 private:
  /// Two runs of one plan would look like two pieces of evidence.
  static void refuse_twins(const std::vector<Plan>& plans) {
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < plans.size(); ++i)
      if (const auto [twin, is_new] = seen.emplace(identity_hash(plans[i]), i + 1); !is_new)
        throw Error(fmt::format("plans {} and {} are the same", twin->second, i + 1),
                    "does an axis repeat a value, or set what nothing uses?");
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
    if (a == e_.axes_.size()) return out.push_back(resolved(draft.with(picks_)));
    for (const Value& value : e_.axes_[a].values) {
      picks_.push_back({e_.axes_[a].setting, value});
      vary_axes(draft, a + 1, out);
      picks_.pop_back();
    }
  }

  /// A distribution has no grid.
  void refuse_distributions() const {
    for (const Axis& axis : e_.axes_)
      if (axis.distribution)
        throw Error(
            fmt::format("{} is drawn from {}, and nothing says how often", axis.setting, axis.distribution->text()),
            fmt::format("e.search(random(24)), or values instead: e.sweep(\"{}\", {{…}})", axis.setting));
  }

  /// How many different draws there are; none where a distribution has no end of them.
  std::optional<double> combinations() const {
    double out = 1;
    for (const auto& [kind, choices] : e_.choices_)
      if (!is_list(kind)) out *= static_cast<double>(choices.size());
    for (const Axis& axis : e_.axes_) {
      const auto values = axis.distribution ? axis.distribution->size() : static_cast<double>(axis.values.size());
      if (!values) return std::nullopt;
      out *= *values;
    }
    return out;
  }

  /// A random search: no plan twice, and fewer than were asked for where there are no more. A draw depends on the seed,
  /// its number and the axis' name, never on how many there are or what else varies.
  void draw(const Draft& first, std::vector<Plan>& out) const {
    const std::optional<double> space = combinations();
    std::set<std::string> drawn, known;
    for (std::uint32_t trial = 0; static_cast<int>(trial) < e_.search_.trials; ++trial) {
      const auto attempts = static_cast<std::uint32_t>(1000 + std::min(20 * space.value_or(0), 1e6));
      std::uint32_t attempt = 0;
      for (bool is_new = false; !is_new; ++attempt) {
        if (space && static_cast<double>(drawn.size()) == *space) return;
        if (attempt == attempts)
          throw Error(
              fmt::format("draw {} repeats earlier ones, {} times over", trial + 1, attempts),
              fmt::format("does an axis set what nothing uses? --trials {} draws as many as differ", out.size()));
        const auto [draft, said] = drawing(first, trial, attempt);
        if (!drawn.insert(said).second) continue;
        Plan plan = resolved(draft);
        is_new = known.insert(identity_hash(plan)).second;
        if (is_new) out.push_back(std::move(plan));
      }
    }
  }

  /// A draw, and what was drawn, as text.
  std::pair<Draft, std::string> drawing(Draft draft, std::uint32_t trial, std::uint32_t attempt) const {
    std::string said;
    const auto stream = [&](const std::string& name) {
      return Random(e_.search_.seed, "search " + name, trial, attempt);
    };
    for (const auto& [kind, choices] : e_.choices_) {
      const std::size_t i = is_list(kind) || choices.size() < 2 ? 0 : stream(xp::name(kind)).below(choices.size());
      draft.choices[kind] = is_list(kind) ? choices : std::vector{choices[i]};
      said += fmt::format("{} ", i);
    }
    Settings picks;
    for (const Axis& axis : e_.axes_) {
      Random random = stream(axis.setting);
      picks.push_back({axis.setting, axis.distribution ? axis.distribution->draw(random)
                                                       : axis.values[random.below(axis.values.size())]});
      said += picks.back().value.text() + "\n";
    }
    return {draft.with(picks), said};
  }

  /// Trials are compared after as many epochs, by the same score, and before the last one.
  static void check_halving(const std::vector<Plan>& plans, const Search& search) {
    for (const char* shared : {"epochs", "monitor"})
      for (const Plan& plan : plans)
        if (!(*find(plan.train, shared) == *find(plans[0].train, shared)))
          throw Error(fmt::format("successive halving compares trials by train.{}, which is swept", shared),
                      fmt::format("--set train.{}={}, or e.search(random({}))", shared,
                                  find(plans[0].train, shared)->text(), plans.size()));
    const std::string monitor = train_of(plans[0].train).monitor;
    if (monitor.rfind("val/", 0) != 0)
      throw Error(fmt::format("successive halving would choose between trials by {}", monitor),
                  "train.monitor=val/loss, or another score of the validation part");
    const auto epochs = static_cast<int>(train_of(plans[0].train).epochs);
    if (rungs(search.minimum, search.reduction, epochs).size() > 1) return;
    const int least = search.minimum * search.reduction;
    throw Error(
        fmt::format("successive halving from {} epoch{} by {} stops none of the trials: they train {} epoch{}",
                    search.minimum, search.minimum == 1 ? "" : "s", search.reduction, epochs, epochs == 1 ? "" : "s"),
        fmt::format("train.epochs of {} or more, in .quick({{…}}) too, or a smaller minimum", least));
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
  Settings set = overrides.folder.empty() ? Settings{} : expansion.reading(overrides.folder);
  set.insert(set.end(), overrides.set.begin(), overrides.set.end());
  expansion.override_with(set);
  expansion.search() = search_of(experiment, overrides);
  return expansion.plans();
}

Search search_of(const Experiment& experiment, const Overrides& overrides) {
  Search search = Expansion(experiment, "").search();
  if (overrides.trials == 0) return search;
  if (!search.draws())
    throw Error("--trials: this experiment draws nothing, it runs all that its axes combine to",
                "e.search(random(24)) in the experiment makes it a random search; --only N runs one plan");
  search.trials = overrides.trials;
  return search;
}

Setting parse_setting(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw Error(fmt::format("--set {}: a setting is NAME=VALUE", text),
                "for instance --set train.epochs=10 or --set model=resnet");
  return {text.substr(0, equals), Value::parse(text.substr(equals + 1))};
}

}  // namespace xp
