#include "reports/table.h"

#include <catch2/catch.hpp>

#include "framework/base/text.h"
#include "reports/list.h"
#include "tests/support/records.h"

using namespace xp;

namespace {
const Table table{{{"name"}, {"n", Align::right}}, {{"säule", "7"}, {"a|b", "1234"}, {"short"}}};
}

TEST_CASE("text columns align by display width, numbers to the right") {
  CHECK(text_of(table) == "name      n\nsäule     7\na|b    1234\nshort\n");
}

TEST_CASE("a table fits the terminal by shortening its text, never its numbers") {
  const Table wide{{{"image"}, {"loss", Align::right}}, {{std::string(200, 'x'), "0.123456789"}}};
  for (const std::string& line : split(text_of(wide, 40), '\n')) CHECK(width(line) <= 40);
  CHECK_THAT(text_of(wide, 40), Catch::Contains("0.123456789") && Catch::Contains("…"));
}

TEST_CASE("control characters are shown in a terminal, not obeyed") {
  const Table hostile{{{"name"}}, {{"a\x1b[31mred\nline"}}};
  CHECK(text_of(hostile) == "name\na\\x1b[31mred line\n");
}

TEST_CASE("markdown escapes what would break the table") {
  CHECK(markdown_of(table) == "| name | n |\n| --- | ---: |\n| säule | 7 |\n| a\\|b | 1234 |\n| short |  |\n");
  CHECK_THAT(markdown_of({{{"x"}}, {{"<script>"}}}), Catch::Contains("&lt;script>"));
}

TEST_CASE("csv is RFC 4180") {
  const Table odd{{{"name"}, {"note"}}, {{"a,b", "say \"no\""}, {"two\nlines", ""}}};
  CHECK(csv_of(odd) == "name,note\r\n\"a,b\",\"say \"\"no\"\"\"\r\n\"two\nlines\",\r\n");
}

TEST_CASE("csv hands a spreadsheet no formula, and numbers as they are") {
  const Table odd{{{"x"}}, {{"=1+1"}, {"@a"}, {"-cmd"}, {"\tb"}, {"-0.5"}, {"+25.0"}, {"a=b"}}};
  CHECK(csv_of(odd) == "x\r\n'=1+1\r\n'@a\r\n'-cmd\r\n'\tb\r\n-0.5\r\n+25.0\r\na=b\r\n");
}

TEST_CASE("a column that stays whole makes the line longer instead") {
  const Table wide{{{"score", Align::left, true}, {"note"}}, {{std::string(30, 'x'), std::string(30, 'y')}}};
  CHECK_THAT(text_of(wide, 40), Catch::Contains(std::string(30, 'x')) && !Catch::Contains(std::string(30, 'y')));
}

TEST_CASE("a list shows the test accuracy with its interval and leaves blank what a run has not") {
  ListRow done{test::reference000().run, "small_cnn", 5.0 / 7, 4.0 / 6, 7}, fresh;
  done.run.test_images = 6;
  done.run.name = "wide", done.run.rerun_of = 7, done.run.tags = {"published"};
  fresh.run.id = 13;
  const Table list = list_table({done, fresh});
  CHECK(list.rows[0] == std::vector<std::string>{"run12", "FINISHED", "double_curve", "small_cnn", "30/30",
                                                 "71.4 % (36 to 92)", "66.7 % (30 to 90)", "2026-11-20 09:24",
                                                 "wide · rerun of run7 #published"});
  CHECK(list.rows[1][6].empty());
}

TEST_CASE("LaTeX obeys nothing that a cell holds") {
  CHECK(latex_of(table) ==
        "\\begin{tabular}{lr}\n\\hline\nname & n \\\\\n\\hline\nsäule & 7 \\\\\na\\textbar{}b & 1234 \\\\\nshort &  "
        "\\\\\n\\hline\n\\end{tabular}\n");
  const Table hostile{{{"\\input{/etc/passwd}"}}, {{"[x]*"}, {"50 % & $x_1^2$ #~{}"}, {"a\\\\b--c"}, {"two\nlines"}}};
  CHECK(latex_of(hostile) ==
        "\\begin{tabular}{l}\n\\hline\n\\textbackslash{}input\\{/etc/passwd\\} \\\\\n\\hline\n{[}x{]}{*} \\\\\n"
        "50 \\% \\& \\$x\\_1\\textasciicircum{}2\\$ \\#\\textasciitilde{}\\{\\} \\\\\n"
        "a\\textbackslash{}\\textbackslash{}b-{}-c \\\\\ntwo lines \\\\\n\\hline\n\\end{tabular}\n");
}

TEST_CASE("LaTeX gets a minus before a number and a hyphen within a word") {
  CHECK_THAT(
      latex_of({{{"x"}}, {{"-5.9 (-10.8 to +1.2)"}, {"hold-out ± 1 → …"}}}),
      Catch::Contains("$-$5.9 ($-$10.8 to +1.2)") && Catch::Contains("hold-out $\\pm$ 1 $\\rightarrow$ \\ldots{}"));
}
