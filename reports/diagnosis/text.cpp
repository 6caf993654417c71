#include "reports/diagnosis/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/parts_of_text.h"
#include "reports/words.h"

namespace xp {
namespace {

constexpr int indent = 11;  // of what stands under a grade

std::string number(double value) {
  if (std::isnan(value)) return "undefined";
  return value == std::round(value) && std::abs(value) < 1e9 ? fmt::format("{:.0f}", value)
                                                             : fmt::format("{:.4g}", value);
}

/// "accuracy: 0.912; interval low: 0.84": names may hold commas.
std::string numbers_of(const Finding& f) {
  std::vector<std::string> out;
  for (const Number& n : f.numbers) out.push_back(fmt::format("{}: {}", printable(n.name), number(n.value)));
  return join(out, "; ");
}

std::string named(const Finding& f) { return f.name + (f.since ? fmt::format(", since epoch {}", f.since) : ""); }

/// "1 serious, 2 warnings, 1 note": the findings follow.
std::string tally(const Diagnosis& diagnosis) {
  std::vector<std::string> out;
  for (const Grade grade : {Grade::serious, Grade::warning, Grade::note}) {
    const auto n = std::count_if(diagnosis.findings.begin(), diagnosis.findings.end(),
                                 [&](const Finding& f) { return f.grade == grade; });
    if (n) out.push_back(grade == Grade::serious ? fmt::format("{} serious", n) : counted(n, name(grade)));
  }
  return join(out);
}

std::string whole(const Diagnosis& diagnosis, const Screen& screen, FindingNumbers numbers) {
  std::string out;
  const std::string space(indent, ' ');
  for (const Finding& f : diagnosis.findings) {
    out += "\n  " + painted(fmt::format("{:<9}", name(f.grade)), f.grade, screen) + named(f) + "\n";
    const bool shown = numbers == FindingNumbers::shown && !f.numbers.empty();
    for (const std::string& text : {f.sentence, f.advice, shown ? "(" + numbers_of(f) + ")" : ""})
      if (!text.empty()) out += space + wrapped(text, screen.columns - 2, indent) + "\n";
  }
  return out;
}

}  // namespace

std::string diagnosis_text(const Diagnosis& diagnosis, const Screen& screen) {
  std::string out;
  for (const Finding& f : diagnosis.findings) {
    const std::string grade = fmt::format("{:<9}", name(f.grade));
    out += "  " + painted(grade, f.grade, screen) + wrapped(f.sentence, screen.columns - 2, indent) + "\n";
    if (!f.advice.empty()) out += std::string(indent, ' ') + wrapped(f.advice, screen.columns - 2, indent) + "\n";
  }
  return out;
}

std::string diagnosis_page(const RunRow& run, const Diagnosis& diagnosis, const Screen& screen,
                           FindingNumbers numbers) {
  const bool told = std::any_of(diagnosis.findings.begin(), diagnosis.findings.end(),
                                [&](const Finding& f) { return diagnosis.headline.ends_with(f.sentence); });
  return heading(run, screen) + wrapped(told ? tally(diagnosis) : diagnosis.headline, screen.columns) + "\n" +
         whole(diagnosis, screen, numbers);
}

std::string together_text(const Diagnosis& diagnosis, const Screen& screen, FindingNumbers numbers) {
  return diagnosis.findings.empty() ? "" : "\nAll of them together\n" + whole(diagnosis, screen, numbers);
}

Table number_table(const Finding& finding) {
  Table out{{{"what"}, {"value", Align::right}}, {}};
  for (const Number& n : finding.numbers) out.rows.push_back({n.name, number(n.value)});
  return out;
}

Table finding_table(const Diagnosis& diagnosis, FindingNumbers numbers) {
  Table out{{{"grade", Align::left, true},
             {"finding", Align::left, true, 0.12},
             {"since epoch", Align::right},
             {"what it says", Align::left, false, 0.32},
             {"what to do", Align::left, false, 0.22}},
            {}};
  const bool shown = numbers == FindingNumbers::shown;
  if (shown) out.columns.push_back({"numbers", Align::left, false, 0.18});
  for (const Finding& f : diagnosis.findings) {
    out.rows.push_back({name(f.grade), f.name, f.since ? std::to_string(f.since) : "", f.sentence, f.advice});
    if (shown) out.rows.back().push_back(numbers_of(f));
  }
  return out;
}

}  // namespace xp
