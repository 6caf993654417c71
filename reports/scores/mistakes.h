// Which class is taken for which, most often first.
#pragma once
#include <string>
#include <vector>

#include "framework/scores/confusion.h"
#include "reports/table.h"

namespace xp {

struct Mistake {
  int truth = 0, said = 0;
  std::int64_t images = 0;
};
/// Most images first; of equals the larger share of its class, then as the classes stand.
std::vector<Mistake> mistakes_of(const Confusion& confusion);

/// The same as a table, so many rows of it at most.
Table mistakes_table(const Confusion& confusion, const std::vector<std::string>& classes, std::size_t most);

/// "Most often Scol is taken for Normal (5 of its 26 images, 19.2 %), then …": up to three, and how many of all wrong
/// answers they are. "No image is named wrong." Empty without images.
std::string mistakes_sentence(const Confusion& confusion, const std::vector<std::string>& classes);

}  // namespace xp
