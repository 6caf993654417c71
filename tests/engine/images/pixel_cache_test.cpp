#include "framework/engine/images/pixel_cache.h"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <thread>

#include "framework/base/file.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

constexpr double plenty = 1e9;

Image picture(int seed, int side = 32) {
  Image image(side, side);
  for (std::size_t i = 0; i < image.pixels.size(); ++i)
    image.pixels[i] = static_cast<float>((seed * 7919 + static_cast<int>(i) * 31) % 1000) / 999.0f;
  return image;
}

std::string key(int n) { return "ab" + std::to_string(100 + n); }

std::string file_of(const test::TemporaryFolder& folder, int n) { return folder / ("ab/" + key(n)); }

}  // namespace

TEST_CASE("what is kept comes back bit for bit, to another object too") {
  const test::TemporaryFolder folder("pixels");
  PixelCache cache(folder.path.string(), plenty);
  CHECK_FALSE(cache.find(key(1)));
  cache.keep(key(1), picture(1));
  const PixelCache other(folder.path.string(), plenty);
  for (const PixelCache* any : {static_cast<const PixelCache*>(&cache), &other}) {
    const auto found = any->find(key(1));
    REQUIRE(found);
    CHECK(found->pixels == picture(1).pixels);
    CHECK(found->width == 32);
  }
  using std::filesystem::perms;
  CHECK((std::filesystem::status(folder.path).permissions() & (perms::group_all | perms::others_all)) == perms::none);
}

TEST_CASE("a damaged entry does not count, and is made again") {
  const test::TemporaryFolder folder("pixels_damaged");
  PixelCache cache(folder.path.string(), plenty);
  cache.keep(key(1), picture(1));
  const std::string whole = read_file(file_of(folder, 1));
  const auto damaged = [&](std::string bytes) {
    write_file(file_of(folder, 1), bytes);
    CHECK_FALSE(cache.find(key(1)));
    CHECK_FALSE(std::filesystem::exists(file_of(folder, 1)));
    cache.keep(key(1), picture(1));
    REQUIRE(cache.find(key(1)));
  };
  damaged(whole.substr(0, whole.size() / 2));
  damaged("");
  for (const std::size_t place : {0u, 9u, 30u, 100u, 4000u}) {
    std::string flipped = whole;
    flipped[place] = static_cast<char>(flipped[place] ^ 4);
    damaged(flipped);
  }
}

TEST_CASE("beyond its size the entries used longest ago go, and never those of this run") {
  const test::TemporaryFolder folder("pixels_full");
  const double entry = 32 * 32 * 4 + 88;
  const auto old = [&](int n, int hours) {
    const auto when = std::filesystem::file_time_type::clock::now() - std::chrono::hours(hours);
    std::filesystem::last_write_time(file_of(folder, n), when);
  };
  {
    PixelCache before(folder.path.string(), plenty);
    for (int n = 0; n < 4; ++n) before.keep(key(n), picture(n));
    for (int n = 0; n < 4; ++n) old(n, 10 - n);
  }
  PixelCache cache(folder.path.string(), 5 * entry);
  REQUIRE(cache.find(key(0)));  // used now
  cache.keep(key(10), picture(10)), cache.keep(key(11), picture(11));
  CHECK(cache.holds(key(0)));
  CHECK_FALSE(cache.holds(key(1)));
  CHECK_FALSE(cache.holds(key(2)));
  CHECK(cache.holds(key(3)));
  for (int n = 12; n < 30; ++n) cache.keep(key(n), picture(n));
  CHECK(cache.holds(key(0)));
  CHECK(cache.holds(key(10)));
  double size = 0;
  for (const auto& e : std::filesystem::recursive_directory_iterator(folder.path))
    if (e.is_regular_file()) size += static_cast<double>(e.file_size());
  CHECK(size <= 6 * entry);  // the one that found it full
}

TEST_CASE("a folder that cannot be written to costs nothing but time") {
  const test::TemporaryFolder folder("pixels_refused");
  write_file(folder / "file", "not a folder");
  PixelCache none(folder / "file", plenty), off(folder / "off", 0);
  for (PixelCache* cache : {&none, &off}) {
    cache->keep(key(1), picture(1));
    CHECK_FALSE(cache->find(key(1)));
  }
  CHECK_FALSE(std::filesystem::exists(folder / "off"));
}

TEST_CASE("an entry that a full disk cuts short is taken away, and nothing more is kept") {
  const test::TemporaryFolder folder("pixels_cut");
  PixelCache cache(folder.path.string(), plenty);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{1000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  cache.keep(key(1), picture(1));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  CHECK_FALSE(cache.find(key(1)));
  CHECK(std::filesystem::is_empty(folder / "ab"));
  cache.keep(key(2), picture(2));
  CHECK_FALSE(cache.holds(key(2)));
}

TEST_CASE("many threads and two caches on one folder see whole entries or none") {
  const test::TemporaryFolder folder("pixels_together");
  PixelCache one(folder.path.string(), plenty), two(folder.path.string(), plenty);
  std::atomic<int> wrong{0}, found{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      PixelCache& cache = t % 2 ? one : two;
      for (int i = 0; i < 60; ++i) {
        const int n = i % 5;
        if (const auto image = cache.find(key(n))) found++, wrong += image->pixels != picture(n).pixels;
        cache.keep(key(n), picture(n));
      }
    });
  for (std::thread& t : threads) t.join();
  CHECK(found > 0);
  CHECK(wrong == 0);
}
