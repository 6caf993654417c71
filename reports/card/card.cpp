#include "reports/card/card.h"

#include <fmt/format.h>

#include <cmath>

#include "framework/base/text.h"
#include "framework/store/tracked.h"
#include "reports/again.h"
#include "reports/card/front_matter.h"
#include "reports/card/limits.h"
#include "reports/card/written.h"
#include "reports/changed_settings.h"
#include "reports/list.h"
#include "reports/next_step.h"
#include "reports/pages/run/scored.h"
#include "reports/parts.h"
#include "reports/run_tables.h"
#include "reports/scores/pooled.h"
#include "reports/scores/tables.h"
#include "reports/summary.h"
#include "reports/words.h"

namespace xp {
namespace {

std::string heading(const std::string& title) { return "\n## " + title + "\n"; }
std::string paragraph(const std::string& text) { return text.empty() ? "" : "\n" + as_markdown(text) + "\n"; }
std::string table(const std::string& title, const Table& t) {
  return t.rows.empty() ? "" : paragraph(title) + "\n" + as_markdown(t);
}

std::string text_of(const Settings& settings, const char* name) {
  const Value* value = find(settings, name);
  return value ? value->text() : "";
}

bool has_weights(const Record& record) {
  for (const Artifact& a : record.artifacts)
    if (a.name == "weights.safetensors") return true;
  return false;
}

std::string names_of(const std::vector<std::string>& classes) {
  std::string out;
  for (const std::string& c : classes) out += (out.empty() ? "" : ", ") + shorten(plain_line(c), 60);
  return out;
}

/// What the run stands for, in a sentence.
std::string kind_of(const Record& record) {
  const std::string run = run_name(record.run.id);
  if (is_imported(record)) return fmt::format("The answers of another tool, imported as {}.", run);
  if (is_tracked(record))
    return fmt::format("{} of the experiment {}, told by a program of its own, {}.", run, record.run.experiment,
                       text_of(record.settings, "tracked"));
  if (const std::string control = text_of(record.settings, "train.control"); !control.empty() && control != "none")
    return fmt::format("{} is a control ({}), to hold others against, and no model to use.", run, control);
  if (const int folds = folds_of(record)) return fmt::format("{} stands for {} networks, one a fold.", run, folds);
  return fmt::format("{} of the experiment {}.", run, record.run.experiment);
}

std::string what(const Material& run) {
  const Record& record = run.record;
  const NetworkMaterial& net = run.network;
  std::string out = heading("What it is") + paragraph(kind_of(record));
  if (!record.classes.empty())
    out += paragraph(
        fmt::format("It tells {} classes of images apart: {}.", record.classes.size(), names_of(record.classes)));
  if (!net.name.empty())
    out +=
        paragraph(fmt::format("The network is {} on images of {} (channels × height × width): {} trainable parameters, "
                              "{} multiply-adds to judge one image.",
                              net.name, net.input, grouped(net.parameters), grouped(net.multiply_adds)));
  else
    out += paragraph(net.missing);
  if (has_weights(record))
    out += "\nIts weights are in weights.safetensors. To judge images with it, where it was recorded:\n\n" +
           as_code("xp predict " + run_name(record.run.id) + " IMAGE…");
  const NextStep next = next_step(record);
  if (!next.sentence.empty()) out += paragraph(next.sentence) + "\n" + as_code(next.command);
  if (!record.run.note.empty()) out += paragraph("Note: " + record.run.note);
  return out;
}

std::string data(const Record& record) {
  std::string out = heading("Data and how they were divided");
  const std::string kind = text_of(record.settings, "dataset"), split = text_of(record.settings, "split");
  if (!kind.empty()) out += paragraph(fmt::format("Read by {}{}.", kind, split.empty() ? "" : ", divided by " + split));
  if (!record.run.fingerprint.empty())
    out += paragraph("Fingerprint of the images and their labels (SHA-256): " + record.run.fingerprint);
  if (folds_of(record))
    out += table("Each fold was tested on its part of the images:", fold_table(record));
  else
    out += table("Images of each class and part:", split_table(record));
  if (!record.skipped.empty())
    out += paragraph(counted(static_cast<long long>(record.skipped.size()), "file") +
                     " could not be read and took no part.");
  return out;
}

std::string training(const Material& run) {
  const Record& record = run.record;
  if (is_imported(record)) return "";
  std::string out = heading("Training");
  if (record.run.chosen_epoch)
    out += paragraph(fmt::format("{} of {} epochs were trained; the weights are those of epoch {}, chosen {}.",
                                 record.run.epochs, record.run.epochs_planned, record.run.chosen_epoch,
                                 how_chosen(record.settings)));
  const bool known = changed(record.settings, run.defaults).known > 0;
  out += table(known ? "Settings; in parentheses what they are by default:" : "Settings:",
               known ? changed_settings_table(record.settings, run.defaults) : settings_table(record));
  for (const std::string& remark : record.remarks) out += paragraph(remark);
  return out;
}

std::string results(const Record& record, const ScoreReport* scored) {
  std::string out = heading("Results");
  if (!scored || scored->part != Part::test)
    return out +
           paragraph(
               "Nothing was tested: there is no figure here that says how it does on images it was not chosen by.");
  for (const std::string& caveat : scored->caveats) out += paragraph(caveat);
  if (!scored->over_folds.empty()) {
    out += table("Averaged over the folds, and all their test images pooled:", pooled_table(*scored));
    for (const std::string& sentence : pooled_sentences(*scored)) out += paragraph(sentence);
  } else if (scored->sheet.images) {
    out += table(fmt::format("{}{}, with 95 % intervals:", counted(scored->sheet.images, "test image"),
                             scored->sheet.groups ? fmt::format(" in {} groups", scored->sheet.groups) : ""),
                 overall_table(scored->sheet, false));
  }
  if (scored->sheet.images) {
    out += table("Class by class:", class_rates_table(scored->sheet, scored->classes));
    out += table("Who is taken for whom (rows are the truth, columns what was said):",
                 confusion_table(scored->sheet.confusion, scored->classes));
  }
  out += table("Beside its controls, on the same parts:", control_table(record));
  for (const std::string& sentence : control_sentences(record)) out += paragraph(sentence);
  return out;
}

std::string limitations(const Record& record, const Diagnosis& diagnosis) {
  std::string out = heading("Limitations") + "\n";
  const std::vector<Limit> all = limits_of(record, diagnosis);
  for (const Limit& limit : all)
    out += fmt::format("- **{}**: {}{}\n", name(limit.grade), as_markdown(limit.sentence),
                       limit.advice.empty() ? "" : " *" + as_markdown(limit.advice) + "*");
  if (all.empty())
    out += "Neither the diagnosis of the run nor what was recorded of an audit of its data warns of anything.\n";
  return out;
}

std::string again_section(const Record& record) {
  std::string out = heading(without_plan(record) ? "Where it comes from" : "How to do it again");
  for (const Again& way : again(record)) out += paragraph(way.sentence) + "\n" + as_code(way.commands);
  out += paragraph(source_state(record));
  std::string with;
  for (const char* what : {"xp", "libtorch", "cpu", "device", "precision", "threads"})
    if (const std::string said = text_of(record.environment, what); !said.empty())
      with += fmt::format("{}{} {}", with.empty() ? "" : ", ", what, said);
  if (!with.empty() && !is_imported(record)) out += paragraph("It ran with " + with + ".");
  if (!record.run.identity.empty())
    out += paragraph("Plan (SHA-256 of all that can change the result): " + record.run.identity);
  for (const Source& s : record.sources)
    out += paragraph(fmt::format("Source (SHA-256): {} {}", s.path.substr(s.path.find_last_of('/') + 1), s.sha256));
  return out;
}

}  // namespace

std::string model_card(const Material& run) {
  const Record& record = run.record;
  const Diagnosis diagnosis = diagnose(record, run.parts);
  const std::optional<ScoreReport> scored = scored_of(run);
  const ScoreReport* test = scored && scored->part == Part::test ? &*scored : nullptr;
  const Summary summary = summarise(record, diagnosis);
  return front_matter(run, diagnosis, test) + "\n# " + as_markdown(shorten(summary.asked, 300)) + "\n\n> **" +
         as_markdown(summary.trust) + "**\n>\n> " + as_markdown(summary.result) + "\n" + what(run) + data(record) +
         training(run) + results(record, test) + limitations(record, diagnosis) + again_section(record);
}

}  // namespace xp
