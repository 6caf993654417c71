#include "reports/list/columns.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "framework/base/text.h"
#include "reports/list/facts.h"
#include "tests/support/records.h"

using namespace xp;

namespace {

std::vector<ListRow> three_runs() {
  std::vector<ListRow> out;
  for (int i = 1; i <= 3; ++i) {
    out.push_back({test::reference000(i).run, "small_cnn", 5.0 / 7, 4.0 / 6, 7});
    out.back().run.test_images = 6;
    out.back().run.name = "a rather long name that somebody gave to this run " + std::to_string(i);
  }
  return out;
}

const Field rate{"rate", Field::number, "", false, {{1e-4}, {}, {3}}};
const Field score{"test/auc", Field::number, "", true, {{2.0 / 3}, {test::nan}, {}}};
const Field tags{"tag", Field::words, "", false, {{"a", "b"}, {}, {"c"}}};
const Field parent{"parent", Field::place, "run", false, {{}, {7}, {8}}};
const Field& field(const std::string& name) {
  return name == "rate" ? rate : name == "test/auc" ? score : name == "tag" ? tags : parent;
}

}  // namespace

TEST_CASE("columns are those that were asked for, in that order, usual ones as a list has them") {
  const std::vector<std::string> names{"rate", "run", "test/auc", "tag", "parent", "test"};
  const Table table = chosen_table(three_runs(), {0, 1, 2}, names, field, false);
  CHECK(table.rows[0] == std::vector<std::string>{"0.0001", "run1", "0.6667", "a, b", "", "66.7 % (30 to 90)"});
  CHECK(table.rows[1] == std::vector<std::string>{"", "run2", "NaN", "", "run7", "66.7 % (30 to 90)"});
  CHECK(table.columns[2].align == Align::right);
}

TEST_CASE("for other programs numbers have all their digits, and JSON keeps types, NaN and what is missing") {
  CHECK(chosen_table(three_runs(), {0, 1, 2}, {"test/auc"}, field, true).rows[0][0] == "0.6666666666666666");
  const auto json = nlohmann::json::parse(json_of({0, 1}, {"rate", "test/auc", "tag", "parent"}, field));
  CHECK(json[0]["rate"] == 1e-4);
  CHECK(json[0]["test/auc"] == 2.0 / 3);
  CHECK(json[0]["tag"] == nlohmann::json({"a", "b"}));
  CHECK(json[0]["parent"].is_null());
  CHECK(json[1]["test/auc"] == "NaN");
  CHECK(json[1]["parent"] == "run7");
}

TEST_CASE("a list fits the screen: the least important columns go, never the run, its scores or what was asked for") {
  const std::vector<std::string>& usual = usual_columns();
  const Table whole = list_table(three_runs());
  for (int columns = 200; columns >= 66; --columns) {
    const Fitted shown = fitted(whole, usual, columns);
    INFO(columns << " columns");
    for (const std::string& line : split(text_of(shown.table, columns), '\n')) CHECK(width(line) <= columns);
    CHECK(shown.table.columns.size() + shown.left_out.size() == usual.size());
    for (const char* kept : {"run", "val", "test"})
      CHECK(std::count(shown.left_out.begin(), shown.left_out.end(), kept) == 0);
  }
  CHECK(fitted(whole, usual, 0).left_out.empty());
  CHECK(fitted(whole, usual, 200).left_out.empty());
  CHECK(fitted(whole, usual, 110).left_out == std::vector<std::string>{"started"});
  CHECK(fitted(whole, usual, 10).table.columns.size() == 3);
  const std::vector<std::string> asked{"run", "rate", "test/auc"};
  CHECK(fitted(chosen_table(three_runs(), {0, 1, 2}, asked, field, false), asked, 10).left_out.empty());
}

TEST_CASE("runs are sorted by number or word, either way, and those without it are last") {
  const auto sorted = [](const std::vector<Cell>& cells, bool falling) {
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < cells.size(); ++i) rows.push_back(i);
    sort_by({"x", Field::either, "", false, cells}, falling, rows);
    return rows;
  };
  using Rows = std::vector<std::size_t>;
  CHECK(sorted({{}, {3}, {test::nan}, {-1.5}, {3}}, false) == Rows{3, 1, 4, 2, 0});
  CHECK(sorted({{}, {3}, {test::nan}, {-1.5}, {3}}, true) == Rows{1, 4, 3, 2, 0});
  CHECK(sorted({{"b"}, {""}, {"a"}, {10}}, false) == Rows{3, 2, 0, 1});
  CHECK(sorted({}, true).empty());
}

TEST_CASE("near names are offered, three at most") {
  CHECK(nearest_of("val/acuracy", {"val/accuracy", "model", "test/accuracy"})
            .starts_with("did you mean \"val/accuracy\""));
  CHECK(nearest_of("qqqqqq", {"val/accuracy", "model"}).empty());
}

TEST_CASE("facts know what a run has not") {
  const RunRow fresh;
  for (const RunFact& fact : run_facts()) {
    const Cell cell = fact.of(fresh);
    CHECK(cell.size() <= 1);
    if (fact.kind == Field::moment || fact.kind == Field::place) CHECK(cell.empty());
  }
  CHECK(run_fact("seconds")->of(test::reference000().run).front().text() == "89.877");
  CHECK(run_fact("nothing") == nullptr);
}
