// Values of steps against a model: a map, into which each value goes as it comes.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "framework/store/db.h"
#include "framework/store/store.h"
#include "framework/store/stretch.h"
#include "tests/support/plans.h"

using namespace xp;

namespace {

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                       greatest = std::numeric_limits<std::int64_t>::max();

struct Expected {
  std::map<std::string, std::map<std::int64_t, double>> values;
  std::map<std::string, std::int64_t> rewritten;

  void log(const std::string& metric, const Series& series) {
    for (const Point& p : series) {
      const auto [at, is_new] = values[metric].try_emplace(p.at, p.value);
      if (!is_new && !same_value(at->second, p.value)) ++rewritten[metric];
      at->second = p.value;
    }
  }
  void check(const Store& store, std::int64_t run) const {
    const auto stored = store.steps(run);
    REQUIRE(stored.size() == values.size());
    for (const auto& [metric, points] : values) {
      const Series& series = stored.at(metric);
      REQUIRE(series.size() == points.size());
      bool same = true;
      std::size_t i = 0;
      for (const auto& [step, value] : points) same &= series[i].at == step && same_value(series[i].value, value), ++i;
      CHECK(same);
    }
    std::map<std::string, std::int64_t> told;
    for (const Rewritten& r : store.record(run).rewritten) told[r.metric] = r.times;
    CHECK(told == rewritten);
  }
};

/// Steps in a row, every so many, rising unevenly, or in any order and repeated.
Series drawn(std::mt19937_64& random, std::int64_t& step) {
  const auto below = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
  const std::int64_t kind = below(5), stride = 1 + below(4);
  Series out;
  for (std::int64_t i = 1 + below(40); i > 0; --i) {
    step += kind < 2 ? stride : kind < 4 ? 1 + below(3) : below(9) - 4;
    const double values[] = {NAN, INFINITY, -INFINITY, -0.0, 0.0, 0.5, static_cast<double>(below(1000))};
    out.push_back({step, values[below(7)]});
  }
  return out;
}

std::int64_t new_run(Store& store) {
  NewRun run;
  run.experiment = "e", run.plan = "{}";
  const std::int64_t id = store.add(run);
  store.start(id, this_process());
  return id;
}

}  // namespace

TEST_CASE(
    "whatever is logged in whatever order, the latest value of each step comes back, and what was rewritten is "
    "counted") {
  const test::TemporaryFolder home("model");
  Store store(home.path, Store::Access::write);
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    std::mt19937_64 random(seed);
    const std::int64_t run = new_run(store);
    Expected expected;
    std::int64_t step = 0;
    for (int call = 0; call < 20; ++call) {
      std::map<std::string, Series> now;
      for (std::uint64_t m = random() % 3 + 1; m > 0; --m) now["m" + std::to_string(m)] = drawn(random, step);
      if (random() % 4 == 0) step -= static_cast<std::int64_t>(random() % 30);
      store.log(run, now);
      for (const auto& [metric, series] : now) expected.log(metric, series);
    }
    INFO("seed " << seed);
    expected.check(store, run);
  }
}

TEST_CASE("the least and the greatest step, and stretches longer than a row, come back") {
  const test::TemporaryFolder home("long");
  Store store(home.path, Store::Access::write);
  const std::int64_t run = new_run(store);
  Expected expected;
  Series many;
  for (std::int64_t i = 0; i < 150'000; ++i) many.push_back({i, 1.0 / static_cast<double>(i + 1)});
  for (const auto& [metric, series] :
       std::map<std::string, Series>{{"many", many}, {"far", {{greatest, 1}, {least, 2}, {0, 3}}}, {"one", {{7, 7}}}}) {
    store.log(run, {{metric, series}});
    expected.log(metric, series);
  }
  expected.check(store, run);
  std::int64_t rows = 0;
  Db(home / "xp.db", false).rows("SELECT count(*) FROM stretches WHERE count > 3", [&](Row r) { rows = r.integer(0); });
  CHECK(rows == 3);
}

TEST_CASE("resuming keeps what lies before the checkpoint, within a stretch too, and goes on from there") {
  const test::TemporaryFolder home("cut");
  Store store(home.path, Store::Access::write);
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    std::mt19937_64 random(seed);
    const std::int64_t run = new_run(store), until = static_cast<std::int64_t>(random() % 300);
    Expected kept;
    std::int64_t step = 0, logged = 0;
    for (int call = 0; call < 12; ++call) {
      const Series now = drawn(random, step);
      store.log(run, {{"m", now}});
      logged += std::ssize(now);
      for (const Point& p : now)
        if (p.at <= until) kept.log("m", {p});
    }
    store.end(run, Status::killed, "");
    store.resume(run, this_process(), 0, until);
    INFO("seed " << seed << ", until " << until);
    kept.check(store, run);
    std::int64_t in_all = 0;
    Db(home / "xp.db", false)
        .rows(
            "SELECT sum(count) FROM stretches WHERE run = ?", [&](Row r) { in_all = r.integer(0); }, run);
    CHECK(in_all == logged);  // nothing is lost
    const Series again{{until + 1, 1}, {until + 2, 2}};
    store.log(run, {{"m", again}});
    kept.log("m", again);
    kept.check(store, run);
  }
}

TEST_CASE("steps that come with an epoch are those that were logged") {
  const test::TemporaryFolder home("both");
  Store store(home.path, Store::Access::write);
  const std::int64_t run = new_run(store);
  store.epoch(run, 1, {}, {}, {{"a", {1, 0.5}}, {"b", {1, NAN}}, {"a", {2, 0.25}}});
  store.log(run, {{"a", {{3, 0.125}}}});
  CHECK(store.steps(run).at("a").size() == 3);
  CHECK(std::isnan(store.steps(run).at("b").at(0).value));
  CHECK(store.run(run).epochs == 0);  // none has ended
}
