#include "framework/plugin/registry.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"

namespace xp {

const Param& PluginInfo::param(const std::string& wanted) const {
  std::vector<std::string> names;
  for (const Param& p : params) {
    if (p.name == wanted) return p;
    names.push_back(p.name);
  }
  throw Error(
      fmt::format("unknown setting \"{}\" for {} {}", wanted, xp::name(kind), name),
      suggestion(wanted, names) + (sources.empty() ? fmt::format("  (xp plugins {} {})", xp::name(kind), name) : ""));
}

Registry& Registry::global() {
  static Registry registry;
  return registry;
}

void Registry::add(PluginInfo plugin) {
  for (const PluginInfo& other : plugins_)
    if (other.kind == plugin.kind && other.name == plugin.name) {
      conflicts_.push_back(fmt::format("{} \"{}\" is defined twice: in {} and in {}", xp::name(plugin.kind),
                                       plugin.name, other.origin, plugin.origin));
      return;
    }
  plugin.sources = loading_;
  plugins_.push_back(std::move(plugin));
}

void Registry::check() const {
  if (!conflicts_.empty()) throw Error(join(conflicts_, "\n"), "rename one of them");
}

std::vector<const PluginInfo*> Registry::all(Kind kind) const {
  std::vector<const PluginInfo*> out;
  for (const PluginInfo& p : plugins_)
    if (p.kind == kind) out.push_back(&p);
  std::sort(out.begin(), out.end(), [](auto* a, auto* b) { return a->name < b->name; });
  return out;
}

const PluginInfo& Registry::find(Kind kind, const std::string& wanted) const {
  std::vector<std::string> names;
  for (const PluginInfo* p : all(kind)) {
    if (p->name == wanted) return *p;
    names.push_back(p->name);
  }
  throw Error(fmt::format("there is no {} \"{}\"", xp::name(kind), wanted),
              fmt::format("{}  (xp plugins {})", suggestion(wanted, names), xp::name(kind)));
}

Choice Registry::complete(Kind kind, const Choice& choice) const {
  const PluginInfo& plugin = find(kind, choice.name);
  for (const Setting& s : choice.settings) plugin.param(s.name);
  Choice out(choice.name);
  for (const Param& p : plugin.params) {
    const Value* given = xp::find(choice.settings, p.name);
    out.settings.push_back(
        {p.name, given ? checked(p, *given, fmt::format("{} {}", xp::name(kind), plugin.name)) : p.fallback});
  }
  return out;
}

}  // namespace xp
