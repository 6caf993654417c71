#include "reports/comparison/shared.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_map>

#include "framework/base/text.h"
#include "reports/judged.h"
#include "reports/outcome.h"

namespace xp {
namespace {

/// One run's images.
struct Side {
  const Record* record;
  Judged judged;
  std::vector<std::string_view> keys = {};
  std::vector<int> classes = {};  // its number of a class → the shared one

  const StoredSample& sample(std::size_t i) const {
    return record->samples[static_cast<std::size_t>(judged.predictions[i].sample)];
  }
  std::string name(std::size_t i) const { return image_of(*record, sample(i)); }
  int label(std::size_t i) const { return classes[static_cast<std::size_t>(judged.predictions[i].label)]; }
};

bool knows_contents(const Side& side) {
  for (std::size_t i = 0; i < side.judged.predictions.size(); ++i)
    if (side.sample(i).sha256.empty()) return false;
  return true;
}

void find_keys(Side& side, bool by_name) {
  const bool tiles = on_tiles(*side.record);
  for (std::size_t i = 0; i < side.judged.predictions.size(); ++i) {
    const std::string_view name = side.sample(i).name;
    side.keys.push_back(!by_name ? std::string_view(side.sample(i).sha256)
                        : tiles  ? name.substr(0, name.rfind('#'))
                                 : name);
  }
}

constexpr std::size_t none = static_cast<std::size_t>(-1);

struct Matched {
  std::vector<std::size_t> other;    // of each image of the first: which of the second's; none
  std::vector<std::size_t> surplus;  // of the second alone
};

/// What occurs twice is paired copy by copy.
Matched match(const Side& first, const Side& second) {
  Matched out{std::vector<std::size_t>(first.keys.size(), none), {}};
  if (first.keys == second.keys) {  // one split, as most often
    std::iota(out.other.begin(), out.other.end(), std::size_t{0});
    return out;
  }
  std::unordered_map<std::string_view, std::vector<std::size_t>> places;
  for (std::size_t i = first.keys.size(); i-- > 0;) places[first.keys[i]].push_back(i);  // the first copy last
  for (std::size_t i = 0; i < second.keys.size(); ++i) {
    const auto found = places.find(second.keys[i]);
    if (found == places.end() || found->second.empty()) {
      out.surplus.push_back(i);
      continue;
    }
    out.other[found->second.back()] = i;
    found->second.pop_back();
  }
  return out;
}

std::string first_names(std::vector<std::string> names) {
  constexpr std::size_t most = 3;
  std::sort(names.begin(), names.end());
  const bool more = names.size() > most;
  names.resize(std::min(most, names.size()));
  for (std::string& name : names) name = shorten(printable(name), 60);
  return join(names) + (more ? ", …" : "");
}

/// What both hold, which is then in neither.
std::vector<std::string> taken_from_both(std::vector<std::string>& a, std::vector<std::string>& b) {
  std::vector<std::string> out;
  std::sort(a.begin(), a.end()), std::sort(b.begin(), b.end());
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  const auto known = [&](const std::string& name) { return std::binary_search(out.begin(), out.end(), name); };
  std::erase_if(a, known), std::erase_if(b, known);
  return out;
}

/// "7 only in run1 (a, b, c, …); 2 labelled differently (d, e)"; empty where nothing differs.
std::string difference(const Side& first, const Side& second, const Matched& matched) {
  std::vector<std::string> missing, surplus, relabelled, parts;
  for (std::size_t i = 0; i < matched.other.size(); ++i)
    if (matched.other[i] == none)
      missing.push_back(first.name(i));
    else if (first.label(i) != second.label(matched.other[i]))
      relabelled.push_back(first.name(i));
  for (const std::size_t i : matched.surplus) surplus.push_back(second.name(i));
  const std::vector<std::string> alike = taken_from_both(missing, surplus);
  const auto say = [&](const std::vector<std::string>& names, const std::string& what) {
    if (!names.empty()) parts.push_back(fmt::format("{} {} ({})", names.size(), what, first_names(names)));
  };
  say(alike, "named alike, but not the same images");
  say(missing, "only in " + run_name(first.record->run.id));
  say(surplus, "only in " + run_name(second.record->run.id));
  say(relabelled, "labelled differently");
  if (!relabelled.empty() &&
      std::none_of(first.record->classes.begin(), first.record->classes.end(), [&](const auto& c) {
        return std::find(second.record->classes.begin(), second.record->classes.end(), c) !=
               second.record->classes.end();
      }))
    parts.push_back(fmt::format("no class has the same name in both ({}; {})", first_names(first.record->classes),
                                first_names(second.record->classes)));
  return join(parts, "; ");
}

/// Numbers of the side's classes among all, to which new ones are added.
void agree(Side& side, std::vector<std::string>& classes) {
  for (const std::string& name : side.record->classes) {
    auto at = std::find(classes.begin(), classes.end(), name);
    if (at == classes.end()) at = classes.insert(at, name);
    side.classes.push_back(static_cast<int>(at - classes.begin()));
  }
}

Prediction renumbered(const Prediction& p, const Side& side, std::size_t classes) {
  Prediction out{p.sample, side.classes[static_cast<std::size_t>(p.label)], std::vector<double>(classes)};
  for (std::size_t c = 0; c < p.probabilities.size(); ++c)
    out.probabilities[static_cast<std::size_t>(side.classes[c])] = p.probabilities[c];
  return out;
}

/// Of those images alone, in that order. Nothing is copied where that is all of them, as they are.
Judged taken(Side&& side, const std::vector<std::size_t>& images, std::size_t classes) {
  bool same = side.classes.size() == classes, whole = images.size() == side.judged.predictions.size();
  for (std::size_t c = 0; c < side.classes.size(); ++c) same &= side.classes[c] == static_cast<int>(c);
  for (std::size_t i = 0; i < images.size(); ++i) whole &= images[i] == i;
  if (same && whole) return std::move(side.judged);
  Judged out{static_cast<int>(classes)};
  out.probabilistic = side.judged.probabilistic;
  for (const std::size_t i : images) {
    const Prediction& p = side.judged.predictions[i];
    out.predictions.push_back(same ? p : renumbered(p, side, classes));
    if (!side.judged.groups.empty()) out.groups.push_back(side.judged.groups[i]);
  }
  return out;
}

/// Images that share a group in either; numbered as they appear.
std::vector<int> joined(const std::vector<int>& a, const std::vector<int>& b) {
  if (a.empty() || b.empty()) return a.empty() ? b : a;
  std::vector<std::size_t> parent(a.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (const std::vector<int>* groups : {&a, &b}) {
    std::unordered_map<int, std::size_t> first;
    for (std::size_t i = 0; i < groups->size(); ++i)
      parent[root(i)] = root(first.try_emplace((*groups)[i], i).first->second);
  }
  std::unordered_map<std::size_t, int> numbers;
  std::vector<int> out;
  for (std::size_t i = 0; i < a.size(); ++i)
    out.push_back(numbers.try_emplace(root(i), static_cast<int>(numbers.size())).first->second);
  return out;
}

std::vector<Side> sides(const std::vector<const Record*>& records, Part part, Shared& out) {
  std::vector<Side> all;
  for (std::size_t run = 0; run < records.size(); ++run) {
    Side side{records[run], judged(*records[run], part)};
    if (side.judged.predictions.empty()) continue;
    out.runs.push_back(run);
    agree(side, out.classes);
    all.push_back(std::move(side));
  }
  out.by_name = !std::all_of(all.begin(), all.end(), knows_contents);
  for (Side& side : all) find_keys(side, out.by_name);
  return all;
}

/// "their test sets differ: …", and for more than two runs whose.
std::string told(const Shared& s, const std::vector<Side>& all) {
  std::vector<std::string> parts;
  std::size_t differing = 0;
  constexpr std::size_t most = 3;
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (s.differs[i].empty() || ++differing > most) continue;
    parts.push_back(all.size() == 2 ? s.differs[i]
                                    : fmt::format("of {} and {}, {}", run_name(all[0].record->run.id),
                                                  run_name(all[i].record->run.id), s.differs[i]));
  }
  if (differing > most) parts.push_back(fmt::format("and {} more runs", differing - most));
  std::string out = join(parts, "; ");
  if (!out.empty() && s.by_name && s.images.empty())
    out += "; not every image has a SHA-256, so they are paired by name, and no name is known to all";
  return out;
}

}  // namespace

int Shared::place(std::size_t run) const {
  const auto at = std::find(runs.begin(), runs.end(), run);
  return at == runs.end() ? -1 : static_cast<int>(at - runs.begin());
}

Shared shared(const std::vector<const Record*>& records, Part part) {
  Shared out;
  std::vector<Side> all = sides(records, part, out);
  if (all.empty()) return out;
  std::vector<std::size_t> kept(all[0].keys.size());
  std::iota(kept.begin(), kept.end(), std::size_t{0});
  std::vector<Matched> matched;
  for (const Side& side : all) {
    matched.push_back(match(all[0], side));
    const Matched& m = matched.back();
    out.differs.push_back(difference(all[0], side, m));
    std::erase_if(kept, [&](std::size_t i) { return m.other[i] == none || all[0].label(i) != side.label(m.other[i]); });
  }
  for (const std::size_t i : kept) out.images.push_back(all[0].name(i));
  out.differ = told(out, all);
  std::vector<int> groups;  // that any run knows
  for (std::size_t run = 0; run < all.size(); ++run) {
    std::vector<std::size_t> images;
    for (const std::size_t i : kept) images.push_back(matched[run].other[i]);
    out.judged.push_back(taken(std::move(all[run]), images, out.classes.size()));
    if (out.judged.back().grouped() && out.judged.back().groups != groups)
      groups = joined(groups, out.judged.back().groups);
  }
  for (Judged& judged : out.judged) judged.groups = groups;
  return out;
}

}  // namespace xp
