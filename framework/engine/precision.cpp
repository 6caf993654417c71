#include "framework/engine/precision.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/engine/device.h"

namespace xp {
namespace {

/// Of the first processor.
std::vector<std::string> flags(const std::string& cpuinfo) {
  std::istringstream lines(cpuinfo);
  for (std::string line; std::getline(lines, line);)
    if (line.rfind("flags", 0) == 0) return split(line, ' ');
  return {};
}

bool contains(const std::vector<std::string>& flags, const std::string& flag) {
  return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

}  // namespace

bool multiplies_bf16(const std::string& cpuinfo) {
  const std::vector<std::string> has = flags(cpuinfo);
  return contains(has, "avx512_bf16") || contains(has, "amx_bf16");
}

bool convolves_bf16(const std::string& cpuinfo) {
  const std::vector<std::string> has = flags(cpuinfo);
  return contains(has, "avx512bw") && contains(has, "avx512vl") && contains(has, "avx512dq");
}

std::string resolved_precision(const std::string& asked, const std::string& device) {
  std::ostringstream cpuinfo;
  cpuinfo << std::ifstream("/proc/cpuinfo").rdbuf();
  return resolved_precision(asked, device, cpuinfo.str());
}

std::string resolved_precision(const std::string& asked, const std::string& device, const std::string& cpuinfo) {
  if (device != "cpu") {
    if (asked == "bf16" && !cuda_convolves_bf16())
      throw Error("this " + device + " has no convolution of bf16, which takes Ampere or later",
                  "--precision fp32, or auto");
    return asked != "auto" ? asked : cuda_convolves_bf16() ? "bf16" : "fp32";
  }
  const bool able = convolves_bf16(cpuinfo);
  if (asked == "bf16" && !able)
    throw Error("this CPU has no convolution of bf16, which takes AVX-512 (avx512bw, avx512vl, avx512dq)",
                "--precision fp32, or auto");
  if (asked != "auto") return asked;
  return able && multiplies_bf16(cpuinfo) ? "bf16" : "fp32";
}

}  // namespace xp
