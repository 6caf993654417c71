#include "framework/base/csv.h"

#include <catch2/catch.hpp>

#include "framework/base/error.h"

using namespace xp;
using Catch::Contains;
using Rows = std::vector<std::vector<std::string>>;

namespace {

Rows rows(const std::string& text) {
  Rows out;
  for (const Csv::Row& row : read_csv(text, "a.csv").rows) out.push_back(row.cells);
  return out;
}

std::string complaint(const std::string& text) {
  try {
    read_csv(text, "a.csv");
  } catch (const Error& e) {
    return e.whole();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("quotes hold commas, quotes and line breaks (RFC 4180)") {
  CHECK(rows("a,b\n1,2\n") == Rows{{"1", "2"}});
  CHECK(rows("a,b\r\n\"x, y\",\"say \"\"A\"\"\"\r\n") == Rows{{"x, y", "say \"A\""}});
  CHECK(rows("a,b\n\"two\nlines\",2") == Rows{{"two\nlines", "2"}});
  CHECK(rows("a,b\n ,\"\"\nx,\n") == Rows{{"x", ""}});
}

TEST_CASE("spreadsheets' ways are known: semicolons, tabs, a byte order mark, old line ends, empty cells at the end") {
  CHECK(rows("a;b\n1,5;2\n") == Rows{{"1,5", "2"}});
  CHECK(rows("a\tb\n1\t2\n") == Rows{{"1", "2"}});
  CHECK(rows("\xEF\xBB\xBF\"a\",b\n1,2\n") == Rows{{"1", "2"}});
  CHECK(read_csv("\xEF\xBB\xBF"
                 "a,b\n1,2\n",
                 "")
            .header.cells[0] == "a");
  CHECK(rows("a,b\r1,2\r3,4\r") == Rows{{"1", "2"}, {"3", "4"}});
  CHECK(rows("a,b,,\n1,2,,\n\n,,,\n3,4\n") == Rows{{"1", "2"}, {"3", "4"}});
  CHECK(rows("\"a,b\";c\n1;2\n") == Rows{{"1", "2"}});
}

TEST_CASE("rows know the line where they begin") {
  const Csv csv = read_csv("a,b\n\"1\n1\",2\n\n3,4\n", "a.csv");
  REQUIRE(csv.rows.size() == 2);
  CHECK(csv.header.line == 1);
  CHECK(csv.rows[0].line == 2);
  CHECK(csv.rows[1].line == 5);
}

TEST_CASE("what is no table is refused with its line") {
  CHECK_THAT(complaint(""), Contains("a.csv is empty"));
  CHECK_THAT(complaint("a,b\n1,2,3\n"), Contains("line 2: 3 cells where the header has 2") && Contains("in quotes"));
  CHECK_THAT(complaint("a,b\n1,2\n3\n"), Contains("line 3: 1 cell where"));
  CHECK_THAT(complaint("a,b\n\"1,2\n3,4\n"), Contains("line 2: a quote that opens here never closes"));
  CHECK_THAT(complaint("a,b\nx\"y,2\n"), Contains("line 2: a quote in the middle of x\"y"));
  CHECK_THAT(complaint("a,b\n\"x\"y,2\n"), Contains("line 2: x goes on after its closing quote"));
  CHECK_THAT(complaint(std::string("\xFF\xFE"
                                   "a\0",
                                   4)),
             Contains("UTF-16"));
}
