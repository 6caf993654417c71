#include "reports/html/jpeg.h"

#include <catch2/catch.hpp>

#include "tests/support/jpegs.h"

using namespace xp;

TEST_CASE("a JPEG's size is read from its frame, behind whatever stands before it") {
  const auto size = jpeg_size(test::jpeg_head(160, 387));
  REQUIRE(size);
  CHECK(size->width == 160);
  CHECK(size->height == 387);
}

TEST_CASE("what is no JPEG, or breaks off in it, has no size and is not embedded") {
  const std::string whole = test::jpeg_head(16, 8, 0);
  for (std::size_t length = 0; length + 11 < whole.size(); ++length) CHECK_FALSE(jpeg_size(whole.substr(0, length)));
  for (const std::string& content : {std::string("<svg onload=alert(1)>"), std::string("\xFF\xD8\xFF\xD8\xFF\xFF\xFF"),
                                     test::jpeg_head(0, 8), std::string("\x89PNG\r\n"), std::string(1000, '\xFF')}) {
    CHECK_FALSE(jpeg_size(content));
    CHECK(image_of_jpeg(content, "x").empty());
  }
}

TEST_CASE("a picture is embedded with its size, its text escaped, up to 40 kB") {
  const std::string image = image_of_jpeg(test::jpeg_head(16, 8), "\" onerror=\"alert(1)<b>");
  CHECK_THAT(image,
             Catch::StartsWith("<img src=\"data:image/jpeg;base64,/9j/4AAQ") &&
                 Catch::EndsWith("\" width=\"16\" height=\"8\" alt=\"&quot; onerror=&quot;alert(1)&lt;b&gt;\">"));
  CHECK_FALSE(image_of_jpeg(test::jpeg_head(16, 8, 40'000), "").empty());
  CHECK(image_of_jpeg(test::jpeg_head(16, 8, 40'001), "").empty());
}
