#include "reports/pages/pictures.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "framework/base/text.h"
#include "reports/html/escape.h"
#include "reports/html/page.h"
#include "reports/words.h"

namespace xp {
namespace {

using Json = nlohmann::json;
constexpr std::size_t most_bars = 5, most_remarks = 20;

/// The member of that name where it is of that kind, else null.
const Json* member(const Json& object, const char* name, bool (Json::*of_kind)() const noexcept) {
  const auto found = object.find(name);
  return object.is_object() && found != object.end() && ((*found).*of_kind)() ? &*found : nullptr;
}

std::string text(const Json& object, const char* name) {
  const Json* found = member(object, name, &Json::is_string);
  return found ? found->get<std::string>() : "";
}

std::string class_name(const ImageCard& card, int c) {
  return c >= 0 && static_cast<std::size_t>(c) < card.classes.size() ? card.classes[static_cast<std::size_t>(c)]
                                                                     : fmt::format("class {}", c);
}

/// What there is little room for, and whole on hover.
void set_name(Values& values, const std::string& name, int columns) {
  const std::string whole = valid_utf8(name);
  values.set("name", shorten(whole, columns));
  values.set("is_shortened", width(whole) > columns);
  values.set("whole", shorten(whole, 300));
}

/// The largest probabilities and that of the truth, in the order of the classes; the rest in one line.
Values bars(const ImageCard& card, const Prediction& said) {
  std::vector<std::size_t> places(said.probabilities.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  const auto weight = [&](std::size_t c) {
    return static_cast<int>(c) == card.label ? 2 : said.probabilities[c];  // the truth is always among them
  };
  std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) { return weight(a) > weight(b); });
  places.resize(std::min(places.size(), most_bars));
  std::sort(places.begin(), places.end());
  Values out{Values::type::list};
  double rest = 1;
  for (const std::size_t c : places) {
    const double p = said.probabilities[c];
    Values one;
    set_name(one, class_name(card, static_cast<int>(c)), 24);
    one.set("is_truth", static_cast<int>(c) == card.label);
    one.set("share", fmt::format("{:.1f}", 100 * std::clamp(p, 0.0, 1.0)));
    one.set("percent", percent(p));
    out << one;
    rest -= p;
  }
  if (places.size() < said.probabilities.size()) {
    Values one;
    set_name(one, counted(static_cast<long long>(said.probabilities.size() - places.size()), "other"), 24);
    one.set("share", fmt::format("{:.1f}", 100 * std::clamp(rest, 0.0, 1.0)));
    one.set("percent", percent(std::max(rest, 0.0)));
    out << one;
  }
  return out;
}

/// Embeds while any may be.
std::string embedded(const std::string& content, const std::string& alternative, int& left) {
  if (left <= 0) return "";
  const std::string image = image_of_jpeg(content, alternative);
  left -= !image.empty();
  return image;
}

Values opinion_of(const ImageCard& card, const Opinion& opinion, const std::string& name, int& left) {
  Values out;
  const int said = predicted(opinion.said);
  const std::string heat =
      opinion.picture
          ? embedded(opinion.picture->heat_map,
                     fmt::format("Heat map over {}: where {} found its evidence for {}", name,
                                 opinion.by.empty() ? "the network" : opinion.by, opinion.picture->explains),
                     left)
          : "";
  out.set("has_by", !opinion.by.empty());
  out.set("by", shorten(valid_utf8(opinion.by), 60));
  out.set("heat_map", heat);
  out.set("has_heat_map", !heat.empty());
  if (opinion.picture) {
    out.set("explains", shorten(valid_utf8(opinion.picture->explains), 40));
    out.set("has_border", opinion.picture->border.has_value());
    out.set("border", hundredths(opinion.picture->border.value_or(0), 0) + " %");
  }
  out.set("verdict", said == card.label ? "right" : "wrong");
  out.set("grade", said == card.label ? "fine" : "serious");
  out.set("said", shorten(valid_utf8(class_name(card, said)), 60));
  out.set("is_sure", card.sure);
  out.set("bars", card.sure ? bars(card, opinion.said) : Values{Values::type::list});
  return out;
}

Values value_of(const ImageCard& card, int& left) {
  Values out, opinions{Values::type::list};
  set_name(out, card.name, 60);
  const std::string name = shorten(valid_utf8(card.name), 80), truth = class_name(card, card.label);
  out.set("truth", shorten(valid_utf8(truth), 60));
  std::string thumbnail;
  for (const Opinion& o : card.opinions)
    if (thumbnail.empty() && o.picture)
      thumbnail = embedded(o.picture->thumbnail, fmt::format("The image {}, of {}", name, truth), left);
  out.set("thumbnail", thumbnail);
  out.set("has_thumbnail", !thumbnail.empty());
  for (const Opinion& o : card.opinions)
    if (!o.said.probabilities.empty()) opinions << opinion_of(card, o, name, left);
  out.set("opinions", opinions);
  return out;
}

}  // namespace

const KeptPicture* Album::of(int sample) const {
  const auto found = pictures.find(sample);
  return found == pictures.end() ? nullptr : &found->second;
}

Album album_of(const Material& run) {
  Album out;
  const auto content = [&](const std::string& name) {
    const auto found = run.pictures.find(name);
    return found == run.pictures.end() ? "" : found->second;
  };
  const Json index = Json::parse(content("pictures/index.json"), nullptr, false);
  const Json* images = member(index, "images", &Json::is_array);
  if (!images) return out;
  out.kept = true;
  for (const Json& image : *images) {
    const Json* sample = member(image, "sample", &Json::is_number_unsigned);
    if (!sample || sample->get<std::uint64_t>() >= run.record.samples.size()) continue;
    KeptPicture kept{content(text(image, "thumbnail")), content(text(image, "heat_map")), text(image, "explains")};
    if (const Json* border = member(image, "border", &Json::is_number))
      if (const double share = border->get<double>(); share >= 0 && share <= 1) kept.border = share;
    if (jpeg_size(kept.thumbnail) || jpeg_size(kept.heat_map)) out.pictures[sample->get<int>()] = std::move(kept);
  }
  if (const Json* left = member(index, "left_out", &Json::is_array)) out.left_out = static_cast<int>(left->size());
  if (const Json* remarks = member(index, "remarks", &Json::is_array))
    for (const Json& remark : *remarks)
      if (remark.is_string() && out.remarks.size() < most_remarks) out.remarks.push_back(remark.get<std::string>());
  return out;
}

std::string cards_of(const std::vector<ImageCard>& cards, int& pictures_left) {
  Values values, list{Values::type::list};
  for (const ImageCard& card : cards) list << value_of(card, pictures_left);
  values.set("cards", list);
  return cards.empty() ? "" : rendered("cards.mustache", values);
}

}  // namespace xp
