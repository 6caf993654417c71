#include "framework/run/rerun/data.h"

#include <catch2/catch.hpp>

#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// A record, and what its dataset lists: the same, to be changed.
struct Then {
  Record record = test::record(1, {"double", "single"}, {6, 2, 2});
  Listing now;
  std::string fingerprint;
  Then() {
    now.classes = record.classes;
    for (const StoredSample& s : record.samples) now.samples.push_back({s.name, "", s.label, s.group, s.sha256});
    fingerprint = xp::fingerprint(now);
  }
  DataChanges changes() const { return data_changes(record, fingerprint, now); }
  std::string said() const { return sentence(changes()); }
};

}  // namespace

TEST_CASE("data that are the same have no changes, wherever they lie") {
  Then then;
  for (Sample& s : then.now.samples) s.path = "/elsewhere/" + s.name;
  CHECK_FALSE(then.changes().any);
  CHECK(then.said().empty());
}

TEST_CASE("an image that was replaced is named with both hashes") {
  Then then;
  then.now.samples.at(3).sha256 = std::string(64, 'b');
  CHECK(then.said() == "1 of 10 images: " + then.record.samples[3].name +
                           " is another image (SHA-256 was 000000000000…, now bbbbbbbbbbbb…)");
}

TEST_CASE("images that went, came, moved to another name, class or group are told apart") {
  Then then;
  auto& now = then.now.samples;
  const std::string gone = now.at(0).name, renamed = now.at(4).name;
  now.at(4).name = "elsewhere.png";
  now.at(2).label = 1;
  now.at(6).group = "patient 7";
  now.erase(now.begin());
  now.push_back({"new.png", "", 0, "", std::string(64, 'c')});
  const DataChanges found = then.changes();
  REQUIRE(found.changes.size() == 5);
  CHECK_THAT(then.said(), Contains(gone + " is gone") && Contains("new.png is new") &&
                              Contains("was labelled double, now single") &&
                              Contains(renamed + " is now called elsewhere.png") &&
                              Contains("was of group none, now \"patient 7\""));
}

TEST_CASE("of many images five are named, and the rest is counted") {
  Then then;
  for (Sample& s : then.now.samples) s.sha256 = std::string(63, 'd') + s.sha256.back();
  CHECK_THAT(then.said(), Contains("10 of 10 images: ") && Contains("and 5 more"));
  CHECK(then.changes().changes.size() == 10);
}

TEST_CASE("what was left out as unreadable is not new, and what is not kept image by image is said to be that") {
  Then then;
  then.record.skipped = {"letter.png: neither JPEG nor PNG"};
  then.now.samples.push_back({"letter.png", "", 0, "", std::string(64, 'c')});
  CHECK(then.changes().changes.empty());
  then.now.samples.pop_back();
  then.now.samples.at(1).weight = 2;
  CHECK_THAT(then.said(), Contains("the 10 images and their labels are the same") && Contains("weight"));
}
