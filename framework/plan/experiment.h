// What an experiment file states: choices per kind, training settings and axes. Pure data comes out; `plan.h` expands
// it.
#pragma once
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "framework/plan/axis.h"
#include "framework/plan/search.h"
#include "framework/plugin/registry.h"

namespace xp {

class Experiment {
 public:
  using Choices = std::initializer_list<Choice>;

  /// One sentence: the question that it asks.
  Experiment& title(const std::string& text) {
    title_ = text;
    return *this;
  }

  // Several choices make an axis; callbacks and transforms are one ordered list.
  Experiment& dataset(Choices c) { return choose(Kind::dataset, c); }
  Experiment& dataset(Choice c) { return choose(Kind::dataset, {c}); }
  Experiment& split(Choices c) { return choose(Kind::split, c); }
  Experiment& split(Choice c) { return choose(Kind::split, {c}); }
  Experiment& transforms(Choices c) { return choose(Kind::transform, c); }
  Experiment& transforms(Choice c) { return choose(Kind::transform, {c}); }
  Experiment& model(Choices c) { return choose(Kind::model, c); }
  Experiment& model(Choice c) { return choose(Kind::model, {c}); }
  Experiment& attention(Choices c) { return choose(Kind::attention, c); }
  Experiment& attention(Choice c) { return choose(Kind::attention, {c}); }
  Experiment& class_weight(Choices c) { return choose(Kind::class_weight, c); }
  Experiment& class_weight(Choice c) { return choose(Kind::class_weight, {c}); }
  Experiment& balance(Choices c) { return choose(Kind::balance, c); }
  Experiment& balance(Choice c) { return choose(Kind::balance, {c}); }
  Experiment& loss(Choices c) { return choose(Kind::loss, c); }
  Experiment& loss(Choice c) { return choose(Kind::loss, {c}); }
  Experiment& optimizer(Choices c) { return choose(Kind::optimizer, c); }
  Experiment& optimizer(Choice c) { return choose(Kind::optimizer, {c}); }
  Experiment& schedule(Choices c) { return choose(Kind::schedule, c); }
  Experiment& schedule(Choice c) { return choose(Kind::schedule, {c}); }
  Experiment& callbacks(Choices c) { return choose(Kind::callback, c); }
  Experiment& callbacks(Choice c) { return choose(Kind::callback, {c}); }

  /// A file, beside the experiment's own, that registers what custom("…") in a Net names: see XP_CUSTOM_LAYER in
  /// framework/engine/custom.h. It links torch and is compiled when the experiment runs. May be called more than once.
  Experiment& layers(const std::string& file) {
    layers_.push_back(file);
    return *this;
  }

  Experiment& train(Settings s) {
    train_ = std::move(s);
    return *this;
  }
  /// One plan for each value: "seed", "split.seed", "train.batch" or "KIND.setting".
  Experiment& sweep(const std::string& setting, std::vector<Value> values) {
    axes_.push_back({setting, std::move(values)});
    return *this;
  }
  /// Drawn by a random search: e.sweep("optimizer.rate", log_uniform(1e-5, 1e-2)).
  Experiment& sweep(const std::string& setting, Distribution distribution) {
    axes_.push_back({setting, {}, std::move(distribution)});
    return *this;
  }
  /// How the axes are gone through; every combination unless this is said: random(24), halving({.trials = 24}).
  Experiment& search(const Search& search) {
    search_ = search;
    return *this;
  }
  /// The folder of its file, which paths of layers start from.
  Experiment& in_folder(const std::string& folder) {
    folder_ = folder;
    return *this;
  }
  /// What `--quick` overrides, as `--set` would.
  Experiment& quick(Settings overrides) {
    quick_ = std::move(overrides);
    return *this;
  }

 private:
  friend class Expansion;
  Experiment& choose(Kind kind, Choices choices) {
    choices_[kind] = choices;
    return *this;
  }

  std::string title_;
  std::map<Kind, std::vector<Choice>> choices_;
  std::vector<std::string> layers_;
  std::string folder_;  // of its file
  Settings train_, quick_;
  std::vector<Axis> axes_;
  Search search_;
};

}  // namespace xp

/// The one function of an experiment file. The symbol's version makes a library built for another xp say so.
#define XP_EXPERIMENT(e) extern "C" __attribute__((visibility("default"))) void xp_experiment_v1(::xp::Experiment& e)
