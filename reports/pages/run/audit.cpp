#include <fmt/format.h>

#include <algorithm>

#include "framework/store/tracked.h"
#include "reports/pages/run/sections.h"
#include "reports/words.h"

namespace xp {
namespace {

constexpr std::size_t most_samples = 100;

const char* shade(Audit::Grade grade) {
  switch (grade) {
    case Audit::Grade::leak: return "serious";
    case Audit::Grade::risk: return "warning";
    case Audit::Grade::note: return "note";
  }
  return "";
}

Values value_of(const Audit::Finding& finding) {
  const std::size_t all = finding.samples.size(), shown = std::min(all, most_samples);
  Values out;
  out.set("grade", name(finding.grade));
  out.set("shade", shade(finding.grade));
  out.set("sentence", finding.sentence);
  out.set("advice", finding.advice);
  out.set("has_samples", all > 0);
  out.set("count", shown < all ? fmt::format("the first {} of {}", shown, all) : std::to_string(all));
  out.set("samples",
          list_of("sample", {finding.samples.begin(), finding.samples.begin() + static_cast<std::ptrdiff_t>(shown)}));
  return out;
}

/// How many of each grade, or why there is none; empty where the run ended before its data were looked at.
std::string summary(const Record& record) {
  if (is_imported(record))
    return "No audit was made: the predictions come from another tool, and the images are not here to be looked at.";
  if (is_tracked(record)) return "No audit was made: the images are not here to be looked at.";
  const bool looked = !record.findings.empty() || record.run.epochs > 0 || record.run.test_images > 0 ||
                      !record.test.empty() || !record.children.empty();
  if (!looked)
    return record.samples.empty() ? ""
                                  : "Whether the data were audited is not known: the run ended before its first epoch.";
  if (record.findings.empty())
    return "The audit found nothing. It looked for copies of images across and within the parts, one picture under two "
           "labels, groups on two sides of the split, files that cannot be read or hold nothing, classes that can be "
           "told without anatomy, parts that are not alike, and classes that are too small.";
  const auto of = [&](Audit::Grade grade) {
    return std::count_if(record.findings.begin(), record.findings.end(),
                         [&](const Audit::Finding& f) { return f.grade == grade; });
  };
  std::string out;
  for (const auto& [grade, what] :
       {std::pair{Audit::Grade::leak, "leak"}, {Audit::Grade::risk, "risk"}, {Audit::Grade::note, "note"}})
    if (const auto n = of(grade)) out += (out.empty() ? "" : ", ") + counted(n, what);
  return out + ". A leak lets the judging parts tell of images that were trained on; a risk may mislead.";
}

}  // namespace

Section audit_section(const Material& run) {
  Values values, findings{Values::type::list};
  for (const Audit::Finding& finding : run.record.findings) findings << value_of(finding);
  const std::string sentence = summary(run.record);
  values.set("summary", sentence);
  values.set("has_findings", !run.record.findings.empty());
  values.set("findings", findings);
  return {"audit", "What the audit of the data found", "", sentence.empty() ? "" : rendered("audit.mustache", values)};
}

}  // namespace xp
