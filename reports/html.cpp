#include "reports/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <kainjow/mustache.hpp>

#include "framework/base/text.h"
#include "framework/base/version.h"
#include "reports/assets.h"
#include "reports/comparison/tables.h"
#include "reports/comparison/verdict.h"
#include "reports/diagnosis/diagnosis.h"
#include "reports/escape.h"
#include "reports/html_parts.h"
#include "reports/parts.h"
#include "reports/run_tables.h"
#include "reports/summary.h"

namespace xp {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

std::string file(std::string_view name) {
  for (const Asset& asset : assets())
    if (asset.name == name) return std::string(asset.text);
  assert(false && "a template that embed.cmake does not list");
  return "";
}

std::string rendered(std::string_view name, const data& values) {
  mustache page{file(name)};
  assert(page.is_valid());
  page.set_custom_escape([](const std::string& text) { return escaped(text); });
  return page.render(values);
}

/// A list of objects with one text each, for {{#list}}{{key}}{{/list}}.
data list(const std::string& key, const std::vector<std::string>& texts) {
  data out{data::type::list};
  for (const std::string& text : texts) out << data{key, text};
  return out;
}

std::string page(const std::string& title, const std::string& body, std::vector<std::string> provenance,
                 const std::string& written) {
  provenance.push_back(fmt::format("Written by xp {}{}. This page is whole: it loads nothing and runs no script.",
                                   XP_VERSION, written.empty() ? "" : " on " + written));
  data values;
  values.set("title", title);
  values.set("style", file("style.css"));
  values.set("body", body);
  values.set("provenance", list("text", provenance));
  return rendered("page.mustache", values);
}

std::vector<std::string> provenance(const Record& record) {
  const auto shown = [](const std::string& hash) { return hash.empty() ? std::string("not recorded") : hash; };
  std::vector<std::string> out{fmt::format("{} · plan {} · data {}", run_name(record.run.id),
                                           shown(record.run.identity), shown(record.run.fingerprint))};
  for (const Source& s : record.sources) out.push_back(fmt::format("{} · {}", s.path, s.sha256));
  return out;
}

data findings(const Diagnosis& diagnosis) {
  data out{data::type::list};
  for (const Finding& f : diagnosis.findings) {
    data one;
    one.set("grade", name(f.grade));
    one.set("sentence", f.sentence);
    one.set("advice", f.advice);
    out << one;
  }
  return out;
}

/// Of the data's audit, in the classes of the diagnosis' grades.
data audited(const Record& record) {
  data out{data::type::list};
  for (const Audit::Finding& f : record.findings) {
    constexpr std::size_t most = 100;
    std::vector<std::string> samples(f.samples.begin(),
                                     f.samples.begin() + static_cast<std::ptrdiff_t>(std::min(most, f.samples.size())));
    data one;
    one.set("grade", name(f.grade));
    one.set("shade", f.grade == Audit::Grade::leak ? "serious" : f.grade == Audit::Grade::risk ? "warning" : "note");
    one.set("sentence", f.sentence);
    one.set("advice", f.advice);
    one.set("has_samples", !samples.empty());
    one.set("samples_count", samples.size() < f.samples.size()
                                 ? fmt::format("the first {} of {}", samples.size(), f.samples.size())
                                 : std::to_string(samples.size()));
    one.set("samples", list("sample", samples));
    out << one;
  }
  return out;
}

void set_judgement(data& values, const Record& record, const std::vector<Record>& parts) {
  const Diagnosis diagnosis = diagnose(record, parts);
  const Summary summary = summarise(record, diagnosis);
  values.set("asked", summary.asked);
  values.set("result", summary.result);
  values.set("trust", summary.trust);
  values.set("grade", name(diagnosis.grade));
  values.set("findings", findings(diagnosis));
  const std::string charts = folds_of(record) ? "" : learning_charts(record, diagnosis);
  values.set("has_charts", !charts.empty());
  values.set("charts", charts);
}

/// Folds and controls.
void set_parts(data& values, const Record& record) {
  const Table controls = control_table(record);
  values.set("has_folds", folds_of(record) > 0);
  values.set("folds", folds_of(record) ? html_of(fold_table(record), "Folds") : "");
  values.set("has_controls", !controls.rows.empty());
  values.set("controls", html_of(controls, "The run and its controls"));
  values.set("control_sentences", list("sentence", control_sentences(record)));
}

void set_scores(data& values, const Record& record) {
  const Outcome test = outcome(record, Part::test), validation = outcome(record, Part::validation);
  const Outcome& scored = test.n ? test : validation;
  values.set(
      "scores_hint",
      trains_nothing(record) ? std::string("Without a network. Intervals are 95 %, by Wilson.")
      : record.run.chosen_epoch
          ? fmt::format(
                "With the weights of epoch {}. It was chosen {}{}. Intervals are 95 %, by Wilson.",
                record.run.chosen_epoch,
                chosen_on_validation(record.settings) ? "on the validation images, so their figures are optimistic"
                                                      : how_chosen(record.settings),
                chosen_on_test(record.settings) || is_imported(record) ? "" : "; the test images were scored once")
      : is_imported(record) ? std::string("Another tool's predictions. Intervals are 95 %, by Wilson.")
                            : std::string("No epoch was chosen, so nothing was scored."));
  values.set("scores", html_of(score_table(record), "Scores"));
  values.set("forest", score_forest(record));
  values.set("has_own_scores", folds_of(record) == 0);
  values.set("has_confusion", scored.n > 0);
  values.set("scored_part", scored.part == Part::test ? "test" : "validation");
  values.set("confusion", html_of(scored));
  values.set("classes", html_of(class_table(scored), "Recall, precision and F1 of each class"));
}

/// Of runs of folds, theirs among all parts.
std::vector<std::vector<Record>> folds_in(std::vector<std::vector<Record>> parts) {
  for (std::vector<Record>& of_run : parts)
    std::erase_if(of_run, [](const Record& part) { return part.run.role.starts_with("control "); });
  return parts;
}

std::string test_of(const Comparison& comparison) {
  for (const Pair& pair : comparison.pairs)
    if (pair.comparable) return name(pair.by.test);
  return "";
}

data differences(const Comparison& comparison) {
  data out{data::type::list};
  for (const Pair& pair : comparison.pairs) {
    if (!pair.comparable || pair.scores.empty()) continue;
    data one;
    one.set("pair", pair_name(comparison, pair));
    one.set("table", html_of(difference_table(comparison, pair), "Differences in every score"));
    out << one;
  }
  return out;
}

data flips(const Comparison& comparison) {
  data out{data::type::list};
  for (const Pair& pair : comparison.pairs) {
    if (pair.flips.empty()) continue;
    data one;
    one.set("count", std::to_string(pair.flips.size()));
    one.set("first", run_name(comparison.runs[pair.first].id));
    one.set("second", run_name(comparison.runs[pair.second].id));
    one.set("table", html_of(flip_table(comparison, pair), "Images that only one of the two names right"));
    out << one;
  }
  return out;
}

}  // namespace

