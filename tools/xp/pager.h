// What is longer than the screen, through a pager, as git does it.
#pragma once
#include <string>

#include "tools/xp/terminal.h"

namespace xp {

/// Prints `text` (as Terminal::print). Where standard output is a terminal with fewer lines than it has, through
/// $PAGER, else less, else nothing; PAGER=cat and PAGER= mean nothing too. Ctrl-C is then the pager's.
void print_paged(const Terminal& terminal, const std::string& text);

}  // namespace xp
