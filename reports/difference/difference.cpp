#include "reports/difference/difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "framework/store/tracked.h"
#include "reports/difference/lines.h"

namespace xp {
namespace {

/// In the order of `was`, then what `now` alone has.
std::vector<Beside> beside(const Settings& was, const Settings& now) {
  std::vector<Beside> out;
  const auto value = [](const Settings& of, const std::string& name) {
    const Value* found = find(of, name);
    return found ? std::optional(*found) : std::nullopt;
  };
  for (const Setting& s : was) out.push_back({s.name, s.value, value(now, s.name)});
  for (const Setting& s : now)
    if (!find(was, s.name)) out.push_back({s.name, std::nullopt, s.value});
  return out;
}

std::vector<Beside> plans_beside(const Record& was, const Record& now) {
  std::vector<Beside> out = beside(was.settings, now.settings);
  if (without_plan(was) && without_plan(now)) return out;
  if (differing(out).empty() && was.run.identity != now.run.identity)  // by a file that the plan names
    out.push_back({"identity", was.run.identity, now.run.identity});
  return out;
}

std::vector<Beside> environments_beside(Settings was, Settings now) {
  for (Settings* side : {&was, &now}) std::erase_if(*side, [](const Setting& s) { return s.name == "command"; });
  return beside(was, now);
}

/// The same file by its path, else by its name alone, where a project lay elsewhere.
std::vector<Source>::iterator partner(const Source& of, std::vector<Source>& among) {
  const auto same = [&](auto part) {
    return std::find_if(among.begin(), among.end(), [&](const Source& s) { return part(s) == part(of); });
  };
  const auto by_path = same([](const Source& s) { return s.path; });
  return by_path != among.end()
             ? by_path
             : same([](const Source& s) { return std::filesystem::path(s.path).filename().string(); });
}

std::vector<SourceDifference> source_differences(const Record& was, const Record& now) {
  std::vector<SourceDifference> out;
  std::vector<Source> rest = now.sources;
  for (const Source& s : was.sources) {
    const auto other = partner(s, rest);
    const Source is = other == rest.end() ? Source{} : *other;
    if (other != rest.end()) rest.erase(other);
    if (is.path.empty() || is.text != s.text)
      out.push_back({s.path, is.path, unified(s.text, is.text, s.path, is.path.empty() ? "/dev/null" : is.path)});
  }
  for (const Source& s : rest) out.push_back({"", s.path, unified("", s.text, "/dev/null", s.path)});
  return out;
}

void say_unknown(const Record& record, RunDifference& out) {
  const std::string run = run_name(record.run.id);
  if (record.samples.empty()) out.unknown.push_back(run + " keeps no list of its images");
  if (record.sources.empty()) out.unknown.push_back(run + " keeps no sources");
  if (record.environment.empty()) out.unknown.push_back(run + " keeps no environment");
}

}  // namespace

std::vector<Beside> differing(const std::vector<Beside>& all) {
  std::vector<Beside> out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out), [](const Beside& b) { return b.differs(); });
  return out;
}

bool RunDifference::any() const {
  return !differing(plan).empty() || !sources.empty() || !images.empty() || !differing(environment).empty();
}

RunDifference difference(const Record& was, const Record& now) {
  RunDifference out{was.run,
                    now.run,
                    plans_beside(was, now),
                    environments_beside(was.environment, now.environment),
                    source_differences(was, now),
                    image_differences(was, now),
                    {}};
  out.planned = !without_plan(was) || !without_plan(now);
  say_unknown(was, out);
  say_unknown(now, out);
  return out;
}

}  // namespace xp
