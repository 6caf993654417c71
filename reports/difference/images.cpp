#include "reports/difference/images.h"

#include <algorithm>
#include <map>

namespace xp {
namespace {

using Kind = ImageDifference::Kind;

std::string class_of(const Record& record, const StoredSample& s) {
  const auto at = static_cast<std::size_t>(s.label);
  return at < record.classes.size() ? record.classes[at] : std::to_string(s.label);
}

/// Two that are one image by its name, or by its content.
void compare(const Record& was, const StoredSample& before, const Record& now, const StoredSample& after,
             std::vector<ImageDifference>& out) {
  const auto look = [&](Kind kind, const std::string& a, const std::string& b) {
    if (a != b) out.push_back({kind, before.name, a, b});
  };
  look(Kind::renamed, before.name, after.name);
  look(Kind::content, before.sha256, after.sha256);
  look(Kind::relabelled, class_of(was, before), class_of(now, after));
  look(Kind::moved, name(before.part), name(after.part));
  look(Kind::regrouped, before.group, after.group);
}

using Named = std::map<std::string, const StoredSample*>;

Named by_name(const Record& record) {
  Named out;
  for (const StoredSample& s : record.samples) out.emplace(s.name, &s);
  return out;
}

}  // namespace

const char* name(Kind kind) {
  switch (kind) {
    case Kind::content: return "another image";
    case Kind::relabelled: return "relabelled";
    case Kind::moved: return "moved";
    case Kind::regrouped: return "of another group";
    case Kind::renamed: return "renamed";
    case Kind::removed: return "removed";
    case Kind::added: return "added";
  }
  return "";
}

std::vector<ImageDifference> image_differences(const Record& was, const Record& now) {
  std::vector<ImageDifference> out;
  if (was.samples.empty() || now.samples.empty()) return out;
  Named before = by_name(was), after = by_name(now);
  std::erase_if(before, [&](const auto& entry) {
    const auto same = after.find(entry.first);
    if (same == after.end()) return false;
    compare(was, *entry.second, now, *same->second, out);
    after.erase(same);
    return true;
  });
  std::multimap<std::string, const StoredSample*> unmatched;  // by content
  for (const auto& [name, sample] : after) unmatched.emplace(sample->sha256, sample);
  for (const auto& [name, sample] : before) {
    const auto twin = unmatched.find(sample->sha256);
    if (twin == unmatched.end()) {
      out.push_back({Kind::removed, name, sample->sha256, ""});
      continue;
    }
    compare(was, *sample, now, *twin->second, out);
    unmatched.erase(twin);
  }
  std::vector<const StoredSample*> added;
  for (const auto& [hash, sample] : unmatched) added.push_back(sample);
  std::sort(added.begin(), added.end(), [](auto* a, auto* b) { return a->name < b->name; });
  for (const StoredSample* s : added) out.push_back({Kind::added, s->name, "", s->sha256});
  return out;
}

}  // namespace xp
