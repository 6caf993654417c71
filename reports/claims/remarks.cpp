#include "reports/claims/remarks.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "reports/claims/tables.h"

namespace xp {
namespace {

void add_nearest(std::vector<Nearest>& to, const std::string& figure, const std::optional<ClaimedRate>& rate,
                 std::int64_t of) {
  if (!rate || of == 0 || !rate->numerators(of).empty()) return;
  const std::int64_t below = rate->centre * of / rate->scale;
  to.push_back({figure, rate->typed, of, {below + 1, below}});
}

std::string sentence(const Nearest& near) {
  std::vector<std::string> shares;
  for (const std::int64_t k : near.right)
    shares.push_back(
        fmt::format("{} right = {:.2f} %", k, 100.0 * static_cast<double>(k) / static_cast<double>(near.of)));
  return fmt::format("The nearest to {} {}: of {}, {}.", figure_name(near.figure), near.typed, near.of, join(shares));
}

/// A step of 0.1 is what it was rounded to.
bool of_one_digit(const ClaimedRate& rate) {
  return 20 * std::max(rate.high - rate.centre, rate.centre - rate.low) >= rate.scale;
}

void add_digits(std::vector<std::string>& to, const Checked& checked) {
  const auto figures = figures_of(checked.claim);
  const auto coarse = [](const auto& figure) { return of_one_digit(figure.second); };
  if (std::all_of(figures.begin(), figures.end(), coarse)) return;
  for (const auto& [name, rate] : figures)
    if (of_one_digit(rate) && name.rfind("share:", 0) != 0)
      to.push_back(
          fmt::format("{} {} was read as one digit: {:.2f} to {:.2f}. If {}0 was published, write that, or --digits 2.",
                      figure_name(name), rate.typed, rate.least(), rate.most(), rate.typed));
}

}  // namespace

std::vector<Nearest> nearest_of(const Checked& checked) {
  const Claim& claim = checked.claim;
  std::vector<Nearest> out;
  if (!checked.impossible() || claim.sizes.low != claim.sizes.high) return out;
  add_nearest(out, "accuracy", claim.accuracy, claim.sizes.low);
  for (const ClaimedClass& c : claim.classes) add_nearest(out, "recall:" + c.name, c.recall, c.images.value_or(0));
  return out;
}

std::vector<std::string> claim_remarks(const Checked& checked) {
  std::vector<std::string> out;
  for (const Nearest& near : nearest_of(checked)) out.push_back(sentence(near));
  add_digits(out, checked);
  if (checked.assumed_all)
    out.push_back("The classes that have a count are taken for all there are; --classes N says otherwise.");
  if (checked.claim.number_of_classes == 0 && !checked.claim.classes.empty())
    out.push_back("Other classes than those named may exist; --classes N says how many there are in all.");
  out.push_back(remark_on_means);
  return out;
}

}  // namespace xp
