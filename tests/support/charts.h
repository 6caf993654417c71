// Looking at charts as values.
#pragma once
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "reports/charts/chart.h"

namespace xp::test {

inline const Chart* chart(const std::vector<Chart>& charts, const std::string& id) {
  for (const Chart& c : charts)
    if (c.id == id) return &c;
  return nullptr;
}

/// The chart of that id; fails where there is none.
inline const Chart& the_chart(const std::vector<Chart>& charts, const std::string& id) {
  const Chart* found = chart(charts, id);
  INFO("chart " << id);
  REQUIRE(found);
  return *found;
}

inline const Layer* layer(const Chart& chart, const std::string& name) {
  for (const Layer& l : chart.layers)
    if (l.name == name) return &l;
  return nullptr;
}

inline const Layer& the_layer(const Chart& chart, const std::string& name) {
  const Layer* found = layer(chart, name);
  INFO("layer " << name << " of " << chart.id);
  REQUIRE(found);
  return *found;
}

inline const std::vector<double>& numbers(const Chart& chart, const std::string& column) {
  for (const ChartColumn& c : chart.columns)
    if (c.name == column) return c.numbers;
  FAIL("no column " << column << " in " << chart.id);
  throw 0;
}

/// Every layer's columns exist and are equally long, their names are unique, and there is a title, a reading and units.
inline void check_whole(const Chart& chart) {
  INFO("chart " << chart.id);
  CHECK_FALSE(chart.title.empty());
  CHECK_FALSE(chart.reading.empty());
  CHECK_FALSE(chart.x.title.empty());
  CHECK_FALSE(chart.y.title.empty());
  for (std::size_t i = 0; i < chart.columns.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) CHECK(chart.columns[i].name != chart.columns[j].name);
  for (const Layer& l : chart.layers) {
    const std::size_t n = numbers(chart, l.x).size();
    for (const std::string& column : {l.y, l.low, l.high})
      if (!column.empty()) CHECK(numbers(chart, column).size() == n);
  }
}

}  // namespace xp::test
