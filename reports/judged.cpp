#include "reports/judged.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "reports/outcome.h"

namespace xp {

Judged judged(const Record& record, Part part) {
  Judged out{static_cast<int>(record.classes.size()), usable(record, part)};
  const auto sample_of = [&](const Prediction& p) -> const StoredSample& {
    return record.samples[static_cast<std::size_t>(p.sample)];
  };
  out.probabilistic = probabilistic(record);
  if (std::all_of(out.predictions.begin(), out.predictions.end(),
                  [&](const Prediction& p) { return sample_of(p).group.empty(); }))
    return out;
  std::map<std::string, int> places;
  for (const Prediction& p : out.predictions) {
    const StoredSample& sample = sample_of(p);
    // An image without a group stands alone.
    const std::string key = sample.group.empty() ? "image " + image_of(record, sample) : "group " + sample.group;
    out.groups.push_back(places.emplace(key, static_cast<int>(places.size())).first->second);
  }
  if (!out.grouped()) out.groups.clear();
  return out;
}

double scored_per_training(const Record& fold, Part part) {
  const auto count = [&](Part of) {
    return static_cast<double>(
        std::count_if(fold.samples.begin(), fold.samples.end(), [&](const StoredSample& s) { return s.part == of; }));
  };
  return count(Part::train) > 0 ? count(part) / count(Part::train) : std::nan("");
}

}  // namespace xp
