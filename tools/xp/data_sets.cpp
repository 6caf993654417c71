#include "tools/xp/data_sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "framework/base/interrupt.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/run/audited.h"
#include "tools/xp/experiment_options.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

/// A folder in which somebody has divided: it holds one named train and one by which to judge.
bool is_divided(const fs::path& folder) {
  std::error_code none;
  const auto has = [&](const char* name) { return fs::is_directory(folder / name, none); };
  return has("train") && (has("val") || has("valid") || has("validation") || has("test"));
}

/// As the data themselves say, where they do of every sample.
Division parts_of(const Listing& listing) {
  Division out;
  for (const Sample& s : listing.samples) {
    if (!s.part) return {};
    out.of.push_back(*s.part);
  }
  return out;
}

DataSet in(const std::string& place) {
  const bool csv = fs::path(place).extension() == ".csv";
  const Choice dataset(csv ? "manifest" : is_divided(place) ? "predefined" : "image_folder", {{"path", place}});
  const Listing& found = listing(dataset);
  return {place, dataset, found, parts_of(found)};
}

std::vector<DataSet> of_experiment(const Context& c) {
  const Planned p = planned(c, 1);
  std::vector<DataSet> out;
  std::set<std::string> known;
  for (std::size_t i = 0; i < p.plans.size(); ++i) {
    std::string key;
    for (const Setting& s : p.settings[i])
      if (s.name.starts_with("dataset") || s.name.starts_with("split")) key += s.name + "=" + s.value.text() + "\n";
    if (!known.insert(key).second) continue;
    const Plan& plan = p.plans[i];
    const Choice& dataset = plan.only(Kind::dataset);
    const Listing& found = listing(dataset);
    out.push_back({fmt::format("{}: {}, {}", plan.experiment, dataset.name, plan.only(Kind::split).name), dataset,
                   found, divided(plan, found)});
  }
  return out;
}

}  // namespace

std::vector<DataSet> data_sets(const Context& c) {
  const std::string& place = c.args.positional.at(1);
  std::error_code none;
  const bool folder = fs::is_directory(place, none), csv = fs::path(place).extension() == ".csv";
  if (folder || csv) return {in(place)};
  if (fs::path(place).extension() == ".cpp" || fs::exists(place, none)) return of_experiment(c);
  return {in(place)};  // not there: says what is
}

Survey survey_of(Context& c, const DataSet& data) {
  const PoliteInterrupt polite;
  return surveyed(data.listing, data.dataset, c.engine(), available_cores(), [] { return PoliteInterrupt::pending(); });
}

std::string counts_of(const DataSet& data) {
  const std::vector<std::int64_t> counts = data.listing.counts();
  std::vector<std::string> classes, parts_shown;
  for (std::size_t i = 0; i < counts.size(); ++i)
    classes.push_back(fmt::format("{} {}", data.listing.classes[i], counts[i]));
  for (const Part part : parts)
    if (!data.parts.of.empty())
      parts_shown.push_back(fmt::format("{} {}", data.parts.indices(part).size(), name(part)));
  return fmt::format("{} images: {}; {}", data.listing.samples.size(), join(classes),
                     parts_shown.empty() ? "not divided" : join(parts_shown));
}

}  // namespace xp
