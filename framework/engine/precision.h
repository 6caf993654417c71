// What `train.precision` comes to on this machine.
#pragma once
#include <string>

namespace xp {

/// "fp32" or "bf16": `auto` is bf16 on a CPU that multiplies it natively (AVX512_BF16 or AMX) and on a CUDA device that
/// does (Ampere or later), else fp32. Throws Error for bf16 on a device that does not convolve it, and
/// where oneDNN is told by a variable not to.
std::string resolved_precision(const std::string& asked, const std::string& device);
/// On the machine of this /proc/cpuinfo, given as text.
std::string resolved_precision(const std::string& asked, const std::string& device, const std::string& cpuinfo);

/// Whether /proc/cpuinfo, given as text, names a flag that stands for native products of bf16.
bool multiplies_bf16(const std::string& cpuinfo);
/// Whether it names all that oneDNN (2.6) needs for convolutions of bf16, native or not: AVX-512 with BW, VL and DQ.
bool convolves_bf16(const std::string& cpuinfo);

}  // namespace xp
