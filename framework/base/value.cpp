#include "framework/base/value.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace xp {
namespace {

template <class T>
bool whole(const std::string& text, T& out) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out);
  return error == std::errc{} && stop == end;
}

}  // namespace

Value Value::parse(const std::string& text) {
  if (text == "true") return true;
  if (text == "false") return false;
  std::int64_t integer = 0;
  if (whole(text, integer)) return integer;
  double real = 0;
  if (whole(text, real) && std::isfinite(real)) return real;
  return text;
}

std::string Value::text() const {
  if (auto* b = get<bool>()) return *b ? "true" : "false";
  if (auto* i = get<std::int64_t>()) return fmt::format("{}", *i);
  if (auto* d = get<double>()) return fmt::format("{}", *d);
  return *get<std::string>();
}

const char* Value::type() const {
  static constexpr const char* names[] = {"a truth value", "a whole number", "a number", "text"};
  return names[v_.index()];
}

const Value* find(const Settings& settings, const std::string& name) {
  for (const Setting& s : settings)
    if (s.name == name) return &s.value;
  return nullptr;
}

void set(Settings& settings, const std::string& name, Value value) {
  for (Setting& s : settings)
    if (s.name == name) {
      s.value = std::move(value);
      return;
    }
  settings.push_back({name, std::move(value)});
}

}  // namespace xp
