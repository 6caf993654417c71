// Where the time of a compiled network goes, when somebody asks.
#pragma once
#include <chrono>
#include <map>
#include <string>

namespace xp {

/// Seconds by kind of work: "convolution forward".
using Profile = std::map<std::string, double>;

/// Adds the time until its end to an entry; nothing where there is no profile.
class Timed {
 public:
  Timed(Profile* profile, const char* what) : profile_(profile), what_(what) {
    if (profile_) start_ = std::chrono::steady_clock::now();
  }
  ~Timed() {
    if (profile_)
      (*profile_)[what_] += std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }
  Timed(const Timed&) = delete;

 private:
  Profile* profile_;
  const char* what_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace xp
