// A key that never leaves this machine, for names that must not be told from their hashes.
#pragma once
#include <string>

namespace xp {

/// 32 random bytes, kept in a file that its owner alone may read. Made where it is not there yet; processes that come
/// at once get the same one. Throws Error when it can be neither read nor made.
std::string secret_key(const std::string& path);

}  // namespace xp
