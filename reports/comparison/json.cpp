#include "reports/comparison/json.h"

#include "reports/json_parts.h"

namespace xp {

std::string json_of(const Comparison& c) {
  Json out;
  out["verdict"] = c.verdict;
  out["caveats"] = c.caveats;
  out["runs"] = Json::array();
  for (const RunRow& run : c.runs) out["runs"].push_back(json(run));
  out["settings"] = Json::array();
  for (const DifferingSetting& s : c.settings) out["settings"].push_back({{"name", s.name}, {"values", s.values}});
  out["scores"] = Json::array();
  for (const ComparedScore& s : c.scores)
    out["scores"].push_back({{"metric", std::string(name(s.part)) + "/" + s.name},
                             {"better", s.higher_is_better ? "higher" : "lower"},
                             {"values", numbers(s.values)},
                             {"low", numbers(s.low)},
                             {"high", numbers(s.high)}});
  out["pairs"] = Json::array();
  for (const Pair& p : c.pairs) {
    Json pair{{"first", run_name(c.runs[p.first].id)},
              {"second", run_name(c.runs[p.second].id)},
              {"comparable", p.comparable},
              {"verdict", p.verdict}};
    if (p.comparable) {
      pair.update(Json{{"images", p.n},
                       {"only_first_right", p.first_only},
                       {"only_second_right", p.second_only},
                       {"difference", p.difference},
                       {"low", p.low},
                       {"high", p.high},
                       {"p", p.p},
                       {"p_holm", p.p_holm},
                       {"told_apart", p.told_apart}});
      pair["flips"] = Json::array();
      for (const Flip& f : p.flips)
        pair["flips"].push_back({{"sample", f.sample}, {"truth", f.truth}, {"first", f.first}, {"second", f.second}});
    } else {
      pair["obstacle"] = p.obstacle;
    }
    out["pairs"].push_back(std::move(pair));
  }
  return dumped(out);
}

}  // namespace xp
