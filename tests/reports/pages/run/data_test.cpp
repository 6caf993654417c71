// What a run's page says of its images.
#include <catch2/catch.hpp>

#include "reports/pages/run/sections.h"
#include "tests/support/jpegs.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

TEST_CASE("classes of each part as a chart and as a table, then groups and what was skipped") {
  Record r = test::reference000();
  CHECK_THAT(data_section({r}).body,
             Contains("Images of each class in each part") && Contains("Classes in each part") && !Contains("roups"));
  for (std::size_t i = 0; i < r.samples.size(); ++i) r.samples[i].group = "p" + std::to_string(i / 2);
  r.skipped = {"<b>.png: broken"};
  const std::string body = data_section({r}).body;
  CHECK_THAT(body, Contains("groups (patients, parent images)") && Contains("1 group stands in more than one part") &&
                       Contains("1 file was skipped as unreadable") && Contains("<bdi>&lt;b&gt;.png: broken</bdi>"));
}

TEST_CASE("contact sheets stand with the classes of their rows") {
  Material run{test::reference000()};
  run.pictures["pictures/seen.jpg"] = test::jpeg_head(604, 404);
  CHECK_THAT(data_section(run).body,
             Contains("As the network sees them") && Contains("width=\"604\"") && !Contains("As they are"));
  run.pictures["pictures/data.jpg"] = test::jpeg_head(804, 204);
  run.pictures["pictures/data.json"] = R"({"rows": [{"class": "<i>double", "samples": [1]}]})";
  CHECK_THAT(data_section(run).body, Contains("As they are") && Contains("<li><bdi>&lt;i&gt;double</bdi></li>") &&
                                         Contains("Rows are the first 1 of 2 classes."));
  for (const char* broken : {"", "{", "7", "{\"rows\": 3}", "{\"rows\": [3]}", "{\"rows\": [{\"class\": 3}]}"}) {
    INFO(broken);
    run.pictures["pictures/data.json"] = broken;
    CHECK_THAT(data_section(run).body, Contains("As they are") && !Contains("<li>") && Contains("width=\"804\""));
  }
  run.pictures["pictures/data.jpg"] = "no picture";
  CHECK_THAT(data_section(run).body, !Contains("As they are"));
}

TEST_CASE("a run without images has no such section") { CHECK(data_section({Record{}}).body.empty()); }
