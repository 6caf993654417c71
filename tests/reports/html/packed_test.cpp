#include "reports/html/packed.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace xp;

TEST_CASE("base64 is that of RFC 4648, section 10") {
  const std::pair<const char*, const char*> examples[] = {{"", ""},
                                                          {"f", "Zg=="},
                                                          {"fo", "Zm8="},
                                                          {"foo", "Zm9v"},
                                                          {"foob", "Zm9vYg=="},
                                                          {"fooba", "Zm9vYmE="},
                                                          {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : examples) CHECK(base64(plain) == encoded);
}

TEST_CASE("packed numbers are little-endian floats; what is not finite is NaN") {
  CHECK(packed({1.0, -2.5}) ==
        base64(std::string("\x00\x00\x80\x3f\x00\x00\x20\xc0", 8)));  // struct.pack('<2f', 1, -2.5)
  CHECK(packed({INFINITY}) == packed({NAN}));
  CHECK(packed({}).empty());
}

TEST_CASE("a packed column of more than 20 000 rows keeps its extremes, and its words stay beside their numbers") {
  ChartColumn x{"step", {}, {}, true}, y{"objective", {}, {}, true}, word{"label", {}, {}}, other{"epoch", {1, 2}};
  for (int i = 0; i < 50000; ++i) {
    x.numbers.push_back(i);
    y.numbers.push_back(i == 12345 ? 100 : i % 7);
    word.words.push_back("step " + std::to_string(i));
  }
  std::vector<ChartColumn> columns{x, y, word, other};
  reduce_packed(columns);
  const std::size_t rows = columns[0].numbers.size();
  CHECK(rows <= 20000);
  CHECK(rows > 5000);
  CHECK(columns[1].numbers.size() == rows);
  CHECK(columns[2].words.size() == rows);
  CHECK(columns[3].numbers.size() == 2);
  CHECK(columns[0].numbers.front() == 0);
  CHECK(columns[0].numbers.back() == 49999);
  const auto spike =
      std::find(columns[1].numbers.begin(), columns[1].numbers.end(), 100.0) - columns[1].numbers.begin();
  REQUIRE(spike < static_cast<long>(rows));
  CHECK(columns[0].numbers[static_cast<std::size_t>(spike)] == 12345);
  CHECK(columns[2].words[static_cast<std::size_t>(spike)] == "step 12345");
}
