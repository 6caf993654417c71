// Charts in a page: a figure with its title, how to read it, and the data that the page's script draws.
//
// What the script finds in each figure (reports/html/web/charts.js reads it, reports/html/echarts.cpp writes it):
//   <figure class="chart" id="loss" data-group="learning">
//     <figcaption><strong>title</strong> <span>reading</span></figcaption>
//     <div class="plot" style="height:300px"></div>
//     <script type="application/json">{
//       "columns": [{"name": "epoch", "numbers": [1, 2, null]},
//                   {"name": "run", "words": ["run1", …]},
//                   {"name": "objective", "packed": "base64 of little-endian 32-bit floats"}],
//       "layers": [{"name": …, "shape": "line", "color": "--k0", "symbol": "circle",      what is toggled, by its name
//                   "x": 0, "y": 1, "low": 2, "high": 3, "label": 4,                       places of columns
//                   "hidden": true,       until it is asked for
//                   "close": true}],      drawn only where a third of the x axis or less is in view
//       "x": {"title": "epoch", "format": "@whole"}, "y": {…},
//       "zooms": true,                    along x
//       "option": {…},                    ECharts' option without colours and furniture. Columns are the dimensions c0,
//       c1,
//                                         … of its datasets, which the script adds; a series is named by its layer's
//                                         place
//       "switches": [{"name": "Log scale", "option": {…}}]      merged over the option while pressed; null removes
//     }</script>
//     <noscript>…</noscript>
//   </figure>
// A parallel chart has "parallel": {"axes": 3, "shade": 2, "label": 3} in the place of layers, x and y.
// Under the keys color, borderColor and backgroundColor of an option a string that begins with "--" is a CSS variable
// of the page; under formatter and renderItem one that begins with "@" is a function of the script: "@number",
// "@whole",
// "@percent", "@seconds", "@text", "@name" (the item's own name, on one line), "@span", "@band". All other strings are
// what they say.
#pragma once
#include <string>

#include "reports/charts/chart.h"

namespace xp {

/// Empty where nothing would be drawn. Values that are not finite are counted in the reading.
std::string figure_of(const Chart& chart);
std::string figure_of(const ParallelChart& chart);
/// Figures beside each other, as many as fit.
std::string figures_of(const std::vector<Chart>& charts);

}  // namespace xp
