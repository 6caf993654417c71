#include "reports/scores/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "framework/base/text.h"
#include "reports/words.h"

namespace xp {
namespace {

/// Shares of images, and means of such.
bool in_percent(const std::string& score) {
  return score.ends_with("accuracy") || score == "recall" || score == "precision" || score.ends_with("specificity") ||
         score == "macro_precision" || score == "weighted_precision";
}

/// "0.80 to 0.97"; empty where there is none.
std::string range(const std::string& score, const Interval& i) {
  if (std::isnan(i.low) || std::isnan(i.high)) return "";
  return in_percent(score) ? fmt::format("{} to {}", hundredths(i.low), hundredths(i.high))
                           : fmt::format("{} to {}", decimal(i.low, 3), decimal(i.high, 3));
}

std::string value_text(const std::string& score, double value) {
  if (std::isnan(value)) return "undefined";
  return in_percent(score) ? hundredths(value) + " %" : decimal(value, 3);
}

std::size_t place(const std::vector<Score>& all, const std::string& score) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const Score& s) { return s.name == score; });
  return static_cast<std::size_t>(at - all.begin());
}

/// "75.0 (30 to 95)" under a heading that says percent.
std::string in_hundred(const Figure& f, int digits) {
  if (std::isnan(f.value)) return "undefined";
  const std::string value = hundredths(f.value, digits);
  return std::isnan(f.interval.low)
             ? value
             : fmt::format("{} ({} to {})", value, hundredths(f.interval.low, 0), hundredths(f.interval.high, 0));
}

bool has_probabilities(const Sheet& sheet) { return !sheet.calibration.bins.empty(); }

bool needs_probabilities(const std::string& score) {
  return of_probabilities(score) || score.find("auc") != score.npos || score.find("average_precision") != score.npos ||
         score.ends_with("ece");
}

/// Over all classes: what is another score where all classes are of one size, or there are two.
const std::vector<std::pair<std::string, std::string>>& twins() {
  static const std::vector<std::pair<std::string, std::string>> all{{"macro_specificity", "balanced_accuracy"},
                                                                    {"weighted_precision", "macro_precision"},
                                                                    {"weighted_specificity", "macro_specificity"},
                                                                    {"weighted_f1", "macro_f1"}};
  return all;
}

/// The score that this one is here; empty where it is its own.
std::string twin(const Sheet& sheet, const std::string& score) {
  if (score == "macro_specificity" && sheet.classes.size() != 2) return "";
  for (const auto& [one, other] : twins())
    if (one == score && std::abs(figure_of(sheet, one).value - figure_of(sheet, other).value) < 1e-9) return other;
  return "";
}

std::string overall_title(const std::string& score, std::size_t classes) {
  if (classes > 2 && score == "auc") return "AUC, macro one-vs-rest";
  if (classes > 2 && score == "average_precision") return "average precision, macro";
  return title_of(score);
}

/// As JSON has it: what is undefined is no number.
std::string exact(double value) { return std::isnan(value) ? "" : fmt::format("{}", value); }

}  // namespace

const Figure& figure_of(const Sheet& sheet, const std::string& score) {
  return sheet.overall.at(place(overall_scalars(), score));
}

const Figure& figure_of(const ClassSheet& sheet, const std::string& score) {
  return sheet.figures.at(place(class_scalars(), score));
}

