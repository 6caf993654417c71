// A page of several runs: what stands first, what is refused, what was forced, and the images on which they disagree.
#include <catch2/catch.hpp>
#include <chrono>

#include "reports/html/escape.h"
#include "reports/pages/pages.h"
#include "tests/support/jpegs.h"
#include "tests/support/pages.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;
using test::apart;
using test::count;

namespace {

Record run(int id, const std::string& model, int wrong, int skip = 0) {
  Record out = test::healthy(id, wrong, skip, {60, 40, 68});
  set(out.settings, "model", model);
  return out;
}

std::string page_of(const std::vector<Record>& records, const Comparing& how = {}) {
  std::vector<Material> runs;
  for (const Record& record : records) runs.push_back({record});
  return comparison_page(runs, {}, how);
}

std::string html_of_page(const std::vector<Record>& records, const Comparing& how = {}) {
  return apart(page_of(records, how)).html;
}

/// From the title to the first section.
std::string first_screen(const std::string& html) {
  const std::size_t from = html.find("<header>");
  return html.substr(from, html.find("<h2>", from) - from);
}

void check_order(const std::string& html, const std::vector<const char*>& parts) {
  std::size_t at = 0;
  for (const char* part : parts) {
    INFO(part);
    const std::size_t next = html.find(part, at);
    REQUIRE(next != std::string::npos);
    at = next;
  }
}

/// Runs whose test sets share all but one image.
std::vector<Record> of_other_images() {
  std::vector<Record> out{run(1, "xception", 3), run(2, "densenet", 0), run(3, "resnet", 2)};
  out[2].samples[static_cast<std::size_t>(out[2].test[5].sample)].sha256 = std::string(64, '7');
  return out;
}

Material with_pictures(Record record, const std::vector<int>& samples) {
  Material out{std::move(record)};
  std::string images;
  for (const int sample : samples) {
    const std::string name = "pictures/" + std::to_string(sample);
    images += (images.empty() ? "" : ", ") + ("{\"sample\": " + std::to_string(sample) + ", \"thumbnail\": \"" + name) +
              ".jpg\", \"heat_map\": \"" + name + "_cam.jpg\", \"explains\": \"Normal\", \"border\": 0.1}";
    out.pictures[name + ".jpg"] = test::jpeg_head(160, 120);
    out.pictures[name + "_cam.jpg"] = test::jpeg_head(160, 121);
  }
  out.pictures["pictures/index.json"] = "{\"images\": [" + images + "], \"left_out\": [], \"remarks\": []}";
  return out;
}

}  // namespace

TEST_CASE("verdict, caveats and the runs come first, then scores, differences, curves, trust, images and settings") {
  const std::string html = html_of_page({run(12, "xception", 9), run(15, "densenet", 0)});
  check_order(
      html, {"<h1>", "run12 xception against run15 densenet", "run15 is better than run12", "class=\"runs stacks\"",
             ">xception<", "86.8 %", "<h2>Scores", "id=\"forest\"", "<h2>Is the difference real?", "id=\"differences\"",
             "<h2>How they learned", "<h2>Can each be trusted?", "<h2>Images on which they disagree",
             "<h2>What differs", "<h2>How to compare them again"});
  CHECK_THAT(first_screen(html), Contains("g-fine") && Contains("href=\"#trust\""));
  CHECK(test::balanced(page_of({run(12, "xception", 9), run(15, "densenet", 0)})));
}

TEST_CASE("the score that the verdict rests on is named, and asked for again in the command") {
  Comparing how;
  how.by = "recall:Scoliosis", how.bootstrap.resamples = 500;
  const std::string html = html_of_page({run(12, "xception", 9), run(15, "densenet", 0)}, how);
  CHECK_THAT(first_screen(html), Contains("by recall of Scoliosis") && Contains("named before any result was seen"));
  CHECK_THAT(html, Contains("Recall of Scoliosis, on which the verdict rests") &&
                       Contains("xp compare run12 run15 --by recall:Scoliosis\n"
                                "xp report run12 run15 --by recall:Scoliosis"));
}

TEST_CASE("a refusal says on the first screen why, which runs do share a test set, and what to do") {
  const std::string page = page_of(of_other_images()), html = apart(page).html;
  CHECK_THAT(first_screen(html),
             Contains("cannot be compared: their test sets differ") &&
                 Contains("run1 and run2 share one test set (68 images)") &&
                 Contains("<code>xp report run1 run2</code>") && Contains("run3 was tested on 68 images of its own") &&
                 Contains("<code>xp report run1 run2 run3 --force</code>") && Contains("own test accuracy"));
  CHECK(html.find("Is the difference real?") == std::string::npos);
  CHECK(html.find("id=\"forest\"") == std::string::npos);
  CHECK_THAT(html, Contains("say nothing about which run is better"));
  CHECK(test::balanced(page));
  CHECK(test::unique_ids(page));
}

TEST_CASE("runs without a common image are not offered to be forced") {
  std::vector<Record> runs{run(1, "xception", 3), run(2, "densenet", 0)};
  for (StoredSample& sample : runs[1].samples) sample.sha256[0] = '9';
  CHECK_THAT(first_screen(html_of_page(runs)), Contains("They share no image with one label") && !Contains("--force"));
}

TEST_CASE("what was forced says so at the head, at the scores, at the differences, at the images and in the command") {
  Comparing how;
  how.force = true;
  const std::string html = html_of_page(of_other_images(), how);
  CHECK_THAT(first_screen(html), Contains("<span class=\"tag\">forced</span>") && Contains("Forced, on the 67 images"));
  CHECK(count(html, "Forced: only the 67 test images that all share count here.") == 3);
  CHECK_THAT(html, Contains("xp report run1 run2 run3 --force"));
}

