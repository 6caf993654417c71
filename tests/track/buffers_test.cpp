#include "framework/track/buffers.h"

#include <sys/resource.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <thread>

#include "tests/support/skip.h"

namespace {
using xp::Point;
using xp::Series;
using xp::track::Buffers;

bool same(const Series& a, const Series& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Point& x, const Point& y) {
    return x.at == y.at && (x.value == y.value || (std::isnan(x.value) && std::isnan(y.value)));
  });
}
std::size_t count(const std::map<std::string, Series>& taken) {
  std::size_t out = 0;
  for (const auto& [metric, series] : taken) out += series.size();
  return out;
}

/// While it lives this process gets no large block of memory.
class Starved {
 public:
  Starved() {
    ::getrlimit(RLIMIT_AS, &before_);
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    const rlimit now{pages * 4096 + (16 << 20), before_.rlim_max};
    ::setrlimit(RLIMIT_AS, &now);
  }
  ~Starved() { ::setrlimit(RLIMIT_AS, &before_); }

 private:
  rlimit before_{};
};

/// Adds ten values when its thread ends.
struct AddsAtEnd {
  Buffers* to = nullptr;
  ~AddsAtEnd() {
    for (int i = 0; to && i < 10; ++i) to->add("rest", i, 1);
  }
};
thread_local AddsAtEnd adds_at_end;
}  // namespace

TEST_CASE("what is added is taken once, by metric and in the order of adding") {
  Buffers buffers;
  buffers.add("b", 2, 0.5), buffers.add("a", -7, std::nan("")), buffers.add("b", 1, 0.25);
  CHECK(buffers.add("b", 2, 0.75) == 4);
  CHECK(buffers.added() == 4);
  auto taken = buffers.take();
  REQUIRE(taken.size() == 2);
  CHECK(same(taken["a"], {{-7, std::nan("")}}));
  CHECK(same(taken["b"], {{2, 0.5}, {1, 0.25}, {2, 0.75}}));
  CHECK(buffers.take().empty());
}

TEST_CASE("values that threads add one after the other keep that order") {
  Buffers buffers;
  std::atomic<int> turn = 0;
  const auto at_turn = [&](int of, int times) {
    for (int i = 0; i < times; ++i) {
      while (turn % 2 != of) std::this_thread::yield();
      buffers.add("loss", 1, turn);
      ++turn;
    }
  };
  std::thread one(at_turn, 0, 200), other(at_turn, 1, 200);
  one.join(), other.join();
  const Series all = buffers.take().at("loss");
  REQUIRE(all.size() == 400);
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i].value == static_cast<double>(i));
}

TEST_CASE(
    "while many threads add, taking loses nothing, takes nothing twice, and never sees the later without the earlier") {
  constexpr int threads = 6, each = 20'000;
  Buffers buffers;
  std::atomic<int> running = threads;
  std::vector<std::thread> callers;
  for (int t = 0; t < threads; ++t)
    callers.emplace_back([&, t] {
      for (int i = 1; i <= each; ++i) buffers.add("of " + std::to_string(t), i, t), buffers.add("of all", i, t);
      --running;
    });
  std::map<std::string, Series> all;
  for (bool last = false; !last;) {
    last = running == 0;
    for (auto& [metric, series] : buffers.take()) all[metric].insert(all[metric].end(), series.begin(), series.end());
  }
  for (std::thread& caller : callers) caller.join();
  CHECK(all["of all"].size() == threads * each);
  for (int t = 0; t < threads; ++t) {
    const Series& own = all["of " + std::to_string(t)];
    REQUIRE(own.size() == each);
    bool rising = true;
    for (std::size_t i = 0; i < own.size(); ++i) rising = rising && own[i].at == static_cast<std::int64_t>(i) + 1;
    CHECK(rising);
  }
}

TEST_CASE("one thread adds to several at once, and what a thread added outlives it") {
  Buffers one, other;
  std::thread([&] { one.add("a", 1, 1), other.add("a", 1, 2), one.add("a", 2, 3); }).join();
  CHECK(same(other.take()["a"], {{1, 2}}));
  CHECK(same(one.take()["a"], {{1, 1}, {2, 3}}));
}

TEST_CASE("what a thread adds last is taken, though it ends while others are taken from") {
  Buffers buffers;
  std::atomic<bool> ended = false;
  std::thread taker;
  std::size_t taken = 0;
  const auto take = [&] {
    for (const auto& [metric, series] : buffers.take()) taken += series.size();
  };
  taker = std::thread([&] {
    while (!ended) take();
  });
  constexpr int threads = 2'000, each = 3;
  for (int t = 0; t < threads; ++t)
    std::thread([&] {
      for (int i = 0; i < each; ++i) buffers.add("loss", i, t);
    }).join();
  ended = true;
  taker.join();
  take();
  CHECK(taken == threads * each);
}

TEST_CASE("what the destructors of a thread's objects add is taken too") {
  Buffers buffers;
  std::thread([&] { adds_at_end.to = &buffers, buffers.add("loss", 1, 1); }).join();
  const auto taken = buffers.take();
  CHECK(taken.at("loss").size() == 1);
  CHECK(taken.at("rest").size() == 10);
}

TEST_CASE("each value that threads add while buffers are closed is taken then or refused") {
  constexpr int threads = 4;
  Buffers buffers;
  std::atomic<std::size_t> accepted = 0;
  std::vector<std::thread> callers;
  for (int t = 0; t < threads; ++t)
    callers.emplace_back([&] {
      for (int i = 0; buffers.add("loss", i, 1); ++i) ++accepted;
    });
  while (accepted < 1000) std::this_thread::yield();
  const std::size_t taken = count(buffers.take(Buffers::Then::closed));
  for (std::thread& caller : callers) caller.join();
  CHECK(taken == accepted);
  CHECK(buffers.take().empty());
  buffers.open();
  CHECK(buffers.add("loss", 1, 1) == accepted + 1);
}

TEST_CASE("what there is no memory to take is there the next time, with what was added since") {
  if (*XP_SANITIZE) SKIP("sanitizers take memory of their own");
  constexpr std::size_t values = 3 << 20;
  Buffers buffers;
  for (std::size_t i = 0; i < values; ++i) buffers.add("loss", static_cast<std::int64_t>(i), 1);
  {
    const Starved starved;
    CHECK_THROWS_AS(buffers.take(), std::bad_alloc);
  }
  buffers.add("loss", values, 2);
  const Series all = buffers.take().at("loss");
  CHECK(all.size() == values + 1);
  CHECK(all.back().value == 2);
  CHECK(buffers.added() == all.size());
}
