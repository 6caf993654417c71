#include "framework/run/exports/document.h"

#include <fmt/format.h>

#include <cmath>

#include "framework/base/hash.h"
#include "framework/base/version.h"
#include "framework/run/exports/document_parts.h"

namespace xp {
namespace {

Json of(const RunRow& r) {
  Json out{{"run", run_name(r.id)}, {"uuid", text(r.uuid)}, {"status", name(r.status)}};
  const std::pair<const char*, const std::string*> words[] = {{"experiment", &r.experiment},
                                                              {"title", &r.title},
                                                              {"name", &r.name},
                                                              {"reason", &r.reason},
                                                              {"identity", &r.identity},
                                                              {"fingerprint", &r.fingerprint},
                                                              {"created", &r.created},
                                                              {"started", &r.started},
                                                              {"ended", &r.ended},
                                                              {"role", &r.role},
                                                              {"origin", &r.origin},
                                                              {"note", &r.note}};
  for (const auto& [key, value] : words) out[key] = text(*value);
  const std::pair<const char*, int> counts[] = {
      {"epochs", r.epochs},         {"epochs_planned", r.epochs_planned}, {"chosen_epoch", r.chosen_epoch},
      {"val_images", r.val_images}, {"test_images", r.test_images},       {"attempt", r.attempt}};
  for (const auto& [key, value] : counts) out[key] = value;
  out["paused"] = r.paused;
  out["rerun_of"] = r.rerun_of ? Json(run_name(r.rerun_of)) : Json();
  out["parent"] = r.parent ? Json(run_name(r.parent)) : Json();
  out["tags"] = texts(r.tags);
  return out;
}

Json of(const Settings& settings) {
  Json out = Json::array();
  for (const Setting& s : settings) {
    Json value;
    if (auto* b = s.value.get<bool>())
      value = *b;
    else if (auto* i = s.value.get<std::int64_t>())
      value = *i;
    else if (auto* d = s.value.get<double>())
      value = std::isfinite(*d) ? Json(*d) : Json{{"number", exact(*d)}};
    else
      value = text(*s.value.get<std::string>());
    out.push_back({{"name", text(s.name)}, {"value", std::move(value)}});
  }
  return out;
}

Json of(const std::map<std::string, Series>& all, SeriesNumbers numbers) {
  Json out = Json::array();
  for (const auto& [metric, series] : all) {
    Json one{{"metric", text(metric)}};
    if (numbers == SeriesNumbers::inside) {
      Json& points = one["points"] = Json::array();
      for (const Point& p : series) points.push_back(Json::array({p.at, number(p.value)}));
    }
    out.push_back(std::move(one));
  }
  return out;
}

Json of(const std::vector<StoredSample>& samples) {
  Json out = Json::array();
  for (const StoredSample& s : samples)
    out.push_back({{"name", text(s.name)},
                   {"label", s.label},
                   {"part", name(s.part)},
                   {"group", text(s.group)},
                   {"sha256", text(s.sha256)}});
  return out;
}

Json of(const std::vector<Prediction>& predictions) {
  Json out = Json::array();
  for (const Prediction& p : predictions) {
    Json said = Json::array();
    for (const double value : p.probabilities) said.push_back(number(value));
    out.push_back({{"sample", p.sample}, {"label", p.label}, {"probabilities", std::move(said)}});
  }
  return out;
}

Json of(const std::vector<Audit::Finding>& findings) {
  Json out = Json::array();
  for (const Audit::Finding& f : findings)
    out.push_back({{"grade", name(f.grade)},
                   {"name", text(f.name)},
                   {"sentence", text(f.sentence)},
                   {"advice", text(f.advice)},
                   {"samples", texts(f.samples)}});
  return out;
}

Json hashes(const WholeRun& run) {
  Json batches = Json::array(), tensors = Json::array();
  for (const BatchHashes& b : run.batches)
    batches.push_back(Json::array(
        {b.step, fmt::format("{:016x}", b.order), fmt::format("{:016x}", b.pixels), fmt::format("{:016x}", b.loss)}));
  for (const auto& [epoch, all] : run.tensors) {
    Json values = Json::array();
    for (const TensorHash& t : all)
      values.push_back({{"tensor", text(t.tensor)}, {"values", fmt::format("{:016x}", t.values)}});
    tensors.push_back({{"epoch", epoch}, {"hashes", std::move(values)}});
  }
  return {{"batches", std::move(batches)}, {"tensors", std::move(tensors)}};
}

}  // namespace

std::string document(const WholeRun& run, SeriesNumbers numbers) {
  const Record& r = run.record;
  Json out = of(r.run);
  out["plan"] = text(r.plan);
  out["settings"] = of(r.settings), out["environment"] = of(r.environment);
  out["classes"] = texts(r.classes);
  out["samples"] = of(r.samples);
  out["skipped"] = texts(r.skipped), out["remarks"] = texts(r.remarks);
  out["findings"] = of(r.findings);
  out["metrics"] = of(r.metrics, numbers), out["telemetry"] = of(r.telemetry, numbers);
  out["steps"] = of(run.steps, numbers);
  out["predictions"] = {{"val", of(r.validation)}, {"test", of(r.test)}};
  out["hashes"] = hashes(run);
  Json& artifacts = out["artifacts"] = Json::array();
  for (const Artifact& a : r.artifacts)
    artifacts.push_back({{"name", text(a.name)}, {"sha256", text(a.sha256)}, {"size", a.size}});
  Json& sources = out["sources"] = Json::array();
  for (const Source& s : r.sources)
    sources.push_back({{"path", text(s.path)}, {"sha256", text(s.sha256)}, {"text", text(s.text)}});
  Json& attempts = out["attempts"] = Json::array();
  for (const Attempt& a : r.attempts)
    attempts.push_back({{"number", a.number},
                        {"started", text(a.started)},
                        {"ended", text(a.ended)},
                        {"reason", text(a.reason)},
                        {"epoch", a.epoch},
                        {"step", a.step}});
  return out.dump();
}

std::string documents(const std::vector<std::string>& runs) {
  Hasher all;
  for (const std::string& run : runs) all.add(run);
  std::string out =
      fmt::format("{{\"format\":\"xp runs 1\",\"xp\":\"{}\",\"sha256\":\"{}\",\"runs\":[", XP_VERSION, all.hex());
  for (std::size_t i = 0; i < runs.size(); ++i) out += (i ? ",\n" : "\n") + runs[i];
  return out + "\n]}\n";
}

}  // namespace xp
