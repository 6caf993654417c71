#include "framework/base/hash.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "framework/base/error.h"

using namespace xp;

TEST_CASE("SHA-256 gives the answers of FIPS 180-4") {
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("a file hashes as its content, also when longer than a buffer") {
  const auto path = std::filesystem::temp_directory_path() / "xp_hash_test.bin";
  const std::string content(200000, 'x');
  std::ofstream(path, std::ios::binary) << content;
  CHECK(sha256_of_file(path.string()) == sha256(content));
  std::filesystem::remove(path);
  CHECK_THROWS_WITH(sha256_of_file(path.string()), Catch::Contains(path.string()) && Catch::Contains("No such file"));
}

TEST_CASE("where a part ends matters to a hash of parts") {
  CHECK(Hasher().add("ab").add("c").hex() != Hasher().add("a").add("bc").hex());
  CHECK(Hasher().add("ab").hex() == Hasher().add("ab").hex());
  CHECK(Hasher().add("").hex() != Hasher().hex());
}
