#include <catch2/catch.hpp>
#include <chrono>
#include <nlohmann/json.hpp>

#include "reports/pages/run/scored.h"
#include "reports/pages/run/sections.h"
#include "tests/support/graded.h"

using namespace xp;
using namespace xp::test;
using Catch::Contains;

namespace {

std::string body(const Material& run) { return thresholds_section(run, scored_of(run)).body; }

nlohmann::json rows_of(const std::string& section) {
  const std::size_t explorer = section.find("class=\"explorer\""), open = section.find("application/json\">", explorer);
  REQUIRE(open != section.npos);
  const std::size_t begin = section.find('{', open);
  return nlohmann::json::parse(section.substr(begin, section.find("</script>", begin) - begin))["rows"];
}

std::string attribute(const std::string& section, const std::string& name) {
  const std::size_t input = section.find("<input"), at = section.find(name + "=\"", input) + name.size() + 2;
  return section.substr(at, section.find('"', at) - at);
}

}  // namespace

TEST_CASE("the slider goes through the rows that stand in the page, and starts at one half") {
  const std::string section = body({graded(60)});
  const auto rows = rows_of(section);
  CHECK(rows.size() > 50);
  CHECK(attribute(section, "max") == std::to_string(rows.size() - 1));
  const auto start = static_cast<std::size_t>(std::stoi(attribute(section, "value")));
  CHECK(rows[start][0] == "0.5000");
  for (const auto& row : rows) {
    REQUIRE(row.size() == 10);
    int images = 0;
    for (std::size_t cell = 1; cell <= 4; ++cell) images += std::stoi(row[cell].get<std::string>());
    CHECK(images == 60);
  }
  CHECK(rows.front()[1] == "30");
  CHECK(rows.back()[0] == "more than any");
  CHECK(rows.back()[7] == "undefined");
}

TEST_CASE("a reader is warned of thresholds that are chosen where they are scored") {
  CHECK_THAT(body({graded()}), Contains("figures do not flatter"));
  CHECK_THAT(body({graded()}), Contains("Whoever picks the threshold that looks best on these test images") &&
                                   Contains("xp score run7 --sensitivity 0.9"));
  Material alone{graded()};
  alone.record.validation.clear();
  CHECK_THAT(body(alone), Contains("chosen on the same test images that it is scored on here: it flatters"));
}

TEST_CASE("without scripts the table of tenths says the same") {
  const std::string section = body({graded()});
  CHECK_THAT(section, Contains("<div class=\"explorer\" hidden>") && Contains("At 0.1, 0.2, … 0.9"));
  for (const char* tenth : {">0.1<", ">0.5<", ">0.9<"}) CHECK_THAT(section, Contains(tenth));
}

TEST_CASE("three classes have curves and areas, and no slider") {
  const std::string section = body({graded(90, 1, {"A", "B", "C"})});
  CHECK_THAT(section, Contains("id=\"roc\"") && Contains("id=\"precision-recall\"") && Contains("AUC (95 %)") &&
                          !Contains("class=\"explorer\""));
}

TEST_CASE("many images keep the section small and quick") {
  Material run{graded(10000)};
  run.scores = score_report(run.record, {Part::test, {0}});
  const auto start = std::chrono::steady_clock::now();
  const std::string section = body(run);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(1));
  CHECK(rows_of(section).size() <= 402);
  CHECK(section.size() < 300000);
  CHECK_THAT(section, Contains("The slider stops at"));
}
