#include <catch2/catch.hpp>

#include "framework/base/error.h"
#include "framework/scores/claims/claim.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

ClaimedRate rate(const std::string& typed) { return claimed_rate(typed, "figure"); }

Claim accuracy(const std::string& typed) {
  Claim claim;
  claim.accuracy = rate(typed);
  return claim;
}

ClaimedClass counted(const std::string& name, std::int64_t images) {
  ClaimedClass out;
  out.name = name;
  out.images = images;
  return out;
}

}  // namespace

TEST_CASE("figures that may fit a size that was not searched are not called impossible") {
  Claim claim = accuracy("99.999");
  claim.classes.push_back({});
  claim.classes[0].name = "A";
  claim.classes[0].recall = rate("0.5");
  const Checked checked = check(claim);  // 66 667 images, one of them wrong
  CHECK(checked.fits.empty());
  CHECK(!checked.none_larger);
  CHECK(!checked.impossible());
  CHECK(checked.conflict.empty());
  claim.larger = false;  // where the sizes are known, none of them is an answer
  CHECK(check(claim).impossible());
}

TEST_CASE("the counts of all classes leave one size: their sum") {
  Claim claim = accuracy("90");
  claim.classes = {counted("A", 4000), counted("B", 4000)};
  claim.number_of_classes = 2;
  const Checked checked = check(claim);
  REQUIRE(checked.fits.size() == 1);
  CHECK(checked.fits[0].images == 8000);
  CHECK(!checked.assumed_all);
  claim.accuracy = rate("90.0001");
  CHECK(check(claim).alone == std::vector<std::string>{"accuracy"});
}

TEST_CASE("classes that all have a count are taken for all there are, and that is told") {
  Claim claim = accuracy("75");
  claim.classes = {counted("A", 3), counted("B", 5)};
  Checked checked = check(claim);
  CHECK(checked.assumed_all);
  REQUIRE(checked.fits.size() == 1);
  CHECK(checked.fits[0].images == 8);
  claim.sizes = {12, 12};  // so that there must be others
  claim.larger = false;
  checked = check(claim);
  CHECK(!checked.assumed_all);
  REQUIRE(checked.fits.size() == 1);
  CHECK(checked.fits[0].images == 12);
  claim = accuracy("75");
  claim.classes = {counted("A", 3)};  // one class is no classification
  CHECK(!check(claim).assumed_all);
}

TEST_CASE("all figures that are impossible by themselves are named") {
  Claim claim = accuracy("99");
  claim.sizes = {7, 7};
  claim.larger = false;
  claim.classes.resize(2);
  claim.classes[0].name = "A";
  claim.classes[0].recall = rate("0.93");
  claim.classes[1].name = "B";
  claim.classes[1].recall = rate("0.5");
  CHECK(check(claim).alone == std::vector<std::string>{"accuracy", "recall:A"});
}

TEST_CASE("claims that contradict themselves are refused") {
  Claim claim = accuracy("88");
  claim.classes.resize(2);
  claim.classes[0].name = "normal";
  claim.classes[1].name = "Normal";
  CHECK_THROWS_WITH(check(claim), Contains("differ in case alone"));
  claim.classes[0].name = "sick";
  claim.classes[0].share = claim.classes[1].share = rate("0.60");
  CHECK_THROWS_WITH(check(claim), Contains("the shares sum to"));
  claim.classes = {counted("A", 30), counted("B", 50)};
  claim.number_of_classes = 2;
  claim.larger = false;
  claim.sizes = {60, 70};
  CHECK_THROWS_WITH(check(claim), Contains("the counts sum to 80 images"));
  claim.classes = {counted("A", 90)};
  CHECK_THROWS_WITH(check(claim), Contains("the counts sum to 90 images"));
  claim.larger = true;
  claim.classes = {counted("A", 9000), counted("B", 9000)};
  CHECK_THROWS_WITH(check(claim), Contains("the counts sum to 18000 images"));
}
