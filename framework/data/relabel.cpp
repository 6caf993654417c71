#include "framework/data/relabel.h"

#include "framework/base/random.h"

namespace xp {

std::vector<int> labels_dealt_anew(const Listing& listing, const Division& division, std::uint64_t seed) {
  std::vector<int> out;
  for (const Sample& s : listing.samples) out.push_back(s.label);
  for (const Part part : {Part::train, Part::validation}) {
    const std::vector<int> samples = division.indices(part);
    std::vector<int> labels;
    for (const int s : samples) labels.push_back(out[static_cast<std::size_t>(s)]);
    Random random(seed, "labels dealt anew", static_cast<std::uint32_t>(part));
    random.shuffle(labels);
    for (std::size_t i = 0; i < samples.size(); ++i) out[static_cast<std::size_t>(samples[i])] = labels[i];
  }
  return out;
}

}  // namespace xp
