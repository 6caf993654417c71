#include "reports/claims/tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "framework/scores/intervals/interval.h"
#include "reports/words.h"

namespace xp {
namespace {

/// "89 % (57 to 98)".
std::string with_interval(std::int64_t k, std::int64_t n) {
  if (n == 0) return "undefined";
  const Interval interval = wilson(k, n);
  return fmt::format("{} % ({:.0f} to {:.0f})", hundredths(static_cast<double>(k) / static_cast<double>(n)),
                     100 * interval.low, 100 * interval.high);
}

}  // namespace

std::string figure_name(const std::string& figure) {
  const auto colon = figure.find(':');
  std::string what = figure.substr(0, colon);
  for (char& c : what)
    if (c == '_') c = ' ';
  return colon == std::string::npos ? what : what + " of " + figure.substr(colon + 1);
}

std::vector<std::string> class_names(const Checked& checked) {
  std::vector<std::string> out;
  for (const ClaimedClass& c : checked.claim.classes) out.push_back(c.name);
  for (int i = 0; i < checked.others; ++i)
    out.push_back(checked.pooled ? "others" : fmt::format("class {}", out.size() + 1));
  return out;
}

std::string ranges_text(const std::vector<std::int64_t>& numbers) {
  std::string out;
  int shown = 0;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t end = i;
    while (end + 1 < numbers.size() && numbers[end + 1] == numbers[end] + 1) ++end;
    if (++shown > 12) return out + fmt::format(" and {} more", numbers.size() - i);
    out += out.empty() ? "" : ", ";
    out += end == i ? fmt::format("{}", numbers[i]) : fmt::format("{} to {}", numbers[i], numbers[end]);
    i = end + 1;
  }
  return out;
}

std::string sizes_text(const Checked& checked) {
  std::vector<std::int64_t> sizes;
  for (const Fitting& fit : checked.fits) sizes.push_back(fit.images);
  return ranges_text(sizes);
}

bool others_alone(const Checked& checked) { return checked.pooled && checked.claim.classes.empty(); }

std::string left_out_text(const Checked& checked, std::size_t shown) {
  const std::size_t all = checked.fits.size();
  return all <= shown ? "" : fmt::format("{} more sizes fit; --csv has all", all - shown);
}

int columns_of(const Table& table) {
  int out = 0;
  for (const std::string& line : split(text_of(table), '\n')) out = std::max(out, width(line));
  return out;
}

Table figures_table(const Checked& checked) {
  Table table{{{"figure"}, {"claimed", Align::right}, {"from, %", Align::right}, {"to, %", Align::right}}, {}};
  for (const auto& [name, rate] : figures_of(checked.claim))
    table.rows.push_back({figure_name(name), rate.typed, fmt::format("{:.8g}", 100 * rate.least()),
                          fmt::format("{:.8g}", 100 * rate.most())});
  for (const ClaimedClass& c : checked.claim.classes)
    if (c.images) table.rows.push_back({"images of " + c.name, fmt::format("{}", *c.images), "", ""});
  return table;
}

Table sizes_table(const Checked& checked, std::size_t most, bool examples) {
  Table table{
      {{"images", Align::right}, {"right", Align::right}, {"accuracy (95 %)", Align::right}, {"ways", Align::right}},
      {}};
  examples = examples && !others_alone(checked);
  if (examples)
    for (const std::string& name : class_names(checked)) table.columns.push_back({name, Align::right});
  for (const Fitting& fit : checked.fits) {
    if (table.rows.size() == most) break;
    std::vector<std::string> row{fmt::format("{}", fit.images), fmt::format("{}", fit.right),
                                 with_interval(fit.right, fit.images),
                                 fmt::format("{}{}", fit.ways, fit.more ? "+" : "")};
    if (examples)
      for (const Tally& t : fit.example) row.push_back(fmt::format("{}/{}/{}", t.right, t.images, t.named));
    table.rows.push_back(row);
  }
  return table;
}

Table matrix_table(const Checked& checked, bool short_names) {
  if (checked.fits.empty() || others_alone(checked)) return {};
  const std::vector<std::string> names = class_names(checked);
  const std::vector<Tally>& tallies = checked.fits.front().example;
  const auto cells = matrix_of(tallies, checked.pooled);
  Table table{{{"truth \\ said"}}, {}};
  for (std::size_t i = 0; i < names.size(); ++i)
    table.columns.push_back({short_names ? fmt::format("{}", i + 1) : names[i], Align::right});
  if (!short_names)
    for (const char* title : {"recall (95 %)", "precision (95 %)"}) table.columns.push_back({title, Align::right});
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::vector<std::string> row{short_names ? fmt::format("{} {}", i + 1, names[i]) : names[i]};
    for (const std::int64_t n : cells[i]) row.push_back(fmt::format("{}", n));
    const bool others = checked.pooled && i + 1 == names.size();
    if (!short_names && !others) {
      row.push_back(with_interval(tallies[i].right, tallies[i].images));
      row.push_back(with_interval(tallies[i].right, tallies[i].named));
    }
    table.rows.push_back(row);
  }
  return table;
}

Table classes_table(const Checked& checked) {
  Table table{{{"class"}, {"recall (95 %)", Align::right}, {"precision (95 %)", Align::right}}, {}};
  if (checked.fits.empty()) return table;
  const std::vector<std::string> names = class_names(checked);
  const std::vector<Tally>& tallies = checked.fits.front().example;
  for (std::size_t i = 0; i + (checked.pooled ? 1 : 0) < names.size(); ++i)
    table.rows.push_back({names[i], with_interval(tallies[i].right, tallies[i].images),
                          with_interval(tallies[i].right, tallies[i].named)});
  return table;
}

Table claims_table(const std::vector<Checked>& all) {
  Table table{{{"claim"}, {"fits"}, {"smallest", Align::right}, {"sizes"}, {"because of"}}, {}};
  for (const Checked& c : all) {
    std::vector<std::string> because;
    for (const std::string& name : c.alone.empty() ? c.conflict : c.alone) because.push_back(figure_name(name));
    const std::string open = c.undecided.empty() ? fmt::format("none to {}", c.claim.sizes.high) : "undecided";
    table.rows.push_back({c.claim.name,
                          !c.fits.empty()  ? "yes"
                          : c.impossible() ? "no"
                                           : open,
                          c.fits.empty() ? "" : fmt::format("{}", c.fits.front().images), sizes_text(c),
                          join(because)});
  }
  return table;
}

}  // namespace xp
