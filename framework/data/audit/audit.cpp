#include "framework/data/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "framework/data/audit/findings.h"

namespace xp {

bool Audit::has(Grade grade) const {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& f) { return f.grade == grade; });
}

const Audit::Finding* Audit::find(const std::string& wanted) const {
  const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.name == wanted; });
  return found == findings.end() ? nullptr : &*found;
}

const char* name(Audit::Grade grade) {
  switch (grade) {
    case Audit::Grade::note: return "note";
    case Audit::Grade::risk: return "risk";
    case Audit::Grade::leak: return "leak";
  }
  return "";
}

std::string Audited::shown(int i) const {
  return divided() ? fmt::format("{} ({})", sample(i).name, name(part(i))) : sample(i).name;
}

std::string counted(std::size_t n, const std::string& noun) {
  if (n == 1) return "1 " + noun;
  const bool sibilant = noun.ends_with("s"), y = noun.ends_with("y");
  return fmt::format("{} {}", n, y ? noun.substr(0, noun.size() - 1) + "ies" : noun + (sibilant ? "es" : "s"));
}

std::string percentage(double share) { return fmt::format("{:.0f} %", 100 * share); }

Audit audit(const Listing& listing, const Division& parts, const Survey& survey) {
  assert(survey.looks.size() == listing.samples.size());
  assert(parts.of.empty() || parts.of.size() == listing.samples.size());
  const Audited data{listing, parts, survey, facts_of(listing, survey), units_of(listing, survey)};
  Audit out;
  for (const auto judge : {judge_copies, judge_groups, judge_files, judge_shortcuts, judge_drift, judge_counts})
    judge(data, out.findings);
  std::stable_sort(out.findings.begin(), out.findings.end(),
                   [](const Audit::Finding& a, const Audit::Finding& b) { return a.grade > b.grade; });
  return out;
}

}  // namespace xp
