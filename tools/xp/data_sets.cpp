#include "tools/xp/data_sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "framework/base/interrupt.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "framework/plan/expand.h"
#include "framework/plan/folds.h"
#include "framework/run/audited.h"
#include "tools/xp/data_folder.h"
#include "tools/xp/experiment_options.h"

namespace xp {
namespace {

namespace fs = std::filesystem;

/// As the data themselves say, where they do of every sample.
Division parts_of(const Listing& listing) {
  Division out;
  for (const Sample& s : listing.samples) {
    if (!s.part) return {};
    out.of.push_back(*s.part);
  }
  return out;
}

/// Of --set what a folder can have: dataset, else chosen by what is there, and its settings.
Choice asked(const Context& c, const std::string& place) {
  std::string dataset;
  Settings settings;
  for (const std::string& text : c.args.texts("set")) {
    const Setting s = parse_setting(text);
    if (s.name == "dataset")
      dataset = s.value.text();
    else if (s.name.starts_with("dataset."))
      set(settings, s.name.substr(8), s.value);
    else
      throw Error(place + " has no " + s.name + ": it is no experiment",
                  "of a folder or CSV, --set takes dataset=NAME and dataset.SETTING=VALUE");
  }
  set(settings, "path", place);
  return Choice(dataset.empty() ? dataset_for(place) : dataset, settings);
}

DataSet in(const Context& c, const std::string& place) {
  const Choice dataset = asked(c, place);
  const Listing& found = listing(dataset);
  if (const std::string remark = left_out(place, dataset.name); !remark.empty()) c.terminal.remark(remark);
  return {place, dataset, found, parts_of(found), found.skipped};
}

/// As a run does before it divides.
void leave_out_unreadable(Context& c, DataSet& data) {
  if (!data.listing.skip_unreadable) return;
  const Survey survey = survey_of(c, data);
  std::vector<Sample> left;
  for (std::size_t i = 0; i < survey.looks.size(); ++i)
    if (const std::string& why = survey.looks[i].unreadable; why.empty())
      left.push_back(data.listing.samples[i]);
    else
      data.skipped.push_back(data.listing.samples[i].name + ": " + why);
  data.listing.samples = std::move(left);
}

std::vector<DataSet> of_experiment(Context& c) {
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
    const std::size_t n = folds(plan).size();
    out.push_back({fmt::format("{}: {}, {}{}", plan.experiment, dataset.name, plan.only(Kind::split).name,
                               n ? fmt::format(", the first of {} folds", n) : ""),
                   dataset,
                   found,
                   {},
                   found.skipped});
    leave_out_unreadable(c, out.back());
    out.back().parts = checked_division(plan, out.back().listing);
  }
  return out;
}

}  // namespace

std::vector<DataSet> data_sets(Context& c) {
  const std::string& place = c.args.positional.at(1);
  std::error_code none;
  const bool folder = fs::is_directory(place, none), csv = fs::path(place).extension() == ".csv";
  if (folder || csv) return {in(c, place)};
  if (fs::path(place).extension() == ".cpp" || fs::exists(place, none)) return of_experiment(c);
  return {in(c, place)};  // not there: says what is
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
