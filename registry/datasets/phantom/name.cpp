#include "registry/datasets/phantom/name.h"

#include <charconv>
#include <string_view>

#include "framework/experiment.h"

namespace xp::phantom {
namespace {

using Text = std::string_view;

/// By Treatment; those that end in a space are followed by an amount.
constexpr Text treatments[] = {"", "mirrored", "rotated by ", "cropped to ", "gamma "};

bool take(Text& text, Text start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

template <class Number>
std::optional<Number> number(Text& text) {
  Number n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc()) return {};
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return n;
}

std::optional<int> counted(Text& text) {
  const std::optional<int> n = number<int>(text);
  return n && *n > 0 && *n <= 100000 ? n : std::nullopt;
}

std::optional<Picture> picture(Text& text, const std::vector<std::string>& classes) {
  for (std::size_t label = 0; label < classes.size(); ++label) {
    if (!take(text, classes[label] + "/")) continue;
    const std::optional<int> patient = counted(text), view = take(text, " view ") ? counted(text) : 1;
    if (!patient || !view) return {};
    return Picture{static_cast<int>(label), *patient, *view};
  }
  return {};
}

bool treatment(Text& text, Origin& origin) {
  if (!take(text, ", ")) return true;
  for (std::size_t i = 1; i < std::size(treatments); ++i) {
    if (!take(text, treatments[i])) continue;
    origin.how = static_cast<Treatment>(i);
    if (treatments[i].back() != ' ') return true;
    const std::optional<double> amount = number<double>(text);
    return amount ? (origin.amount = *amount, true) : false;
  }
  return false;
}

}  // namespace

std::string name(const Picture& picture, const std::vector<std::string>& classes) {
  const std::string patient = std::to_string(picture.patient);
  const std::string zeros(patient.size() < 4 ? 4 - patient.size() : 0, '0');
  return classes[picture.label] + "/" + zeros + patient +
         (picture.view > 1 ? " view " + std::to_string(picture.view) : "");
}

std::string name(const Drawn& drawn, const std::vector<std::string>& classes) {
  std::string out = name(drawn.own, classes);
  if (!drawn.copy) return out;
  const Text how = treatments[static_cast<int>(drawn.copy->how)];
  out += " (" + name(drawn.copy->of, classes);
  if (!how.empty()) out.append(", ").append(how);
  if (how.ends_with(' ')) out += Value(drawn.copy->amount).text();
  return out + ")";
}

std::optional<Drawn> drawn(const std::string& name, const std::vector<std::string>& classes) {
  Text text = name;
  const std::optional<Picture> own = picture(text, classes);
  if (!own) return {};
  Drawn out{*own, {}};
  if (take(text, " (")) {
    const std::optional<Picture> of = picture(text, classes);
    if (!of) return {};
    out.copy = Origin{*of};
    if (!treatment(text, *out.copy) || !take(text, ")")) return {};
  }
  return text.empty() ? std::optional(out) : std::nullopt;
}

}  // namespace xp::phantom
