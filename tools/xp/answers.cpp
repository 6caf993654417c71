#include "tools/xp/answers.h"

#include "framework/base/error.h"
#include "framework/base/json.h"
#include "framework/base/text.h"
#include "framework/scores/prediction.h"

namespace xp {
namespace {

using Json = nlohmann::ordered_json;

std::string class_of(const Answers& a, const std::vector<double>& probabilities) {
  return a.classes.at(static_cast<std::size_t>(predicted({0, 0, probabilities})));
}

Json named(const Answers& a, const std::vector<double>& probabilities) {
  Json json;
  for (std::size_t c = 0; c < a.classes.size(); ++c) json[a.classes[c]] = probabilities[c];
  return json;
}

Json tiles_of(const Answers& a, const Answer& image) {
  Json list = Json::array();
  for (std::size_t p = 0; p < a.parts.size(); ++p) {
    const Region& r = a.parts[p].region;
    list.push_back({{"tile", a.parts[p].name},
                    {"region", {{"left", r.left}, {"top", r.top}, {"right", r.right}, {"bottom", r.bottom}}},
                    {"class", class_of(a, image.of_parts[p])},
                    {"probabilities", named(a, image.of_parts[p])}});
  }
  return list;
}

}  // namespace

const char* name(Pooling pooling) { return pooling == Pooling::mean ? "mean" : "max"; }

Pooling pooling_named(const std::string& text) {
  for (const Pooling p : {Pooling::mean, Pooling::largest})
    if (text == name(p)) return p;
  throw Error("there is no pooling \"" + text + "\"", suggestion(text, {"mean", "max"}));
}

Answers answers(const std::vector<std::string>& classes, const std::vector<Tile>& parts, Pooling pooling,
                const std::vector<std::string>& files, const std::vector<std::vector<double>>& rows) {
  Answers out{classes, parts, pooling, {}};
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto first = rows.begin() + static_cast<std::ptrdiff_t>(i * parts.size());
    const std::vector<std::vector<double>> own(first, first + static_cast<std::ptrdiff_t>(parts.size()));
    out.images.push_back({files[i], pooled(own, pooling), own});
  }
  return out;
}

Table table_of(const Answers& a, bool tiles) {
  Table table{{{"image", Align::left}}, {}};
  if (tiles) table.columns.push_back({"tile", Align::left});
  table.columns.push_back({"class", Align::left});
  for (const std::string& c : a.classes) table.columns.push_back({c, Align::right});
  const auto add = [&](const std::string& file, const std::string& tile, const std::vector<double>& probabilities) {
    table.rows.push_back({file});
    std::vector<std::string>& row = table.rows.back();
    if (tiles) row.push_back(tile);
    row.push_back(class_of(a, probabilities));
    for (const double p : probabilities) row.push_back(decimal(p));
  };
  for (const Answer& image : a.images) {
    add(image.file, name(a.pooling), image.probabilities);
    for (std::size_t p = 0; tiles && p < a.parts.size(); ++p) add(image.file, a.parts[p].name, image.of_parts[p]);
  }
  return table;
}

std::string json_of(const Answers& a) {
  Json list = Json::array();
  for (const Answer& image : a.images) {
    list.push_back({{"image", image.file},
                    {"class", class_of(a, image.probabilities)},
                    {"probabilities", named(a, image.probabilities)}});
    if (!a.on_tiles()) continue;
    list.back()["pooled"] = name(a.pooling);
    list.back()["tiles"] = tiles_of(a, image);
  }
  return list.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace xp
