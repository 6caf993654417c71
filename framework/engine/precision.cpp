#include "framework/engine/precision.h"

#include <algorithm>
#include <fstream>
#include <oneapi/dnnl/dnnl.hpp>
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

/// With what ONEDNN_MAX_CPU_ISA and its like leave of the CPU.
bool onednn_may_use_avx512() {
  const auto core = static_cast<unsigned>(dnnl::cpu_isa::avx512_core);  // a set of bits, larger sets hold it
  return (static_cast<unsigned>(dnnl::get_effective_cpu_isa()) & core) == core;
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
  if (device == "cpu" && convolves_bf16(cpuinfo.str()) && !onednn_may_use_avx512()) {
    if (asked == "bf16")
      throw Error(
          "oneDNN is told not to use AVX-512 (ONEDNN_MAX_CPU_ISA or DNNL_MAX_CPU_ISA), which convolution of bf16 takes",
          "unset that variable, or --precision fp32, or auto");
    return "fp32";
  }
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
