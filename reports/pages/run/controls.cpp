#include "reports/charts/spread.h"
#include "reports/html/figure.h"
#include "reports/html/tables.h"
#include "reports/pages/run/sections.h"
#include "reports/parts.h"

namespace xp {

Section controls_section(const Material& run) {
  const Table table = control_table(run.record);
  if (table.rows.empty()) return {};
  Values values;
  values.set("chart", figure_of(control_chart(run.record)));
  values.set("controls", html_of(table, "The run and its controls"));
  values.set("sentences", list_of("sentence", control_sentences(run.record)));
  return {"controls", "Beside it, on the same parts",
          "A control knows less than the network should: class shares alone, size and thumbnail, or labels dealt out "
          "anew. What it reaches is no merit of the network.",
          rendered("controls.mustache", values)};
}

}  // namespace xp
