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
      {"Machine", {"cpu", "cpu_features", "microcode", "cores", "memory", "gpu", "gpu_memory", "machine", "kernel"}},
      {"Software", {"xp",           "build",          "build_type", "build_flags",
                    "engine_build", "compiler",       "commit",     "uncommitted_changes",
                    "libtorch",     "onednn",         "blas",       "opencv",
                    "libjpeg",      "gomp",           "libc",       "libstdcxx",
                    "sqlite",       "library_builds", "cuda",       "cudnn",
                    "driver"}},
      {"Computed with",
       {"device", "precision", "threads", "engine_kernels", "libtorch_kernels", "onednn_kernels", "blas_kernels"}}};
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
