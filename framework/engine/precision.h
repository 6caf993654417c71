// What `train.precision` comes to on this machine.
#pragma once
#include <string>

namespace xp {

/// "fp32" or "bf16": `auto` is bf16 on a CPU that multiplies it natively (AVX512_BF16 or AMX), else fp32. Throws Error
/// for bf16 elsewhere than on the CPU.
std::string resolved_precision(const std::string& asked, const std::string& device);

/// Whether /proc/cpuinfo, given as text, names a flag that stands for native products of bf16.
bool multiplies_bf16(const std::string& cpuinfo);

}  // namespace xp
