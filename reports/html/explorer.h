// The threshold explorer: a slider over thresholds, whose rows are all in the page. The script looks up and never
// computes (reports/html/web/src/explorer.js):
//   <div class="explorer" hidden>                               shown by the script
//     <input type="range" min="0" max="rows − 1">  <output>     the row, and its first cell: the threshold
//     <button data-row="17">                                    goes to that row
//     <td data-cell="3">                                        becomes cell 3 of the row
//     <script type="application/json">{"rows": [["0.42", "41", …], …]}</script>    texts, as they are shown
//   </div>
#pragma once
#include <string>

#include "reports/scores/explored.h"

namespace xp {

/// Empty without rows.
std::string explorer_of(const Explored& explored, const ScoreReport& report);

}  // namespace xp
