#include "reports/comparison/json.h"

#include "reports/json_parts.h"

namespace xp {
namespace {

Json json(const ComparedScore& score, const char* part) {
  std::vector<double> values, low, high;
  Json methods = Json::array();
  for (const Figure& f : score.figures) {
    values.push_back(f.value), low.push_back(f.interval.low), high.push_back(f.interval.high);
    methods.push_back(name(f.method));
  }
  return {{"metric", std::string(part) + "/" + score.name},
          {"better", score.higher_is_better ? "higher" : "lower"},
          {"values", numbers(values)},
          {"low", numbers(low)},
          {"high", numbers(high)},
          {"intervals", methods}};
}

Json json(const Difference& d) {
  return {{"difference", number(d.value)},
          {"low", number(d.interval.low)},
          {"high", number(d.interval.high)},
          {"p", number(d.p)},
          {"test", name(d.test)}};
}

Json json(const OverFolds& o) {
  return {{"folds", o.folds},
          {"mean", number(o.mean)},
          {"sd", number(o.sd)},
          {"low", number(o.interval.low)},
          {"high", number(o.interval.high)},
          {"t", number(o.t)},
          {"p", number(o.p)}};
}

Json json(const Comparison& c, const Pair& p) {
  Json out{{"first", run_name(c.runs[p.first].id)},
           {"second", run_name(c.runs[p.second].id)},
           {"comparable", p.comparable},
           {"verdict", p.verdict}};
  if (!p.comparable) {
    out["obstacle"] = p.obstacle;
    return out;
  }
  out.update(Json{{"images", p.n}, {"only_first_right", p.first_only}, {"only_second_right", p.second_only}});
  out.update(json(p.by));
  out.update(Json{{"mid_p", number(p.mid_p)}, {"p_holm", number(p.p_holm)}, {"told_apart", p.told_apart}});
  out["scores"] = Json::object(), out["folds"] = Json::object();
  for (std::size_t s = 0; s < p.scores.size(); ++s) out["scores"][c.scores[s].name] = json(p.scores[s]);
  for (std::size_t s = 0; s < p.folds.size(); ++s) out["folds"][c.scores[s].name] = json(p.folds[s]);
  out["flips"] = Json::array();
  for (const Flip& f : p.flips)
    out["flips"].push_back({{"sample", f.sample}, {"truth", f.truth}, {"first", f.first}, {"second", f.second}});
  return out;
}

Json json(const Comparison& c, const BestOf& b) {
  return {{"best", run_name(c.runs[b.best].id)},
          {"accuracy", number(b.expected.best)},
          {"expected_best_of_equals", number(b.expected.mean)},
          {"mean_accuracy", number(b.expected.average)},
          {"p", number(b.expected.p)},
          {"chosen_on_validation", b.chosen ? Json(run_name(c.runs[*b.chosen].id)) : Json()}};
}

}  // namespace

std::string json_of(const Comparison& c) {
  Json out;
  out["verdict"] = c.verdict;
  out["by"] = c.by;
  out["forced"] = c.forced.empty() ? Json() : Json(c.forced);
  out["caveats"] = c.caveats;
  out["images"] = c.images;
  out["groups"] = c.groups ? Json(c.groups) : Json();
  out["resamples"] = c.resamples;
  out["runs"] = Json::array();
  for (const RunRow& run : c.runs) out["runs"].push_back(json(run));
  out["settings"] = Json::array();
  for (const ComparedSetting& s : c.settings)
    out["settings"].push_back({{"name", s.name}, {"values", s.values}, {"differs", s.differs}});
  out["scores"] = Json::array();
  for (const ComparedScore& s : c.scores) out["scores"].push_back(json(s, "test"));
  for (const ComparedScore& s : c.validation) out["scores"].push_back(json(s, "val"));
  out["pairs"] = Json::array();
  for (const Pair& p : c.pairs) out["pairs"].push_back(json(c, p));
  if (c.cochran)
    out["cochran"] = {{"q", number(c.cochran->q)}, {"degrees", c.cochran->degrees}, {"p", number(c.cochran->p)}};
  if (c.best) out["best_of_several"] = json(c, *c.best);
  return dumped(out);
}

}  // namespace xp
