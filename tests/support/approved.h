// Outputs that people read are compared with files under tests/approved, byte by byte. XP_APPROVE=1 writes them anew:
// read the diff before committing it.
#pragma once
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace xp::test {

inline void check_approved(const std::string& name, const std::string& text) {
  const std::string path = std::string(XP_SOURCE_DIR) + "/tests/approved/" + name;
  if (const char* approve = std::getenv("XP_APPROVE"); approve && std::string(approve) == "1") {
    std::ofstream out(path, std::ios::binary);
    out << text;
    out.close();
    REQUIRE(out.good());
  }
  std::ifstream in(path, std::ios::binary);
  std::stringstream approved;
  approved << in.rdbuf();
  INFO("approved file " << path << " (XP_APPROVE=1 rewrites it)");
  CHECK(text == approved.str());
}

}  // namespace xp::test
