#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"

using namespace xp::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// 90 images of three classes; those whose number the run misses are given the next class.
std::string predictions(int misses, const std::string& first = "a") {
  std::string out = "image,label,p_Normal,p_Scol,p_Spond\n";
  for (int i = 0; i < 90; ++i) {
    const int truth = i % 3, said = i < misses ? (truth + 1) % 3 : truth;
    out += (i ? "a" : first) + std::to_string(i) + ".png," + std::vector<std::string>{"Normal", "Scol", "Spond"}[truth];
    for (int c = 0; c < 3; ++c) out += c == said ? ",0.8" : ",0.1";
    out += "\n";
  }
  return out;
}

struct Three : Place {
  Three() {
    variables["XDG_CACHE_HOME"] = (root / "cache").string();
    for (const auto& [name, text] :
         {std::pair{"bad", predictions(20)}, {"good", predictions(2)}, {"other", predictions(2, "b")}}) {
      write(root / (std::string(name) + ".csv"), text);
      REQUIRE(xp({"import", "predictions", std::string(name) + ".csv", "--name", name}).code == 0);
    }
  }
  Output compared(const Words& more) const {
    Words words{"compare"};
    words.insert(words.end(), more.begin(), more.end());
    return xp(words);
  }
};

}  // namespace

TEST_CASE("xp compare says which of two runs is better, in every rendering") {
  const Three place;
  const Output text = place.compared({"run1", "run2"});
  CHECK(text.code == 0);
  CHECK_THAT(text.out, Contains("run2 is better than run1 on this test set (difference 20.0 points"));
  CHECK(text.out.find("epochs chosen") == std::string::npos);  // of another tool's predictions it is not known
  const auto json = nlohmann::json::parse(place.compared({"run1", "run2", "--json"}).out);
  CHECK(json["pairs"][0]["only_second_right"] == 18);
  CHECK(json["pairs"][0]["told_apart"] == true);
  CHECK_THAT(place.compared({"run1", "run2", "--md"}).out, StartsWith("run2 is better") && Contains("| score |"));
  const Output latex = place.compared({"run1", "run2", "--latex"});
  CHECK_THAT(latex.out, StartsWith("% run2 is better") && Contains("\\begin{tabular}"));
  for (const char* raw : {"↓", "→"}) CHECK(latex.out.find(raw) == std::string::npos);
  const Output csv = place.compared({"run1", "run2", "--csv"});
  CHECK_THAT(csv.out, StartsWith("run,against,part,score,value,low,high,p,method\r\n"));
  CHECK_THAT(csv.out, Contains("run2,run1,test,accuracy,0.") && Contains(",exact McNemar\r\n"));
}

TEST_CASE("xp compare judges by the score that it is asked for, and by no other") {
  const Three place;
  const Output recall = place.compared({"run1", "run2", "--by", "sensitivity:Scol"});
  CHECK(recall.code == 0);
  CHECK_THAT(recall.out, Contains("recall of Scol, difference"));
  const Output unknown = place.compared({"run1", "run2", "--by", "acuracy"});
  CHECK(unknown.code == 2);
  CHECK_THAT(unknown.err, Contains("accuracy"));
  CHECK(place.compared({"run1", "run2", "--by", "recall:Skol"}).code == 2);
  CHECK(place.compared({"run1"}).code == 2);
  CHECK(place.compared({"run1", "run9"}).code == 2);
  const Output none = place.compared({"run1", "run2", "--by", "macro_f1", "--resamples", "0"});
  CHECK(none.code == 0);
  CHECK_THAT(none.out, Contains("cannot be judged by macro F1: its test rests on resamples"));
}

TEST_CASE("xp compare refuses other test images, and forced says so everywhere") {
  const Three place;
  const Output refused = place.compared({"run1", "run3"});
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains("their test sets differ: 1 only in run1 (a0.png); 1 only in run3 (b0.png)") &&
                              Contains("--force"));
  for (const char* rendering : {"--md", "--latex", "--json"}) {
    const Output forced = place.compared({"run1", "run3", "--force", rendering});
    CHECK(forced.code == 0);
    CHECK_THAT(forced.out, Contains("Forced, on the 89 images that all share"));
  }
}

TEST_CASE("a cache that is damaged, lost or not to be written changes nothing") {
  Three place;
  const Words words{"run1", "run2", "--resamples", "200"};
  const Output fresh = place.compared(words);
  const fs::path cache = place.root / "cache" / "xp" / "judgement";
  REQUIRE_FALSE(fs::is_empty(cache));
  for (const char* damage : {"", "x", "0000000000000000000000000000000000000000000000000000000000000000 1 2"}) {
    for (const auto& entry : fs::directory_iterator(cache)) write(entry.path(), damage);
    const Output again = place.compared(words);
    CHECK(again.code == 0);
    CHECK(again.out == fresh.out);
  }
  CHECK(place.compared(words).out == fresh.out);
  write(place.root / "file", "no folder");
  for (const std::string& nowhere :
       {(place.root / "file").string(), std::string("/proc/none"), std::string("/dev/full")}) {
    place.variables["XDG_CACHE_HOME"] = nowhere;
    const Output again = place.compared(words);
    CHECK(again.code == 0);
    CHECK(again.out == fresh.out);
    CHECK(again.err == fresh.err);
  }
}