TEST_CASE("images on which two runs disagree stand beside each other with both heat maps and both answers") {
  const Record first = run(1, "xception", 20), second = run(2, "densenet", 5, 30);
  std::vector<int> missed;
  for (int i = 0; i < 25; ++i) missed.push_back(first.test[static_cast<std::size_t>(i)].sample);
  const std::string page = comparison_page({with_pictures(first, missed), with_pictures(second, missed)});
  const std::string html = apart(page).html;
  CHECK_THAT(html, Contains("25 images that only one of run1 and run2 names right") &&
                       Contains("13 more are in the table below.") && Contains("All 25 images that some name right"));
  CHECK(count(html, "<img ") == 12 * 3 - 5 * 3);  // of the five that the second alone misses nothing was kept
  CHECK_THAT(html, Contains("run1 xception") && Contains("run2 densenet") && Contains("<td>✓</td>"));
  CHECK(test::balanced(page));
  CHECK(test::unique_ids(page));
}

TEST_CASE("a page of many runs stays small: pictures are counted over all pairs") {
  std::vector<Material> runs;
  for (int id = 1; id <= 10; ++id) {
    const Record record = run(id, "xception", 2 * id, id);
    std::vector<int> all;
    for (const Prediction& said : record.test) all.push_back(said.sample);
    runs.push_back(with_pictures(record, all));
  }
  const std::string page = comparison_page(runs), html = apart(page).html;
  CHECK_THAT(html, Contains("Which of these 10 runs is better?") && Contains("Every pair in every score"));
  CHECK(count(html, "<img ") <= 40);
  CHECK(html.size() < 400'000);
  CHECK(test::balanced(page));
  CHECK(test::unique_ids(page));
}

TEST_CASE("runs of folds are held against each other fold by fold, and their overfitting is that of the folds") {
  const auto of_folds = [](int id, int missed) {
    Material out{test::healthy(id)};
    out.record.test.clear(), out.record.validation.clear(), out.record.samples.clear(), out.record.metrics.clear();
    set(out.record.settings, "split.folds", 4);
    for (int fold = 1; fold <= 4; ++fold) {
      out.parts.push_back(test::healthy(id + fold, missed + fold % 3, 0, {160, 40, 40}));
      out.parts.back().run.role = "fold " + std::to_string(fold), out.parts.back().run.parent = id;
      out.record.children.push_back({id + fold, out.parts.back().run.role, Status::finished, 19, 40, {}});
    }
    return out;
  };
  const std::string page = comparison_page({of_folds(10, 9), of_folds(20, 2)}), html = apart(page).html;
  CHECK_THAT(html, Contains("Accuracy fold by fold") && Contains("in all 4 networks") && Contains("Fold by fold</h3>"));
  CHECK(html.find("Images on which they disagree") == std::string::npos);
  CHECK(test::balanced(page));
  CHECK(test::unique_ids(page));
}

TEST_CASE("imports have no curves: of their overfitting nothing is claimed") {
  std::vector<Record> runs{run(1, "", 9), run(2, "", 3)};
  for (Record& r : runs) r.metrics.clear(), r.settings = {{"imported", "test predictions"}};
  const std::string html = html_of_page(runs);
  CHECK_THAT(html, Contains(">imported<") && Contains("Can each be trusted?") && !Contains("How they learned") &&
                       !Contains("gap at the end"));
}

TEST_CASE("hostile names in a comparison are text, and its layout stays whole") {
  std::vector<Record> runs{run(1, "xception", 3), run(2, "densenet", 0), run(3, "resnet", 2)};
  const std::string bad = "<script>alert(\"1\")</script>'&{{style}}\x1b\xff \xE2\x80\xAE\xF0\x9F\xA6\xB4";
  for (Record& r : runs) {
    r.run.name = r.run.note = bad + std::string(4096, 'x');
    r.classes[1] = bad, r.classes[2] = std::string(4096, 'y');
    for (StoredSample& s : r.samples) s.name = bad + s.name;
    set(r.settings, "model", bad + std::to_string(r.run.id));
  }
  Comparing how;
  how.by = "recall:" + bad, how.bootstrap.resamples = 200;
  const std::string page = page_of(runs, how);
  CHECK(test::only_ours(page));
  CHECK(test::balanced(page));
  CHECK(test::unique_ids(page));
  CHECK(valid_utf8(page) == page);
  CHECK(apart(page).html.find("<script") == std::string::npos);
  CHECK(apart(page).html.find("{{") != std::string::npos);  // as text: no template has read it
}

TEST_CASE("of large tests the intervals beside the verdict rest on fewer resamples, and the page says on how many") {
  std::vector<Record> runs;
  for (int id = 1; id <= 2; ++id) runs.push_back(test::healthy(id, 300 * id, 0, {6, 4, 20'000}));
  const auto start = std::chrono::steady_clock::now();
  const std::string html = html_of_page(runs);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));  // 0.2 s on a quiet machine
  CHECK_THAT(html, Contains("rest on 2 400 resamples") && Contains("xp compare draws 10 000"));
  CHECK(html.size() < 1'000'000);
  CHECK_THAT(html_of_page({run(1, "xception", 3), run(2, "densenet", 0)}), Contains("rest on 10 000 resamples"));
}

TEST_CASE("two calls give the same bytes; a run beside itself, one alone and none at all have a page") {
  const std::vector<Record> two{run(1, "xception", 3), run(2, "densenet", 0)};
  CHECK(page_of(two) == page_of(two));
  for (const std::vector<Record>& runs :
       {std::vector<Record>{}, {two[0]}, {two[0], two[0]}, {two[0], test::killed(2)}, {Record{}, Record{}}})
    CHECK(test::balanced(page_of(runs)));
}
