#include "framework/plan/changed.h"

#include <algorithm>

#include "framework/base/file.h"
#include "framework/plan/check.h"
#include "framework/plan/draft.h"

namespace xp {
namespace {

/// The choice with its defaults, and its paths absolute.
Choice complete(Kind kind, const Choice& choice) {
  Choice out = Registry::global().complete(kind, choice);
  for (Setting& s : out.settings)
    if (const auto* path = s.value.get<std::string>(); path && !path->empty())
      if (Registry::global().find(kind, choice.name).param(s.name).is_path) s.value = absolute(*path);
  return out;
}

}  // namespace

Plan changed(const Plan& plan, const Settings& settings) {
  if (settings.empty()) return plan;
  const Draft draft = Draft{plan.plugins, plan.train, plan.seed}.with(settings);
  Plan out = plan;
  out.train = complete_train(draft.train);
  out.seed = complete_seeds(draft.seed);
  for (const auto& [kind, choices] : draft.choices) {
    out.plugins[kind].clear();
    for (const Choice& choice : choices) out.plugins[kind].push_back(complete(kind, choice));
  }
  if (!(out.only(Kind::dataset) == plan.only(Kind::dataset))) {
    const Listing& data = listing(out.only(Kind::dataset));
    out.classes = data.classes, out.counts = data.counts();
    out.channels = data.channels, out.fingerprint = fingerprint(data);
  }
  check(out);
  return out;
}

}  // namespace xp
