// Points in a terminal.
#pragma once
#include <string>
#include <vector>

#include "reports/text.h"

namespace xp {

/// Several values of y at rising x, drawn over the logarithm of x.
struct Plot {
  std::vector<double> x;
  std::vector<double> points;      // as they are: faint dots
  std::vector<double> line;        // smoothed: bold dots, over them; may be shorter
  double low = 0, high = 1;        // of y; what lies beyond is drawn at the border
  std::vector<double> marks = {};  // places on the x axis
};

/// At most `screen.columns` wide, twelve rows and the axis. Empty without points.
std::string plot_text(const Plot& plot, const Screen& screen);

}  // namespace xp
