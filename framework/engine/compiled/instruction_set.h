// Which of the compiled instruction sets runs here.
#pragma once

namespace xp {

/// "AVX512", "AVX2" or "plain": what kernels() and updates() were compiled for.
const char* instruction_set();

}  // namespace xp
