#include "reports/diagnosis/text.h"

#include <fmt/format.h>

#include "reports/parts_of_text.h"

namespace xp {

std::string diagnosis_text(const Diagnosis& diagnosis, const Screen& screen) {
  std::string out;
  for (const Finding& f : diagnosis.findings) {
    const std::string grade = fmt::format("{:<9}", name(f.grade));
    out += "  " + painted(grade, f.grade, screen) + wrapped(f.sentence, screen.columns - 2, 11) + "\n";
    if (!f.advice.empty()) out += std::string(11, ' ') + wrapped(f.advice, screen.columns - 2, 11) + "\n";
  }
  return out;
}

}  // namespace xp
