#include "framework/data/sample.h"

#include "framework/base/hash.h"
#include "framework/base/text.h"

namespace xp {

std::string content(const Sample& s) {
  if (s.region == Region{}) return s.sha256;
  const Region& r = s.region;
  Hasher hash;
  hash.add(s.sha256);
  for (double side : {r.left, r.top, r.right, r.bottom}) hash.add(decimal(side));
  return hash.hex();
}

std::vector<std::int64_t> Listing::counts() const {
  std::vector<std::int64_t> n(classes.size());
  for (const Sample& s : samples) ++n[static_cast<std::size_t>(s.label)];
  return n;
}

std::string fingerprint(const Listing& listing) {
  Hasher hash;
  hash.add(std::to_string(listing.channels));
  for (const std::string& c : listing.classes) hash.add(c);
  for (const Sample& s : listing.samples) hash.add(std::to_string(s.label)).add(s.group).add(content(s));
  return hash.hex();
}

const char* name(Part part) {
  switch (part) {
    case Part::train: return "train";
    case Part::validation: return "val";
    case Part::test: return "test";
  }
  return "";
}

std::vector<int> Division::indices(Part part) const {
  std::vector<int> out;
  for (std::size_t i = 0; i < of.size(); ++i)
    if (of[i] == part) out.push_back(static_cast<int>(i));
  return out;
}

}  // namespace xp
