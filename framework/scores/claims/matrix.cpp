// Where the wrong answers go: a confusion matrix from what is known of each class.
#include <algorithm>

#include "framework/scores/claims/claim.h"

namespace xp {
namespace {

/// Wrong answers that still want a cell: `rows` by truth, `columns` by what was said.
struct Rest {
  std::vector<std::int64_t> rows, columns;

  std::int64_t of(std::size_t i) const { return rows[i] + columns[i]; }
  /// The one with most left of those in `from`, other than `but`.
  std::size_t fullest(const std::vector<std::int64_t>& from, std::size_t but) const {
    std::size_t best = from.size();
    for (std::size_t i = 0; i < from.size(); ++i)
      if (i != but && from[i] > 0 && (best == from.size() || of(i) > of(best))) best = i;
    return best;
  }
};

}  // namespace

bool may_be_placed(const std::vector<Tally>& tallies, bool pooled) {
  std::int64_t images = 0, named = 0, right = 0;
  for (const Tally& t : tallies) images += t.images, named += t.named, right += t.right;
  if (images != named) return false;
  for (std::size_t i = 0; i < tallies.size(); ++i) {
    const Tally& t = tallies[i];
    if (t.right < 0 || t.right > t.images || t.right > t.named) return false;
    const bool free = pooled && i + 1 == tallies.size();
    if (!free && t.images + t.named - 2 * t.right > images - right) return false;
  }
  return true;
}

std::vector<std::vector<std::int64_t>> matrix_of(const std::vector<Tally>& tallies, bool pooled) {
  const std::size_t n = tallies.size();
  std::vector<std::vector<std::int64_t>> cells(n, std::vector<std::int64_t>(n));
  Rest rest;
  std::int64_t wrong = 0;
  for (std::size_t i = 0; i < n; ++i) {
    cells[i][i] = tallies[i].right;
    rest.rows.push_back(tallies[i].images - tallies[i].right);
    rest.columns.push_back(tallies[i].named - tallies[i].right);
    wrong += rest.rows.back();
  }
  if (pooled) {  // what they were, and what they were taken for, are classes of their own
    rest.rows.push_back(0);
    rest.columns.push_back(rest.columns[n - 1]);
    rest.columns[n - 1] = 0;
  }
  // One at a time, from the class that has most left: where two have all that is left, both are taken from.
  for (; wrong > 0; --wrong) {
    std::size_t most = 0;
    for (std::size_t i = 1; i < rest.rows.size(); ++i)
      if (rest.of(i) > rest.of(most)) most = i;
    const bool by_row = rest.rows[most] > 0;
    const std::size_t row = by_row ? most : rest.fullest(rest.rows, most);
    const std::size_t column = by_row ? rest.fullest(rest.columns, most) : most;
    --rest.rows[row], --rest.columns[column];
    ++cells[std::min(row, n - 1)][std::min(column, n - 1)];
  }
  return cells;
}

}  // namespace xp
