// Pictures as self-contained HTML figures with inline SVG: no script, colours from the page's style sheet.
#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "framework/store/record.h"

namespace xp {

/// One curve. Its colour is number `colour` of the palette, and its dashes differ too: a grey print still tells them
/// apart.
struct Curve {
  std::string name;
  Series points;
  int colour = 0;
  bool dashed = false, faint = false;
  std::int64_t dot = 0;  // an epoch to mark on the curve; 0: none
};

/// A vertical line at an epoch.
struct Mark {
  std::int64_t at = 0;
  std::string text;
};

struct Chart {
  std::string id;           // unique in the page, letters only
  std::string title;        // what is seen
  std::string description;  // one sentence on how to read it
  std::string y_title;      // with its unit
  std::vector<Curve> curves;
  std::vector<Mark> marks;
  bool percent = false;  // values are shares: the axis shows 0 to 100 %, and fits the data when `zoom` is set
  bool zoom = false;     // the axis need not begin at 0 nor end at 100 %
  bool between = false;  // shade what lies between the first two curves
};
/// Values that are not finite break the curve and are counted in the caption. Empty when no curve has a finite point.
std::string figure_of(const Chart& chart);

/// A rate with its interval, drawn as a point in a bar.
struct ForestRow {
  std::string label, text;
  double value = 0, low = 0, high = 0;  // shares; rows with NaN draw nothing but their label
};
struct Forest {
  std::string id, title, description;
  std::vector<ForestRow> rows;
  double reference = std::numeric_limits<double>::quiet_NaN();  // a share to compare with, as a dotted line
  std::string reference_text{};
};
std::string figure_of(const Forest& forest);

/// Round numbers that cover [low, high], about `wanted` of them, at a distance of 1, 2 or 5 times a power of ten.
std::vector<double> ticks(double low, double high, int wanted = 5);

}  // namespace xp
