#include "framework/run/machine.h"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "framework/base/process.h"
#include "framework/base/text.h"

namespace xp {
namespace {

/// What kernels are chosen by, of x86-64 and of ARM.
constexpr const char* features[] = {
    "sse4_1",   "sse4_2",   "avx",      "f16c",        "fma",         "avx2",        "avx_vnni", "avx512f",  "avx512bw",
    "avx512cd", "avx512dq", "avx512vl", "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_int8", "amx_bf16",
    "asimd",    "asimdhp",  "asimddp",  "bf16",        "i8mm",        "sve",         "sve2",     "svebf16"};

/// "model name	: AMD EPYC" → "AMD EPYC"; empty where no line begins so.
std::string said(const std::string& cpuinfo, const std::string& what) {
  for (const std::string& line : split(cpuinfo, '\n'))
    if (const std::size_t colon = line.find(": "); line.starts_with(what) && colon != std::string::npos)
      return line.substr(colon + 2);
  return "";
}

std::string known_features(const std::string& flags) {
  const std::vector<std::string> has = split(flags, ' ');
  std::vector<std::string> out;
  for (const char* feature : features)
    if (std::find(has.begin(), has.end(), feature) != has.end()) out.emplace_back(feature);
  return join(out, " ");
}

}  // namespace

Settings processor_facts(const std::string& cpuinfo) {
  const auto or_unknown = [](const std::string& text) { return text.empty() ? "unknown" : text; };
  const std::string flags = said(cpuinfo, "flags");
  return {{"cpu", or_unknown(said(cpuinfo, "model name"))},
          {"cpu_features", or_unknown(known_features(flags.empty() ? said(cpuinfo, "Features") : flags))},
          {"microcode", or_unknown(said(cpuinfo, "microcode"))}};
}

Settings machine_facts() {
  std::ifstream in("/proc/cpuinfo");
  Settings out = processor_facts({std::istreambuf_iterator<char>(in), {}});
  utsname system{};
  ::uname(&system);
  const double memory = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
  for (const Setting& s : Settings{{"cores", available_cores()},
                                   {"memory", bytes(memory)},
                                   {"kernel", fmt::format("{} {}", system.sysname, system.release)},
                                   {"machine", system.machine}})
    out.push_back(s);
  return out;
}

}  // namespace xp
