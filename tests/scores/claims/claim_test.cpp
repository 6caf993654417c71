#include "framework/scores/claims/claim.h"

#include <fmt/format.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "framework/base/random.h"
#include "framework/scores/claims/linear.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

ClaimedRate rate(const std::string& typed, int digits = -1) { return claimed_rate(typed, "figure", digits); }

ClaimedClass& named(Claim& claim, const std::string& name) {
  for (ClaimedClass& c : claim.classes)
    if (c.name == name) return c;
  claim.classes.push_back({});
  claim.classes.back().name = name;
  return claim.classes.back();
}

void say(Claim& claim, const std::string& figure, const ClaimedRate& value) {
  const auto colon = figure.find(':');
  const std::string what = figure.substr(0, colon);
  if (what == "count") {
    named(claim, figure.substr(colon + 1)).images = std::stoll(value.typed);
    return;
  }
  if (colon == std::string::npos) {
    (what == "accuracy"            ? claim.accuracy
     : what == "balanced_accuracy" ? claim.balanced_accuracy
     : what == "macro_precision"   ? claim.macro_precision
                                   : claim.macro_f1) = value;
    return;
  }
  ClaimedClass& c = named(claim, figure.substr(colon + 1));
  (what == "recall" ? c.recall : what == "precision" ? c.precision : what == "f1" ? c.f1 : c.specificity) = value;
}

std::vector<std::int64_t> sizes(const Checked& checked) {
  std::vector<std::int64_t> out;
  for (const Fitting& fit : checked.fits) out.push_back(fit.images);
  return out;
}

Claim densenet() {
  Claim claim;
  say(claim, "accuracy", rate("88"));
  say(claim, "precision:Normal", rate("1.00"));
  say(claim, "recall:Normal", rate("0.89"));
  say(claim, "precision:Spondylolisthesis", rate("0.59"));
  say(claim, "recall:Spondylolisthesis", rate("0.42"));
  return claim;
}

nlohmann::json fixture(const std::string& name) {
  std::ifstream in(std::string(XP_SOURCE_DIR) + "/tests/scores/fixtures/" + name);
  return nlohmann::json::parse(in);
}

Claim accuracy(const std::string& typed) {
  Claim claim;
  claim.accuracy = rate(typed);
  return claim;
}

}  // namespace

TEST_CASE("a figure is read as what it was rounded from, ties on both sides") {
  for (const auto& [typed, low, high] :
       std::vector<std::tuple<std::string, double, double>>{{"88", 0.875, 0.885},
                                                            {"0.88", 0.875, 0.885},
                                                            {"88%", 0.875, 0.885},
                                                            {" 88 % ", 0.875, 0.885},
                                                            {"99.01", 0.99005, 0.99015},
                                                            {"1.00", 0.995, 1},
                                                            {"100", 0.995, 1},
                                                            {"0.00", 0, 0.005},
                                                            {"0.5", 0.45, 0.55},
                                                            {"0.5%", 0.0045, 0.0055},
                                                            {"1.5", 0.0145, 0.0155}}) {
    CAPTURE(typed);
    CHECK(rate(typed).least() == Approx(low).margin(1e-15));
    CHECK(rate(typed).most() == Approx(high).margin(1e-15));
  }
  CHECK(rate("0.9", 2).least() == Approx(0.895));
  CHECK(rate("0.12").fits(1, 8));  // 0.125 exactly: a tie
  CHECK(rate("0.13").fits(1, 8));
  CHECK(!rate("0.14").fits(1, 8));
}

TEST_CASE("figures that are none are refused, with what to write") {
  CHECK_THROWS_WITH(rate("101"), Contains("over 100 %"));
  CHECK_THROWS_WITH(rate("120%"), Contains("over 100 %"));
  CHECK_THROWS_WITH(rate("-3"), Contains("below 0"));
  CHECK_THROWS_WITH(rate("0,88"), Contains("comma"));
  CHECK_THROWS_WITH(rate("high"), Contains("no number"));
  CHECK_THROWS_WITH(rate(""), Contains("no number"));
  CHECK_THROWS_WITH(rate("0.1234567890"), Contains("too many digits"));
  CHECK_THROWS_WITH(rate("1"), Contains("how many digits"));
  CHECK_THROWS_WITH(check(Claim{}), Contains("without a figure"));
  Claim twice = densenet();
  twice.classes.push_back(twice.classes[0]);
  CHECK_THROWS_WITH(check(twice), Contains("named twice"));
  Claim macro = densenet();
  macro.macro_f1 = rate("0.8");
  CHECK_THROWS_WITH(check(macro), Contains("over how many"));
}

TEST_CASE("the published row of DenseNet fits no test set under 168 images") {
  const Checked checked = check(densenet());
  REQUIRE(!checked.fits.empty());
  CHECK(checked.undecided.empty());
  CHECK(checked.fits.front().images == 168);
  CHECK(checked.fits.size() == 833);  // every size from there to 1000
  CHECK(!checked.none_larger);
}

TEST_CASE("no test set of any size fits DenseNet's row where spondylolisthesis is as frequent as in the data") {
  Claim claim = densenet();
  named(claim, "Spondylolisthesis").share = rate("0.23");
  const Checked checked = check(claim);
  CHECK(checked.impossible());
  CHECK(checked.none_larger);
  // A precision of 59 % where 23 % are to be found leaves 15 % wrong, missed or named in error; accuracy leaves 12.5 %.
  CHECK(checked.conflict ==
        std::vector<std::string>{"accuracy", "precision:Spondylolisthesis", "share:Spondylolisthesis"});
  named(claim, "Spondylolisthesis").share = rate("0.14");
  CHECK(!check(claim).fits.empty());
}

