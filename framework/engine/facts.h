// What computes here: libraries, and which of their kernels this processor gets.
#pragma once
#include "framework/base/value.h"

namespace xp {

/// {"libtorch", "1.13.1"}, {"onednn_kernels", "AVX2"}, …; each fact has its row in framework/run/rerun/facts.cpp.
Settings library_facts();

}  // namespace xp
