#include "reports/charts/sweep.h"
#include "reports/html/escape.h"
#include "reports/html/figure.h"
#include "reports/html/tables.h"
#include "reports/pages/sweep/sections.h"
#include "reports/sweep_words.h"

namespace xp {

Section mattered_section(const SweepResult& sweep) {
  if (sweep.varies.empty()) return {};
  std::string body = "<p>" + escaped(importance_sentence(sweep)) + ".</p>\n";
  if (sweep.importance.says())
    body += "<div class=\"beside\">\n" + html_of(importance_table(sweep), "Importance of each setting") +
            figure_of(importance_chart(sweep)) + "</div>\n";
  return {"mattered", "What mattered",
          "A setting that was tried together with others shares the credit with them; seeds are repeats, and count as "
          "chance.",
          body + figures_of(setting_charts(sweep))};
}

}  // namespace xp
