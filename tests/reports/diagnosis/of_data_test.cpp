#include <catch2/catch.hpp>

#include "reports/diagnosis/diagnosis.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// Another tool's: validation and test, each from a file of its own, without SHA-256.
Record imported() {
  Record r = test::healthy(1);
  r.settings = {{"imported", "test predictions, validation predictions"}};
  for (StoredSample& s : r.samples) s.sha256.clear();
  return r;
}

}  // namespace

TEST_CASE("another tool's image that stands in the test and in validation is a leak, by its name where that is all") {
  Record r = imported();
  CHECK_FALSE(diagnose(r).find("leak"));
  r.samples[802].name = r.samples[602].name;  // of the test, as one of validation
  const Diagnosis d = diagnose(r);
  REQUIRE(d.find("leak"));
  CHECK(d.find("leak")->grade == Grade::serious);
  CHECK_THAT(d.find("leak")->sentence,
             Contains("1 image stands in more than one part, by name: the test is not of new") &&
                 Contains("(validation) = ") && Contains("(test)"));
  r.settings = test::healthy(1).settings;  // our own names are places: one place holds one image
  CHECK_FALSE(diagnose(r).find("leak"));
}

TEST_CASE("where every imported image has its SHA-256, that decides and not the name") {
  Record r = imported();
  for (std::size_t i = 0; i < r.samples.size(); ++i) r.samples[i].sha256 = std::to_string(i);
  r.samples[802].name = r.samples[602].name;
  CHECK_FALSE(diagnose(r).find("leak"));
  r.samples[803].sha256 = r.samples[603].sha256;
  CHECK(diagnose(r).find("leak"));
}
