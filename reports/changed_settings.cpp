#include "reports/changed_settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"

namespace xp {
namespace {

/// What a person sees of a value: an empty text is one, too.
std::string shown(const Value& value) { return value.text().empty() ? "empty" : value.text(); }

struct Group {
  std::string name, choice;
  std::vector<std::string> changed, same;
};

Group& group_of(std::vector<Group>& groups, const std::string& name) {
  const auto at = std::find_if(groups.begin(), groups.end(), [&](const Group& g) { return g.name == name; });
  return at == groups.end() ? groups.emplace_back(Group{name, "", {}, {}}) : *at;
}

}  // namespace

Table changed_settings_table(const Settings& settings, const Settings& defaults) {
  std::vector<Group> groups;
  for (const Setting& s : settings) {
    const std::size_t dot = s.name.find('.');
    Group& group = group_of(groups, s.name.substr(0, dot));
    if (dot == std::string::npos) {
      group.choice = join(split(s.value.text(), ','));
      continue;
    }
    const std::string said = s.name.substr(dot + 1) + " " + shown(s.value);
    const Value* usual = find(defaults, s.name);
    if (usual && *usual == s.value)
      group.same.push_back(said);
    else
      group.changed.push_back(usual ? fmt::format("{} ({})", said, shown(*usual)) : said);
  }
  Table out{{{"part"}, {"choice"}, {"set here (default)"}, {"as by default"}}, {}};
  for (const Group& g : groups) out.rows.push_back({g.name, g.choice, join(g.changed), join(g.same)});
  return out;
}

Changed changed(const Settings& settings, const Settings& defaults) {
  Changed out;
  for (const Setting& s : settings)
    if (const Value* usual = find(defaults, s.name)) ++out.known, out.differing += !(*usual == s.value);
  return out;
}

}  // namespace xp
