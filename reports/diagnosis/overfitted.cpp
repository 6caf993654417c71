#include "reports/diagnosis/overfitted.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/parts.h"
#include "reports/words.h"

namespace xp {
namespace {

constexpr const char* gap_name = "accuracy gap, last epochs' medians";

double gap_in(const Finding& finding) {
  for (const Number& number : finding.numbers)
    if (number.name == gap_name) return number.value;
  return std::nan("");
}

void add(Overfitted& out, std::vector<double>& gaps, const Diagnosis& diagnosis) {
  const Finding* finding = diagnosis.find("overfitting");
  if (!finding) return;
  ++out.networks;
  out.grade = std::max(out.grade, finding->grade);
  out.warned += finding->grade >= Grade::warning;
  if (finding->since) out.onsets.push_back(finding->since);
  if (const double gap = gap_in(*finding); std::isfinite(gap)) gaps.push_back(gap);
}

std::string signed_points(double gap) { return fmt::format("{}{}", gap > 0 ? "+" : "", hundredths(gap)); }

}  // namespace

Overfitted overfitted(const Record& record, const Diagnosis& diagnosis, const std::vector<Record>& parts) {
  Overfitted out;
  std::vector<double> gaps;
  if (!folds_of(record)) add(out, gaps, diagnosis);
  for (const Record& part : parts)
    if (folds_of(record) && !part.run.role.starts_with("control ")) add(out, gaps, diagnose(part));
  std::sort(out.onsets.begin(), out.onsets.end());
  if (gaps.empty()) return out;
  out.gap = 0;
  for (const double gap : gaps) out.gap += gap / static_cast<double>(gaps.size());
  const auto [least, largest] = std::minmax_element(gaps.begin(), gaps.end());
  out.least = *least, out.largest = *largest;
  return out;
}

std::string judgement_text(const Overfitted& o) {
  if (o.networks == 0) return "–";
  if (o.networks == 1) return name(o.grade);
  if (o.warned == 0) return fmt::format("{} in all {} networks", name(o.grade), o.networks);
  return fmt::format("{} of {} networks, at worst {}", o.warned, o.networks, name(o.grade));
}

std::string onset_text(const Overfitted& o) {
  if (o.onsets.empty()) return "–";
  std::vector<std::string> epochs;
  for (const int epoch : o.onsets) epochs.push_back(std::to_string(epoch));
  const std::string last = epochs.back();
  epochs.pop_back();
  return epochs.empty() ? "epoch " + last : fmt::format("epochs {} and {}", join(epochs), last);
}

std::string gap_text(const Overfitted& o) {
  if (std::isnan(o.gap)) return "–";
  const std::string mean = signed_points(o.gap) + " points";
  if (o.networks == 1) return mean;
  return fmt::format("{} ({} to {})", mean, hundredths(o.least), hundredths(o.largest));
}

}  // namespace xp
