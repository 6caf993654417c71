#include "reports/show.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/paused.h"
#include "framework/base/text.h"
#include "framework/store/sweep.h"
#include "framework/store/tracked.h"
#include "reports/attempts.h"
#include "reports/curves.h"
#include "reports/diagnosis/history.h"
#include "reports/diagnosis/text.h"
#include "reports/list.h"
#include "reports/next_step.h"
#include "reports/parts.h"
#include "reports/parts_of_text.h"
#include "reports/run_tables.h"
#include "reports/summary.h"

namespace xp {
namespace {

constexpr int spark_columns = 30;

/// Loss, accuracy and balanced accuracy where they are not drawn; --json has the other scores.
bool shown(const std::string& metric) {
  return !is_drawn(metric) &&
         (metric.ends_with("/loss") || metric.ends_with("/accuracy") || metric.ends_with("/balanced_accuracy"));
}

/// Drawn, and what is beside the point in a line each.
std::string curves(const Record& record, const Screen& screen) {
  std::string out = curves_text(record, {screen.columns - 2, screen.unicode, screen.colour});
  std::size_t widest = 22;
  for (const auto& [metric, series] : record.metrics)
    if (shown(metric)) widest = std::max(widest, metric.size());
  for (const auto& [metric, series] : record.metrics) {
    if (series.size() < 2 || !shown(metric)) continue;
    const std::string ends = fmt::format("{} → {}", decimal(series.front().value, 3), decimal(series.back().value, 3));
    out += screen.unicode ? fmt::format("{:<{}}{}  {}\n", metric, widest + 2, sparkline(series, spark_columns), ends)
                          : fmt::format("{:<{}}{}\n", metric, widest + 2, ends);
  }
  return out;
}

/// Part and choice, then the settings, under each other where one line is too short.
std::string settings(const Record& record, const Screen& screen) {
  constexpr int widest = 20;                 // a longer choice has its line for itself
  static const std::string tied = "\u00a0";  // keeps a name and its value on one line
  Table table = settings_table(record);
  int parts = 0, choices = 0;
  for (auto& row : table.rows) {
    row[0] = printable(row[0]), row[1] = printable(row[1]);
    if (width(row[0]) <= widest) parts = std::max(parts, width(row[0]));
    if (width(row[1]) <= widest) choices = std::max(choices, width(row[1]));
  }
  const int indent = 2 + parts + 2 + choices + 2;
  std::string out;
  for (const auto& row : table.rows) {
    std::string line = "  " + padded(row[0], parts) + "  " + padded(row[1], choices), details;
    for (std::size_t i = 0; i < row[2].size(); ++i)
      details += row[2][i] == ' ' && i && row[2][i - 1] != ',' ? tied : std::string(1, row[2][i]);
    details = wrapped(details, screen.columns, indent);
    for (std::size_t at = 0; (at = details.find(tied, at)) != std::string::npos;) details.replace(at, tied.size(), " ");
    line.erase(line.find_last_not_of(' ') + 1);
    if (!details.empty()) out += width(line) + 2 > indent ? line + "\n" + padded("", indent) : padded(line, indent);
    out += details.empty() ? line + "\n" : details + "\n";
  }
  return out;
}

std::string times(const Record& record) {
  const RunRow& run = record.run;
  if (is_imported(record))
    return fmt::format("imported {} UTC: {}\n", minute(run.created), find(record.settings, "imported")->text());
  std::string out = "started " + minute(run.started.empty() ? run.created : run.started) + " UTC";
  if (!run.ended.empty()) out += ", ended " + minute(run.ended);
  if (is_tracked(record)) out += ", told by " + printable(find(record.settings, "tracked")->text());
  if (run.parent) out += fmt::format(", {} of {}", run.role, run_name(run.parent));
  if (run.sweep)
    out += (run.parent || !run.place ? ", in " : fmt::format(", trial {} of ", run.place)) + sweep_name(run.sweep);
  if (const std::string again = resumed(record); !again.empty()) out += ", " + again;
  if (run.rerun_of) out += ", a rerun of " + run_name(run.rerun_of);
  if (!run.origin.empty()) out += ", it was " + printable(run.origin);
  return out + "\n";
}

/// Of a run that came to its end before its last epoch, and is not on its way.
std::string ended_early(const RunRow& run) {
  if (run.status != Status::finished || run.reason.empty() || run.epochs >= run.epochs_planned || run.paused) return "";
  return fmt::format("It ended after epoch {} of {}: {}.", run.epochs, run.epochs_planned, run.reason);
}

/// "lying/a.png: the file is empty", one a line; of many the first.
std::string skipped(const Record& record) {
  constexpr std::size_t most = 20;
  std::string out;
  for (std::size_t i = 0; i < std::min(most, record.skipped.size()); ++i) {
    std::string line = printable(record.skipped[i]);
    std::replace(line.begin(), line.end(), '\n', ' ');
    out += line + "\n";
  }
  if (record.skipped.size() > most) out += fmt::format("and {} more: --json names all\n", record.skipped.size() - most);
  return out;
}

/// Of the data's audit, with the first few samples of each.
std::string findings(const Record& record, const Screen& screen) {
  std::string out;
  for (const Audit::Finding& f : record.findings) out += audit_text(f, screen, 3);
  return out;
}

/// A sentence a paragraph.
std::string remarks(const Record& record, const Screen& screen) {
  std::string out;
  for (const std::string& sentence : record.remarks) out += "  " + wrapped(sentence, screen.columns - 2, 2) + "\n";
  return out;
}

}  // namespace

std::string audit_text(const Audit::Finding& f, const Screen& screen, std::size_t samples) {
  const Grade grade = f.grade == Audit::Grade::leak   ? Grade::serious
                      : f.grade == Audit::Grade::risk ? Grade::warning
                                                      : Grade::note;
  constexpr int indent = 8;
  std::string out = "  " + painted(fmt::format("{:<6}", name(f.grade)), grade, screen) +
                    wrapped(f.sentence, screen.columns - 2, indent) + "\n";
  const std::string space(indent, ' ');
  for (std::size_t i = 0; i < std::min(samples, f.samples.size()); ++i) {
    std::string line = printable(f.samples[i]);
    std::replace(line.begin(), line.end(), '\n', ' ');
    out += space + line + "\n";
  }
  if (f.samples.size() > samples && samples) out += space + fmt::format("… and {} more\n", f.samples.size() - samples);
  return f.advice.empty() ? out : out + space + wrapped(f.advice, screen.columns - 2, indent) + "\n";
}

namespace {

/// The controls: what reached how much on the same parts, in a table and in sentences.
std::string beside(const Record& record, const Screen& screen) {
  std::string out = table_section("Beside it, on the same parts", control_table(record), screen);
  for (const std::string& sentence : control_sentences(record))
    out += "  " + wrapped(sentence, screen.columns - 2, 2) + "\n";
  return out;
}

std::string scores_title(const Record& record) {
  if (trains_nothing(record) || !record.run.chosen_epoch) return "Scores (95 % intervals)";
  return fmt::format("Scores with the weights of epoch {} (95 % intervals; the epoch was chosen {}{})",
                     record.run.chosen_epoch, how_chosen(record.settings),
                     on_tiles(record) ? "; test and validation by image, training by tile" : "");
}

/// What its page says, too; only what ended can be verified, and of folds each for itself.
std::string next(const Record& record) {
  const std::string run = run_name(record.run.id), command = next_step(record).command;
  if (!record.run.deleted.empty()) return command + "\n";
  if (without_plan(record))
    return fmt::format("{1}xp diagnose {0}\nxp report {0}\n{2}", run,
                       record.test.empty() ? "" : fmt::format("xp score {}\n", run),
                       command.empty() || record.run.status == Status::running
                           ? ""
                           : fmt::format("only its program goes on: {}\n", printable(command)));
  if (!command.empty() && !command.starts_with("xp show"))
    return command.starts_with("xp report") ? command + "\n" : fmt::format("xp report {}\n{}\n", run, command);
  const std::vector<Child> folds = folds_among(record.children);
  const std::string again = folds_of(record) && !folds.empty() ? run_name(folds[0].run) : run;
  const bool ended = again == run ? record.run.status == Status::finished : folds[0].status == Status::finished;
  return fmt::format("xp report {}\nxp rerun {}{}\n", run, again, ended ? " --verify" : "");
}

}  // namespace

std::string show_text(const Record& record, const Screen& screen, const std::vector<Record>& parts) {
  const Diagnosis diagnosis = diagnose(record, parts);
  const Summary summary = summarise(record, diagnosis);
  std::string out = heading(record.run, screen) + times(record);
  for (const std::string& sentence : {summary.asked, ended_early(record.run), summary.result,
                                      record.run.note.empty() ? "" : "Note: " + record.run.note})
    if (!sentence.empty()) out += wrapped(sentence, screen.columns) + "\n";
  out += section("Can it be trusted?", diagnosis_text(diagnosis, screen));
  const int folds = folds_of(record);
  if (folds) out += table_section("Folds (test parts; ± is the standard deviation)", fold_table(record), screen);
  out += beside(record, screen);
  const bool scored = record.run.chosen_epoch > 0 || !record.test.empty();
  if (scored && !folds) out += table_section(scores_title(record), score_table(record), screen);
  if (const Outcome test = outcome(record, Part::test); test.n) {
    out += table_section("Who is taken for whom (test images; rows are the truth, columns what the network said)",
                         confusion_table(test), screen);
    out += table_section("Classes (test images; 95 % intervals)", class_table(test), screen);
  }
  const std::string planned = record.run.epochs_planned ? fmt::format(" of {}", record.run.epochs_planned) : "";
  out += section(fmt::format("Curves, epoch 1 to {}{}", record.run.epochs, planned), indented(curves(record, screen)));
  out += section("Settings", settings(record, screen));
  out += section("Remarks", remarks(record, screen));
  if (!folds) out += table_section("Images", split_table(record), screen);
  out += section("What the audit of the data found", findings(record, screen));
  if (!record.skipped.empty())
    out += section("Left out as unreadable, " + std::to_string(record.skipped.size()), indented(skipped(record)));
  out += table_section("Files", artifact_table(record), screen);
  return out + section("Next", indented(next(record)));
}

}  // namespace xp
