// The one description a plugin writes of itself: it yields defaults, validation, help, the log and the SQL settings.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "framework/base/value.h"

namespace xp {

struct Param {
  std::string name, doc, unit;
  Value fallback = false;
  std::optional<double> low, high;   // both ends allowed
  std::vector<std::string> choices;  // of a text or a whole number; empty: any
  bool is_path = false;              // made absolute; kept out of the plan's identity, which goes by content
  bool is_later = false;             // came after plans were stored: at its default it stays out of identities
};

/// `value` as `param` stores it (a whole number becomes real where that is wanted). Throws Error naming `owner` and
/// the parameter on a wrong type, a number out of range or a text that is not among the choices.
Value checked(const Param& param, const Value& value, const std::string& owner);

/// How a Value holds a field of type T.
template <class T>
struct Storage {
  using type = T;
};
template <>
struct Storage<int> {
  using type = std::int64_t;
};

template <class P>
class Params {
 public:
  struct Entry {
    Param param;
    std::function<void(P&, const Value&)> store;
  };

  /// Describes one public field; its default is the field's own initialiser.
  template <class T, class Base>
  Params& operator()(const char* name, T Base::*field, const char* doc) {
    Entry entry;
    entry.param.name = name;
    entry.param.doc = doc;
    entry.param.fallback = Value(P{}.*field);
    entry.store = [field](P& p, const Value& v) { p.*field = static_cast<T>(*v.get<typename Storage<T>::type>()); };
    entries.push_back(std::move(entry));
    return *this;
  }
  Params& between(double low, double high) {
    last().low = low, last().high = high;
    return *this;
  }
  Params& at_least(double low) {
    last().low = low;
    return *this;
  }
  Params& one_of(std::vector<std::string> choices) {
    last().choices = std::move(choices);
    return *this;
  }
  Params& unit(const char* unit) {
    last().unit = unit;
    return *this;
  }
  Params& later() {
    last().is_later = true;
    return *this;
  }
  Params& path() {
    last().is_path = true;
    return *this;
  }

  std::vector<Entry> entries;

 private:
  Param& last() { return entries.back().param; }
};
}  // namespace xp
