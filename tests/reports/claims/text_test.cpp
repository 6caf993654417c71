#include "reports/claims/text.h"

#include <catch2/catch.hpp>

#include "framework/base/text.h"
#include "reports/claims/remarks.h"
#include "reports/claims/tables.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

ClaimedRate rate(const std::string& typed) { return claimed_rate(typed, "figure"); }

Claim accuracy(const std::string& typed, std::int64_t images) {
  Claim claim;
  claim.accuracy = rate(typed);
  claim.sizes = {images, images};
  claim.larger = false;
  return claim;
}

/// Seven classes with long names, each with a recall and a precision.
Claim seven() {
  Claim claim;
  claim.number_of_classes = 7;
  for (int i = 0; i < 7; ++i) {
    claim.classes.push_back({});
    claim.classes.back().name = "a class with a long name, number " + std::to_string(i);
    claim.classes.back().recall = claim.classes.back().precision = rate("0.89");
  }
  return claim;
}

}  // namespace

TEST_CASE("sizes that are undecided are not among those that are proven not to fit") {
  Checked checked;
  checked.claim.sizes = {1, 100};
  checked.undecided = {50, 51, 52, 70};
  checked.fits.push_back({80, 40, 1, false, {}});
  CHECK(
      claim_verdict(checked) ==
      "fits test sets of 80 images; none of 1 to 49, 53 to 69, 71 to 79 (searched: 1 to 100). Undecided: 50 to 52, 70 "
      "images (too many possibilities; narrow --images, or name more figures)");
  checked.fits.clear();
  CHECK(!checked.impossible());
  CHECK_THAT(claim_verdict(checked), Contains("proven: none of 1 to 49, 53 to 69, 71 to 100"));
}

TEST_CASE("where larger sizes were not searched, that is what is said") {
  Claim claim = accuracy("99.999", 1);
  claim.sizes = {1, 1000};
  claim.larger = true;
  const std::string verdict = claim_verdict(check(claim));
  CHECK_THAT(verdict, Contains("no test set of 1 to 1000 images fits; larger ones were not searched"));
  CHECK_THAT(verdict, !Contains("cannot be"));
}

TEST_CASE("the rates next to an impossible one are told") {
  const Checked checked = check(accuracy("97.00", 68));
  REQUIRE(nearest_of(checked).size() == 1);
  CHECK(nearest_of(checked)[0].right == std::vector<std::int64_t>{66, 65});
  CHECK_THAT(claim_text(checked, {}), Contains("of 68, 66 right = 97.06 %, 65 right = 95.59 %"));
  CHECK(nearest_of(check(accuracy("97.06", 68))).empty());
}

TEST_CASE("an example of nothing but others has no matrix") {
  const Checked checked = check(accuracy("0.7143", 7));
  CHECK(matrix_table(checked).rows.empty());
  CHECK_THAT(claim_text(checked, {}), !Contains("others"));
}

TEST_CASE("one digit beside two is remarked upon, and that a figure may be a mean") {
  Claim claim = accuracy("0.89", 18);
  claim.classes.push_back({});
  claim.classes[0].name = "A";
  claim.classes[0].recall = rate("0.9");
  const std::string text = claim_text(check(claim), {200});
  CHECK_THAT(text, Contains("recall of A 0.9 was read as one digit: 0.85 to 0.95"));
  CHECK_THAT(text, Contains("a mean over folds or repeats"));
  claim.accuracy = rate("0.9");
  CHECK_THAT(claim_text(check(claim), {200}), !Contains("one digit"));
}

TEST_CASE("a claim of seven classes with long names stays within 80 columns") {
  const std::string text = claim_text(check(seven()), {80});
  for (const std::string& line : split(text, '\n')) {
    CAPTURE(line);
    CHECK(width(line) <= 80);
  }
}
