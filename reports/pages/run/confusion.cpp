#include <fmt/format.h>

#include "reports/html/tables.h"
#include "reports/pages/run/scored.h"
#include "reports/pages/run/sections.h"
#include "reports/scores/mistakes.h"
#include "reports/scores/tables.h"

namespace xp {

Section confusion_section(const Material&, const std::optional<ScoreReport>& scored) {
  constexpr int most = 30;  // classes that a matrix is read of
  if (!scored || !scored->sheet.images) return {"confusion", "Who is taken for whom", "", ""};
  const Sheet& sheet = scored->sheet;
  const bool drawn = sheet.confusion.classes() <= most;
  Values values;
  values.set("mistakes", mistakes_sentence(sheet.confusion, scored->classes));
  values.set("matrix", drawn ? html_of(sheet.confusion, scored->classes)
                             : html_of(mistakes_table(sheet.confusion, scored->classes, most), "Mistakes"));
  values.set("rates", html_of(class_rates_table(sheet, scored->classes), "Precision, recall and specificity"));
  values.set("scores", html_of(class_scores_table(sheet, scored->classes), "Other scores of each class"));
  const std::string hint =
      drawn ? fmt::format(
                  "Rows are the truth, columns what was said, of {}. A cell gives the images and their share of "
                  "the row; the framed ones are right.",
                  images_of(*scored))
            : fmt::format("{} classes: too many for a matrix. The {} most frequent mistakes of {}.",
                          sheet.confusion.classes(), most, images_of(*scored));
  return {"confusion", "Who is taken for whom", hint, rendered("confusion.mustache", values)};
}

}  // namespace xp
