// xp plugins: what there is to compose, from the plugins' own descriptions.
#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "reports/table.h"
#include "tools/xp/json.h"

namespace xp {
namespace {

std::string range_of(const Param& p) {
  if (!p.choices.empty()) return join(p.choices, " | ");
  if (p.low && p.high) return fmt::format("{} to {}", *p.low, *p.high);
  if (p.low) return fmt::format("at least {}", *p.low);
  return p.high ? fmt::format("at most {}", *p.high) : "";
}

/// One plugin, with all that can be set.
std::string page(const PluginInfo& plugin) {
  std::string out = fmt::format("{} {}\n  {}\n", name(plugin.kind), plugin.name, plugin.doc);
  if (!plugin.params.empty()) {
    Table table{{{"setting", Align::left}, {"default", Align::right}, {"range", Align::left}, {"meaning", Align::left}},
                {}};
    for (const Param& p : plugin.params)
      table.rows.push_back({p.name, p.fallback.text().empty() ? "–" : p.fallback.text(),
                            range_of(p) + (p.unit.empty() ? "" : " " + p.unit), p.doc});
    out += "\n" + text_of(table);
  }
  return out + fmt::format("\ndefined in {}\n", plugin.origin);
}

Table table_of(const std::vector<const PluginInfo*>& plugins) {
  Table table{{{"kind", Align::left}, {"name", Align::left}, {"what it is", Align::left}}, {}};
  for (const PluginInfo* p : plugins) table.rows.push_back({name(p->kind), p->name, p->doc});
  return table;
}

Exit plugins(Context& c) {
  const auto& named = c.args.positional;
  std::vector<const PluginInfo*> found;
  for (Kind kind : kinds) {
    if (!named.empty() && kind != kind_named(named[0])) continue;
    for (const PluginInfo* p : Registry::global().all(kind)) found.push_back(p);
  }
  if (named.size() == 2) found = {&Registry::global().find(kind_named(named[0]), named[1])};
  if (c.args.has("json"))
    c.terminal.data(plugins_json(found) + "\n");
  else if (c.args.has("md"))
    c.terminal.data(markdown_of(table_of(found)));
  else if (named.size() == 2)
    c.terminal.print(page(*found[0]));
  else
    c.terminal.print(text_of(table_of(found), c.terminal.table_columns()));
  return Exit::done;
}

}  // namespace

extern const Verb plugins_verb;
const Verb plugins_verb{"plugins",
                        "[KIND [NAME]]",
                        "what there is to compose: models, datasets, attention, …",
                        "xp plugins callback early_stopping",
                        Needs::nothing,
                        0,
                        2,
                        {{"json", 0, "", "as JSON"}, {"md", 0, "", "as a Markdown table"}},
                        plugins};

}  // namespace xp
