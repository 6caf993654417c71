#include "reports/pages/pages.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "reports/charts/chart.h"
#include "reports/html/escape.h"
#include "tests/support/approved.h"
#include "tests/support/pages.h"
#include "tests/support/records.h"

using namespace xp;
using test::apart;
using test::balanced;
using test::count;
using test::only_ours;
using test::unique_ids;

namespace {

Record hostile() {
  Record r = test::reference000();
  const std::string bad = "<script>alert(\"1\")</script>'&{{style}}\x1b\xff \xE2\x80\xAE\xF0\x9F\xA6\xB4";
  r.run.title = r.run.note = r.run.name = r.run.experiment = r.run.reason = bad;
  r.run.tags = {bad, std::string(4096, 'x')};
  r.classes = {bad, std::string(4096, 'y')};
  for (StoredSample& s : r.samples) s.name = bad + s.name;
  r.skipped = r.remarks = {bad};
  r.artifacts[0].name = r.sources[0].path = bad;
  set(r.settings, bad, bad);
  set(r.environment, bad, bad);
  return r;
}

}  // namespace

TEST_CASE("a run's page opens from disk alone: a policy that forbids requests, no program but ours, no link out") {
  const std::string page = run_page({test::reference000()}, {"2026-11-20 09:24 UTC"});
  const std::string html = apart(page).html;
  CHECK(page.starts_with("<!doctype html>"));
  CHECK_THAT(html, Catch::Contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
  CHECK(only_ours(page));
  for (const char* outside : {"http:", "https:", "url(", "{{", "src=\"/", "<link", "<iframe"}) {
    INFO(outside);
    CHECK(html.find(outside) == std::string::npos);
  }
  CHECK(balanced(page));
  CHECK(unique_ids(page));
  CHECK(html.size() < 200000);
}

TEST_CASE("what makes a page ours is noticed: a second program, one in a tag, one that the policy does not name") {
  const std::string page = run_page({test::reference000()});
  REQUIRE(only_ours(page));
  CHECK_FALSE(only_ours(page + "<script>1</script>"));
  CHECK_FALSE(only_ours(page + "<p onclick=\"1\">"));
  CHECK_FALSE(only_ours(page + "<script src=\"a.js\"></script>"));
  std::string changed = page;
  if (const std::size_t at = changed.rfind("</script>"); at != std::string::npos) {
    changed.insert(at, " ");
    CHECK_FALSE(only_ours(changed));
  }
}

TEST_CASE("question and verdict come first, then curves, scores, data, network, settings and how to do it again") {
  Material run{test::reference000()};
  run.network = {"small_cnn", "1×32×32", 1234, 99000, 3, {{{"layer"}}, {{"features.0"}}}};
  const std::string html = apart(run_page(run)).html;
  std::size_t at = 0;
  for (const char* part :
       {"<h1>", "Serious: Overfitting since epoch", "4 of 6 test images", "class=\"facts\"", "<section id=\"trust\"",
        "<section id=\"learning\"", "<section id=\"scores\"", "<section id=\"confusion\"", "<section id=\"data\"",
        "<section id=\"network\"", "1 234 trainable parameters", "<section id=\"settings\"",
        "<section id=\"environment\"", "xp rerun run12 --verify", "XP_EXPERIMENT(e)", "plan aaaa"}) {
    INFO(part);
    const std::size_t next = html.find(part, at);
    REQUIRE(next != std::string::npos);
    at = next;
  }
}

TEST_CASE("two calls give the same bytes, and a date only when it is given") {
  const bool same = run_page({test::reference000()}, {"x"}) == run_page({test::reference000()}, {"x"});
  CHECK(same);
  CHECK_THAT(apart(run_page({test::reference000()}, {"2026-11-21"})).html, Catch::Contains("on 2026-11-21"));
  CHECK_THAT(apart(run_page({test::reference000()})).html,
             Catch::Contains("Written by xp") && !Catch::Contains("2026-11-21"));
}

TEST_CASE("hostile names are text, on every page") {
  const Record r = hostile();
  Index index;
  index.runs = {{{r.run, "<script>", 0.5, 0.5, 7}}};
  for (const std::string& page :
       {run_page({r}), comparison_page({{r}, {test::killed(2)}, {test::healthy(3)}, {hostile()}}), index_page(index)}) {
    CHECK(only_ours(page));
    CHECK(page.find('\x1b') == std::string::npos);
    const bool valid = valid_utf8(page) == page;
    CHECK(valid);
    CHECK(count(page, "<style>") == 1);
    CHECK(balanced(page));
    CHECK(unique_ids(page));
  }
  CHECK_THAT(apart(run_page({r})).html,
             Catch::Contains("<bdi>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;{{style}}"));
}

TEST_CASE("NaN and infinities in a history leave holes in the curves, and the page whole") {
  Record r = test::reference000();
  r.metrics["val/loss"][4].value = test::nan;
  r.metrics["val/loss"][20].value = INFINITY;
  r.metrics["train/accuracy"].clear();
  const std::string page = run_page({r});
  CHECK(balanced(page));
  CHECK(unique_ids(page));
  CHECK_THAT(apart(page).html, Catch::Contains("2 values are not finite and not drawn."));
  const auto parts = apart(page);
  for (const char* wrong : {"nan", "inf"}) {
    for (const std::string& data : parts.data) CHECK(data.find(wrong) == std::string::npos);
    CHECK(parts.html.find(std::string(" ") + wrong + " ") == std::string::npos);
    CHECK(parts.html.find(std::string(">") + wrong) == std::string::npos);
  }
  for (auto& [metric, points] : r.metrics)
    for (Point& p : points) p.value = test::nan;
  CHECK(apart(run_page({r})).html.find("id=\"learning\"") == std::string::npos);
}

TEST_CASE("runs with little to tell still have a page") {
  for (const Record& r : {Record{}, test::killed(3), test::healthy(4)}) CHECK(balanced(run_page({r})));
  CHECK_THAT(apart(run_page({test::killed(3)})).html,
             Catch::Contains("The run was stopped after 2 of 20 epochs: Ctrl-C. There is no result."));
  CHECK(balanced(comparison_page({})));
  CHECK(balanced(comparison_page({Material{}, Material{}})));
  CHECK(balanced(index_page({})));
}

TEST_CASE("a comparison's page opens with its verdict") {
  const std::string page =
      comparison_page({{test::healthy(12, 3, 0, {600, 200, 68})}, {test::healthy(15, 0, 0, {600, 200, 68})}});
  CHECK(page.find("These 68 images cannot tell run12 and run15 apart") < page.find("<h2>"));
  CHECK_THAT(apart(page).html, Catch::Contains("3 images that only one of run12 and run15 names right") &&
                                   Catch::Contains("xp compare run12 run15"));
}

TEST_CASE("a comparison of runs that cannot be compared draws no paired test") {
  const std::string page = comparison_page({{test::healthy(1)}, {test::killed(2)}, {test::killed(3)}});
  CHECK_THAT(apart(page).html,
             !Catch::Contains("On the same images") && !Catch::Contains("sharper than overlapping bars"));
  CHECK(count(page, "cannot be compared: ") == 1);
}

TEST_CASE("a page says by what the epoch was chosen") {
  Record r = test::reference000();
  CHECK_THAT(apart(run_page({r})).html, Catch::Contains("It was chosen on the validation images"));
  set(r.settings, "train.monitor", "train/loss");
  CHECK_THAT(apart(run_page({r})).html,
             Catch::Contains("It was chosen by train/loss;") && !Catch::Contains("It was chosen on"));
  CHECK_THAT(apart(comparison_page({{r}, {r}})).html, !Catch::Contains("chose its epoch on these images"));
}

TEST_CASE("bytes that are no UTF-8 become the replacement character") {
  CHECK(valid_utf8("a\x80z") == "a\xEF\xBF\xBDz");
  CHECK(valid_utf8("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");              // overlong
  CHECK(valid_utf8("\xED\xA0\x80").find("\xED\xA0") == std::string::npos);  // a surrogate
  CHECK(valid_utf8("ü€🦴") == "ü€🦴");
  CHECK(escaped("<a b=\"c\">'&") == "&lt;a b=&quot;c&quot;&gt;&#39;&amp;");
}
