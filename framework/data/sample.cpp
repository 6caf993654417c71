#include "framework/data/sample.h"

#include <cctype>
#include <map>

#include "framework/base/hash.h"
#include "framework/base/text.h"
#include "framework/base/value.h"

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
  std::map<std::string, std::size_t> groups{{"", 0}};  // by appearance: a patient's keyed hash differs between homes
  for (const Sample& s : listing.samples) {
    const std::size_t group = groups.emplace(s.group, groups.size()).first->second;
    hash.add(std::to_string(s.label)).add(group == 0 ? "" : std::to_string(group)).add(content(s));
    // Only where the data say them: what was recorded before they could keeps its fingerprint.
    if (!s.source.empty()) hash.add("source").add(s.source);
    if (s.part) hash.add("part").add(name(*s.part));
    if (s.fold != 0) hash.add("fold").add(std::to_string(s.fold));
    if (s.weight != 1) hash.add("weight").add(Value(s.weight).text());
  }
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

std::optional<Part> part_named(std::string text) {
  static const std::map<std::string, Part> names{{"train", Part::train},           {"training", Part::train},
                                                 {"val", Part::validation},        {"valid", Part::validation},
                                                 {"validation", Part::validation}, {"test", Part::test},
                                                 {"testing", Part::test}};
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto found = names.find(text);
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

std::vector<int> Division::indices(Part part) const {
  std::vector<int> out;
  for (std::size_t i = 0; i < of.size(); ++i)
    if (of[i] == part) out.push_back(static_cast<int>(i));
  return out;
}

}  // namespace xp
