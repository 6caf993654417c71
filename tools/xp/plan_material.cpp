#include "tools/xp/plan_material.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/plan/plan.h"
#include "framework/store/tracked.h"
#include "reports/parts.h"
#include "tools/xp/layers.h"

namespace xp {
namespace {

const PluginInfo* registered(Kind kind, const std::string& name) {
  const auto known = Registry::global().all(kind);
  const auto at = std::find_if(known.begin(), known.end(), [&](const PluginInfo* p) { return p->name == name; });
  return at == known.end() ? nullptr : *at;
}

template <class P>
void add_described(Settings& out, const std::string& group) {
  Params<P> params;
  P::describe(params);
  for (const auto& entry : params.entries) out.push_back({group + entry.param.name, entry.param.fallback});
}

/// The plugin of the model or its attention that this program does not have.
std::string unknown(const Plan& plan) {
  for (const Kind kind : {Kind::model, Kind::attention})
    if (!registered(kind, plan.only(kind).name)) return fmt::format("{} {}", name(kind), plan.only(kind).name);
  return "";
}

}  // namespace

NetworkMaterial network_of(const Record& record) {
  NetworkMaterial out;
  const std::string run = run_name(record.run.id);
  if (is_imported(record)) {
    out.missing = "Another tool made this result; what network it used was not recorded.";
  } else if (is_tracked(record)) {
    out.missing = "A program of its own trained this; what network it used was not recorded.";
  } else if (trains_nothing(record)) {
    out.missing = "This control trains no network.";
  } else {
    try {
      const Plan plan = plan_from_json(record.plan);
      if (const std::string own = unknown(plan); !own.empty()) {
        out.missing =
            fmt::format("{} is the experiment's own: xp show {} --net compiles it and shows its layers.", own, run);
      } else {
        const NamedNet net = named_net(plan, run);
        const Cost& total = net.layers.total;
        out = {net.model,
               text(net.layers.in),
               total.parameters,
               total.multiply_adds,
               static_cast<int>(net.layers.rows.size()),
               layer_table(net)};
      }
    } catch (const Error& error) {
      out.missing = fmt::format("Its layers cannot be measured from the stored plan: {}.", error.what());
    }
  }
  return out;
}

Settings defaults_of(const Record& record) {
  Settings out;
  if (without_plan(record)) return out;
  try {
    const Plan plan = plan_from_json(record.plan);
    for (const auto& [kind, choices] : plan.plugins)
      for (const Choice& choice : choices)
        if (const PluginInfo* plugin = registered(kind, choice.name))
          for (const Param& p : plugin->params)
            out.push_back({is_list(kind) ? fmt::format("{}.{}.{}", name(kind), choice.name, p.name)
                                         : fmt::format("{}.{}", name(kind), p.name),
                           p.fallback});
  } catch (const Error&) {  // a plan of a later xp: its settings are shown as they are
    return out;
  }
  add_described<Train>(out, "train.");
  add_described<Seeds>(out, "seed.");
  return out;
}

}  // namespace xp
