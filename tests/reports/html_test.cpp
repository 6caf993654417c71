#include "reports/html.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <regex>

#include "reports/charts.h"
#include "reports/escape.h"
#include "tests/support/approved.h"
#include "tests/support/records.h"

using namespace xp;

namespace {

/// Every tag that opens is closed, in order; void elements and self-closed ones apart.
bool balanced(const std::string& page) {
  static const std::regex tag("<(/?)([a-zA-Z0-9]+)[^>]*?(/?)>");
  std::vector<std::string> open;
  for (std::sregex_iterator i(page.begin(), page.end(), tag), end; i != end; ++i) {
    const std::string name = (*i)[2];
    if (name == "meta" || name == "hr" || (*i)[3] == "/") continue;
    if ((*i)[1] == "")
      open.push_back(name);
    else if (open.empty() || open.back() != name)
      return false;
    else
      open.pop_back();
  }
  return open.empty();
}

std::size_t count(const std::string& page, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = page.find(what); at != std::string::npos; at = page.find(what, at + what.size())) ++n;
  return n;
}

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

TEST_CASE("a run's page opens from disk alone: a policy that forbids requests, no script, no link out") {
  const std::string page = run_page(test::reference000(), "2026-11-20 09:24 UTC");
  CHECK_THAT(page, Catch::StartsWith("<!doctype html>") &&
                       Catch::Contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("http:") == std::string::npos);
  CHECK(page.find("https:") == std::string::npos);
  CHECK(page.find("url(") == std::string::npos);
  CHECK(page.find("{{") == std::string::npos);
  CHECK(balanced(page));
  CHECK(page.size() < 200000);
}

TEST_CASE("the verdict comes first, then curves, scores, confusion, settings, images, environment and how to rerun") {
  const std::string page = run_page(test::reference000());
  std::size_t at = 0;
  for (const char* part : {"<h1>", "4 of 6 test images", "Serious: Overfitting since epoch", "How it learned",
                           "overfitting sets in: epoch", "66.7 % (30.0 to 90.3)", "Who is taken for whom",
                           "Settings</h2>", "Images</h2>", "Where it ran", "xp rerun run12 --verify", "plan aaaa"}) {
    INFO(part);
    const std::size_t next = page.find(part, at);
    REQUIRE(next != std::string::npos);
    at = next;
  }
}

TEST_CASE("two calls give the same bytes, and a date only when it is given") {
  CHECK(run_page(test::reference000(), "x") == run_page(test::reference000(), "x"));
  CHECK_THAT(run_page(test::reference000(), "2026-11-21"), Catch::Contains("on 2026-11-21"));
  CHECK_THAT(run_page(test::reference000()), Catch::Contains("Written by xp") && !Catch::Contains("2026-11-21"));
}

TEST_CASE("hostile names are text, on every page") {
  const Record r = hostile();
  ListRow row{r.run, "<script>", 0.5, 0.5, 7};
  for (const std::string& page :
       {run_page(r), comparison_page({r, test::killed(2), test::healthy(3), hostile()}), index_page({row})}) {
    CHECK(page.find("<script") == std::string::npos);
    CHECK(page.find('\x1b') == std::string::npos);
    CHECK(valid_utf8(page) == page);
    CHECK(count(page, "<style>") == 1);
    CHECK(balanced(page));
  }
  CHECK_THAT(run_page(r), Catch::Contains("<bdi>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;{{style}}"));
}

TEST_CASE("NaN and infinities in a history leave holes in the curves, and the page whole") {
  Record r = test::reference000();
  r.metrics["val/loss"][4].value = test::nan;
  r.metrics["val/loss"][20].value = INFINITY;
  r.metrics["train/accuracy"].clear();
  const std::string page = run_page(r);
  CHECK(balanced(page));
  CHECK_THAT(page, Catch::Contains("2 values are not finite and not drawn."));
  for (const char* wrong : {"\"nan", "\"inf", " nan", " inf,"}) CHECK(page.find(wrong) == std::string::npos);
  for (auto& [metric, points] : r.metrics)
    for (Point& p : points) p.value = test::nan;
  CHECK_THAT(run_page(r), !Catch::Contains("How it learned"));
}

