#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#include <iostream>
#include <vector>

#include "tests/support/skip.h"

namespace {
std::vector<std::string>& skipped() {
  static std::vector<std::string> reasons;
  return reasons;
}
}  // namespace

void xp::test::count_skip(const std::string& why) { skipped().push_back(why); }

int main(int argc, char** argv) {
  const int result = Catch::Session().run(argc, argv);
  if (!skipped().empty()) {
    std::cout << skipped().size() << " skipped:\n";
    for (const std::string& why : skipped()) std::cout << "  " << why << "\n";
  }
  return result;
}
