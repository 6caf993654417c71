// What a run's page says of the audit of its data.
#include <catch2/catch.hpp>

#include "reports/pages/run/sections.h"
#include "tests/support/records.h"

using namespace xp;
using Catch::Matchers::Contains;

TEST_CASE("an audit that found nothing says in a sentence what it looked for") {
  const std::string body = audit_section({test::reference000()}).body;
  CHECK_THAT(body, Contains("The audit found nothing. It looked for copies") && !Contains("<ul"));
}

TEST_CASE("findings stand with their grade, their advice and their images, folded, the first hundred") {
  Record r = test::reference000();
  std::vector<std::string> samples;
  for (int i = 0; i < 120; ++i) samples.push_back("<a>" + std::to_string(i));
  r.findings = {{Audit::Grade::leak, "near copies", "3 <b> of", "Use a split by group.", samples},
                {Audit::Grade::note, "tiny images", "1 image is tiny.", "Look.", {}},
                {Audit::Grade::note, "odd shapes", "1 image is odd.", "Look.", {"x"}}};
  const std::string body = audit_section({r}).body;
  CHECK_THAT(body, Contains("1 leak, 2 notes.") && Contains("3 &lt;b&gt; of") &&
                       Contains("Images, the first 100 of 120") && Contains("&lt;a&gt;99<") &&
                       !Contains("&lt;a&gt;100<") && Contains("<summary>Images, 1</summary>") && Contains("g-serious"));
}

TEST_CASE("where no audit was made, or it is not known, that is said") {
  Record imported = test::reference000();
  set(imported.settings, "imported", "predictions.csv");
  CHECK_THAT(audit_section({imported}).body, Contains("No audit was made") && Contains("another tool"));
  Record early = test::record(1, {"a", "b"}, {4, 2, 2});
  CHECK_THAT(audit_section({early}).body, Contains("not known"));
  CHECK(audit_section({Record{}}).body.empty());
}
