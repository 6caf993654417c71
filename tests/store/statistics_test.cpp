// How large a home is.
#include <catch2/catch.hpp>

#include "tests/support/plans.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;

TEST_CASE("a home is counted: runs, values, predictions, artifacts once each") {
  const TemporaryFolder home("statistics");
  {
    Store before(home.path, Store::Access::write);  // whoever closes last moves the log into the database
    for (int i = 1; i <= 3; ++i)
      before.artifact(add_finished(before, i), "weights.safetensors", i == 1 ? "of the first" : "of the second");
  }
  Store store(home.path, Store::Access::write);
  store.remove(3);
  const HomeStatistics s = store.statistics();
  const Record first = store.record(1);
  std::int64_t values = 0, said = static_cast<std::int64_t>(first.test.size() + first.validation.size());
  for (const auto* kind : {&first.metrics, &first.telemetry})
    for (const auto& [name, series] : *kind) values += std::ssize(series);
  CHECK(s.runs == 2);
  CHECK(s.deleted == 1);
  CHECK(s.epoch_values == 3 * values);
  CHECK(s.step_values == 9);
  CHECK(s.predictions == 3 * said);
  CHECK(s.artifacts == 2);
  CHECK(s.artifact_bytes == 25);
  CHECK(s.database_bytes > 4096);
}
