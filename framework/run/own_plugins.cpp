#include "framework/run/own_plugins.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/hash.h"
#include "framework/base/text.h"
#include "framework/plan/layers.h"

namespace xp {
namespace {

bool registered(Kind kind, const std::string& name) {
  const auto known = Registry::global().all(kind);
  return std::any_of(known.begin(), known.end(), [&](const PluginInfo* p) { return p->name == name; });
}

/// Tiles are cut of another dataset, which may be one of the experiment's own.
bool needs_plugins(const Plan& plan) {
  for (const auto& [kind, choices] : plan.plugins)
    for (const Choice& choice : choices) {
      const Value* of = kind == Kind::dataset ? find(choice.settings, "of") : nullptr;
      if (!registered(kind, choice.name) || (of && !registered(kind, of->text()))) return true;
    }
  return false;
}

bool is_layer(const Plan& plan, const Source& source) {
  return std::any_of(plan.layers.begin(), plan.layers.end(),
                     [&](const LayerSource& layer) { return layer.sha256 == source.sha256; });
}

void refuse_altered(const Record& record, const std::vector<Source>& sources) {
  for (const Source& s : sources)
    if (sha256(s.text) != s.sha256)
      throw Error(fmt::format("the text of {} that {} keeps is not the one that it was recorded with", s.path,
                              run_name(record.run.id)),
                  "its SHA-256 differs, so the records were changed; xp doctor looks at all of them");
}

}  // namespace

std::vector<SourceFile> stored_sources(const Record& record) {
  std::vector<SourceFile> out;
  for (const Source& s : record.sources) out.push_back({s.path, s.text});
  return out;
}

std::vector<Source> needed_sources(const Record& record) {
  const Plan plan = plan_from_json(record.plan);
  std::vector<Source> out = record.sources;
  if (!needs_plugins(plan)) std::erase_if(out, [&](const Source& s) { return !is_layer(plan, s); });
  return out;
}

std::string foreign_code(const Record& record) {
  std::string out;
  if (record.run.origin.empty()) return out;
  const std::vector<Source> needed = needed_sources(record);
  for (const Source& s : needed)
    out += fmt::format("\n  {}  {}  SHA-256 {}", s.path, bytes(static_cast<double>(s.text.size())), s.sha256);
  for (const LayerSource& layer : plan_from_json(record.plan).layers)
    if (std::none_of(needed.begin(), needed.end(), [&](const Source& s) { return s.sha256 == layer.sha256; }))
      out += fmt::format("\n  {}  as it lies there  SHA-256 {}", layer.path, layer.sha256);
  return out;
}

void load_own_plugins(const Record& record, Trust trust, const std::string& trusting) {
  const std::string run = run_name(record.run.id), foreign = foreign_code(record);
  if (!foreign.empty() && trust == Trust::own)
    throw Error(fmt::format("{} was recorded elsewhere ({}) and needs code of its own, which nobody here has vouched "
                            "for; to be compiled and run:{}",
                            run, record.run.origin, foreign),
                fmt::format("xp show {} --sources prints it; {}, with all that you may do", run,
                            trusting.empty() ? "with --trust, xp rerun, predict and explain compile and run it"
                                             : trusting + " compiles and runs it"));
  const Plan plan = plan_from_json(record.plan);
  const std::vector<Source> needed = needed_sources(record);
  refuse_altered(record, needed);
  for (const Source& source : needed)
    if (is_layer(plan, source)) remember_layer_source({source.path, source.text});
  if (needs_plugins(plan)) load_experiment(compile_stored(stored_sources(record)));
}

}  // namespace xp
