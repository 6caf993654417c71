#include "reports/scores/text.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/text.h"
#include "reports/parts_of_text.h"
#include "reports/scores/tables.h"

namespace xp {
namespace {

/// What every rendering shows, in this order: a table, or a sentence where there is none.
struct Section {
  std::string title;
  Table table = {};
  std::string sentence = "";
};

std::string images_of(const ScoreReport& report) {
  const int n = report.sheet.images;
  const std::string part = report.part == Part::test ? "test" : "validation";
  const std::string groups = report.sheet.groups ? fmt::format(" in {} groups", report.sheet.groups) : "";
  return fmt::format("{} {} image{}{}", n, part, n == 1 ? "" : "s", groups);
}

void add_sheet(std::vector<Section>& out, const ScoreReport& report, const Sheet& sheet, const std::string& of) {
  out.push_back({"Classes, rates with 95 % intervals" + of, class_rates_table(sheet, report.classes)});
  out.push_back({"Classes, other scores with 95 % intervals" + of, class_scores_table(sheet, report.classes)});
  out.push_back({"Over all classes" + of, overall_table(sheet, report.all)});
  if (std::string said = overall_sentence(sheet, report.all); !said.empty()) out.push_back({"", {}, std::move(said)});
}

/// That gave any score a value.
int most_folds(const ScoreReport& report) {
  int out = 0;
  for (const OverFoldsRow& row : report.over_folds) out = std::max(out, row.over.folds);
  return out;
}

void add_one_class(std::vector<Section>& out, const ScoreReport& report) {
  if (!report.one) return;
  const std::string& positive = report.classes.at(static_cast<std::size_t>(report.one->positive));
  const char* from = report.one->chosen_on == report.part ? "these images" : "the validation part";
  out.push_back({fmt::format("{} against the rest: operating points, their cut-offs from {}", positive, from),
                 threshold_table(report.one->points)});
  out.push_back({fmt::format("Called {} where its probability is at least the cut-off", positive),
                 threshold_table(report.one->table)});
}

std::vector<Section> sections(const ScoreReport& report) {
  std::vector<Section> out;
  for (const std::string& caveat : report.caveats) out.push_back({"", {}, caveat});
  if (!report.over_folds.empty())
    out.push_back(
        {fmt::format("Over {} folds: mean ± standard deviation; intervals allow for overlapping training parts",
                     most_folds(report)),
         over_folds_table(report)});
  if (!report.sheet.images) return out;
  add_sheet(out, report, report.sheet, report.folds ? " (all folds together)" : "");
  out.push_back({"Who is taken for whom (rows are the truth, columns what was said)",
                 confusion_table(report.sheet.confusion, report.classes)});
  if (report.of_groups) {
    add_sheet(out, report, *report.of_groups,
              fmt::format(" (by group: {} with one answer each)", report.of_groups->images));
  }
  add_one_class(out, report);
  if (const std::string sentence = calibration_sentence(report); !sentence.empty()) {
    out.push_back({"Calibration: are confident answers right as often as they claim?",
                   reliability_table(report.sheet.calibration, report.sheet.groups > 0)});
    if (report.sheet.groups)
      out.push_back(
          {"", {}, "The bins have no intervals: those by images would be too narrow where images share groups."});
    out.push_back({"", {}, sentence});
  }
  return out;
}

std::string heading_of(const ScoreReport& report) {
  return fmt::format("{}: {}", run_name(report.run.id) + (report.run.name.empty() ? "" : " (" + report.run.name + ")"),
                     report.sheet.images ? images_of(report) : fmt::format("{} folds", report.folds));
}

std::string method_of(const ScoreReport& report) {
  return report.bootstrap.resamples ? fmt::format("Bootstrap: {} resamples, seed {}.",
                                                  grouped(report.bootstrap.resamples), report.bootstrap.seed)
                                    : "Without resamples: scores that need them have no interval.";
}

}  // namespace

std::string score_text(const ScoreReport& report, const Screen& screen) {
  std::string out = printable(heading_of(report)) + "\n";
  for (const Section& s : sections(report)) {
    if (!s.sentence.empty())
      out += "  " + wrapped(s.sentence, screen.columns - 2, 2) + "\n";
    else if (s.title.empty())
      out += "\n" + indented(text_of(s.table, screen.columns - 2));
    else
      out += section(printable(s.title), indented(text_of(s.table, screen.columns - 2)));
  }
  return report.sheet.images ? out + "\n" + method_of(report) + "\n" : out;
}

std::string score_markdown(const ScoreReport& report) {
  std::string out = "## " + printable(heading_of(report)) + "\n";
  for (const Section& s : sections(report)) {
    if (!s.title.empty()) out += "\n### " + printable(s.title) + "\n";
    out += "\n" + (s.sentence.empty() ? markdown_of(s.table) : s.sentence + "\n");
  }
  return out + "\n" + method_of(report) + "\n";
}

std::string score_latex(const ScoreReport& report) {
  std::string out = "% " + printable(heading_of(report)) + "\n";
  for (const Section& s : sections(report)) {
    const std::string said = printable(s.sentence.empty() ? s.title : s.sentence);
    out += "\n% " + said + "\n";
    if (s.sentence.empty()) out += latex_of(s.table);
  }
  return out + "\n% " + method_of(report) + "\n";
}

}  // namespace xp