TEST_CASE("runs with little to tell still have a page") {
  for (const Record& r : {Record{}, test::killed(3), test::healthy(4)}) CHECK(balanced(run_page(r)));
  CHECK_THAT(run_page(test::killed(3)),
             Catch::Contains("The run was stopped after 2 of 20 epochs: Ctrl-C. There is no result."));
  CHECK(balanced(comparison_page({})));
  CHECK(balanced(comparison_page({Record{}, Record{}})));
  CHECK(balanced(index_page({})));
}

TEST_CASE("a comparison's page opens with its verdict") {
  const std::string page =
      comparison_page({test::healthy(12, 3, 0, {600, 200, 68}), test::healthy(15, 0, 0, {600, 200, 68})});
  CHECK(page.find("These 68 images cannot tell run12 and run15 apart") < page.find("<h2>"));
  CHECK_THAT(page, Catch::Contains("3 images that only one of run12 and run15 names right") &&
                       Catch::Contains("xp compare run12 run15"));
}

TEST_CASE("a comparison of runs that cannot be compared draws no paired test") {
  const std::string page = comparison_page({test::healthy(1), test::killed(2), test::killed(3)});
  CHECK_THAT(page, !Catch::Contains("On the same images") && !Catch::Contains("sharper than overlapping bars"));
  CHECK(count(page, "cannot be compared: ") == 1);
}

TEST_CASE("a page says by what the epoch was chosen") {
  Record r = test::reference000();
  CHECK_THAT(run_page(r), Catch::Contains("It was chosen on the validation images"));
  set(r.settings, "train.monitor", "train/loss");
  CHECK_THAT(run_page(r), Catch::Contains("It was chosen by train/loss;") && !Catch::Contains("chosen on"));
  CHECK_THAT(comparison_page({r, r}), !Catch::Contains("chose its epoch on these images"));
}

TEST_CASE("ticks are round and cover the range") {
  CHECK(ticks(0, 1) == std::vector<double>{0, 0.2, 0.4, 0.6000000000000001, 0.8, 1});
  for (auto [low, high] : {std::pair{0.0, 2.4527}, {-0.05, 2.45}, {1.0, 30.0}, {0.0, 1e-9}, {0.0, 1e12}, {3.0, 3.0}}) {
    const auto t = ticks(low, high);
    CHECK(t.front() <= low + 1e-12);
    CHECK(t.back() >= high * (1 - 1e-9));
    CHECK(t.size() <= 12);
  }
}

TEST_CASE("a chart has a title, a description and its points on hover") {
  const std::string figure =
      figure_of(Chart{"loss", "Loss", "Lower is better.", "loss (nats)", {{"validation", {{1, 0.5}, {2, 0.25}}}}, {}});
  test::check_approved("chart.svg.txt", figure);
  CHECK_THAT(figure, Catch::Contains("role=\"img\" aria-labelledby=\"lossT lossD\"") &&
                         Catch::Contains("<title>epoch 2, validation: 0.2500</title>"));
  CHECK(figure_of(Chart{"a", "b", "c", "d", {{"e", {{1, test::nan}}}}, {}}).empty());
}

TEST_CASE("bytes that are no UTF-8 become the replacement character") {
  CHECK(valid_utf8("a\x80z") == "a\xEF\xBF\xBDz");
  CHECK(valid_utf8("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");              // overlong
  CHECK(valid_utf8("\xED\xA0\x80").find("\xED\xA0") == std::string::npos);  // a surrogate
  CHECK(valid_utf8("ü€🦴") == "ü€🦴");
  CHECK(escaped("<a b=\"c\">'&") == "&lt;a b=&quot;c&quot;&gt;&#39;&amp;");
}
