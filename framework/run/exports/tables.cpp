#include "framework/run/exports/tables.h"

#include <fmt/format.h>

namespace xp {
namespace {

using Cells = std::vector<std::string>;

template <class... A>
void row(Tidy& table, const A&... cells) {
  table.rows.push_back({fmt::format("{}", cells)...});
}

void settings(Tidy& table, const std::string& run, const Settings& all) {
  for (const Setting& s : all) {
    const auto* real = s.value.get<double>();
    row(table, run, s.name, s.value.type(), real ? exact(*real) : s.value.text());
  }
}

void series(Tidy& table, const std::string& run, const std::map<std::string, Series>& all) {
  for (const auto& [metric, points] : all)
    for (const Point& p : points) row(table, run, metric, p.at, exact(p.value));
}

void predictions(Tidy& table, const std::string& run, Part part, const Record& record) {
  for (const Prediction& p : part == Part::test ? record.test : record.validation)
    for (std::size_t c = 0; c < p.probabilities.size(); ++c)
      row(table, run, name(part), p.sample, p.label, c, exact(p.probabilities[c]));
}

void lines(Tidy& table, const std::string& run, const std::vector<std::string>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) row(table, run, i, all[i]);
}

std::string hex(std::uint64_t value) { return fmt::format("{:016x}", value); }

void hashes(Tables& tables, const std::string& run, const WholeRun& of) {
  for (const BatchHashes& b : of.batches)
    row(tables["batch_hashes"], run, b.step, hex(b.order), hex(b.pixels), hex(b.loss));
  for (const auto& [epoch, all] : of.tensors)
    for (const TensorHash& t : all) row(tables["tensor_hashes"], run, epoch, t.tensor, hex(t.values));
}

std::string quoted(const std::string& cell) {
  if (!cell.empty() && cell.find_first_of(",;\t\"\r\n ") == cell.npos) return cell;
  std::string out = "\"";
  for (const char c : cell) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string line(const Cells& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) out += (i ? "," : "") + quoted(cells[i]);
  return out + "\r\n";
}

}  // namespace

Tables empty_tables() {
  const std::pair<const char*, Cells> all[] = {
      {"runs", {"run",      "uuid",        "status",         "experiment",   "title",      "name",        "reason",
                "identity", "fingerprint", "created",        "started",      "ended",      "role",        "origin",
                "note",     "epochs",      "epochs_planned", "chosen_epoch", "val_images", "test_images", "attempt",
                "paused",   "rerun_of",    "parent",         "plan"}},
      {"tags", {"run", "place", "tag"}},
      {"settings", {"run", "name", "type", "value"}},
      {"environment", {"run", "name", "type", "value"}},
      {"metrics", {"run", "metric", "epoch", "value"}},
      {"telemetry", {"run", "metric", "epoch", "value"}},
      {"steps", {"run", "metric", "step", "value"}},
      {"classes", {"run", "label", "class"}},
      {"samples", {"run", "sample", "name", "label", "part", "group", "sha256"}},
      {"predictions", {"run", "part", "sample", "truth", "label", "probability"}},
      {"skipped", {"run", "place", "sample"}},
      {"remarks", {"run", "place", "remark"}},
      {"findings", {"run", "finding", "grade", "name", "sentence", "advice"}},
      {"finding_samples", {"run", "finding", "sample"}},
      {"attempts", {"run", "attempt", "started", "ended", "reason", "epoch", "step"}},
      {"artifacts", {"run", "name", "sha256", "size"}},
      {"sources", {"run", "path", "sha256", "text"}},
      {"batch_hashes", {"run", "step", "order", "pixels", "loss"}},
      {"tensor_hashes", {"run", "epoch", "tensor", "values"}}};
  Tables out;
  for (const auto& [name, columns] : all) out[name].columns = columns;
  return out;
}

void add_to(Tables& tables, const WholeRun& of) {
  const Record& r = of.record;
  const RunRow& w = r.run;
  const std::string run = run_name(w.id);
  const auto named = [](std::int64_t id) { return id ? run_name(id) : ""; };
  row(tables["runs"], run, w.uuid, name(w.status), w.experiment, w.title, w.name, w.reason, w.identity, w.fingerprint,
      w.created, w.started, w.ended, w.role, w.origin, w.note, w.epochs, w.epochs_planned, w.chosen_epoch, w.val_images,
      w.test_images, w.attempt, w.paused, named(w.rerun_of), named(w.parent), r.plan);
  lines(tables["tags"], run, w.tags), lines(tables["skipped"], run, r.skipped);
  lines(tables["remarks"], run, r.remarks), lines(tables["classes"], run, r.classes);
  settings(tables["settings"], run, r.settings), settings(tables["environment"], run, r.environment);
  series(tables["metrics"], run, r.metrics), series(tables["telemetry"], run, r.telemetry);
  series(tables["steps"], run, of.steps);
  for (std::size_t i = 0; i < r.samples.size(); ++i) {
    const StoredSample& s = r.samples[i];
    row(tables["samples"], run, i, s.name, s.label, name(s.part), s.group, s.sha256);
  }
  predictions(tables["predictions"], run, Part::validation, r), predictions(tables["predictions"], run, Part::test, r);
  for (std::size_t i = 0; i < r.findings.size(); ++i) {
    const Audit::Finding& f = r.findings[i];
    row(tables["findings"], run, i, name(f.grade), f.name, f.sentence, f.advice);
    for (const std::string& sample : f.samples) row(tables["finding_samples"], run, i, sample);
  }
  for (const Attempt& a : r.attempts)
    row(tables["attempts"], run, a.number, a.started, a.ended, a.reason, a.epoch, a.step);
  for (const Artifact& a : r.artifacts) row(tables["artifacts"], run, a.name, a.sha256, a.size);
  for (const Source& s : r.sources) row(tables["sources"], run, s.path, s.sha256, s.text);
  hashes(tables, run, of);
}

std::string csv_of(const Tidy& table) {
  std::string out = line(table.columns);
  for (const Cells& cells : table.rows) out += line(cells);
  return out;
}

}  // namespace xp
