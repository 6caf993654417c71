// Pages as a reader meets them: opened from disk in headless Chromium, offline, and used.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "framework/base/process.h"
#include "framework/plan/expand.h"
#include "reports/html/assets.h"
#include "tests/support/materials.h"
#include "tests/support/plans.h"
#include "tests/support/program.h"
#include "tests/support/skip.h"

using namespace xp;
using Json = nlohmann::ordered_json;
using Catch::Matchers::Contains;

namespace {

const test::fs::path checks = XP_BROWSER_FOLDER;

/// Why no browser can look, or nothing.
std::string missing() {
  for (const char* program : {"chromium", "node"})
    if (run_program({"sh", "-c", std::string("command -v ") + program}).code != 0) return std::string("no ") + program;
  if (!test::fs::exists(checks / "node_modules/playwright-core")) return "npm did not fetch playwright-core";
  for (const Asset& asset : assets())
    if (asset.name == "report.js" && asset.text.empty()) return "this xp was built without its charting library";
  return "";
}

using Pages = std::map<std::string, std::string>;

/// What is wrong with each page, and how it was; so many charts of each are used.
Json looked_at(const Pages& pages, int used) {
  const test::TemporaryFolder folder("browser");
  std::vector<std::string> words{"node", (checks / "check.mjs").string(), "--used", std::to_string(used), "--patience",
                                 "10000"};  // other tests run beside this one
  for (const auto& [name, page] : pages) {
    test::write(folder.path / (name + ".html"), page);
    words.push_back(folder / (name + ".html"));
  }
  const Finished done = run_program(words, "", Errors::dropped);
  INFO(done.output);
  REQUIRE(done.code == 0);
  return Json::parse(done.output);
}

void check_whole(const Pages& pages, int used = 2) {
  const Json seen = looked_at(pages, used);
  REQUIRE(seen.size() == pages.size());
  for (const auto& [name, page] : seen.items()) {
    INFO(name << ": " << page.dump(1));
    CHECK(page["problems"].empty());
  }
}

}  // namespace

TEST_CASE("a run's page is drawn, told, toggled, zoomed, saved, printed, and read without scripts and by ear") {
  if (const std::string why = missing(); !why.empty()) SKIP(why);
  check_whole({{"run", run_page(test::long_run(4, 100, 20000))}}, 6);
}

TEST_CASE("so are those of a run of two classes, of one that was killed, and of one that nothing is known of") {
  if (const std::string why = missing(); !why.empty()) SKIP(why);
  Material two{test::reference000()};
  test::add_pictures(two);
  check_whole({{"two_classes", run_page(two)}, {"killed", run_page({test::killed(3)})}, {"empty", run_page({})}});
}

TEST_CASE("so are those of a comparison, a sweep and an index") {
  if (const std::string why = missing(); !why.empty()) SKIP(why);
  std::vector<Material> five;
  for (int id = 1; id <= 5; ++id) five.push_back(test::long_run(id, 100, 20000));
  check_whole({{"five_runs", comparison_page(five)},
               {"other_test_sets", comparison_page({{test::healthy(1)}, {test::reference000()}})},
               {"sweep", sweep_page(test::swept(200))},
               {"index", index_page(test::indexed(300))}});
}

TEST_CASE("hostile names are shown as text, and the layout stays whole") {
  if (const std::string why = missing(); !why.empty()) SKIP(why);
  check_whole({{"run", run_page(test::hostile(4))},
               {"comparison", comparison_page({test::hostile(1), test::hostile(2)})},
               {"sweep", sweep_page(test::swept(30, test::bad_name()))}},
              1);
}

TEST_CASE("these checks see what is wrong") {
  if (const std::string why = missing(); !why.empty()) SKIP(why);
  const std::string faulty = R"(<!doctype html><html><head><title>x</title></head><body><h3>x</h3>
    <div style="width:2000px;color:#ddd;background:#fff">hard to read</div><img src="https://example.invalid/a.png">
    <figure class="chart"><figcaption><strong>Loss</strong></figcaption><div class="plot"></div></figure>
    <script>console.error('planted'); undefined_function();</script></body></html>)";
  const std::string said = looked_at({{"faulty", faulty}}, 1)["faulty.html"]["problems"].dump(1);
  for (const char* seen :
       {"console: planted", "error: undefined_function is not defined", "request: https://example.invalid/a.png",
        "color-contrast", "image-alt", "too wide", "\"Loss\\\" is not drawn", "first level",
        "neither a verdict nor a table", "1 charts say nothing"}) {
    INFO(said);
    CHECK_THAT(said, Contains(seen));
  }
}
