#include "reports/json_parts.h"

#include <cmath>

namespace xp {

Json number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return value;
}

Json numbers(const std::vector<double>& values) {
  Json out = Json::array();
  for (double value : values) out.push_back(number(value));
  return out;
}

Json json(const RunRow& r) {
  Json out{{"run", run_name(r.id)},
           {"id", r.id},
           {"experiment", r.experiment},
           {"title", r.title},
           {"name", r.name},
           {"status", name(r.status)},
           {"reason", r.reason},
           {"identity", r.identity},
           {"fingerprint", r.fingerprint},
           {"created", r.created},
           {"started", r.started},
           {"ended", r.ended}};
  if (!r.deleted.empty()) out["deleted"] = r.deleted;
  out["epochs"] = r.epochs;
  out["epochs_planned"] = r.epochs_planned;
  out["chosen_epoch"] = r.chosen_epoch ? Json(r.chosen_epoch) : Json();
  out["rerun_of"] = r.rerun_of ? Json(run_name(r.rerun_of)) : Json();
  out["parent"] = r.parent ? Json(run_name(r.parent)) : Json();
  out["role"] = r.role;
  if (!r.origin.empty()) out["origin"] = r.origin;
  out["note"] = r.note;
  out["tags"] = r.tags;
  return out;
}

Json json(const Diagnosis& d) {
  Json findings = Json::array();
  for (const Finding& f : d.findings) {
    Json figures = Json::object();
    for (const Number& n : f.numbers) figures[n.name] = number(n.value);
    findings.push_back({{"name", f.name},
                        {"grade", name(f.grade)},
                        {"since_epoch", f.since ? Json(f.since) : Json()},
                        {"sentence", f.sentence},
                        {"advice", f.advice},
                        {"numbers", std::move(figures)}});
  }
  return {{"grade", name(d.grade)},
          {"headline", d.headline},
          {"onset_epoch", d.onset ? Json(d.onset) : Json()},
          {"findings", std::move(findings)}};
}

std::string dumped(const Json& value) { return value.dump(2, ' ', false, Json::error_handler_t::replace); }

}  // namespace xp
