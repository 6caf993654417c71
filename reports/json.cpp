#include "reports/json.h"

#include <algorithm>
#include <cmath>
#include "framework/base/json.h"
#include "reports/comparison/test_set.h"
#include "reports/json_parts.h"
#include "reports/parts.h"

namespace xp {
namespace {

Json json(const std::map<std::string, Series>& series) {
  Json out = Json::object();
  for (const auto& [metric, points] : series) {
    Json list = Json::array();
    for (const Point& p : points) list.push_back(Json::array({p.at, number(p.value)}));
    out[metric] = std::move(list);
  }
  return out;
}

/// The sample's name and the classes' names, so that a reader needs no second table.
Json json(const std::vector<Prediction>& predictions, const Record& record) {
  const auto class_of = [&](int label) {
    return label >= 0 && static_cast<std::size_t>(label) < record.classes.size()
               ? Json(record.classes[static_cast<std::size_t>(label)])
               : Json(label);
  };
  Json out = Json::array();
  for (const Prediction& p : predictions) {
    Json one;
    one["sample"] = p.sample >= 0 && static_cast<std::size_t>(p.sample) < record.samples.size()
                        ? Json(record.samples[static_cast<std::size_t>(p.sample)].name)
                        : Json(p.sample);
    one["truth"] = class_of(p.label);
    one["predicted"] = p.probabilities.empty() ? Json() : class_of(predicted(p));
    one["probabilities"] = numbers(p.probabilities);
    out.push_back(std::move(one));
  }
  return out;
}

Json samples(const Record& record) {
  Json counts = Json::object();
  for (std::size_t c = 0; c < record.classes.size(); ++c) {
    Json of_class = Json::object();
    for (Part part : parts)
      of_class[name(part)] = std::count_if(record.samples.begin(), record.samples.end(), [&](const StoredSample& s) {
        return s.part == part && s.label == static_cast<int>(c);
      });
    counts[record.classes[c]] = std::move(of_class);
  }
  return counts;
}

Json json(const std::vector<Audit::Finding>& findings) {
  Json out = Json::array();
  for (const Audit::Finding& f : findings)
    out.push_back({{"grade", name(f.grade)},
                   {"name", f.name},
                   {"sentence", f.sentence},
                   {"advice", f.advice},
                   {"samples", f.samples}});
  return out;
}

Json children(const std::vector<Child>& all) {
  Json out = Json::array();
  for (const Child& c : all) {
    Json scores = Json::object();
    for (const auto& [score, value] : c.scores) scores[score] = number(value);
    out.push_back({{"role", c.role},
                   {"control", c.is_control()},
                   {"run", run_name(c.run)},
                   {"status", name(c.status)},
                   {"chosen_epoch", c.chosen_epoch ? Json(c.chosen_epoch) : Json()},
                   {"test_images", c.test_images},
                   {"scores", std::move(scores)}});
  }
  return out;
}

/// Of each score that a fold has.
Json over_folds(const Record& record) {
  Json out{{"planned", folds_of(record)}};
  out["scores"] = Json::object();
  for (const Child& fold : folds_among(record.children))
    for (const auto& [score, value] : fold.scores)
      if (!out["scores"].contains(score)) {
        const Spread s = spread(record, score);
        out["scores"][score] = {{"n", s.n},
                                {"mean", number(s.mean)},
                                {"sd", number(s.sd)},
                                {"least", number(s.least)},
                                {"most", number(s.most)}};
      }
  return out;
}

}  // namespace

std::string json_of(const std::vector<RunRow>& runs) {
  Json out = Json::array();
  for (const RunRow& run : runs) out.push_back(json(run));
  return dumped(out);
}

std::string json_of(const std::vector<ListRow>& rows) {
  Json out = Json::array();
  for (const ListRow& row : rows) {
    out.push_back(json(row.run));
    out.back()["model"] = row.model;
    out.back()["val/accuracy"] = number(row.val_accuracy);
    out.back()["test/accuracy"] = number(row.test_accuracy);
    out.back()["test_images"] = row.run.test_images;
    if (!row.folds) continue;
    out.back()["folds"] = row.folds;
    out.back()["val/accuracy_sd"] = number(row.val_sd);
    out.back()["test/accuracy_sd"] = number(row.test_sd);
  }
  return dumped(out);
}

std::string json_of(const Record& r, const std::vector<Record>& parts) {
  Json out = json(r.run);
  const Json plan = Json::parse(r.plan, nullptr, false);
  out["plan"] = plan.is_discarded() ? Json(r.plan) : plan;
  out["settings"] = json_object<Json>(r.settings);
  out["classes"] = r.classes;
  out["samples"] = samples(r);
  out["test_set"] = test_set_hash(r);
  out["skipped"] = r.skipped;
  out["remarks"] = r.remarks;
  out["findings"] = json(r.findings);
  out["metrics"] = json(r.metrics);
  out["telemetry"] = json(r.telemetry);
  out["diagnosis"] = json(diagnose(r, parts));
  out["children"] = children(r.children);
  if (folds_of(r)) out["over_folds"] = over_folds(r);
  out["predictions"] = {{"val", json(r.validation, r)}, {"test", json(r.test, r)}};
  out["artifacts"] = Json::array();
  for (const Artifact& a : r.artifacts)
    out["artifacts"].push_back({{"name", a.name}, {"sha256", a.sha256}, {"size", a.size}});
  out["sources"] = Json::array();
  for (const Source& s : r.sources) out["sources"].push_back({{"path", s.path}, {"sha256", s.sha256}});
  out["environment"] = json_object<Json>(r.environment);
  return dumped(out);
}

std::string json_of(const Audit& audit) { return dumped(json(audit.findings)); }

}  // namespace xp
