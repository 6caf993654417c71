#include "framework/data/achieved.h"

#include <catch2/catch.hpp>

using namespace xp;

namespace {

/// Labels, groups and parts, a letter each: "aab", "11-", "TTV".
struct Case {
  Listing listing;
  Division division;
  Case(const std::string& labels, const std::string& groups, const std::string& where,
       const std::vector<double>& shares = {}) {
    listing.classes = {"straight", "curved"};
    division.shares = shares;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      listing.samples.emplace_back();
      listing.samples.back().label = labels[i] - 'a';
      listing.samples.back().group = groups[i] == '-' ? "" : std::string(1, groups[i]);
      division.of.push_back(where[i] == 'T' ? Part::train : where[i] == 'V' ? Part::validation : Part::test);
    }
  }
  Achieved achieved() const { return xp::achieved(listing, division); }
};

}  // namespace

TEST_CASE("samples and groups are counted by class and part, against the share that was asked for") {
  const Achieved a = Case("aaaabbbb", "1123-455", "TTTxTTxx", {0.5, 0, 0.5}).achieved();
  CHECK(a.of_class[0][0].samples == 3);
  CHECK(a.of_class[0][0].groups == 2);
  CHECK(a.of_class[0][0].wanted == 2);
  CHECK(a.of_class[0][0].share == 0.75);
  CHECK(a.of_class[0][0].wanted_share == 0.5);
  CHECK(a.of_class[1][2].samples == 2);
  CHECK(a.of_class[1][2].groups == 1);
  CHECK(a.whole[0].samples == 5);
  CHECK(a.whole[0].groups == 4);
  CHECK(a.whole[2].groups == 2);
  CHECK(a.torn.empty());
}

TEST_CASE("a share that rounding explains is no remark; one that groups explain is") {
  CHECK(remarks(Case("aaabbb", "------", "TTxTxx", {0.5, 0, 0.5}).achieved()).empty());
  const auto said = remarks(Case("aaaabbbb", "1111----", "TTTTTTxx", {0.5, 0, 0.5}).achieved());
  REQUIRE(said.size() == 2);
  CHECK(said[0] ==
        "split: groups stay whole, so training holds 100.0 % of straight, not 50.0 %; training holds 75.0 % of all, "
        "not 50.0 %; the test holds 25.0 % of all, not 50.0 %");
  CHECK(said[1] == "split: the test has no straight");
}

TEST_CASE("a group in two parts is named, and nobody misses what nobody asked for") {
  const Achieved a = Case("abab", "1-12", "TTxx").achieved();
  CHECK(a.torn == std::vector<std::string>{"1"});
  CHECK(std::isnan(a.whole[0].wanted));
  CHECK(remarks(a) == std::vector<std::string>{"split: one group lies in more than one part: 1"});
}
