#include "reports/diagnosis/json.h"
#include "reports/comparison/json.h"
#include "reports/json.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/support/approved.h"
#include "tests/support/records.h"

using namespace xp;
using nlohmann::json;

TEST_CASE("a record is strict JSON with everything in it") {
  const json j = json::parse(json_of(test::reference000()));
  CHECK(j["run"] == "run12");
  CHECK(j["chosen_epoch"] == 8);
  CHECK(j["plan"]["model"]["name"] == "small_cnn");
  CHECK(j["settings"]["model.dropout"] == 0.2);
  CHECK(j["metrics"]["val/loss"][29] == json::array({30, 2.4527}));
  CHECK(j["samples"]["double"]["test"] == 3);
  CHECK(j["test_set"].get<std::string>().size() == 64);
  CHECK(j["predictions"]["test"].size() == 6);
  CHECK(j["predictions"]["test"][0]["truth"] == "double");
  CHECK(j["diagnosis"]["grade"] == "serious");
  CHECK(j["environment"]["threads"] == 2);
}

TEST_CASE("NaN and infinities are strings, since JSON has no numbers for them") {
  Record r = test::reference000();
  r.metrics["val/loss"] = {{1, test::nan}, {2, INFINITY}, {3, -INFINITY}};
  const json j = json::parse(json_of(r));
  CHECK(j["metrics"]["val/loss"] == json::parse(R"([[1,"NaN"],[2,"Infinity"],[3,"-Infinity"]])"));
}

TEST_CASE("bytes that are no UTF-8 do not throw") {
  Record r = test::reference000();
  r.run.note = "\xff\xfe note";
  r.classes[0] = "\xc3";
  r.samples[0].name = "bad\x80name.png";
  r.plan = "not json";
  CHECK(json::parse(json_of(r))["plan"] == "not json");
}

TEST_CASE("lists, comparisons and diagnoses are JSON too, also when there is nothing") {
  CHECK(json_of(std::vector<RunRow>{}) == "[]");
  CHECK(json::parse(json_of(std::vector<RunRow>{test::killed(3).run}))[0]["reason"] == "Ctrl-C");
  CHECK(json::parse(json_of(std::vector<ListRow>{ListRow{}}))[0]["test/accuracy"] == "NaN");
  CHECK(json::parse(json_of(Record{}))["chosen_epoch"].is_null());
  const json c = json::parse(json_of(compare({test::healthy(1, 14), test::healthy(2, 4), test::killed(3)})));
  CHECK(c["pairs"].size() == 3);
  CHECK(c["pairs"][0]["flips"].size() == 10);
  CHECK_THAT(c["pairs"][1]["obstacle"].get<std::string>(), Catch::Contains("run3 has no test predictions"));
  test::check_approved("diagnosis.json.txt", json_of(diagnose(test::reference000())) + "\n");
}
