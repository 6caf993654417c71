#include "framework/data/achieved.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "framework/base/text.h"

namespace xp {
namespace {

constexpr std::size_t most = 5;  // of a list that is named in full

std::size_t index(auto i) { return static_cast<std::size_t>(i); }

const char* spelt(Part part) {
  return part == Part::train ? "training" : part == Part::test ? "the test" : "validation";
}

/// "a; b; c; and 4 more".
std::string first_of(std::vector<std::string> items, const char* separator) {
  if (items.size() > most) {
    const std::string more = fmt::format("and {} more", items.size() - most);
    items.resize(most);
    items.push_back(more);
  }
  return join(items, separator);
}

std::string percent(double share) { return decimal(100 * share, 1) + " %"; }

void complete(Achieved::Row& row, const std::vector<double>& asked) {
  double all = 0;
  for (const Holding& h : row) all += static_cast<double>(h.samples);
  for (std::size_t p = 0; p < row.size(); ++p) {
    row[p].share = all > 0 ? static_cast<double>(row[p].samples) / all : 0;
    if (asked.empty()) continue;
    row[p].wanted = all * asked[p];
    row[p].wanted_share = asked[p];
  }
}

}  // namespace

Achieved achieved(const Listing& listing, const Division& division) {
  Achieved out;
  out.classes = listing.classes;
  out.of_class.resize(listing.classes.size());
  std::map<std::string, std::set<Part>> parts_of;
  std::set<std::pair<std::string, int>> in_class;
  for (std::size_t i = 0; i < division.of.size(); ++i) {
    const Sample& s = listing.samples[i];
    const Part part = division.of[i];
    Holding &one = out.of_class[index(s.label)][index(part)], &all = out.whole[index(part)];
    ++one.samples, ++all.samples;
    const bool single = s.group.empty(), fresh = single || parts_of[s.group].insert(part).second;
    all.groups += fresh;
    one.groups += single || in_class.emplace(s.group, 3 * s.label + static_cast<int>(part)).second;
  }
  for (auto& row : out.of_class) complete(row, division.shares);
  complete(out.whole, division.shares);
  for (const auto& [group, where] : parts_of)
    if (where.size() > 1) out.torn.push_back(group);
  return out;
}

std::vector<std::string> remarks(const Achieved& a) {
  std::vector<std::string> out, off, lacking;
  for (const Part part : parts) {
    const Holding& all = a.whole[index(part)];
    for (std::size_t c = 0; c < a.of_class.size(); ++c) {
      const Holding& h = a.of_class[c][index(part)];
      const std::string name = printable(a.classes[c]);
      if (all.samples > 0 && h.samples == 0) lacking.push_back(fmt::format("{} has no {}", spelt(part), name));
      if (h.samples > 0 && h.is_off())
        off.push_back(
            fmt::format("{} holds {} of {}, not {}", spelt(part), percent(h.share), name, percent(h.wanted_share)));
    }
    if (all.samples > 0 && all.is_off())
      off.push_back(
          fmt::format("{} holds {} of all, not {}", spelt(part), percent(all.share), percent(all.wanted_share)));
  }
  if (!off.empty()) out.push_back("split: groups stay whole, so " + first_of(off, "; "));
  if (!lacking.empty()) out.push_back("split: " + first_of(lacking, "; "));
  if (!a.torn.empty()) {
    std::vector<std::string> names;
    for (const std::string& group : a.torn) names.push_back(printable(group));
    out.push_back(fmt::format("split: {} in more than one part: {}",
                              names.size() == 1 ? "one group lies" : fmt::format("{} groups lie", names.size()),
                              first_of(names, ", ")));
  }
  return out;
}

}  // namespace xp
