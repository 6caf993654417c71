// Two texts, line by line.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace xp {

struct LineEdit {
  enum class Kind { same, removed, added };
  Kind kind = Kind::same;
  std::string line;  // with its newline, which the last one may lack
};

/// As few lines removed and added as possible, by the longest common subsequence; of texts of which more than 2000 by
/// 2000 lines lie between the first and the last difference, all of these count as exchanged.
std::vector<LineEdit> line_edits(const std::string& was, const std::string& now);

/// The same as `diff -u` writes it, with three lines around each change; empty where nothing differs.
std::string unified(const std::string& was, const std::string& now, const std::string& was_name,
                    const std::string& now_name);

}  // namespace xp
