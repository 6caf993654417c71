// What tells classes, or parts, apart without any anatomy.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "framework/base/text.h"
#include "framework/data/audit/findings.h"
#include "framework/data/shortcut.h"
#include "framework/scores/chance/sameness.h"

namespace xp {
namespace {

constexpr double drift_level = 0.01;
constexpr std::int64_t rare = 10;  // a word with fewer units is counted among the others
constexpr int draws = 19999;       // 1 / draws passes Holm's first step among 100 tests

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

const Fact* fact_named(const Audited& data, const std::string& name) {
  for (const Fact& f : data.facts)
    if (f.name == name) return &f;
  return nullptr;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (double v : values) sum += v;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

/// "; median width 520 of Normal, 700 of Scol (pixels)". Of what most images have none of, the mean.
std::string typical_values(const Audited& data, const Fact& fact) {
  if (fact.columns.empty() || fact.name == "corners" || data.listing.classes.size() > 4) return "";
  const bool rare_fact = fact.name == "tint" || fact.name == "border";
  std::vector<std::string> columns;
  for (std::size_t k = 0; k < fact.columns.size(); ++k) {
    std::vector<std::vector<double>> of_class(data.listing.classes.size());
    for (int i = 0; i < static_cast<int>(data.size()); ++i)
      if (data.look(i).unreadable.empty())
        of_class[static_cast<std::size_t>(data.sample(i).label)].push_back(
            fact.columns[k][static_cast<std::size_t>(i)]);
    std::vector<std::string> words;
    for (std::size_t c = 0; c < of_class.size(); ++c)
      words.push_back(
          fmt::format("{:.4g} of {}", rare_fact ? mean(of_class[c]) : median(of_class[c]), data.listing.classes[c]));
    columns.push_back(fmt::format("{} {} {}", rare_fact ? "mean" : "median", fact.titles[k], join(words)));
  }
  return fmt::format("; {}{}", join(columns, "; "), fact.unit.empty() ? "" : " (" + fact.unit + ")");
}

std::string advice(const Audited& data, const std::string& fact) {
  if (fact == "tint")
    return data.listing.channels == 1 ? "Images are read as grey here, which hides it; but what it stands for, another "
                                        "scanner or source, may show in other ways."
                                      : "Read as grey (color=grey), and ask where the tinted images come from.";
  if (fact == "pixel size" || fact == "aspect")
    return "Stretching to one size turns shape into content: letterbox or crop to one shape, and compare with a "
           "network that sees the shape alone.";
  if (fact == "file size") return "Ask whether classes come from different devices or were exported differently.";
  if (fact == "brightness" || fact == "contrast")
    return "Normalise each image's exposure (CLAHE, a percentile window), or augment it.";
  if (fact == "border") return "Crop the border away.";
  if (fact == "corners") return "Look for markers or text in the corners: crop or cover them.";
  if (fact == "device" || fact == "source" || fact == "file type" || fact == "stored form")
    return "Where possible take every class from the same places; else split with leave_one_source_out.";
  return "Ask where the classes' images come from.";
}

std::vector<double> in_part(const Audited& data, const std::vector<double>& column, Part part) {
  std::map<int, std::pair<double, int>> of_unit;
  for (int i = 0; i < static_cast<int>(data.size()); ++i) {
    if (data.part(i) != part || !data.look(i).unreadable.empty()) continue;
    auto& [sum, n] = of_unit[data.units[static_cast<std::size_t>(i)]];
    sum += column[static_cast<std::size_t>(i)], ++n;
  }
  std::vector<double> out;
  for (const auto& [unit, mean] : of_unit) out.push_back(mean.first / mean.second);
  return out;
}

/// Units by word (the rare ones together) in either part; a unit has the word of its first image.
std::vector<std::vector<std::int64_t>> table(const Audited& data, const Fact& fact, Part a, Part b) {
  std::map<std::string, std::vector<std::int64_t>> rows;
  std::map<std::pair<int, Part>, bool> seen;
  for (int i = 0; i < static_cast<int>(data.size()); ++i) {
    const Part p = data.part(i);
    if ((p != a && p != b) || !data.look(i).unreadable.empty() ||
        !seen.emplace(std::pair{data.units[static_cast<std::size_t>(i)], p}, true).second)
      continue;
    auto& row = rows.emplace(fact.words[static_cast<std::size_t>(i)], std::vector<std::int64_t>(2)).first->second;
    ++row[p == b];
  }
  std::vector<std::vector<std::int64_t>> out{{0, 0}};
  for (const auto& [word, row] : rows)
    if (row[0] + row[1] < rare)
      out[0][0] += row[0], out[0][1] += row[1];
    else
      out.push_back(row);
  return out;
}

/// The limit where every count that is expected is 5 or more (Cochran, "Some methods for strengthening the common χ²
/// tests", Biometrics 10, 1954).
double independence(const std::vector<std::vector<std::int64_t>>& counts) {
  std::int64_t smallest = 0, columns[2] = {0, 0};
  for (const auto& row : counts) {
    const std::int64_t in = row[0] + row[1];
    if (in > 0 && (smallest == 0 || in < smallest)) smallest = in;
    columns[0] += row[0], columns[1] += row[1];
  }
  const bool many = smallest * std::min(columns[0], columns[1]) >= 5 * (columns[0] + columns[1]);
  return many ? chi_square(counts) : monte_carlo_chi_square(counts, draws, Random(1, "audit tables"));
}

struct Test {
  const Fact* fact;
  std::size_t column;
  Part part;
  double p;
};

}  // namespace

void judge_shortcuts(const Audited& data, Findings& out) {
  for (const Shortcut& s : shortcuts(data.listing, data.survey, data.facts, data.units)) {
    const Fact* fact = fact_named(data, s.fact);
    out.push_back({Audit::Grade::risk, "shortcut: " + s.fact,
                   fmt::format("The class can be told by {} alone: balanced accuracy {} ({:.0f} to {:.0f}) in "
                               "cross-validation on {} images, {} by chance (p = {:.2g}){}.",
                               fact ? s.fact : "all simple facts together, and by none",
                               percentage(s.balanced_accuracy), 100 * s.interval.low, 100 * s.interval.high, s.images,
                               percentage(s.chance), s.p, fact ? typical_values(data, *fact) : ""),
                   advice(data, s.fact)});
  }
}

void judge_drift(const Audited& data, Findings& out) {
  if (!data.divided()) return;
  std::vector<Test> tests;
  std::vector<double> p;
  for (const Part part : {Part::validation, Part::test})
    for (const Fact& fact : data.facts) {
      for (std::size_t k = 0; k < fact.columns.size(); ++k)
        tests.push_back(
            {&fact, k, part,
             kolmogorov_smirnov(in_part(data, fact.columns[k], Part::train), in_part(data, fact.columns[k], part))});
      if (!fact.words.empty()) tests.push_back({&fact, 0, part, independence(table(data, fact, Part::train, part))});
    }
  for (const Test& t : tests) p.push_back(t.p);
  const std::vector<double> adjusted = holm(p);
  std::map<std::pair<Part, std::string>, std::vector<std::string>> found;  // by part and fact
  for (std::size_t i = 0; i < tests.size(); ++i) {
    if (adjusted[i] >= drift_level) continue;
    const Test& t = tests[i];
    auto& words = found[{t.part, t.fact->name}];
    if (t.fact->words.empty())
      words.push_back(fmt::format("median {} {:.3g}, in training {:.3g}", t.fact->titles[t.column],
                                  median(in_part(data, t.fact->columns[t.column], t.part)),
                                  median(in_part(data, t.fact->columns[t.column], Part::train))));
    else
      words.push_back("shares differ");
  }
  for (const auto& [where, words] : found)
    out.push_back(
        {Audit::Grade::risk, fmt::format("drift: {} ({})", where.second, name(where.first)),
         fmt::format("{} is not the same in the {} part as in training: {} (p < {} after Holm).", where.second,
                     where.first == Part::test ? "test" : "validation", join(words), drift_level),
         "The part tells of other images than those that were learned from: intended, or divide anew."});
}

}  // namespace xp
