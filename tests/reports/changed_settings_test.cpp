#include "reports/changed_settings.h"

#include <catch2/catch.hpp>

using namespace xp;

TEST_CASE("what differs from a default stands apart, with the default beside it") {
  const Settings settings{{"model", "resnet"},      {"model.depth", 18}, {"model.weights", ""}, {"optimizer", "adam"},
                          {"optimizer.rate", 5e-4}, {"own", "mine,yours"},     {"own.size", 3}};
  const Settings defaults{{"model.depth", 50}, {"model.weights", ""}, {"optimizer.rate", 5e-4}};
  const Table t = changed_settings_table(settings, defaults);
  REQUIRE(t.rows.size() == 3);
  CHECK(t.rows[0] == std::vector<std::string>{"model", "resnet", "depth 18 (50)", "weights empty"});
  CHECK(t.rows[1] == std::vector<std::string>{"optimizer", "adam", "", "rate 0.0005"});
  CHECK(t.rows[2] == std::vector<std::string>{"own", "mine, yours", "size 3", ""});
  CHECK(changed(settings, defaults).known == 3);
  CHECK(changed(settings, defaults).differing == 1);
  CHECK(changed(settings, {}).known == 0);
}
