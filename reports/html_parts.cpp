#include "reports/html_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "framework/base/text.h"
#include "reports/diagnosis/history.h"
#include "reports/escape.h"
#include "reports/parts.h"

namespace xp {
namespace {

const std::string& cell(const std::vector<std::string>& row, std::size_t i) {
  static const std::string empty;
  return i < row.size() ? row[i] : empty;
}

/// A class name where there is little room, whole on hover.
std::string brief(const std::string& name, int columns) {
  const std::string valid = valid_utf8(name);
  return width(valid) <= columns ? fmt::format("<bdi>{}</bdi>", escaped(valid))
                                 : fmt::format("<bdi title=\"{}\">{}</bdi>", escaped(shorten(valid, 300)),
                                               escaped(shorten(valid, columns)));
}

std::string scrolling(const std::string& caption, const std::string& table) {
  return fmt::format("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n{}</div>\n",
                     escaped(caption), table);
}

std::string run_label(const RunRow& run) { return run_name(run.id) + (run.name.empty() ? "" : " " + run.name); }

}  // namespace

std::string html_of(const Table& table, const std::string& caption, Narrow narrow) {
  if (table.rows.empty()) return "<p class=\"hint\">None recorded.</p>\n";
  std::string out = narrow == Narrow::stacks ? "<table class=\"stacks\"><thead><tr>" : "<table><thead><tr>";
  for (const Column& column : table.columns)
    out += fmt::format("<th scope=\"col\"{}>{}</th>", column.align == Align::right ? " class=\"r\"" : "",
                       brief(column.title, 60));
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      out += i == 0 ? fmt::format("<th scope=\"row\"><bdi>{}</bdi></th>", escaped(cell(row, i)))
                    : fmt::format("<td{}><bdi>{}</bdi></td>",
                                  table.columns[i].align == Align::right ? " class=\"r\"" : "", escaped(cell(row, i)));
    out += "</tr>\n";
  }
  return scrolling(caption, out + "</tbody></table>\n");
}

std::string html_of(const Outcome& o) {
  if (!o.n) return "";
  std::string out = "<table class=\"confusion\"><thead><tr><td></td>";
  for (const ClassOutcome& c : o.classes) out += fmt::format("<th scope=\"col\">{}</th>", brief(c.name, 18));
  out += "</tr></thead>\n<tbody>\n";
  for (int i = 0; i < o.confusion.classes(); ++i) {
    const ClassOutcome& truth = o.classes[static_cast<std::size_t>(i)];
    out += fmt::format("<tr><th scope=\"row\">{}</th>", brief(truth.name, 24));
    for (int j = 0; j < o.confusion.classes(); ++j) {
      const auto n = o.confusion.at(i, j);
      const double share = truth.support ? static_cast<double>(n) / truth.support : 0;
      out += fmt::format("<td style=\"background:rgba({},{:.2f})\"><b>{}</b><small>{}</small></td>",
                         i == j ? "0,114,178" : "213,94,0", 0.05 + 0.5 * share, n,
                         truth.support ? decimal(100 * share, 0) + " %" : "–");
    }
    out += "</tr>\n";
  }
  return scrolling("Confusion matrix", out + "</tbody></table>\n");
}

