#include "reports/html/page.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <regex>

#include "framework/base/hash.h"
#include "reports/html/packed.h"
#include "tests/support/skip.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t from = text.rfind(begin);
  if (from == std::string::npos) return "";
  return text.substr(from + begin.size(), text.find(end, from + begin.size()) - from - begin.size());
}

std::string bytes_of(const std::string& hex) {
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 2) out += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return out;
}

std::string page() {
  return framed({"Title", "<h1>Head</h1>", {{"one", "One", "", "<p>Body</p>"}}, {"from here"}}, {});
}

}  // namespace

TEST_CASE(
    "the page's policy allows its own script by hash and nothing else; the libraries' licences stand ahead of it") {
  const std::string html = page();
  const std::string script = between(html, "-->\n<script>", "</script>");
  if (script.empty()) SKIP("this xp was built without its charting library");
  CHECK_THAT(html, Contains("default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; "
                            "form-action 'none'; script-src 'sha256-" +
                            base64(bytes_of(sha256(script))) + "'"));
  CHECK_THAT(html, Contains("Apache ECharts") && Contains("Apache License") && Contains("Baidu") &&
                       Contains("Microsoft Corporation"));
  for (const char* never : {"eval(", "new Function", "document.write", "</script", "<!--"})
    CHECK(script.find(never) == std::string::npos);
  CHECK(script.size() < 700000);
}

TEST_CASE("contents are listed with more than three sections, those without a body left out") {
  Page many{"", "", {}, {}};
  for (const char* id : {"a", "b", "c", "d"}) many.sections.push_back({id, id, "", "<p>x</p>"});
  CHECK_THAT(framed(many, {}), Contains("<nav"));
  many.sections[0].body.clear();
  CHECK_THAT(framed(many, {}), !Contains("<nav") && !Contains("id=\"a\""));
}

TEST_CASE("without npm the bundle is made empty, with a warning that says how to try again") {
  const std::string out = "/tmp/xp_bundle_test";
  const std::string command = "rm -rf " + out + "; cmake -DOUT=" + out +
                              " -DNODE= -DNPM= -P " XP_SOURCE_DIR "/reports/html/web/bundle.cmake > " + out +
                              ".log 2>&1";
  REQUIRE(std::system(command.c_str()) == 0);
  std::ifstream script(out + "/report.js", std::ios::ate), log(out + ".log");
  REQUIRE(script.good());
  CHECK(script.tellg() == 0);
  const std::string said{std::istreambuf_iterator<char>(log), {}};
  CHECK_THAT(said, Contains("tables and no charts") && Contains("To try again"));
}