std::string title_of(const std::string& score) {
  static const std::map<std::string, std::string> titles{{"loss", "log loss"},
                                                         {"mcc", "Matthews correlation"},
                                                         {"kappa", "Cohen's kappa"},
                                                         {"brier", "Brier score, sum over classes"},
                                                         {"f1", "F1"},
                                                         {"auc", "AUC"},
                                                         {"ece", "ECE"},
                                                         {"adaptive_ece", "adaptive ECE"},
                                                         {"micro_auc", "micro AUC"},
                                                         {"macro_f1", "macro F1"},
                                                         {"weighted_f1", "weighted F1"}};
  if (const auto known = titles.find(score); known != titles.end()) return known->second;
  std::string out = score;
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string cell_of(const std::string& score, const Figure& f) {
  std::string out = value_text(score, f.value);
  if (std::isnan(f.value) || std::isnan(f.interval.low)) return out;
  return out + (in_percent(score)
                    ? fmt::format(" ({} to {})", hundredths(f.interval.low, 0), hundredths(f.interval.high, 0))
                    : fmt::format(" ({} to {})", decimal(f.interval.low, 2), decimal(f.interval.high, 2)));
}

Table overall_table(const Sheet& sheet, bool all) {
  Table out{{{"score", Align::left, true}, {"value", Align::right}, {"95 % interval", Align::right}, {"by"}}, {}};
  const auto& scalars = overall_scalars();
  for (std::size_t i = 0; i < scalars.size(); ++i) {
    const std::string& score = scalars[i].name;
    const Figure& f = sheet.overall.at(i);
    if (!has_probabilities(sheet) && needs_probabilities(score)) continue;
    if (!all && !twin(sheet, score).empty()) continue;
    out.rows.push_back(
        {overall_title(score, sheet.classes.size()) + (f.n ? fmt::format(" ({} of {})", f.right, f.n) : ""),
         value_text(score, f.value), range(score, f.interval),
         f.method == Method::cluster_bootstrap ? "BCa by group" : name(f.method)});
  }
  return out;
}

std::string overall_sentence(const Sheet& sheet, bool all) {
  std::string out;
  if (has_probabilities(sheet)) out = "Of log loss, Brier score and calibration errors (ECE), lower is better.";
  std::vector<std::string> same;
  for (const auto& [one, other] : twins())
    if (!all && !twin(sheet, one).empty()) same.push_back(fmt::format("{} ({})", title_of(one), title_of(other)));
  if (same.empty()) return out;
  return out + fmt::format("{}Left out, as {} the same here as another: {}. --all shows {}.", out.empty() ? "" : " ",
                           same.size() == 1 ? "it is" : "they are", join(same), same.size() == 1 ? "it" : "them");
}

Table class_rates_table(const Sheet& sheet, const std::vector<std::string>& classes) {
  Table out{{{"class"}, {"images", Align::right}}, {}};
  const std::vector<std::string> scores{"precision", "recall", "specificity"};
  for (const std::string& score : scores) out.columns.push_back({title_of(score) + ", %", Align::right});
  for (std::size_t c = 0; c < sheet.classes.size(); ++c) {
    out.rows.push_back({classes.at(c), std::to_string(sheet.classes[c].support)});
    for (const std::string& score : scores)
      out.rows.back().push_back(in_hundred(figure_of(sheet.classes[c], score), 1));
  }
  return out;
}

Table class_scores_table(const Sheet& sheet, const std::vector<std::string>& classes) {
  std::vector<std::string> scores{"f1"};
  if (has_probabilities(sheet) && classes.size() > 2) scores.push_back("auc");
  if (has_probabilities(sheet)) scores.push_back("average_precision");
  Table out{{{"class"}}, {}};
  for (const std::string& score : scores) out.columns.push_back({title_of(score), Align::right});
  for (std::size_t c = 0; c < sheet.classes.size(); ++c) {
    out.rows.push_back({classes.at(c)});
    for (const std::string& score : scores)
      out.rows.back().push_back(cell_of(score, figure_of(sheet.classes[c], score)));
  }
  return out;
}

Table confusion_table(const Confusion& confusion, const std::vector<std::string>& classes) {
  constexpr int heading = 18;  // columns of a class name above its counts
  Table out{{{"truth"}}, {}};
  for (int i = 0; i < confusion.classes(); ++i) {
    const std::string& name = classes.at(static_cast<std::size_t>(i));
    out.columns.push_back({shorten(printable(name), heading), Align::right});
    out.rows.push_back({name});
    for (int j = 0; j < confusion.classes(); ++j) out.rows.back().push_back(std::to_string(confusion.at(i, j)));
  }
  return out;
}

Table reliability_table(const Calibration& calibration, bool grouped) {
  Table out{{{"confidence"},
             {"images", Align::right},
             {"mean confidence", Align::right},
             {grouped ? "right" : "right (95 %)", Align::right}},
            {}};
  for (const Bin& bin : calibration.bins) {
    if (!bin.images) continue;
    const auto right = static_cast<std::int64_t>(std::lround(bin.accuracy * bin.images));
    const Interval i = wilson(right, bin.images);
    const std::string doubt = grouped ? "" : fmt::format(" ({} to {})", hundredths(i.low, 0), hundredths(i.high, 0));
    out.rows.push_back({fmt::format("{} to {} %", hundredths(bin.low, 0), hundredths(bin.high, 0)),
                        std::to_string(bin.images), hundredths(bin.confidence) + " %",
                        hundredths(bin.accuracy) + " %" + doubt});
  }
  return out;
}

/// "sensitivity of at least 0.9" → "sensitivity ≥ 0.9".
std::string short_name(const std::string& point) {
  const std::string of = " of at least ";
  const std::size_t at = point.find(of);
  return at == point.npos ? point : point.substr(0, at) + " ≥ " + point.substr(at + of.size());
}

Table threshold_table(const std::vector<OperatingPoint>& points) {
  const bool named = std::any_of(points.begin(), points.end(), [](const OperatingPoint& p) { return !p.name.empty(); });
  Table out{{{"cut-off", Align::right},
             {"sensitivity, %", Align::right},
             {"specificity, %", Align::right},
             {"precision, %", Align::right}},
            {}};
  if (named) out.columns.insert(out.columns.begin(), {"chosen by", Align::left, true});
  for (const OperatingPoint& p : points) {
    out.rows.push_back({std::isinf(p.threshold) ? "none is" : decimal(p.threshold, named ? 3 : 1),
                        in_hundred(p.sensitivity, 0), in_hundred(p.specificity, 0), in_hundred(p.precision, 0)});
    if (named) out.rows.back().insert(out.rows.back().begin(), short_name(p.name));
  }
  return out;
}

Table over_folds_table(const ScoreReport& report) {
  Table out{{{"score", Align::left, true},
             {"folds", Align::right},
             {"mean ± sd", Align::right},
             {"95 % interval", Align::right}},
            {}};
  for (const auto& [score, over] : report.over_folds) {
    if (!report.probabilistic && needs_probabilities(score)) continue;
    const bool rate = in_percent(score);
    const auto shown = [&](double v) { return rate ? hundredths(v) : decimal(v, 3); };
    out.rows.push_back({overall_title(score, report.classes.size()), std::to_string(over.folds),
                        std::isnan(over.mean) ? "undefined"
                        : std::isnan(over.sd)
                            ? value_text(score, over.mean)
                            : fmt::format("{} ± {}{}", shown(over.mean), shown(over.sd), rate ? " %" : ""),
                        range(score, over.interval)});
  }
  return out;
}

Table figure_table(const std::vector<ScoreReport>& reports) {
  Table out{{{"run"}, {"part"}, {"of"}, {"class"}, {"score"}, {"value"}, {"low"}, {"high"}, {"by"}, {"right"}, {"n"}},
            {}};
  for (const ScoreReport& report : reports) {
    const auto add = [&](const char* of, const std::string& c, const std::string& score, const Figure& f) {
      out.rows.push_back({run_name(report.run.id), name(report.part), of, c, score, exact(f.value),
                          exact(f.interval.low), exact(f.interval.high), name(f.method),
                          f.n ? std::to_string(f.right) : "", f.n ? std::to_string(f.n) : ""});
    };
    const auto add_sheet = [&](const char* of, const Sheet& sheet) {
      for (std::size_t i = 0; i < sheet.overall.size(); ++i) add(of, "", overall_scalars()[i].name, sheet.overall[i]);
      for (std::size_t c = 0; c < sheet.classes.size(); ++c)
        for (std::size_t i = 0; i < sheet.classes[c].figures.size(); ++i)
          add(of, report.classes.at(c), class_scalars()[i].name, sheet.classes[c].figures[i]);
    };
    add_sheet("images", report.sheet);
    if (report.of_groups) add_sheet("groups", *report.of_groups);
    for (const auto& [score, over] : report.over_folds)
      add("folds", "", score,
          {over.mean, over.interval, std::isnan(over.interval.low) ? Method::none : Method::folds, 0, 0});
  }
  return out;
}

std::string calibration_sentence(const ScoreReport& report) {
  constexpr double surprising = 0.05;
  const Calibration& c = report.sheet.calibration;
  const CalibrationByChance& chance = report.by_chance;
  if (c.bins.empty()) return "";
  std::string out =
      fmt::format("Confidence is {} % on average, accuracy {} %; ECE {}, adaptive {}.", hundredths(c.confidence),
                  hundredths(c.accuracy), decimal(c.ece, 3), decimal(c.adaptive_ece, 3));
  out += fmt::format(" Probabilities that are right would by chance show an ECE of {} on these images (p = {}): ",
                     decimal(chance.mean, 3), decimal(chance.p, 3));
  if (!(chance.p < surprising)) return out + "that they are off cannot be told.";
  constexpr double even = 0.01;  // of confidence and accuracy, on average
  const char* verdict = std::abs(c.confidence - c.accuracy) < even ? "too sure here and not sure enough there"
                        : c.confidence > c.accuracy                ? "too sure"
                                                                   : "not sure enough";
  if (std::isnan(c.temperature))
    return out + fmt::format("on average, they are {}; no one temperature mends that.", verdict);
  return out + fmt::format("on average, they are {}; dividing the logits by {} fits these images best.", verdict,
                           decimal(c.temperature, 2));
}

}  // namespace xp
