#include "reports/timing.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace xp;

namespace {

std::string value(const Table& table, const std::string& what) {
  for (const auto& row : table.rows)
    if (row.at(0) == what) return row.at(1);
  return "no such row";
}

}  // namespace

TEST_CASE("the table of a run says when, how long and how fast") {
  Record r = test::reference000();
  r.telemetry["wait_seconds"] = test::series(30, [](int) { return 0.15; });
  r.telemetry["images_per_second"] = test::series(30, [](int e) { return e == 1 ? 10.0 : 20.0; });
  r.telemetry["rss_mib"] = test::series(30, [](int e) { return e == 9 ? 1536.0 : 512.0; });
  const Table t = timing_table(r);
  CHECK(value(t, "started") == "2026-11-20 09:24 UTC");
  CHECK(value(t, "ended") == "2026-11-20 09:25 UTC");
  CHECK(value(t, "running time") == "1:30");
  CHECK(value(t, "of it learning") == "45 s");
  CHECK(value(t, "of that, waiting for images") == "4.5 s, 10.0 %");
  CHECK(value(t, "images a second, median") == "20.0, from 10.0 to 20.0");
  CHECK(value(t, "memory, peak at an epoch's end") == "1.5 GiB");
}

TEST_CASE("the pauses between attempts are no running time") {
  Record r = test::reference000();
  r.run.attempt = 3;
  r.attempts = {{1, "2026-11-20T08:00:00.000Z", "2026-11-20T08:01:00.000Z", "Ctrl-C, in epoch 8", 7, 70},
                {2, "2026-11-20T08:30:00.000Z", "", "", 0, 0}};
  const Table t = timing_table(r);
  CHECK(value(t, "started") == "2026-11-20 08:00 UTC");
  CHECK(value(t, "attempt 1") == "2026-11-20 08:00 UTC to 2026-11-20 08:01: Ctrl-C, in epoch 8; went on after epoch 7");
  CHECK(value(t, "attempt 2") == "2026-11-20 08:30 UTC; its process ended without a word; began anew");
  CHECK(value(t, "running time") == "2:30");
}

TEST_CASE("what was not recorded has no row") {
  CHECK(timing_table(Record{}).rows.empty());
  Record imported = test::reference000();
  set(imported.settings, "imported", "predictions.csv");
  imported.telemetry.clear();
  REQUIRE(timing_table(imported).rows.size() == 1);
  CHECK(timing_table(imported).rows[0][0] == "imported");
}

TEST_CASE("the learning of folds is that of all of them; controls learn nothing that was timed") {
  Record r = test::healthy(1);
  set(r.settings, "split.folds", 2);
  Record fold = test::reference000();  // 45 s
  CHECK(value(timing_table(r, {fold, fold, test::healthy(3)}), "of all folds, learning") == "1:30");
}

TEST_CASE("how a run ended is a sentence") {
  Record r = test::reference000();
  CHECK(ending(r) == "It came to its last epoch, 30.");
  r.run.epochs_planned = 50, r.run.reason = "val/loss has not improved for 8 epochs";
  CHECK(ending(r) == "It ended after epoch 30 of 50: val/loss has not improved for 8 epochs.");
  CHECK(ending(test::killed(1)) == "It was stopped after epoch 2 of 20: Ctrl-C.");
  r.run.status = Status::failed, r.run.reason = "the loss became NaN";
  CHECK(ending(r) == "It failed after epoch 30 of 50: the loss became NaN.");
  r.run.status = Status::running;
  CHECK(ending(r) == "It is at epoch 30 of 50.");
}
