#include "reports/difference/difference.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "reports/difference/text.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

Record recorded(int id = 1) { return test::record(id, {"Normal", "Curved"}, {6, 2, 2}); }
std::string text(const Record& was, const Record& now, bool all = false) {
  return difference_text(
      difference(was, now), [](const std::string&) { return "matters: so"; }, all, 0);
}

/// "moved: Normal/000.png train test"
std::vector<std::string> images(const Record& was, const Record& now) {
  std::vector<std::string> out;
  for (const ImageDifference& i : image_differences(was, now))
    out.push_back(std::string(name(i.kind)) + ": " + i.image + " " + i.was.substr(0, 10) + " " + i.now.substr(0, 10));
  return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("of two runs of the same there is no difference, whatever was typed") {
  Record now = recorded(2);
  set(now.environment, "command", "xp rerun run1");
  CHECK_FALSE(difference(recorded(), now).any());
  CHECK(text(recorded(), now) == "no differences: run1 and run2 have one plan, its sources, images and environment\n");
  CHECK_THAT(text(recorded(), now, true), Contains("optimizer.rate") && Contains("cpu"));
}

TEST_CASE("settings that differ, and those that one run alone has, stand beside each other") {
  Record now = recorded(2);
  set(now.settings, "optimizer.rate", 1e-3);
  set(now.settings, "attention.reduction", 8);
  std::erase_if(now.settings, [](const Setting& s) { return s.name == "model.dropout"; });
  const RunDifference d = difference(recorded(), now);
  REQUIRE(differing(d.plan).size() == 3);
  CHECK(d.any());
  CHECK_THAT(text(recorded(), now), Contains("plan: 3 of 12 differ") && Contains("0.0001") &&
                                        !Contains("optimizer  ") && Contains("images: no differences"));
}

TEST_CASE("a plan with the same settings and another identity names a file that is another") {
  Record now = recorded(2);
  now.run.identity = std::string(64, 'b');
  const auto rows = differing(difference(recorded(), now).plan);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].name == "identity");
}

TEST_CASE("sources are compared by path, else by file name; what is there once alone is whole") {
  Record now = recorded(2);
  now.sources = {{"/elsewhere/double_curve.cpp", "", "XP_EXPERIMENT(e) { e; }"}, {"/elsewhere/new.h", "", "int x;\n"}};
  const auto sources = difference(recorded(), now).sources;
  REQUIRE(sources.size() == 2);
  CHECK_THAT(sources[0].diff, Contains("--- experiments/double_curve.cpp\n+++ /elsewhere/double_curve.cpp") &&
                                  Contains("+XP_EXPERIMENT(e) { e; }"));
  CHECK_THAT(sources[1].diff, Contains("--- /dev/null") && Contains("+int x;"));
  now.sources = {{"/elsewhere/double_curve.cpp", "", recorded().sources[0].text}};
  CHECK(difference(recorded(), now).sources.empty());
}

TEST_CASE("an image is another one, relabelled, moved, renamed, removed or added") {
  const Record was = recorded();
  Record now = recorded(2);
  now.samples[0].sha256 = "1234";
  now.samples[1].label = 0;
  now.samples[2].part = Part::test;
  now.samples[3].name = "Curved/new_name.png";
  now.samples[4].name = "Normal/new.png", now.samples[4].sha256 = "5678";
  now.samples[5].group = "patient 7";
  CHECK(images(was, now) == Lines{"relabelled: Curved/001.png Curved Normal",
                                  "of another group: Curved/005.png  patient 7",
                                  "another image: Normal/000.png 0000000000 1234", "moved: Normal/002.png train test",
                                  "renamed: Curved/003.png Curved/003 Curved/new",
                                  "removed: Normal/004.png 0000000000 ", "added: Normal/new.png  5678"});
  now.classes = {"Curved", "Normal"};  // the same numbers mean the other class
  CHECK(images(was, now).size() > 9);
  now.samples.clear();
  CHECK(images(was, now).empty());
  CHECK_THAT(text(was, now), Contains("unknown: run2 keeps no list of its images"));
}

TEST_CASE("two runs of programs of their own have parameters, and no plan") {
  Record was = recorded(), now = recorded(2);
  for (Record* r : {&was, &now}) r->plan = "", r->settings = {{"tracked", "train"}, {"rate", 0.1}};
  now.run.identity = std::string(64, 'b');
  CHECK_THAT(text(was, now), Contains("have the same parameters (neither has a plan), sources"));
  set(now.settings, "rate", 0.2);
  CHECK_THAT(text(was, now), Contains("parameters (neither run has a plan): 1 of 2 differ"));
}

TEST_CASE("a value that is very wide stands below the table, and makes no other row wide") {
  Record now = recorded(2);
  set(now.environment, "build_flags", std::string(180, 'x'));
  set(now.environment, "threads", 1);
  const std::string said = text(recorded(), now, true);
  CHECK_THAT(said, Contains("build_flags, matters: so\n  run1  –\n  run2  " + std::string(180, 'x') + "\n"));
  std::size_t at = said.find("threads");
  CHECK(said.find('\n', at) - at < 60);
}

TEST_CASE("facts of the environment say what is known of them, and JSON keeps values' types") {
  Record now = recorded(2);
  set(now.environment, "threads", 1);
  set(now.environment, "ATEN_CPU_CAPABILITY", "default");
  CHECK_THAT(text(recorded(), now), Contains("environment: 2 of 5 differ") && Contains("matters: so"));
  const auto json = nlohmann::json::parse(difference_json(
      difference(recorded(), now), [](const std::string&) { return "why"; }, false));
  CHECK(json["differs"] == true);
  CHECK(json["environment"][0]["name"] == "threads");
  CHECK(json["environment"][0]["was"] == 2);
  CHECK(json["environment"][0]["now"] == 1);
  CHECK(json["environment"][1]["was"].is_null());
  CHECK(json["environment"][1]["known"] == "why");
  CHECK(json["plan"].empty());
}
