#include "framework/run/own_plugins.h"

#include <algorithm>

#include "framework/base/hash.h"
#include "framework/plan/layers.h"

namespace xp {
namespace {

bool registered(Kind kind, const std::string& name) {
  const auto known = Registry::global().all(kind);
  return std::any_of(known.begin(), known.end(), [&](const PluginInfo* p) { return p->name == name; });
}

}  // namespace

std::vector<SourceFile> stored_sources(const Record& record) {
  std::vector<SourceFile> out;
  for (const Source& s : record.sources) out.push_back({s.path, s.text});
  return out;
}

void load_own_plugins(const Record& record) {
  const Plan plan = plan_from_json(record.plan);
  for (const SourceFile& source : stored_sources(record))
    if (std::any_of(plan.layers.begin(), plan.layers.end(),
                    [&](const LayerSource& layer) { return layer.sha256 == sha256(source.text); }))
      remember_layer_source(source);
  for (const auto& [kind, choices] : plan.plugins)
    for (const Choice& choice : choices)
      if (!registered(kind, choice.name)) {
        load_experiment(compile_stored(stored_sources(record)));
        return;
      }
}

}  // namespace xp
