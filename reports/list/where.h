// Which runs a condition is true of.
//
// As in SQL there are three answers: what a run lacks makes a comparison neither true nor false, and so its opposite
// too; only `has` asks for that. Words compare without regard to capitals, moments by as much of them as is given
// (started = 2026-11-20 is that day), and of several values (tags) one is enough, but for !=, which wants none.
#pragma once
#include <string>
#include <vector>

#include "reports/list/field.h"
#include "reports/list/syntax.h"

namespace xp {

class Where {
 public:
  /// Throws Error, which shows the place of the mistake.
  explicit Where(std::string text);
  /// The rows of `count` for which it is true. Throws Error, with the place, where a name is unknown, or a comparison
  /// has no meaning for what it names.
  std::vector<std::size_t> matching(const FieldNamed& field, std::size_t count) const;
  /// Why nothing may be found, a sentence each: what no run has; words that none has, with the nearest that one has;
  /// 90 where shares are compared.
  std::vector<std::string> unheard(const FieldNamed& field) const;

  /// What `and` joins, each a condition of its own: true of a row where all of them are.
  std::vector<Where> joined() const;
  /// What it compares or asks for.
  std::vector<std::string> names() const;

 private:
  Where(std::string text, Condition part) : text_(std::move(text)), condition_(std::move(part)) {}
  std::string text_;
  Condition condition_;
};

}  // namespace xp
