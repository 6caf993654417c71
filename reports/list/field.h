// What a list knows of its runs under one name: a metric, a setting, or a fact of the run itself.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "framework/base/value.h"

namespace xp {

/// Of one run: nothing, one value, or several (its tags).
using Cell = std::vector<Value>;

struct Field {
  enum Kind {
    number,  // whole or real
    word,    // text, which may be empty
    words,   // several of them; a run without any is known to have none
    moment,  // UTC, "2026-11-20T09:24:00.123Z"
    place,   // the number of a run or a sweep
    either   // a setting that is a number in one run and a word in another
  };
  std::string name;
  Kind kind = word;
  std::string prefix = {};       // of a place: "run", "sweep"
  bool measured = false;         // a metric: four digits are enough for a person
  std::vector<Cell> cells = {};  // one a run, in the list's order
};

/// Finds or reads a field. Throws Error, with the nearest names, where there is none.
using FieldNamed = std::function<const Field&(const std::string& name)>;

/// As a table shows it; `exact`: all digits, for other programs.
std::string text_of(const Field& field, const Cell& cell, bool exact = false);

/// Which rows, in rising order of the field, or falling; what a run lacks is last either way, NaN just before it.
/// Equals stay in their order.
void sort_by(const Field& field, bool falling, std::vector<std::size_t>& rows);

/// Up to three that may be meant by `name`: `did you mean "val/auc" or "test/auc"?`; empty where none is near.
std::string nearest_of(const std::string& name, std::vector<std::string> known);

}  // namespace xp
