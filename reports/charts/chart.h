// A chart as a value: what is drawn, named by columns of numbers. No colour, no pixel, no script is in it; what ECharts
// is told, what a reader copies as CSV and what stands in the page's table of points all come from the same columns.
#pragma once
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "framework/store/record.h"

namespace xp {

inline namespace charts {  // framework/plan has an Axis, framework/net a Shape of its own

/// How a number is written on an axis and under the pointer.
enum class Format { number, whole, percent, seconds, text };

/// Names are shown, in the CSV too, and are unique in a chart. Numbers, or words: never both.
struct ChartColumn {
  std::string name;
  std::vector<double> numbers;  // NaN: no value there; ±inf: recorded, and not finite: a hole that is told
  std::vector<std::string> words{};
  bool packed = false;  // many: as 32-bit floats, drawn through a sample of each pixel's extremes
};

struct Axis {
  std::string title;                                    // with its unit: "loss (nats)"
  enum Kind { linear, log, categories } kind = linear;  // categories: the words of the columns drawn along it
  Format format = Format::number;
  bool from_zero = false;
  double low = std::numeric_limits<double>::quiet_NaN(), high = low;  // NaN: as the points have it
};

enum class Shape {
  line,
  dashed,  // a line; grey print still tells it from the other
  faint,   // thin and dotted: what is beside the point
  dots,    // points alone
  bars,
  stacked,  // bars upon those before them
  span,     // an interval from column `low` to column `high`: along x at `y`, or along y at `x` where `y` is empty
  band      // the area between columns `low` and `high`, over x
};

/// One thing that is drawn, and toggled by its name.
struct Layer {
  std::string name;
  Shape shape = Shape::line;
  std::string x, y;             // columns
  std::string low{}, high{};    // columns, of spans and bands
  int colour = 0;               // of the palette, modulo its size
  bool hidden = false;          // until it is asked for
  bool close = false;           // drawn only where a third of the x axis or less is in view
  std::string label{};          // a column whose text is shown under the pointer, first
  std::optional<double> dot{};  // an x at which the curve bears a larger dot: the epoch whose weights were kept
  bool step = false;            // of a line: each value holds back to the point before it, which is left out
};

/// A line across the chart, with its text.
struct Mark {
  double at = 0;
  std::string text;
  bool level = false;  // at a y instead of an x
};

struct Chart {
  std::string id;       // unique in the page: letters, digits and "-"
  std::string title;    // what is seen
  std::string reading;  // one sentence on how to read it
  Axis x, y;
  std::vector<ChartColumn> columns;
  std::vector<Layer> layers;
  std::vector<Mark> marks{};
  bool log_switch = false;  // a button that makes the y axis logarithmic
  bool square = false;      // as high as wide: both axes are shares
  int height = 300;         // CSS pixels; 0 with categories along y: by their number
  std::string group{};      // charts of one group toggle and zoom together
};

/// One line a row, through one axis a column.
struct ParallelChart {
  std::string id, title, reading;
  std::vector<ChartColumn> columns;
  std::vector<Axis> axes;    // one a column; titles are those of the columns where empty
  std::string shade{};       // the column whose value colours the lines, the highest fully
  bool low_is_full = false;  // the lowest instead: of a loss
  std::string label{};       // the column whose text is shown under the pointer
};

/// Adds the points of a series under their x and y; points that exist on one side alone are NaN on the other. All
/// series of a chart share one column of x. A value that was recorded and is not finite becomes infinite.
struct Curves {
  explicit Curves(std::string x) { columns.push_back({std::move(x), {}}); }
  void add(const std::string& name, const Series& points);
  std::vector<ChartColumn> columns;
};

}  // namespace charts

/// Whether any layer has a finite point: nothing is drawn otherwise.
bool has_points(const Chart& chart);

}  // namespace xp
