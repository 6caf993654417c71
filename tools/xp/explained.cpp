#include "tools/xp/explained.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "framework/base/text.h"

namespace xp {
namespace {

using Json = nlohmann::ordered_json;

/// Even heat has 19 % of it within 5 % of the border; above this share, a map is said to lie there.
constexpr double much_at_border = 0.5;

std::string class_of(const Explained& e, const Explanation& x) {
  return e.classes.at(static_cast<std::size_t>(predicted({0, 0, x.probabilities})));
}

/// The last step of each method, where every weight is random.
std::vector<SanityStep> ends(const std::vector<SanityStep>& steps) {
  std::vector<SanityStep> out;
  for (const SanityStep& s : steps)
    if (s.layer == steps.back().layer) out.push_back(s);
  return out;
}

}  // namespace

Table table_of(const Explained& e) {
  Table table{{{"image", Align::left}, {"class", Align::left}, {"probability", Align::right}}, {}};
  if (e.class_was_named) table.columns.push_back({"explained", Align::left});
  for (const HeatMap& map : e.images.at(0).explanation.maps)
    table.columns.push_back({map.method + " at border", Align::right});
  for (const ExplainedImage& image : e.images) {
    const Explanation& x = image.explanation;
    table.rows.push_back(
        {image.file, class_of(e, x), decimal(*std::max_element(x.probabilities.begin(), x.probabilities.end()))});
    std::vector<std::string>& row = table.rows.back();
    if (e.class_was_named) row.push_back(e.classes.at(static_cast<std::size_t>(x.target)));
    for (const HeatMap& map : x.maps)
      row.push_back(map.border ? fmt::format("{:.0f} %", 100 * *map.border) : "empty map");
  }
  return table;
}

Table sanity_table(const std::vector<SanityStep>& steps) {
  Table table{{{"random from the head to", Align::left}}, {}};
  const std::size_t methods = ends(steps).size();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i < methods) table.columns.push_back({steps[i].method, Align::right});
    if (i % methods == 0) table.rows.push_back({steps[i].layer});
    table.rows.back().push_back(steps[i].compared ? fmt::format("{:+.2f}", steps[i].correlation) : "no map left");
  }
  return table;
}

std::vector<std::string> sanity_verdicts(const std::vector<SanityStep>& steps) {
  std::vector<std::string> out;
  for (const SanityStep& s : ends(steps)) {
    const std::string left =
        fmt::format("with every weight random, its maps keep a rank correlation of {:+.2f}", s.correlation);
    if (s.compared == 0)
      out.push_back(s.method + " depends on what was learned: with every weight random, no map is left to compare.");
    else if (s.correlation < 0.3)
      out.push_back(fmt::format("{} depends on what was learned: {} with the trained network's.", s.method, left));
    else if (s.correlation < 0.6)
      out.push_back(
          fmt::format("{} depends on what was learned in part alone: {} with the trained network's. What the "
                      "two share comes from the image and the architecture.",
                      s.method, left));
    else
      out.push_back(
          fmt::format("{} hardly depends on what was learned: {} with the trained network's. It shows the "
                      "image and the architecture; do not take it for the network's reasons.",
                      s.method, left));
  }
  return out;
}

std::vector<std::string> remarks_on(const Explained& e) {
  std::int64_t maps = 0, empty = 0, at_border = 0;
  for (const ExplainedImage& image : e.images)
    for (const HeatMap& map : image.explanation.maps) {
      ++maps;
      empty += !map.border;
      at_border += map.border.value_or(0) > much_at_border;
    }
  std::vector<std::string> out{fmt::format(
      "{} heat map{} in {}: yellow is the warmest place of each, so that two pictures cannot be compared in strength",
      maps, maps == 1 ? "" : "s", e.folder)};
  if (empty > 0)
    out.push_back(fmt::format("{} of {} are empty: nowhere does the network see anything that speaks for the class",
                              empty, maps));
  if (at_border > 0)
    out.push_back(fmt::format(
        "{} of {} have more than half their heat within 5 % of the border, where even heat has 19 %: look there for "
        "markers, text or edges that give the class away",
        at_border, maps));
  return out;
}

std::string explained_json(const Explained& e) {
  Json json{{"run", e.run}, {"folder", e.folder}, {"images", Json::array()}};
  for (const ExplainedImage& image : e.images) {
    const Explanation& x = image.explanation;
    Json row{{"image", image.file}, {"class", class_of(e, x)}};
    for (std::size_t k = 0; k < e.classes.size(); ++k) row["probabilities"][e.classes[k]] = x.probabilities[k];
    row["explained"] = e.classes.at(static_cast<std::size_t>(x.target));
    row["maps"] = Json::array();
    for (std::size_t i = 0; i < x.maps.size(); ++i) {
      const HeatMap& map = x.maps[i];
      row["maps"].push_back({{"method", map.method},
                             {"cells", {map.rows, map.columns}},
                             {"empty", !map.border},
                             {"border_share", map.border ? Json(*map.border) : Json()},
                             {"picture", image.pictures[i]}});
    }
    json["images"].push_back(row);
  }
  if (!e.sanity.empty()) {
    Json& sanity = json["sanity"] = {{"verdicts", sanity_verdicts(e.sanity)}, {"steps", Json::array()}};
    for (const SanityStep& s : e.sanity)
      sanity["steps"].push_back({{"method", s.method},
                                 {"random_to", s.layer},
                                 {"rank_correlation", s.compared ? Json(s.correlation) : Json()},
                                 {"compared", s.compared},
                                 {"without_ranking", s.lost}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace xp
