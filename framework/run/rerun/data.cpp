#include "framework/run/rerun/data.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "framework/base/text.h"

namespace xp {
namespace {

using Kind = DataChange::Kind;
constexpr std::size_t most_named = 5;

std::string class_of(const std::vector<std::string>& classes, int label) {
  const auto at = static_cast<std::size_t>(label);
  return at < classes.size() ? classes[at] : std::to_string(label);
}

/// "scan.png: not a PNG" is the file scan.png.
std::set<std::string> file_names(const std::vector<std::string>& skipped) {
  std::set<std::string> out;
  for (const std::string& said : skipped) out.insert(said), out.insert(said.substr(0, said.find(": ")));
  return out;
}

void compare(const StoredSample& then, const Sample& now, const Record& record, const Listing& data,
             std::vector<DataChange>& out) {
  const std::string was_class = class_of(record.classes, then.label), is_class = class_of(data.classes, now.label);
  if (then.sha256 != content(now))
    out.push_back({Kind::content, now.name, then.sha256, content(now)});
  else if (was_class != is_class)
    out.push_back({Kind::label, now.name, was_class, is_class});
  else if (then.group != now.group)
    out.push_back({Kind::group, now.name, then.group, now.group});
}

/// One whose content lies under another name is renamed, not gone.
void compare_rest(const std::map<std::string, const StoredSample*>& missing, std::vector<const Sample*> added,
                  std::vector<DataChange>& out) {
  for (const auto& [name, sample] : missing) {
    const auto twin = std::find_if(added.begin(), added.end(),
                                   [&, stored = sample](const Sample* s) { return content(*s) == stored->sha256; });
    if (twin == added.end()) {
      out.push_back({Kind::gone, name, sample->sha256, ""});
      continue;
    }
    out.push_back({Kind::renamed, name, name, (*twin)->name});
    added.erase(twin);
  }
  for (const Sample* s : added) out.push_back({Kind::added, s->name, "", content(*s)});
}

std::string said(const DataChange& c) {
  const auto quoted = [](const std::string& text) { return text.empty() ? "none" : "\"" + text + "\""; };
  switch (c.kind) {
    case Kind::content:
      return fmt::format("{} is another image (SHA-256 was {}…, now {}…)", c.name, c.was.substr(0, 12),
                         c.now.substr(0, 12));
    case Kind::gone: return fmt::format("{} is gone (SHA-256 {}…)", c.name, c.was.substr(0, 12));
    case Kind::added: return fmt::format("{} is new (SHA-256 {}…)", c.name, c.now.substr(0, 12));
    case Kind::label: return fmt::format("{} was labelled {}, now {}", c.name, c.was, c.now);
    case Kind::group: return fmt::format("{} was of group {}, now {}", c.name, quoted(c.was), quoted(c.now));
    case Kind::renamed: return fmt::format("{} is now called {}", c.name, c.now);
  }
  return "";
}

}  // namespace

const char* name(Kind kind) {
  switch (kind) {
    case Kind::content: return "content";
    case Kind::gone: return "gone";
    case Kind::added: return "added";
    case Kind::label: return "label";
    case Kind::group: return "group";
    case Kind::renamed: return "name";
  }
  return "";
}

DataChanges data_changes(const Record& record, const std::string& then, const Listing& data) {
  DataChanges out{false, fingerprint(data), {}, data.samples.size(), record.samples.size()};
  out.any = out.now != then;
  if (!out.any) return out;
  std::map<std::string, const StoredSample*> missing;
  for (const StoredSample& s : record.samples) missing[s.name] = &s;
  const std::set<std::string> skipped = file_names(record.skipped);
  std::vector<const Sample*> added;
  for (const Sample& s : data.samples) {
    const auto stored = missing.find(s.name);
    if (stored == missing.end()) {
      if (!skipped.count(s.name)) added.push_back(&s);
      continue;
    }
    compare(*stored->second, s, record, data, out.changes);
    missing.erase(stored);
  }
  compare_rest(missing, added, out.changes);
  std::stable_sort(out.changes.begin(), out.changes.end(),
                   [](const DataChange& a, const DataChange& b) { return a.kind < b.kind; });
  return out;
}

std::string sentence(const DataChanges& c) {
  if (!c.any) return "";
  if (c.changes.empty())
    return fmt::format(
        "the {} images and their labels are the same; their order, or what the data say of source, part, "
        "fold or weight, is not",
        c.samples);
  std::vector<std::string> first;
  for (std::size_t i = 0; i < std::min(most_named, c.changes.size()); ++i) first.push_back(said(c.changes[i]));
  if (c.changes.size() > most_named) first.push_back(fmt::format("and {} more", c.changes.size() - most_named));
  const std::string counts = c.samples == c.samples_then
                                 ? fmt::format("{} of {} images", c.changes.size(), c.samples_then)
                                 : fmt::format("{} images, now {}", c.samples_then, c.samples);
  return counts + ": " + join(first, "; ");
}

}  // namespace xp
