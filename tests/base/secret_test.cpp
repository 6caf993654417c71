#include "framework/base/secret.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <set>
#include <thread>
#include <vector>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/hash.h"
#include "tests/support/plans.h"

using namespace xp;

TEST_CASE("a key is drawn once, belongs to its owner alone, and is the same for all who come at once") {
  const test::TemporaryFolder folder("secret");
  const std::string path = folder / "home/patients.key";
  std::vector<std::string> keys(8);
  std::vector<std::thread> threads;
  for (std::string& key : keys) threads.emplace_back([&] { key = secret_key(path); });
  for (std::thread& t : threads) t.join();
  CHECK(std::set<std::string>(keys.begin(), keys.end()).size() == 1);
  CHECK(keys[0].size() == 32);
  struct stat s {};
  REQUIRE(::stat(path.c_str(), &s) == 0);
  CHECK((s.st_mode & 0777) == 0600);
  CHECK(secret_key(path) == keys[0]);
  CHECK(secret_key(folder / "other.key") != keys[0]);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path / "home"), {}) == 1);
}

TEST_CASE("a key of another length is no key") {
  const test::TemporaryFolder folder("secret");
  write_file(folder / "k", "short");
  CHECK_THROWS_AS(secret_key(folder / "k"), Error);
}

TEST_CASE("keyed hashes are HMAC-SHA256") {  // RFC 4231, test case 2
  CHECK(keyed_hash("Jefe", "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(keyed_hash("a", "P-1") != keyed_hash("b", "P-1"));
}
