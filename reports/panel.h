// A small plot of characters: one curve as a line, another as dots.
#pragma once
#include <string>
#include <vector>

#include "reports/text.h"

namespace xp {

struct Panel {
  std::string title;
  Series line, dots;                        // what is not finite is a gap
  int mark = 0;                             // a place on the x axis; 0: none
  bool share = false, logarithmic = false;  // y in percent; over its logarithm
};

/// `columns` wide, each line padded to that: the title, eight rows, the axis, its ends. The line is drawn in Braille,
/// two by four dots a character, the dots at three heights of one; the line covers them. Without Unicode "o" and ".".
std::vector<std::string> panel_lines(const Panel& panel, int columns, const Screen& screen);

}  // namespace xp
