#include "reports/html/escape.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace xp;

TEST_CASE("JSON in a page cannot end its element, and reads back as it was") {
  const std::string text = "</script><!-- & \xE2\x80\xA8\xE2\x80\xA9 \xE2\x80\xAA\xF0\x9F\xA6\xB4";
  const std::string json = json_in_html(nlohmann::json{{text, text}}.dump());
  for (const char* never : {"<", ">", "&", "\xE2\x80\xA8", "\xE2\x80\xA9"})
    CHECK(json.find(never) == std::string::npos);
  CHECK(nlohmann::json::parse(json) == nlohmann::json{{text, text}});
}

TEST_CASE("text in a page is text: markup, quotes, control characters and broken bytes are written as references") {
  CHECK(escaped("<b a=\"x\" c='y'>&") == "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;");
  CHECK(escaped("a\x1b\xff") == "a\xEF\xBF\xBD\xEF\xBF\xBD");
}
