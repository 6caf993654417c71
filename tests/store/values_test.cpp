// What is recorded comes back as it was, and what is recorded again is not forgotten.
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "framework/store/db.h"
#include "framework/store/store.h"
#include "tests/support/plans.h"
#include "tests/support/stored.h"

using namespace xp;

namespace {

/// The same type and the same bits; of NaN, NaN.
bool same(const Value& a, const Value& b) {
  const double *x = a.get<double>(), *y = b.get<double>();
  if (!x || !y) return !x && !y && a == b;
  return (std::isnan(*x) && std::isnan(*y)) || std::bit_cast<std::uint64_t>(*x) == std::bit_cast<std::uint64_t>(*y);
}

const Settings awkward{{"nan", NAN},
                       {"inf", INFINITY},
                       {"-inf", -INFINITY},
                       {"minus zero", -0.0},
                       {"a whole real", 3.0},
                       {"least real", std::numeric_limits<double>::denorm_min()},
                       {"greatest real", std::numeric_limits<double>::max()},
                       {"2^53 + 1", std::int64_t{9007199254740993}},
                       {"least", std::numeric_limits<std::int64_t>::min()},
                       {"greatest", std::numeric_limits<std::int64_t>::max()},
                       {"yes", true},
                       {"no", false},
                       {"one", 1},
                       {"empty", ""},
                       {"looks like a number", "3.0"},
                       {"looks like nothing", "NaN"},
                       {"with a nul", std::string("a\0b", 3)},
                       {"é", "ünïcode ☢"}};

std::vector<std::string> rewritten_of(const Record& record) {
  std::vector<std::string> out;
  for (const Rewritten& r : record.rewritten) out.push_back(r.metric + " " + std::to_string(r.times));
  return out;
}

}  // namespace

TEST_CASE("settings and environment come back with their types, whatever they hold") {
  const test::TemporaryFolder home("typed");
  Store store(home.path, Store::Access::write);
  NewRun run;
  run.experiment = "typed", run.plan = "{}", run.settings = run.environment = awkward;
  const std::int64_t id = store.add(run);
  const auto check = [&](const Settings& stored) {
    REQUIRE(stored.size() == awkward.size());
    for (std::size_t i = 0; i < awkward.size(); ++i) {
      INFO(awkward[i].name << ": " << stored[i].value.type() << " " << stored[i].value.text());
      CHECK(stored[i].name == awkward[i].name);
      CHECK(same(stored[i].value, awkward[i].value));
    }
  };
  check(store.record(id).settings);
  check(store.record(id).environment);
  store.describe(id, awkward, 0, 0);
  check(store.record(id).settings);
}

TEST_CASE("values of epochs keep every bit but the sign of a zero, which is no rewriting") {
  const test::TemporaryFolder home("bits");
  Store store(home.path, Store::Access::write);
  const std::int64_t id = test::add_running(store);
  const std::vector<double> values{NAN, INFINITY, -INFINITY, 3.0, 1e300, 5e-324, 0.1, 1e15, -9007199254740992.0};
  Metrics metrics;
  for (std::size_t i = 0; i < values.size(); ++i) metrics["x" + std::to_string(i)] = values[i];
  store.epoch(id, 4, metrics, metrics, {});
  const Record record = store.record(id);
  for (std::size_t i = 0; i < values.size(); ++i)
    for (const auto* kept : {&record.metrics, &record.telemetry})
      CHECK(same(kept->at("x" + std::to_string(i)).at(0).value, values[i]));
  CHECK(record.run.epochs == 4);
  store.epoch(id, 5, {{"zero", -0.0}}, {}, {});
  store.epoch(id, 5, {{"zero", -0.0}}, {}, {});
  CHECK(store.series(id, "zero").at(0).value == 0);
  CHECK(store.record(id).rewritten.empty());
}

TEST_CASE("of a value that is recorded again the latest counts, and the run says how often that was") {
  const test::TemporaryFolder home("rewritten");
  Store store(home.path, Store::Access::write);
  const std::int64_t id = test::add_running(store);
  CHECK(rewritten_of(store.record(id)).empty());
  store.epoch(id, 2, {{"train/loss", NAN}, {"val/loss", 0.5}}, {{"seconds", 0.1}}, {});
  CHECK(rewritten_of(store.record(id)).empty());  // the same bits, and NaN where NaN was
  for (const double loss : {0.25, 0.125, std::nan(""), std::nan("")})
    store.epoch(id, 2, {{"val/loss", loss}}, {{"seconds", loss}}, {});
  const Record record = store.record(id);
  CHECK(std::isnan(record.metrics.at("val/loss").at(1).value));
  CHECK(rewritten_of(record) == std::vector<std::string>{"seconds 3", "val/loss 3"});
  std::vector<double> before;
  Db(home / "xp.db", false).rows("SELECT value FROM rewritten WHERE kind = 'metrics' ORDER BY time", [&](Row r) {
    before.push_back(r.real(0));
  });
  CHECK(before == std::vector<double>{0.5, 0.25, 0.125});
}

TEST_CASE("epochs may come out of order, and count by the last") {
  const test::TemporaryFolder home("order");
  Store store(home.path, Store::Access::write);
  NewRun run;
  run.experiment = "e", run.plan = "{}";
  const std::int64_t id = store.add(run);
  for (const int epoch : {5, 2, 9, 1}) store.epoch(id, epoch, {{"x", epoch}}, {}, {});
  CHECK(store.run(id).epochs == 9);
  CHECK(store.series(id, "x").front().at == 1);
  CHECK(store.series(id, "x").back().at == 9);
  store.end(id, Status::finished, "");
  CHECK(store.run(id).epochs == 9);
  store.epoch(id, 12, {{"x", 0}}, {}, {});  // as an import does that comes later
  CHECK(store.run(id).epochs == 12);
}
