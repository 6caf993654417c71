// Runs on their way from one home to another.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace xp {

struct Bundled {
  std::int64_t runs = 0, artifacts = 0;
  double bytes = 0;
};

struct Unpacked {
  struct Run {
    std::int64_t was = 0, is = 0;  // its number there, and here
    bool known = false;            // it was here before
  };
  std::vector<Run> runs;
  std::int64_t artifacts = 0;  // that were new here
};

}  // namespace xp
