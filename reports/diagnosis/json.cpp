#include "reports/diagnosis/json.h"

#include "reports/json_parts.h"

namespace xp {

std::string json_of(const Diagnosis& d) { return dumped(json(d)); }

std::string json_of(const std::vector<RunRow>& runs, const std::vector<Diagnosis>& diagnoses,
                    const Diagnosis& together) {
  Json out{{"runs", Json::array()}};
  for (std::size_t i = 0; i < runs.size(); ++i)
    out["runs"].push_back({{"run", run_name(runs[i].id)},
                           {"experiment", runs[i].experiment},
                           {"name", runs[i].name},
                           {"status", name(runs[i].status)},
                           {"diagnosis", json(diagnoses[i])}});
  out["together"] = together.findings.empty() ? Json() : json(together);
  return dumped(out);
}

}  // namespace xp
