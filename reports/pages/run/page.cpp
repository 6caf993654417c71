#include <fmt/format.h>

#include "framework/base/text.h"
#include "framework/store/sweep.h"
#include "reports/attempts.h"
#include "reports/facts.h"
#include "reports/html/escape.h"
#include "reports/list.h"
#include "reports/next_step.h"
#include "reports/pages/run/scored.h"
#include "reports/pages/run/sections.h"
#include "reports/summary.h"

namespace xp {
namespace {

/// When, and of what it is a part, a trial or a repetition.
std::vector<std::string> origins(const Record& record) {
  const RunRow& run = record.run;
  std::vector<std::string> out;
  const std::string& when = run.started.empty() ? run.created : run.started;
  if (!when.empty()) out.push_back((is_imported(record) ? "imported " : "") + minute(when) + " UTC");
  if (run.parent) out.push_back(fmt::format("{} of {}", run.role, run_name(run.parent)));
  if (run.sweep)
    out.push_back((run.place ? fmt::format("trial {} of ", run.place) : std::string("in ")) + sweep_name(run.sweep));
  if (run.rerun_of) out.push_back("a rerun of " + run_name(run.rerun_of));
  if (!run.origin.empty()) out.push_back("it was " + run.origin);
  if (const std::string again = resumed(record); !again.empty()) out.push_back(again);
  return out;
}

Values facts_of(const Material& run, const std::optional<ScoreReport>& scored) {
  Values out{Values::type::list};
  for (const KeyFact& fact : key_facts(run, scored ? &*scored : nullptr)) {
    Values one;
    one.set("name", fact.name);
    one.set("value", shorten(valid_utf8(fact.value), 60));
    one.set("has_more", !fact.more.empty());
    one.set("more", fact.more);
    out << one;
  }
  return out;
}

/// What somebody called it, in the room that the first screen has.
std::string brief(const std::string& text, int columns = 80) { return shorten(valid_utf8(text), columns); }

std::vector<std::string> briefly(std::vector<std::string> texts) {
  for (std::string& text : texts) text = brief(text, 40);
  return texts;
}

/// What was asked, the verdict, what came out, and the figures that are looked for first.
std::string head(const Material& material, const Diagnosis& diagnosis, const std::optional<ScoreReport>& scored,
                 const Writing& writing) {
  const RunRow& run = material.record.run;
  const Summary summary = summarise(material.record, diagnosis);
  const NextStep next = next_step(material.record, writing.refresh);
  Values values;
  values.set("run", run_name(run.id));
  values.set("status", run.paused ? "PAUSED" : name(run.status));
  values.set("experiment", brief(run.experiment));
  values.set("has_name", !run.name.empty());
  values.set("name", brief(run.name));
  values.set("origins", list_of("origin", origins(material.record)));
  values.set("tags", list_of("tag", briefly(run.tags)));
  values.set("has_note", !run.note.empty());
  values.set("note", run.note);
  values.set("asked", brief(summary.asked, 300));
  values.set("result", summary.result);
  values.set("trust", summary.trust);
  values.set("grade", name(diagnosis.grade));
  values.set("has_next", !next.sentence.empty());
  values.set("next", next.sentence);
  values.set("has_command", !next.command.empty());
  values.set("command", next.command);
  values.set("facts", facts_of(material, scored));
  return rendered("run.mustache", values);
}

}  // namespace

std::string run_page(const Material& run, const Writing& writing) {
  const Record& record = run.record;
  const Diagnosis diagnosis = diagnose(record, run.parts);
  const std::optional<ScoreReport> scored = scored_of(run);
  return framed(
      {run_name(record.run.id) + " · " + (record.run.title.empty() ? record.run.experiment : record.run.title),
       head(run, diagnosis, scored, writing),
       {trust_section(diagnosis), learning_section(run, diagnosis), folds_section(run, scored), controls_section(run),
        scores_section(run, scored), confusion_section(run, scored), thresholds_section(run, scored),
        calibration_section(run, scored), pictures_section(run), data_section(run), audit_section(run),
        network_section(run), settings_section(run), time_section(run), environment_section(run), rerun_section(run)},
       provenance_of(record)},
      writing);
}

}  // namespace xp
