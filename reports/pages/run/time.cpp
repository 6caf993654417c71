#include "reports/charts/speed.h"
#include "reports/html/figure.h"
#include "reports/html/tables.h"
#include "reports/pages/run/sections.h"
#include "reports/timing.h"

namespace xp {

Section time_section(const Material& run) {
  const Table table = timing_table(run.record, run.parts);
  Values values;
  values.set("table", table.rows.empty() ? "" : html_of(table, "Time, speed and memory", Narrow::stacks));
  values.set("charts", figures_of(speed_charts(run)));
  return {"time", "Time", ending(run.record), table.rows.empty() ? "" : rendered("time.mustache", values)};
}

}  // namespace xp
