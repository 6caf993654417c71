#include "framework/run/environment.h"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "framework/base/error.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/base/version.h"

namespace xp {
namespace {

std::string cpu_model() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.rfind("model name", 0) == 0) return line.substr(line.find(':') + 2);
  return "unknown";
}

/// What a person set that may change results or their bits; the list is an allow-list, so that no secret is recorded.
constexpr const char* recorded_variables[] = {
    "LANG",          "LC_ALL",           "OMP_NUM_THREADS",    "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
    "OMP_PROC_BIND", "OMP_WAIT_POLICY",  "GOMP_SPINCOUNT",     "DNNL_MAX_CPU_ISA",     "ONEDNN_MAX_CPU_ISA",
    "XP_HOME",       "MALLOC_ARENA_MAX", "ATEN_CPU_CAPABILITY"};

}  // namespace

Repository repository_of(const std::string& folder) {
  Repository out;
  try {
    const Finished commit = run_program({"git", "rev-parse", "HEAD"}, folder, Errors::dropped);
    if (commit.code != 0) return out;
    out.commit = commit.output.substr(0, commit.output.find('\n'));
    // Whatever the user configured: what `git apply` reads, not what a person likes to see.
    const Finished diff =
        run_program({"git", "--no-pager", "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--binary", "HEAD"},
                    folder, Errors::dropped);
    if (diff.code == 0) out.diff = diff.output;
  } catch (const Error&) {
    // no git here: a run without a repository is a run all the same
  }
  return out;
}

Settings environment(const std::string& command_line) {
  utsname system{};
  ::uname(&system);
  Settings out{
      {"xp", XP_VERSION},
      {"compiler", fmt::format("g++ {}", __VERSION__)},
      {"command", command_line},
      {"cpu", cpu_model()},
      {"cores", available_cores()},
      {"memory", bytes(static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE)))},
      {"kernel", fmt::format("{} {}", system.sysname, system.release)},
      {"machine", system.machine}};
  for (const char* name : recorded_variables)
    if (const char* value = std::getenv(name)) out.push_back({name, value});
  return out;
}

}  // namespace xp
