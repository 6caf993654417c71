#include "reports/scores/json.h"

#include "reports/json_parts.h"

namespace xp {
namespace {

Json json(const Interval& i) { return Json::array({number(i.low), number(i.high)}); }

Json json(const Figure& f) {
  Json out{{"value", number(f.value)}, {"interval", json(f.interval)}, {"by", name(f.method)}};
  if (f.n) out["right"] = f.right, out["n"] = f.n;
  return out;
}

Json json(const std::vector<Score>& scores, const std::vector<Figure>& figures) {
  Json out = Json::object();
  for (std::size_t i = 0; i < figures.size(); ++i) out[scores.at(i).name] = json(figures[i]);
  return out;
}

Json json(const std::vector<Bin>& bins) {
  Json out = Json::array();
  for (const Bin& b : bins)
    out.push_back({{"low", b.low},
                   {"high", b.high},
                   {"images", b.images},
                   {"confidence", number(b.confidence)},
                   {"accuracy", number(b.accuracy)}});
  return out;
}

Json json(const Calibration& c) {
  return {{"ece", number(c.ece)},
          {"adaptive_ece", number(c.adaptive_ece)},
          {"confidence", number(c.confidence)},
          {"accuracy", number(c.accuracy)},
          {"temperature", number(c.temperature)},
          {"bins", json(c.bins)},
          {"adaptive_bins", json(c.adaptive_bins)}};
}

Json json(const Sheet& sheet, const std::vector<std::string>& classes) {
  Json out{{"images", sheet.images}, {"groups", sheet.groups}};
  out["overall"] = json(overall_scalars(), sheet.overall);
  out["classes"] = Json::array();
  for (std::size_t c = 0; c < sheet.classes.size(); ++c)
    out["classes"].push_back({{"class", classes.at(c)},
                              {"images", sheet.classes[c].support},
                              {"predicted", sheet.classes[c].predicted},
                              {"scores", json(class_scalars(), sheet.classes[c].figures)}});
  out["confusion"] = Json::array();
  for (int i = 0; i < sheet.confusion.classes(); ++i) {
    Json row = Json::array();
    for (int j = 0; j < sheet.confusion.classes(); ++j) row.push_back(sheet.confusion.at(i, j));
    out["confusion"].push_back(std::move(row));
  }
  out["calibration"] = json(sheet.calibration);
  return out;
}

Json json(const std::vector<OperatingPoint>& points) {
  Json out = Json::array();
  for (const OperatingPoint& p : points) {
    out.push_back({{"threshold", number(p.threshold)},
                   {"sensitivity", json(p.sensitivity)},
                   {"specificity", json(p.specificity)},
                   {"precision", json(p.precision)}});
    if (!p.name.empty()) out.back()["name"] = p.name;
  }
  return out;
}

Json json(const ScoreReport& report) {
  Json out{{"run", run_name(report.run.id)},
           {"name", report.run.name},
           {"part", name(report.part)},
           {"classes", report.classes},
           {"probabilities", report.probabilistic},
           {"resamples", report.bootstrap.resamples},
           {"seed", report.bootstrap.seed},
           {"caveats", report.caveats}};
  if (report.sheet.images) out["scores"] = json(report.sheet, report.classes);
  if (report.sheet.images && report.probabilistic)
    out["ece_by_chance"] = {{"mean", number(report.by_chance.mean)}, {"p", number(report.by_chance.p)}};
  if (report.of_groups) out["by_group"] = json(*report.of_groups, report.classes), out["torn_groups"] = report.torn;
  if (report.one)
    out["one_class"] = {{"positive", report.classes.at(static_cast<std::size_t>(report.one->positive))},
                        {"chosen_on", name(report.one->chosen_on)},
                        {"operating_points", json(report.one->points)},
                        {"thresholds", json(report.one->table)}};
  if (report.over_folds.empty()) return out;
  out["over_folds"] = Json::object();
  for (const auto& [score, over] : report.over_folds)
    out["over_folds"][score] = {
        {"folds", over.folds}, {"mean", number(over.mean)}, {"sd", number(over.sd)}, {"interval", json(over.interval)}};
  return out;
}

}  // namespace

std::string json_of(const std::vector<ScoreReport>& reports) {
  Json out = Json::array();
  for (const ScoreReport& report : reports) out.push_back(json(report));
  return dumped(out);
}

}  // namespace xp
