#include "reports/environment_groups.h"

#include <algorithm>

namespace xp {
namespace {

struct Known {
  const char* title;
  std::vector<std::string> names;
};

const std::vector<Known>& known() {
  static const std::vector<Known> all{
      {"Machine", {"cpu", "cores", "memory", "gpu", "gpu_memory", "machine", "kernel"}},
      {"Software",
       {"xp", "compiler", "libtorch", "opencv", "blas", "cuda", "cudnn", "driver", "commit", "uncommitted_changes"}},
      {"Computed with", {"device", "precision", "threads"}}};
  return all;
}

std::string title_of(const std::string& setting) {
  for (const Known& group : known())
    if (std::find(group.names.begin(), group.names.end(), setting) != group.names.end()) return group.title;
  return "Variables and else";
}

}  // namespace

std::vector<EnvironmentGroup> environment_groups(const Record& record) {
  std::vector<EnvironmentGroup> out;
  const Table empty{{{"what"}, {"value"}}, {}};
  for (const Known& group : known()) out.push_back({group.title, empty});
  out.push_back({title_of(""), empty});
  for (const Setting& s : record.environment) {
    if (s.name == "command") continue;
    const std::string title = title_of(s.name);
    std::find_if(out.begin(), out.end(), [&](const EnvironmentGroup& g) {
      return g.title == title;
    })->table.rows.push_back({s.name, s.value.text()});
  }
  std::erase_if(out, [](const EnvironmentGroup& g) { return g.table.rows.empty(); });
  return out;
}

}  // namespace xp