std::string learning_charts(const Record& record, const Diagnosis& diagnosis) {
  const int chosen = record.run.chosen_epoch;
  std::vector<Mark> marks;
  if (chosen > 0) marks.push_back({chosen, fmt::format("weights kept: epoch {}", chosen)});
  if (diagnosis.onset > 0)
    marks.push_back({diagnosis.onset, fmt::format("overfitting sets in: epoch {}", diagnosis.onset)});
  const auto pair = [&](const std::string& score) {
    std::vector<Curve> out{{"training", curve(record, "train/" + score), 0, false, false, chosen},
                           {"validation", curve(record, "val/" + score), 1, true, false, chosen}};
    if (const Series& again = curve(record, "train_eval/" + score); !again.empty())
      out.push_back({"training, judged again", again, 2, false, true, 0});
    return out;
  };
  const Series loss_gap = difference(curve(record, "train/loss"), curve(record, "val/loss"));
  const Series accuracy_gap = difference(curve(record, "val/accuracy"), curve(record, "train/accuracy"));
  return figure_of(Chart{"loss", "Loss", "Lower is better. Training falling while validation rises is overfitting.",
                         "loss (nats)", pair("loss"), marks, false, false, true}) +
         figure_of(Chart{"accuracy", "Accuracy",
                         "Higher is better. The shaded band is the gap between known and new images.", "accuracy (%)",
                         pair("accuracy"), marks, true, false, true}) +
         figure_of(Chart{"lossgap",
                         "Gap in loss",
                         "Validation minus training. Near 0 the network does on new images what it does on known ones.",
                         "difference (nats)",
                         {{"validation − training", loss_gap, 2, false, false, chosen}},
                         marks}) +
         figure_of(Chart{"accuracygap",
                         "Gap in accuracy",
                         "Training minus validation. What grows here is learnt by heart.",
                         "difference (points)",
                         {{"training − validation", accuracy_gap, 2, false, false, chosen}},
                         marks,
                         true,
                         true});
}

std::string learning_charts(const std::vector<Record>& records) {
  const auto curves = [&](const std::string& score) {
    std::vector<Curve> out;
    int colour = 0;
    for (const Record& r : records) {
      if (folds_of(r)) continue;  // has means of its folds, and no epochs
      out.push_back({run_label(r.run), curve(r, "val/" + score), colour, colour % 2 == 1, false, r.run.chosen_epoch});
      out.push_back({run_label(r.run) + ", training", curve(r, "train/" + score), colour++, false, true, 0});
    }
    return out;
  };
  const bool chose =
      std::all_of(records.begin(), records.end(), [](const Record& r) { return chosen_on_validation(r.settings); });
  return figure_of(Chart{"loss",
                         "Validation loss",
                         "Lower is better; dotted is training. A dot marks the epoch whose weights were kept.",
                         "loss (nats)",
                         curves("loss"),
                         {}}) +
         figure_of(Chart{"accuracy",
                         "Validation accuracy",
                         std::string("Higher is better; dotted is training.") +
                             (chose ? " Each run chose its epoch on these images." : ""),
                         "accuracy (%)",
                         curves("accuracy"),
                         {},
                         true});
}

std::string score_forest(const Record& record) {
  const Outcome test = outcome(record, Part::test), validation = outcome(record, Part::validation);
  Forest out{"forest",
             "How sure these figures are",
             "The dot is what was measured, the bar is where the true rate may lie (95 %).",
             {}};
  if (test.n)
    out.rows.push_back(
        {"test accuracy", text(test.accuracy), test.accuracy.value, test.accuracy.low, test.accuracy.high});
  if (validation.n)
    out.rows.push_back({"validation", text(validation.accuracy), validation.accuracy.value, validation.accuracy.low,
                        validation.accuracy.high});
  const Outcome& o = test.n ? test : validation;
  if (!o.n) return "";
  for (const ClassOutcome& c : o.classes)
    if (c.support)
      out.rows.push_back({"recall " + c.name, text(c.recall), c.recall.value, c.recall.low, c.recall.high});
  out.reference = o.majority();
  out.reference_text = "always the largest class";
  return figure_of(out);
}

std::string score_forest(const Comparison& comparison) {
  Forest out{"forest",
             "Test accuracy",
             "The dot is what was measured, the bar is where the true rate may lie (95 %). The paired test below is "
             "sharper than overlapping bars.",
             {}};
  for (const ComparedScore& score : comparison.scores)
    if (score.name == "accuracy")
      for (std::size_t i = 0; i < comparison.runs.size(); ++i) {
        const Figure& figure = score.figures[i];
        out.rows.push_back({run_label(comparison.runs[i]), decimal(100 * figure.value, 1) + " %", figure.value,
                            figure.interval.low, figure.interval.high});
      }
  return figure_of(out);
}

}  // namespace xp
