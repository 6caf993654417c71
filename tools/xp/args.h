// The command line of one verb. Boost.Program_options is behind this header and nowhere else.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace xp {

struct Option {
  std::string name;      // "set", without dashes
  char letter = 0;       // 'o' for -o; 0: none
  std::string argument;  // "NAME=VALUE"; empty: a flag
  std::string doc;       // a few words
  bool repeats = false;  // may come more than once
};

class Arguments {
 public:
  std::vector<std::string> positional;
  std::string line;  // the whole command, as typed

  bool has(const std::string& option) const { return values_.count(option) > 0; }
  /// The value, or `fallback` when the option was not given.
  std::string text(const std::string& option, const std::string& fallback = "") const;
  /// In the order given.
  std::vector<std::string> texts(const std::string& option) const;
  /// Throws Error when it is no whole number from `least` to `most`.
  int number(const std::string& option, int fallback, int least = 0, int most = 1'000'000'000) const;

 private:
  friend Arguments parse(const std::vector<std::string>&, const std::vector<Option>&, const std::string&);
  std::map<std::string, std::vector<std::string>> values_;
};

/// Throws Error with the nearest option on an unknown one, and on a missing value.
Arguments parse(const std::vector<std::string>& words, const std::vector<Option>& options, const std::string& verb);

}  // namespace xp
