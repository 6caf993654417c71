#include "reports/claims/json.h"

#include "framework/scores/intervals/interval.h"
#include "reports/claims/remarks.h"
#include "reports/claims/tables.h"
#include "reports/claims/text.h"
#include "reports/json_parts.h"

namespace xp {
namespace {

Json fitting(const Fitting& fit, const Checked& checked) {
  const std::vector<std::string> names = class_names(checked);
  const Interval interval = wilson(fit.right, fit.images);
  Json tallies = Json::array();
  for (std::size_t i = 0; i < fit.example.size(); ++i)
    tallies.push_back({{"class", names[i]},
                       {"right", fit.example[i].right},
                       {"images", fit.example[i].images},
                       {"named", fit.example[i].named}});
  Json out{{"images", fit.images},
           {"right", fit.right},
           {"accuracy_95", {number(interval.low), number(interval.high)}},
           {"ways", fit.ways},
           {"more_ways", fit.more}};
  if (others_alone(checked)) return out;
  out["example"] = tallies;
  out["matrix"] = matrix_of(fit.example, checked.pooled);
  return out;
}

Json object(const Checked& c) {
  Json figures = Json::array(), fits = Json::array();
  for (const auto& [name, rate] : figures_of(c.claim))
    figures.push_back({{"figure", name}, {"claimed", rate.typed}, {"low", rate.least()}, {"high", rate.most()}});
  for (const Fitting& fit : c.fits) fits.push_back(fitting(fit, c));
  Json nearest = Json::array();
  for (const Nearest& near : nearest_of(c))
    nearest.push_back({{"figure", near.figure}, {"of", near.of}, {"right", near.right}});
  Json out = Json::object();
  if (!c.claim.name.empty()) out["name"] = c.claim.name;
  out["possible"] = c.fits.empty() && !c.impossible() ? Json() : Json(!c.impossible());  // null: nothing is proven
  out["verdict"] = claim_verdict(c);
  out["figures"] = figures;
  out["searched"] = {c.claim.sizes.low, c.claim.sizes.high};
  out["none_larger"] = c.none_larger;
  out["impossible_alone"] = c.alone;
  out["conflict"] = c.conflict;
  out["nearest"] = nearest;
  out["remarks"] = claim_remarks(c);
  out["undecided"] = c.undecided;
  out["fits"] = fits;
  return out;
}

}  // namespace

std::string json_of(const Checked& checked) { return dumped(object(checked)); }

std::string json_of(const std::vector<Checked>& all) {
  Json out = Json::array();
  for (const Checked& c : all) out.push_back(object(c));
  return dumped(out);
}

}  // namespace xp
