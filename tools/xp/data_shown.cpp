#include "tools/xp/data_shown.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "framework/base/random.h"
#include "framework/base/text.h"

namespace xp {
namespace {

using Json = nlohmann::ordered_json;

/// Of a class in each part (all in the first place where nothing is divided), then in all.
std::vector<std::int64_t> counts(const DataSet& data, std::size_t label) {
  std::vector<std::int64_t> out(4);
  for (std::size_t i = 0; i < data.listing.samples.size(); ++i)
    if (static_cast<std::size_t>(data.listing.samples[i].label) == label)
      ++out[data.parts.of.empty() ? 0 : static_cast<std::size_t>(data.parts.of[i])], ++out[3];
  return out;
}

struct Range {
  const char* name;
  std::vector<double> values;  // in order
  double at(double share) const {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
  }
};

std::vector<Range> ranges(const Survey& survey) {
  std::vector<Range> out{{"width", {}}, {"height", {}}, {"height over width", {}}, {"KiB", {}}, {"brightness", {}}};
  for (const Look& l : survey.looks) {
    if (!l.unreadable.empty() || l.width == 0) continue;
    const double numbers[] = {static_cast<double>(l.width), static_cast<double>(l.height),
                              static_cast<double>(l.height) / l.width, l.bytes / 1024, l.brightness};
    for (std::size_t i = 0; i < out.size(); ++i) out[i].values.push_back(numbers[i]);
  }
  std::erase_if(out, [](const Range& r) { return r.values.empty(); });
  for (Range& r : out) std::sort(r.values.begin(), r.values.end());
  return out;
}

}  // namespace

Table class_table(const DataSet& data, bool unicode) {
  const bool divided = !data.parts.of.empty();
  Table out{{{"class", Align::left, true}}, {}};
  if (divided)
    for (const Part part : parts) out.columns.push_back({name(part), Align::right});
  for (const char* title : {"all", "share"}) out.columns.push_back({title, Align::right});
  out.columns.push_back({"", Align::left});
  const double all = static_cast<double>(data.listing.samples.size());
  for (std::size_t c = 0; c < data.listing.classes.size(); ++c) {
    const std::vector<std::int64_t> n = counts(data, c);
    std::vector<std::string> row{data.listing.classes[c]};
    if (divided)
      for (std::size_t p = 0; p < 3; ++p) row.push_back(std::to_string(n[p]));
    const double share = static_cast<double>(n[3]) / all;
    row.push_back(std::to_string(n[3])), row.push_back(fmt::format("{:.1f} %", 100 * share));
    std::string bar;
    for (int i = 0; i < static_cast<int>(30 * share + 0.5); ++i) bar += unicode ? "█" : "#";
    row.push_back(bar);
    out.rows.push_back(row);
  }
  return out;
}

Table size_table(const Survey& survey) {
  Table out{{{""}, {"smallest", Align::right}, {"median", Align::right}, {"largest", Align::right}}, {}};
  const auto shown = [](double v) { return v < 1000 ? fmt::format("{:.3g}", v) : fmt::format("{:.0f}", v); };
  for (const Range& r : ranges(survey)) out.rows.push_back({r.name, shown(r.at(0)), shown(r.at(0.5)), shown(r.at(1))});
  return out;
}

std::string shown_json(const DataSet& data, const Survey& survey) {
  Json classes = Json::object(), sizes = Json::object(), unreadable = Json::array();
  for (std::size_t c = 0; c < data.listing.classes.size(); ++c) {
    const std::vector<std::int64_t> n = counts(data, c);
    Json one{{"all", n[3]}};
    if (!data.parts.of.empty())
      for (const Part part : parts) one[name(part)] = n[static_cast<std::size_t>(part)];
    classes[data.listing.classes[c]] = one;
  }
  for (const Range& r : ranges(survey))
    sizes[r.name] = {{"smallest", r.at(0)}, {"median", r.at(0.5)}, {"largest", r.at(1)}};
  for (std::size_t i = 0; i < survey.looks.size(); ++i)
    if (!survey.looks[i].unreadable.empty())
      unreadable.push_back({{"name", data.listing.samples[i].name}, {"why", survey.looks[i].unreadable}});
  return Json{{"data", data.title},
              {"images", data.listing.samples.size()},
              {"classes", classes},
              {"sizes", sizes},
              {"unreadable", unreadable}}
      .dump(2, ' ', false, Json::error_handler_t::replace);
}

std::vector<std::vector<int>> sheet_rows(const Listing& listing, std::size_t most) {
  std::vector<std::vector<int>> all(listing.classes.size()), out;
  for (std::size_t i = 0; i < listing.samples.size(); ++i)
    all[static_cast<std::size_t>(listing.samples[i].label)].push_back(static_cast<int>(i));
  for (std::vector<int>& in : all) {
    Random(1, "contact sheet").shuffle(in);  // every so many would meet tiles at one place of their parents
    in.resize(std::min(most, in.size()));
    std::sort(in.begin(), in.end());
    out.push_back(std::move(in));
  }
  return out;
}

}  // namespace xp
