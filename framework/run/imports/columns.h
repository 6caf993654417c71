// Which column of somebody's CSV is what: by the names that people give them, or by the one that they said.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "framework/base/csv.h"

namespace xp {

/// What a column may hold, and what it is called, by preference; spaces, case, - and _ do not matter.
struct Role {
  std::string name;  // "label"
  std::vector<std::string> aliases;
};

/// "Val Loss" → "val_loss".
std::string plain_name(const std::string& column);

class Columns {
 public:
  /// `said`: role → column ({"label", "Diagnose"}), which a file must then have. Throws Error with the nearest name for
  /// a role or a column that is not there, for a header that names a column twice or is none, and for a row-less file.
  Columns(const Csv& csv, const std::string& file, const std::vector<Role>& roles,
          const std::map<std::string, std::string>& said);

  /// The column that plays this role.
  std::optional<std::size_t> find(const std::string& role) const;
  /// Throws Error naming the columns that there are, the nearest, and how to say which it is.
  std::size_t required(const std::string& role) const;
  /// Columns without a role, in their order.
  std::vector<std::size_t> others() const;

  /// As the header has it; "(the first column)" where it has none.
  const std::string& name(std::size_t column) const { return names_[column]; }
  const std::vector<std::string>& names() const { return names_; }
  /// Gives a column that plays none the role.
  void take(const std::string& role, std::size_t column) { places_[role] = column; }
  /// "test.csv, line 7, column label".
  std::string where(const Csv::Row& row, std::size_t column) const;
  /// The cell without spaces around it.
  std::string cell(const Csv::Row& row, std::size_t column) const;
  /// Whether nothing was recorded: an empty cell, or NA, null, none.
  bool is_missing(const Csv::Row& row, std::size_t column) const;
  /// The cell as a number, also 0,53 where semicolons separate; NaN for "nan"; none where it is no number.
  std::optional<double> number_if_any(const Csv::Row& row, std::size_t column) const;
  /// Throws Error where it is none.
  double number(const Csv::Row& row, std::size_t column) const;

  const Csv& csv() const { return csv_; }
  const std::string& file() const { return file_; }

 private:
  const Csv& csv_;
  const std::string& file_;
  std::vector<Role> roles_;
  std::vector<std::string> names_;
  std::map<std::string, std::size_t> places_;
};

}  // namespace xp
