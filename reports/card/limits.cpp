#include "reports/card/limits.h"

#include <algorithm>

namespace xp {
namespace {

Grade grade_of(Audit::Grade grade) {
  return grade == Audit::Grade::leak ? Grade::serious : grade == Audit::Grade::risk ? Grade::warning : Grade::note;
}

}  // namespace

std::vector<Limit> limits_of(const Record& record, const Diagnosis& diagnosis) {
  std::vector<Limit> out;
  for (const Finding& f : diagnosis.findings)
    if (f.grade != Grade::fine) out.push_back({f.grade, f.sentence, f.advice});
  const std::size_t told = out.size();
  for (const Audit::Finding& f : record.findings) {
    const bool known = std::any_of(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(told), [&](const Limit& l) {
      return l.sentence.find(f.sentence) != std::string::npos && l.grade >= grade_of(f.grade);
    });
    if (!known) out.push_back({grade_of(f.grade), f.sentence, f.advice});
  }
  std::stable_sort(out.begin(), out.end(), [](const Limit& a, const Limit& b) { return a.grade > b.grade; });
  return out;
}

}  // namespace xp