std::string run_page(const Record& record, const std::string& written, const std::vector<Record>& parts) {
  const RunRow& run = record.run;
  data values;
  values.set("run", run_name(run.id));
  values.set("status", name(run.status));
  values.set("experiment", run.experiment);
  values.set("has_name", !run.name.empty());
  values.set("name", run.name);
  values.set("when", minute(run.started.empty() ? run.created : run.started) + " UTC");
  values.set("tags", list("tag", run.tags));
  values.set("has_note", !run.note.empty());
  values.set("note", run.note);
  set_judgement(values, record, parts);
  set_parts(values, record);
  set_scores(values, record);
  values.set("settings", html_of(settings_table(record), "Settings", Narrow::stacks));
  values.set("has_remarks", !record.remarks.empty());
  values.set("remarks", list("remark", record.remarks));
  values.set("has_plan", !is_imported(record));
  values.set("has_split", folds_of(record) == 0);
  values.set("split", html_of(split_table(record), "Images of each class in each part"));
  values.set("has_audit", !record.findings.empty());
  values.set("audit", audited(record));
  values.set("has_skipped", !record.skipped.empty());
  values.set("skipped_count", std::to_string(record.skipped.size()));
  values.set("skipped", list("file", record.skipped));
  values.set("has_artifacts", !record.artifacts.empty());
  values.set("artifacts", html_of(artifact_table(record), "Files"));
  values.set("environment", html_of(environment_table(record), "Environment", Narrow::stacks));
  return page(
      fmt::format("{} · {}", run_name(run.id), shorten(valid_utf8(run.title.empty() ? run.experiment : run.title), 80)),
      rendered("run.mustache", values), provenance(record), written);
}

