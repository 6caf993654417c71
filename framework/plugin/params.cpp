#include "framework/plugin/params.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

std::string range(const Param& p) {
  if (p.low && p.high) return fmt::format("{} to {}", *p.low, *p.high);
  return p.low ? fmt::format("at least {}", *p.low) : fmt::format("at most {}", *p.high);
}

Value converted(const Param& param, const Value& value, const std::string& owner) {
  if (param.fallback.get<double>() && value.get<std::int64_t>()) return static_cast<double>(*value.get<std::int64_t>());
  if (param.fallback.get<std::string>() && !value.get<std::string>()) return value.text();  // --set note.text=5
  if (std::string(param.fallback.type()) != value.type())
    throw Error(fmt::format("{}.{} wants {}, not \"{}\"", owner, param.name, param.fallback.type(), value.text()),
                fmt::format("its default is {}", param.fallback.text()));
  return value;
}

}  // namespace

Value checked(const Param& param, const Value& value, const std::string& owner) {
  const Value v = converted(param, value, owner);
  const auto refuse = [&](const std::string& wants, const std::string& hint) {
    throw Error(fmt::format("{}.{} = {} is out of range: {}", owner, param.name, v.text(), wants), hint);
  };
  if (param.low || param.high) {
    const double number = v.get<double>() ? *v.get<double>() : static_cast<double>(*v.get<std::int64_t>());
    if (!(number >= param.low.value_or(-INFINITY) && number <= param.high.value_or(INFINITY)))
      refuse(range(param), param.doc);
  }
  if (!param.choices.empty() && std::find(param.choices.begin(), param.choices.end(), v.text()) == param.choices.end())
    refuse("one of " + join(param.choices), suggestion(v.text(), param.choices));
  return v;
}

}  // namespace xp
