#include <catch2/catch.hpp>

#include "reports/pages/run/sections.h"
#include "tests/support/records.h"

using namespace xp;

TEST_CASE("a finding has its grade, what it says, what to do, and its numbers folded away") {
  const Section s = trust_section(diagnose(test::reference000()));
  CHECK_THAT(s.body, Catch::Contains("<li class=\"g-serious\">") && Catch::Contains("Overfitting since epoch") &&
                         Catch::Contains("More images, more weight decay") &&
                         Catch::Contains("<summary>What it rests on: overfitting, since epoch") &&
                         Catch::Contains("validation loss, lowest"));
  CHECK(s.body.find("<details open") == std::string::npos);
}

TEST_CASE("what a finding quotes is text, and one without numbers has nothing folded") {
  Diagnosis d;
  d.findings.push_back({"<b>", Grade::warning, 0, "<script>1</script>", "<i>", {}});
  const Section s = trust_section(d);
  CHECK_THAT(s.body, Catch::Contains("&lt;script&gt;") && Catch::Contains("&lt;i&gt;") && !Catch::Contains("<details"));
  d.findings[0].numbers = {{"recall of <u>", 0.25}};
  CHECK_THAT(trust_section(d).body, Catch::Contains("recall of &lt;u&gt;") && Catch::Contains("0.25"));
  CHECK(trust_section({}).body.empty());
}
