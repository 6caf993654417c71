// The last line of a bundle: the SHA-256 of all that is before it, so that no byte changes unnoticed. To SQLite a file
// may be longer than its pages.
#pragma once
#include <string>

namespace xp {

/// Writes `file` with it as `to`, which appears whole or not at all.
void seal(const std::string& file, const std::string& to);
/// Copies what lies before it. Throws Error for a file that has none, and for one that is not as it was sealed.
void copy_sealed(const std::string& file, const std::string& to);
/// Whether it is one by its first and its last bytes, whatever it is called and whether or not it is damaged.
bool is_sealed(const std::string& file);

}  // namespace xp
