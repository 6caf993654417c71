// Tables for programs.
#include <fmt/format.h>

#include "framework/base/text.h"
#include "framework/scores/intervals/interval.h"
#include "reports/claims/tables.h"

namespace xp {

Table sizes_data(const Checked& checked) {
  Table table{{{"images"}, {"right"}, {"accuracy"}, {"low"}, {"high"}, {"ways"}, {"more_ways"}}, {}};
  const bool examples = !others_alone(checked);
  if (examples)
    for (const std::string& name : class_names(checked))
      for (const char* what : {"right:", "images:", "named:"}) table.columns.push_back({what + name});
  for (const Fitting& fit : checked.fits) {
    const Interval interval = wilson(fit.right, fit.images);
    const double accuracy = static_cast<double>(fit.right) / static_cast<double>(fit.images);
    std::vector<std::string> row{fmt::format("{}", fit.images),    fmt::format("{}", fit.right),
                                 fmt::format("{}", accuracy),      fmt::format("{}", interval.low),
                                 fmt::format("{}", interval.high), fmt::format("{}", fit.ways),
                                 fit.more ? "yes" : "no"};
    if (examples)
      for (const Tally& t : fit.example)
        for (const std::int64_t n : {t.right, t.images, t.named}) row.push_back(fmt::format("{}", n));
    table.rows.push_back(row);
  }
  return table;
}

Table claims_data(const std::vector<Checked>& all) {
  Table table{{{"name"},
               {"possible"},
               {"searched_from"},
               {"searched_to"},
               {"none_larger"},
               {"sizes_that_fit"},
               {"smallest"},
               {"largest"},
               {"undecided"},
               {"alone"},
               {"conflict"}},
              {}};
  const auto yes = [](bool is) { return is ? "yes" : "no"; };
  for (const Checked& c : all) {
    const auto size = [&](const Fitting& fit) { return fmt::format("{}", fit.images); };
    table.rows.push_back({c.claim.name, c.fits.empty() && !c.impossible() ? "unknown" : yes(!c.impossible()),
                          fmt::format("{}", c.claim.sizes.low), fmt::format("{}", c.claim.sizes.high),
                          yes(c.none_larger), fmt::format("{}", c.fits.size()),
                          c.fits.empty() ? "" : size(c.fits.front()), c.fits.empty() ? "" : size(c.fits.back()),
                          fmt::format("{}", c.undecided.size()), join(c.alone, ";"), join(c.conflict, ";")});
  }
  return table;
}

}  // namespace xp
