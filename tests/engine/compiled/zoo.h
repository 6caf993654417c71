// The networks that compiled ones are tried on: every model in either flavour, every attention after the features and
// in the blocks.
#pragma once
#include <string>
#include <vector>

#include "framework/plan/plan.h"
#include "tests/support/plans.h"

namespace xp::test {

struct Specimen {
  std::string name;
  Net net;  // as xp::network makes it
  Shape in;
};

inline Specimen specimen(const std::string& name, int size, Settings settings) {
  settings.push_back({"transform.size", size});
  const Plan plan = tiny_plan(settings);
  return {name, network(plan), input(plan)};
}

/// Every model of the registry, as published by torchvision and by Keras.
inline std::vector<Specimen> models() {
  std::vector<Specimen> all;
  for (const PluginInfo* model : self_contained(Kind::model)) {
    const bool large = model->name == "inception_v3" || model->name == "xception";  // need some 75 pixels
    const int size = large ? 80 : 64;
    all.push_back(specimen(model->name, size, {{"model", model->name}}));
    for (const Param& p : model->params)
      if (p.name == "flavour")
        all.push_back(specimen(model->name + " keras", size, {{"model", model->name}, {"model.flavour", "keras"}}));
  }
  return all;
}

/// `model`, a small one, with every attention.
inline std::vector<Specimen> attentive(const Settings& model, const std::string& where, int size = 32) {
  std::vector<Specimen> all;
  for (const PluginInfo* attention : Registry::global().all(Kind::attention)) {
    if (attention->name == "none") continue;
    Settings settings = model;
    settings.push_back({"attention", attention->name});
    settings.push_back({"attention.where", where});
    all.push_back(specimen(model[0].value.text() + " with " + attention->name + ", " + where, size, settings));
  }
  return all;
}
inline const Settings tiny_cnn{{"model", "small_cnn"}, {"model.batch_norm", true}, {"model.filters", "16,32"}};
inline const Settings tiny_mobilenet{{"model", "mobilenet_v2"}, {"model.width", 0.25}};
inline const Settings tiny_densenet{{"model", "densenet"}, {"model.growth", 8}};

/// All there is; what is not computed may be large.
inline std::vector<Specimen> zoo() {
  std::vector<Specimen> all = models();
  all.push_back(specimen("inception_v3 auxiliary", 299, {{"model", "inception_v3"}, {"model.auxiliary", true}}));
  for (const PluginInfo* model : self_contained(Kind::model))
    for (const char* where : {"features", "blocks"})
      for (Specimen& s : attentive({{"model", model->name}}, where, 80)) all.push_back(std::move(s));
  return all;
}

}  // namespace xp::test
