// One setting's value: bool, integer, real or text. What experiments, --set, JSON and SQL exchange.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace xp {

class Value {
 public:
  Value(bool v) : v_(v) {}
  Value(int v) : v_(std::int64_t{v}) {}
  Value(std::int64_t v) : v_(v) {}
  Value(double v) : v_(v) {}
  Value(const char* v) : v_(std::string(v)) {}
  Value(std::string v) : v_(std::move(v)) {}

  /// Reads "true", "3", "1e-4" as what they look like and everything else as text.
  static Value parse(const std::string& text);

  template <class T>
  const T* get() const {
    return std::get_if<T>(&v_);
  }
  bool operator==(const Value& other) const { return v_ == other.v_; }

  /// "true", "3", "0.0001", "cbam": the shortest text that reads back to the same number.
  std::string text() const;
  /// "a truth value", "a whole number", "a number", "text": for error messages.
  const char* type() const;

 private:
  std::variant<bool, std::int64_t, double, std::string> v_;
};

struct Setting {
  std::string name;
  Value value;
  bool operator==(const Setting&) const = default;
};
using Settings = std::vector<Setting>;

/// The value of `name`; null when it is not among them.
const Value* find(const Settings& settings, const std::string& name);
/// Replaces the value of `name`, or adds it at the end.
void set(Settings& settings, const std::string& name, Value value);

}  // namespace xp