std::string comparison_page(const std::vector<Record>& records, const std::string& written,
                            const std::vector<std::vector<Record>>& parts, const Comparing& comparing) {
  Comparing how = comparing;
  if (how.folds.empty()) how.folds = folds_in(parts);
  const Comparison comparison = compare(records, how);
  std::vector<std::string> names, verdicts, sources;
  std::vector<ListRow> rows;
  data diagnoses{data::type::list};
  for (std::size_t i = 0; i < records.size(); ++i) {
    const Record& r = records[i];
    names.push_back(run_name(r.run.id));
    const Value* model = find(r.settings, "model");
    const Outcome test = outcome(r, Part::test), validation = outcome(r, Part::validation);
    rows.push_back({r.run, model ? model->text() : "", validation.accuracy.value, test.accuracy.value, validation.n});
    rows.back().run.test_images = test.n;
    const Diagnosis diagnosis = diagnose(r, i < parts.size() ? parts[i] : std::vector<Record>());
    data one;
    one.set("run", names.back());
    one.set("grade", name(diagnosis.grade));
    one.set("headline", diagnosis.headline);
    diagnoses << one;
    for (const std::string& line : provenance(r)) sources.push_back(line);
  }
  bool apart = false, comparable = true;
  for (const Pair& pair : comparison.pairs) {
    apart |= pair.told_apart, comparable &= pair.comparable;
    if (comparison.pairs.size() > 1 && pair.told_apart) verdicts.push_back(pair.verdict);
  }
  data values;
  values.set("count", std::to_string(records.size()));
  values.set("title", join(names, " against "));
  comparable &= comparison.refusal.empty() && comparison.forced.empty();
  values.set("grade", !comparable ? "warning" : apart ? "fine" : "note");
  values.set("verdict", comparison.verdict);
  values.set("caveats", list("caveat", comparison.caveats));
  values.set("runs", html_of(list_table(rows), "Runs"));
  values.set("settings", comparison.settings.empty() ? "<p>No setting differs.</p>\n"
                                                     : html_of(settings_table(comparison), "Settings that differ"));
  values.set("has_pairs", comparison.any_comparable());
  values.set("forest", comparison.any_comparable() ? score_forest(comparison) : "");
  values.set("scores", html_of(score_table(comparison), "Scores"));
  const Table over_folds = fold_table(comparison);
  values.set("pairs", html_of(pair_table(comparison), "Paired tests") +
                          (over_folds.rows.empty() ? "" : html_of(over_folds, "Fold by fold")));
  values.set("test", fmt::format("{}, {}", score_title(comparison.by), test_of(comparison)));
  values.set("has_cochran", comparison.cochran.has_value());
  values.set("cochran", comparison.cochran ? cochran_text(comparison) : "");
  values.set("differences", differences(comparison));
  values.set("verdicts", list("sentence", verdicts));
  values.set("flips", flips(comparison));
  const std::string charts = learning_charts(records);
  values.set("has_charts", !charts.empty());
  values.set("charts", charts);
  values.set("diagnoses", diagnoses);
  values.set("command", "xp compare " + join(names, " "));
  return page(join(names, " against "), rendered("comparison.mustache", values), sources, written);
}

std::string index_page(const std::vector<ListRow>& rows, const std::string& written) {
  data values;
  values.set("count", fmt::format("{} {}", rows.size(), rows.size() == 1 ? "run" : "runs"));
  values.set("table", html_of(list_table(rows), "Runs"));
  return page("Runs", rendered("index.mustache", values), {}, written);
}

}  // namespace xp
