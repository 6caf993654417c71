#include "reports/claims/text.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "reports/claims/remarks.h"
#include "reports/claims/tables.h"
#include "reports/parts_of_text.h"

namespace xp {
namespace {

std::string listed(const std::vector<std::string>& figures) {
  std::string out;
  for (std::size_t i = 0; i < figures.size(); ++i)
    out += (i == 0 ? "" : i + 1 == figures.size() ? " and " : ", ") + figure_name(figures[i]);
  return out;
}

std::string range(Span sizes) {
  return sizes.low == sizes.high ? fmt::format("of {} images", sizes.low)
                                 : fmt::format("of {} to {} images", sizes.low, sizes.high);
}

/// Below the first that fits, or of all where none does: sizes that are proven not to fit.
std::vector<std::int64_t> none_before(const Checked& checked) {
  const Claim& claim = checked.claim;
  const std::int64_t end = checked.fits.empty() ? claim.sizes.high + 1 : checked.fits.front().images;
  std::vector<std::int64_t> out;
  for (std::int64_t n = claim.sizes.low; n < end; ++n)
    if (!std::binary_search(checked.undecided.begin(), checked.undecided.end(), n)) out.push_back(n);
  return out;
}

std::string fitting_sizes(const Checked& checked) {
  const Span sizes = checked.claim.sizes;
  if (sizes.low == sizes.high) return fmt::format("fits a test set of {} images", sizes.low);
  std::string out = fmt::format("fits test sets of {} images", sizes_text(checked));
  const std::vector<std::int64_t> none = none_before(checked);
  if (!none.empty()) out += "; none of " + ranges_text(none);
  out += fmt::format(" (searched: {} to {})", sizes.low, sizes.high);
  return out + (checked.none_larger ? ", and none that is larger" : "");
}

std::string no_size(const Checked& checked) {
  const std::string none = fmt::format("no test set {} fits", range(checked.claim.sizes));
  if (!checked.impossible()) return none + "; larger ones were not searched, so that nothing is proven";
  const std::string out = checked.none_larger ? "no test set of any size fits" : none;
  if (checked.alone.size() > 1) return out + fmt::format(": {} cannot be, each by itself", listed(checked.alone));
  if (checked.conflict.size() == 1) return out + fmt::format(": {} is impossible by itself", listed(checked.conflict));
  return checked.conflict.empty() ? out : out + fmt::format(": {} exclude each other", listed(checked.conflict));
}

std::string undecided_sizes(const Checked& checked) {
  std::string out = checked.fits.empty() ? "nothing was found that fits" : fitting_sizes(checked);
  const std::vector<std::int64_t> none = none_before(checked);
  if (checked.fits.empty() && !none.empty()) out += "; proven: none of " + ranges_text(none);
  return out + fmt::format(". Undecided: {} images (too many possibilities; narrow --images, or name more figures)",
                           ranges_text(checked.undecided));
}

}  // namespace

std::string claim_verdict(const Checked& checked) {
  if (!checked.undecided.empty()) return undecided_sizes(checked);
  return checked.fits.empty() ? no_size(checked) : fitting_sizes(checked);
}

std::string claim_text(const Checked& checked, const Screen& screen) {
  const std::string name = checked.claim.name.empty() ? "" : checked.claim.name + ": ";
  const Grade grade = checked.impossible() ? Grade::serious : checked.fits.empty() ? Grade::note : Grade::fine;
  const auto sentence = [&](const std::string& text) { return wrapped(printable(text), screen.columns); };
  std::string out = painted(sentence(name + claim_verdict(checked)), grade, screen) + "\n";
  out += table_section("what the figures were rounded from", figures_table(checked), screen);
  const Table sizes = sizes_table(checked, 12);
  const bool fits = columns_of(sizes) <= screen.columns - 2;
  out += table_section(fits && sizes.columns.size() > 4 ? "sizes, with an example each (right/images/named)" : "sizes",
                       fits ? sizes : sizes_table(checked, 12, false), screen);
  if (const std::string left_out = left_out_text(checked, 12); !left_out.empty()) out += "  " + left_out + "\n";
  const Table matrix = matrix_table(checked);
  if (!matrix.rows.empty()) {
    const std::string title = fmt::format("one test set of {} images that fits", checked.fits.front().images);
    if (columns_of(matrix) <= screen.columns - 2) {
      out += table_section(title, matrix, screen);
    } else {
      out += table_section(title + ": classes", classes_table(checked), screen);
      out += table_section(title + ": matrix", matrix_table(checked, true), screen);
    }
  }
  out += "\n";
  for (const std::string& remark : claim_remarks(checked)) out += sentence(remark) + "\n";
  return out;
}

}  // namespace xp
