// One picture in several places.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "framework/data/audit/findings.h"

namespace xp {
namespace {

constexpr std::size_t many = 5;      // leaks of equal pixels that look like a habit
constexpr double many_share = 0.10;  // of the images that judge

struct Pair {
  int a = 0, b = 0;
  std::string how;
};

/// Of every set of equal keys, of images that show something, one pair for each further member, with the first that
/// lies in another part or has another label where there is one.
std::vector<Pair> equals(const Audited& data, const std::function<std::string(int)>& key, const std::string& how) {
  std::map<std::string, std::vector<int>> sets;
  for (int i = 0; i < static_cast<int>(data.size()); ++i)
    if (shows_something(data.look(i))) sets[key(i)].push_back(i);
  std::vector<Pair> out;
  for (const auto& [k, members] : sets)
    for (std::size_t n = 1; n < members.size(); ++n) {
      const int last = members[n];
      const auto other = std::find_if(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(n), [&](int i) {
        return data.part(i) != data.part(last) || data.sample(i).label != data.sample(last).label;
      });
      out.push_back({other == members.begin() + static_cast<std::ptrdiff_t>(n) ? members[0] : *other, last, how});
    }
  std::sort(out.begin(), out.end(),
            [](const Pair& x, const Pair& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
  return out;
}

std::vector<std::string> shown(const Audited& data, const std::vector<Pair>& pairs) {
  std::vector<std::string> out;
  for (const Pair& p : pairs) out.push_back(fmt::format("{} = {}: {}", data.shown(p.a), data.shown(p.b), p.how));
  return out;
}

void judge_pairs(const Audited& data, const std::string& kind, const std::vector<Pair>& pairs, Findings& out) {
  std::vector<Pair> leaks, others;
  for (const Pair& p : pairs) (data.part(p.a) != data.part(p.b) ? leaks : others).push_back(p);
  if (!leaks.empty())
    out.push_back({Audit::Grade::leak, kind,
                   fmt::format("{} of {} on two sides of the split: who judges has been seen in training or choosing.",
                               counted(leaks.size(), "pair"), kind),
                   "Keep one image of each pair, or give both one group and split by group.", shown(data, leaks)});
  if (!others.empty())
    out.push_back({data.divided() ? Audit::Grade::note : Audit::Grade::risk,
                   leaks.empty() ? kind : kind + " within a part",
                   data.divided() ? fmt::format("{} of {} within one part: these pictures count twice there.",
                                                counted(others.size(), "pair"), kind)
                                  : fmt::format("{} of {}: a split at random puts some of them on two sides.",
                                                counted(others.size(), "pair"), kind),
                   "Keep one image of each pair, or give both one group.", shown(data, others)});
}

/// Copies on two sides, far more than slips: what multiplied the images came before what divided them.
void judge_oversampling(const Audited& data, const std::vector<Pair>& equal, Findings& out) {
  std::set<int> leaked;
  for (const Pair& p : equal)
    if (data.part(p.a) != data.part(p.b))
      for (int i : {p.a, p.b})
        if (data.part(i) != Part::train) leaked.insert(i);
  const std::size_t judging = data.parts.indices(Part::validation).size() + data.parts.indices(Part::test).size();
  if (leaked.size() < many || static_cast<double>(leaked.size()) < many_share * static_cast<double>(judging)) return;
  out.push_back({Audit::Grade::leak, "oversampled before the split",
                 fmt::format("{} of {} validation and test images have equal pixels in another part: it looks as if "
                             "classes were filled up by copies before the split.",
                             leaked.size(), judging),
                 "Split first; then set balance to oversample, which copies within the training part alone."});
}

void judge_labels(const Audited& data, const std::vector<std::vector<Pair>>& all, Findings& out) {
  std::vector<Pair> contradicting;
  for (const auto& pairs : all)
    for (const Pair& p : pairs)
      if (data.sample(p.a).label != data.sample(p.b).label) contradicting.push_back(p);
  if (contradicting.empty()) return;
  out.push_back({Audit::Grade::risk, "contradicting labels",
                 fmt::format("{} of the same picture under two labels: no network can be right on both.",
                             counted(contradicting.size(), "pair")),
                 "Keep one of them, under the label that is true.", shown(data, contradicting)});
}

}  // namespace

void judge_copies(const Audited& data, Findings& out) {
  std::vector<Pair> exact = equals(
      data, [&](int i) { return content(data.sample(i)); }, "the same bytes");
  std::vector<Pair> equal = equals(
      data, [&](int i) { return data.look(i).pixels; }, "the same pixels");
  const std::vector<Pair> all_equal = equal;
  std::erase_if(equal, [&](const Pair& p) { return content(data.sample(p.a)) == content(data.sample(p.b)); });
  std::vector<Pair> near;
  for (const Likeness& l : data.survey.likenesses)
    if (data.look(l.a).pixels != data.look(l.b).pixels) near.push_back({l.a, l.b, l.how});
  judge_pairs(data, "exact copies", exact, out);
  judge_pairs(data, "equal pixels", equal, out);
  judge_pairs(data, "near copies", near, out);
  if (data.divided()) judge_oversampling(data, all_equal, out);
  judge_labels(data, {exact, equal, near}, out);
}

void judge_groups(const Audited& data, Findings& out) {
  if (!data.divided()) return;
  std::map<std::string, std::set<Part>> sides;
  std::map<std::string, std::vector<int>> members;
  for (int i = 0; i < static_cast<int>(data.size()); ++i)
    if (const std::string& g = data.sample(i).group; !g.empty()) sides[g].insert(data.part(i)), members[g].push_back(i);
  std::vector<std::string> names;
  std::size_t groups = 0;
  for (const auto& [group, in] : sides) {
    if (in.size() < 2) continue;
    ++groups;
    for (int i : members[group]) names.push_back(fmt::format("{}, of group {}", data.shown(i), group));
  }
  if (groups)
    out.push_back({Audit::Grade::leak, "groups on two sides",
                   fmt::format("{} of {} (patients, parent images) stand on two sides of the split: who judges has "
                               "been seen in training or choosing.",
                               groups, counted(sides.size(), "group")),
                   "Split by group: hold_out and k_fold do where the dataset names groups.", names});
}

}  // namespace xp
