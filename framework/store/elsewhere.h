// Sweeps that were recorded elsewhere: nobody here has vouched for their plans, and no command may go on with them.
#pragma once
#include <string>

namespace xp {

/// Before an imported sweep's hash, so that no command finds it as its own.
inline const std::string elsewhere = "elsewhere ";

inline bool is_elsewhere(const std::string& sweep_hash) { return sweep_hash.starts_with(elsewhere); }

}  // namespace xp
