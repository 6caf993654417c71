#include <fmt/format.h>

#include "reports/diagnosis/text.h"
#include "reports/html/tables.h"
#include "reports/pages/run/sections.h"

namespace xp {
namespace {

Values findings(const Diagnosis& diagnosis) {
  Values out{Values::type::list};
  for (const Finding& f : diagnosis.findings) {
    Values one;
    one.set("grade", name(f.grade));
    one.set("sentence", f.sentence);
    one.set("advice", f.advice);
    one.set("has_evidence", !f.numbers.empty());
    one.set("finding", f.name + (f.since ? fmt::format(", since epoch {}", f.since) : ""));
    one.set("evidence", html_of(number_table(f), "Numbers behind the finding: " + f.name, Narrow::stacks));
    out << one;
  }
  return out;
}

}  // namespace

Section trust_section(const Diagnosis& diagnosis) {
  Values values;
  values.set("findings", findings(diagnosis));
  return {"trust", "Can it be trusted?", "", diagnosis.findings.empty() ? "" : rendered("trust.mustache", values)};
}

}  // namespace xp
