#include "reports/judged.h"

#include <map>

#include "reports/outcome.h"

namespace xp {

Judged judged(const Record& record, Part part) {
  Judged out{static_cast<int>(record.classes.size()), usable(record, part)};
  std::map<std::string, int> places;
  for (const Prediction& p : out.predictions) {
    const StoredSample& sample = record.samples[static_cast<std::size_t>(p.sample)];
    // An image without a group stands alone.
    const std::string key = sample.group.empty() ? "image " + image_of(record, sample) : "group " + sample.group;
    out.groups.push_back(places.emplace(key, static_cast<int>(places.size())).first->second);
  }
  if (!out.grouped()) out.groups.clear();
  return out;
}

}  // namespace xp