TEST_CASE("99.01 % needs 101 images, or twice or thrice as many, or a few next to that") {
  const auto fits = sizes(check(accuracy("99.01")));
  const std::vector<std::int64_t> first{101, 202, 203, 302, 303, 304, 403, 404, 405, 406};
  REQUIRE(fits.size() > first.size());
  CHECK(std::equal(first.begin(), first.end(), fits.begin()));
}

TEST_CASE("0.7143 is 5 of 7, 10 of 14 and so on, and nothing else up to 1000 images") {
  const Checked checked = check(accuracy("0.7143"));
  CHECK(checked.fits.size() == 142);
  for (const Fitting& fit : checked.fits) {
    CHECK(fit.images % 7 == 0);
    CHECK(fit.right * 7 == fit.images * 5);
  }
}

TEST_CASE("what fits is what a try of every confusion matrix finds") {
  int impossible = 0;
  for (const auto& known : fixture("claims.json")) {
    Claim claim;
    claim.number_of_classes = known["classes"];
    claim.sizes = {1, known["largest"]};
    claim.larger = false;
    for (const auto& [name, typed] : known["claim"].items())
      say(claim, name, name.rfind("count", 0) == 0 ? ClaimedRate{typed} : rate(typed));
    const Checked checked = check(claim);
    CAPTURE(known.dump());
    CHECK(sizes(checked) == known["sizes"].get<std::vector<std::int64_t>>());
    CHECK(checked.undecided.empty());
    impossible += checked.fits.empty();
  }
  CHECK(impossible > 20);
}

TEST_CASE("what is proven of all larger sizes holds for those that a try of every test set reaches") {
  int proven = 0, found = 0;
  for (const auto& known : fixture("claims_larger.json")) {
    Claim claim;
    claim.sizes = {1, 10};
    for (const auto& [name, typed] : known["claim"].items()) say(claim, name, rate(typed));
    const Checked checked = check(claim);
    CAPTURE(known.dump());
    if (known["found"] > 0) CHECK(!checked.none_larger);
    if (checked.none_larger) CHECK(known["found"] == 0);
    proven += checked.none_larger, found += known["found"] > 0;
  }
  CHECK(proven > 10);
  CHECK(found > 10);
}

TEST_CASE("the figures of a confusion matrix fit at its own size, and examples have the figures that were claimed") {
  Random random(7, "claims");
  for (int round = 0; round < 60; ++round) {
    const int classes = 2 + static_cast<int>(random.below(4));
    std::vector<Tally> tallies(static_cast<std::size_t>(classes));
    std::int64_t n = 0, right = 0;
    for (int row = 0; row < classes; ++row)
      for (int column = 0; column < classes; ++column) {
        const auto count = static_cast<std::int64_t>(random.below(row == column ? 40 : 5)) + (row == column);
        tallies[static_cast<std::size_t>(row)].images += count;
        tallies[static_cast<std::size_t>(column)].named += count;
        if (row == column) tallies[static_cast<std::size_t>(row)].right = count, right += count;
        n += count;
      }
    const auto rounded = [](std::int64_t k, std::int64_t of) {
      return fmt::format("{:.2f}", static_cast<double>(k) / static_cast<double>(of));
    };
    Claim claim;
    claim.sizes = {n, n};
    claim.larger = false;
    claim.number_of_classes = random.below(2) == 0 ? classes : 0;
    say(claim, "accuracy", rate(rounded(right, n)));
    for (int c = 0; c < classes; ++c) {
      if (random.below(4) == 0) continue;
      const Tally& t = tallies[static_cast<std::size_t>(c)];
      say(claim, fmt::format("recall:{}", c), rate(rounded(t.right, t.images)));
      say(claim, fmt::format("precision:{}", c), rate(rounded(t.right, t.named)));
      say(claim, fmt::format("f1:{}", c), rate(rounded(2 * t.right, t.images + t.named)));
    }
    const Checked checked = check(claim);
    CAPTURE(round, n);
    REQUIRE(checked.fits.size() == 1);
    const Fitting& fit = checked.fits[0];
    CHECK(may_be_placed(fit.example, checked.pooled));
    CHECK(claim.accuracy->fits(fit.right, n));
    const auto cells = matrix_of(fit.example, checked.pooled);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      std::int64_t images = 0, said = 0;
      for (std::size_t j = 0; j < cells.size(); ++j) images += cells[i][j], said += cells[j][i];
      CHECK(images == fit.example[i].images);
      CHECK(said == fit.example[i].named);
      if (i >= claim.classes.size()) continue;
      CHECK(cells[i][i] == fit.example[i].right);
      CHECK(claim.classes[i].recall->fits(cells[i][i], images));
      CHECK(claim.classes[i].precision->fits(cells[i][i], said));
      CHECK(claim.classes[i].f1->fits(2 * cells[i][i], images + said));
    }
  }
}

TEST_CASE("linear inequalities are solved in exact fractions") {
  CHECK(solvable({{{1, 1}, 3}, {{-1, 0}, -1}, {{0, -1}, -2}}));   // x + y <= 3, x >= 1, y >= 2: one point
  CHECK(!solvable({{{1, 1}, 2}, {{-1, 0}, -1}, {{0, -1}, -2}}));  // and one less: none
  CHECK(solvable({}));
  CHECK(solvable({{{3, -1}, 0}, {{-3, 1}, 0}, {{-1}, -1}}));  // y = 3x, x >= 1
}
