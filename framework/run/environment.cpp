#include "framework/run/environment.h"

#include <fmt/format.h>
#include <gnu/libc-version.h>

#include <cstdlib>
#include <filesystem>

#include "framework/base/loaded.h"
#include "framework/base/version.h"
#include "framework/run/machine.h"
#include "framework/store/sqlite_version.h"

namespace xp {
namespace {

/// What a person set that may change results or their bits, or be suspected of it; the list is an allow-list, so that
/// no secret is recorded.
constexpr const char* recorded_variables[] = {"LANG",
                                              "LC_ALL",
                                              "LC_NUMERIC",
                                              "TZ",
                                              "XP_HOME",
                                              "XDG_CACHE_HOME",
                                              "XP_LOADER_THREADS",
                                              "TMPDIR",
                                              "MALLOC_ARENA_MAX",
                                              "OMP_NUM_THREADS",
                                              "OMP_THREAD_LIMIT",
                                              "OMP_DYNAMIC",
                                              "OMP_SCHEDULE",
                                              "OMP_PROC_BIND",
                                              "OMP_PLACES",
                                              "OMP_WAIT_POLICY",
                                              "GOMP_SPINCOUNT",
                                              "GOMP_CPU_AFFINITY",
                                              "OPENBLAS_NUM_THREADS",
                                              "OPENBLAS_CORETYPE",
                                              "MKL_NUM_THREADS",
                                              "MKL_CBWR",
                                              "DNNL_MAX_CPU_ISA",
                                              "ONEDNN_MAX_CPU_ISA",
                                              "DNNL_CPU_ISA_HINTS",
                                              "ONEDNN_CPU_ISA_HINTS",
                                              "DNNL_DEFAULT_FPMATH_MODE",
                                              "ONEDNN_DEFAULT_FPMATH_MODE",
                                              "ATEN_CPU_CAPABILITY",
                                              "CUDA_VISIBLE_DEVICES",
                                              "CUBLAS_WORKSPACE_CONFIG",
                                              "NVIDIA_TF32_OVERRIDE",
                                              "LD_PRELOAD",
                                              "LD_LIBRARY_PATH"};

std::string folder() {
  std::error_code gone;
  const auto path = std::filesystem::current_path(gone);
  return gone ? "unknown" : path.string();
}

}  // namespace

Settings environment(const std::string& command_line) {
  Settings out{{"xp", XP_VERSION},
               {"build", loaded_library("libxp.so").build},
               {"build_type", XP_BUILD_TYPE},
               {"build_flags", XP_BUILD_FLAGS},
               {"compiler", fmt::format("g++ {}", __VERSION__)},
               {"command", command_line},
               {"directory", folder()}};
  for (const Setting& s : machine_facts()) out.push_back(s);
  for (const Setting& s : Settings{{"libc", ::gnu_get_libc_version()},
                                   {"libstdcxx", loaded_library("libstdc++").version()},
                                   {"sqlite", sqlite_version()}})
    out.push_back(s);
  for (const char* name : recorded_variables)
    if (const char* value = std::getenv(name)) out.push_back({name, value});
  return out;
}

}  // namespace xp
