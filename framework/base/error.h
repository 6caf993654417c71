// The one exception type of the project. Thrown where a mistake is noticed, caught once, in `main`.
#pragma once
#include <stdexcept>
#include <string>
#include <utility>

namespace xp {

/// Exit codes of every verb.
enum class Exit { done = 0, failed = 1, usage = 2, no = 3, interrupted = 130 };

/// What is wrong (`what()`), and what to do next (`hint()`, may be empty). Neither ends in a newline.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& what, std::string hint = "", Exit exit = Exit::usage)
      : std::runtime_error(what), hint_(std::move(hint)), exit_(exit) {}
  const std::string& hint() const { return hint_; }
  /// Both, in two lines: what a record keeps as a reason.
  std::string whole() const { return hint_.empty() ? what() : what() + ("\n" + hint_); }
  Exit exit() const { return exit_; }

 private:
  std::string hint_;
  Exit exit_;
};

}  // namespace xp
