#include "framework/engine/precision.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {

bool multiplies_bf16(const std::string& cpuinfo) {
  std::istringstream lines(cpuinfo);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("flags", 0) != 0) continue;
    const std::vector<std::string> flags = split(line, ' ');
    return std::any_of(flags.begin(), flags.end(),
                       [](const std::string& f) { return f == "avx512_bf16" || f == "amx_bf16"; });
  }
  return false;
}

std::string resolved_precision(const std::string& asked, const std::string& device) {
  if (device != "cpu") {
    if (asked == "bf16")
      throw Error("bf16 is computed on the CPU alone, not on " + device,
                  "--precision fp32, or auto, which is fp32 there");
    return "fp32";
  }
  if (asked != "auto") return asked;
  std::ostringstream cpuinfo;
  cpuinfo << std::ifstream("/proc/cpuinfo").rdbuf();
  return multiplies_bf16(cpuinfo.str()) ? "bf16" : "fp32";
}

}  // namespace xp
