// The words of `xp list --where`, read into a tree. Knows no run.
//
//   condition   :=  both { or both }
//   both        :=  one { and one }
//   one         :=  not one  |  ( condition )  |  has NAME  |  NAME relation VALUE [%]
//   relation    :=  =  !=  <  <=  >  >=  ~
//
// Names and values are words, or texts in quotes of either kind; capitals in and, or, not, has do not matter.
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace xp {

enum class Relation { equal, unequal, less, at_most, more, at_least, contains };
/// "=", "!=" …
const char* name(Relation relation);

/// A part of a condition; `at` is where it stands, in bytes.
struct Condition {
  enum Kind { all, any, no, has, compare } kind = all;
  std::vector<Condition> of = {};  // of all, any and no
  std::size_t at = 0;
  std::string name = {};
  Relation relation = Relation::equal;
  std::string value = {};
  std::size_t value_at = 0;
};

/// Throws Error, which shows the place, for whatever is no condition; any bytes may come.
Condition read_condition(const std::string& text);
/// Error in what stands at a place: the text with a caret below it, and the hint.
[[noreturn]] void refuse_at(const std::string& text, std::size_t at, const std::string& what, const std::string& hint);

/// 0.9, 1e-4, 90%, nan, -inf.
std::optional<double> number_in(const std::string& text);

}  // namespace xp
