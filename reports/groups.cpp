#include "reports/groups.h"

#include <map>
#include <set>

namespace xp {

GroupCounts group_counts(const Record& record) {
  GroupCounts out;
  std::map<std::string, std::set<Part>> where;
  for (const StoredSample& s : record.samples) {
    const auto part = static_cast<std::size_t>(s.part);
    ++(s.group.empty() ? out.alone : out.in_groups)[part];
    if (!s.group.empty()) where[s.group].insert(s.part);
  }
  out.all = static_cast<int>(where.size());
  for (const auto& [group, in] : where) {
    out.across += in.size() > 1;
    for (const Part part : in) ++out.groups[static_cast<std::size_t>(part)];
  }
  return out;
}

Table group_table(const GroupCounts& counts) {
  Table out{{{"groups (patients, parent images)"},
             {"train", Align::right},
             {"validation", Align::right},
             {"test", Align::right},
             {"all", Align::right}},
            {}};
  const auto row = [&](const std::string& title, const int(&of)[3], int all) {
    out.rows.push_back(
        {title, std::to_string(of[0]), std::to_string(of[1]), std::to_string(of[2]), std::to_string(all)});
  };
  const auto sum = [](const int(&of)[3]) { return of[0] + of[1] + of[2]; };
  if (!counts.all) return out;
  row("groups", counts.groups, counts.all);
  row("images in them", counts.in_groups, sum(counts.in_groups));
  if (sum(counts.alone)) row("images of none", counts.alone, sum(counts.alone));
  return out;
}

}  // namespace xp
