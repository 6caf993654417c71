#include "reports/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "framework/base/text.h"
#include "framework/scores/score.h"
#include "framework/store/tracked.h"
#include "reports/diagnosis/history.h"
#include "reports/outcome.h"

namespace xp {
namespace {

std::string control_of(const Child& child) {
  const std::size_t from = std::string("control ").size();
  return child.role.substr(from, child.role.find(',') - from);
}

std::string percent_of(const Child& child, const std::string& score) {
  const auto found = child.scores.find(score);
  return found == child.scores.end() || std::isnan(found->second) ? "–" : decimal(100 * found->second, 1) + " %";
}

/// "accuracy 93.0 % (balanced 92.1 %)".
std::string reached(const Spread& accuracy, const Spread& balanced) {
  return fmt::format("{} (balanced {})", percent_text(accuracy), percent_text(balanced));
}

/// From the predictions of the test; NaN for any other score.
double counted(const Record& record, const std::string& score) {
  if (!probabilistic(record) && of_probabilities(score.substr(score.find('/') + 1))) return std::nan("");
  const auto all = scores(usable(record, Part::test), static_cast<int>(record.classes.size()));
  const auto found = score.starts_with("test/") ? all.find(score.substr(5)) : all.end();
  return found == all.end() ? std::nan("") : found->second;
}

/// Of the training images, or where none is known, of all: the share that naming one class has.
double largest_class(const Record& record) {
  std::vector<int> train(record.classes.size()), all(record.classes.size());
  for (const StoredSample& s : record.samples) {
    const auto label = static_cast<std::size_t>(s.label);
    if (label < all.size()) ++all[label], train[label] += s.part == Part::train;
  }
  const auto sum = [](const std::vector<int>& counts) { return std::accumulate(counts.begin(), counts.end(), 0); };
  const std::vector<int>& counts = sum(train) ? train : all;
  return sum(counts) ? *std::max_element(counts.begin(), counts.end()) / static_cast<double>(sum(counts))
                     : std::nan("");
}

/// What training came to at its end, on whatever labels it was given.
Spread trained(const Record& record) {
  if (folds_of(record)) return spread(folds_among(record.children), "train/accuracy");
  const double end = last_finite(curve(record, "train/accuracy"));
  return spread_of(std::isnan(end) ? std::vector<double>() : std::vector{end});
}

/// Whether a recipe fits labels that mean nothing (Zhang et al. 2017): of the way from naming one class to naming all
/// right, it went half or more. Empty where it is not known how far it went.
std::string by_heart(const Record& record, const ControlRuns& control) {
  const Spread dealt = spread(control.runs, "train/accuracy"), own = trained(record);
  const double guess = largest_class(record);
  if (!dealt.n || !(guess < 1)) return "";
  const bool learns_noise = (dealt.mean - guess) / (1 - guess) >= 0.5;
  return fmt::format(
      " At the end of its training it named {} of the dealt labels right, where one class has {} %{}: {}.",
      percent_text(dealt), decimal(100 * guess, 1),
      own.n ? " (the network " + percent_text(own) + " of the true ones)" : "",
      learns_noise ? "the recipe learns noise by heart, so its training accuracy proves nothing"
                   : "the recipe does not learn noise by heart");
}

/// What came of one that did not end: "is FAILED (run14)".
std::string unended(const ControlRuns& control) {
  for (const Child& run : control.runs)
    if (run.status != Status::finished)
      return fmt::format("{} ({}) is {}", run.role, run_name(run.run), name(run.status));
  return "";
}

}  // namespace

int folds_of(const Record& record) {
  if (is_tracked(record)) return 0;  // whose settings mean what its program means
  const Value* said = find(record.settings, "split.folds");
  const auto* n = said ? said->get<std::int64_t>() : nullptr;
  return n ? static_cast<int>(*n) : 0;
}

bool trains_nothing(const Record& record) {
  const Value* control = find(record.settings, "train.control");
  return control && !is_tracked(record) && (control->text() == "majority" || control->text() == "image_statistics");
}

std::vector<Child> folds_among(const std::vector<Child>& children) {
  std::vector<Child> out;
  for (const Child& child : children)
    if (!child.is_control()) out.push_back(child);
  return out;
}

std::vector<ControlRuns> controls_among(const std::vector<Child>& children) {
  std::vector<ControlRuns> out;
  for (const Child& child : children) {
    if (!child.is_control()) continue;
    const std::string control = control_of(child);
    const auto known = std::find_if(out.begin(), out.end(), [&](const ControlRuns& c) { return c.name == control; });
    if (known == out.end())
      out.push_back({control, {child}});
    else
      known->runs.push_back(child);
  }
  return out;
}

Spread spread(const std::vector<Child>& runs, const std::string& score) {
  std::vector<double> values;
  for (const Child& run : runs)
    if (const auto found = run.scores.find(score); run.status == Status::finished && found != run.scores.end())
      values.push_back(found->second);
  return spread_of(values);
}

Spread spread(const Record& record, const std::string& score) {
  if (folds_of(record)) return spread(folds_among(record.children), score);
  double own = value_at(curve(record, score), record.run.chosen_epoch);
  if (std::isnan(own)) own = counted(record, score);
  return spread_of(std::isnan(own) ? std::vector<double>() : std::vector{own});
}

std::string percent_text(const Spread& s) {
  if (!s.n || std::isnan(s.mean)) return "–";
  return s.n == 1 ? decimal(100 * s.mean, 1) + " %"
                  : fmt::format("{} ± {} %", decimal(100 * s.mean, 1), decimal(100 * s.sd, 1));
}

Table fold_table(const Record& record) {
  Table out{{{"fold", Align::left, true},
             {"run"},
             {"status"},
             {"epoch", Align::right},
             {"test images", Align::right},
             {"accuracy", Align::right},
             {"balanced", Align::right},
             {"macro F1", Align::right},
             {"loss", Align::right},
             {"val accuracy", Align::right}},
            {}};
  const std::vector<Child> folds = folds_among(record.children);
  const auto number = [](double value) { return std::isnan(value) ? std::string("–") : decimal(value, 3); };
  const auto of = [](const Child& fold, const char* score) {
    const auto found = fold.scores.find(score);
    return found == fold.scores.end() ? std::nan("") : found->second;
  };
  for (const Child& f : folds)
    out.rows.push_back({f.role, run_name(f.run), name(f.status), f.chosen_epoch ? std::to_string(f.chosen_epoch) : "–",
                        f.test_images ? std::to_string(f.test_images) : "–", percent_of(f, "test/accuracy"),
                        percent_of(f, "test/balanced_accuracy"), number(of(f, "test/macro_f1")),
                        number(of(f, "test/loss")), percent_of(f, "val/accuracy")});
  const auto plain = [&](const char* score) {
    const Spread s = spread(folds, score);
    return s.n > 1 ? fmt::format("{} ± {}", number(s.mean), number(s.sd)) : number(s.mean);
  };
  if (folds.size() > 1)
    out.rows.push_back({"mean ± sd", "", "", "", "", percent_text(spread(folds, "test/accuracy")),
                        percent_text(spread(folds, "test/balanced_accuracy")), plain("test/macro_f1"),
                        plain("test/loss"), percent_text(spread(folds, "val/accuracy"))});
  return out;
}

Table control_table(const Record& record) {
  Table out{{{"what", Align::left, true},
             {"test accuracy", Align::right},
             {"balanced accuracy", Align::right},
             {"macro F1", Align::right},
             {"runs"}},
            {}};
  const std::vector<ControlRuns> controls = controls_among(record.children);
  if (controls.empty()) return out;
  const auto line = [&](const std::string& what, const auto& of, const std::string& runs) {
    out.rows.push_back({what, percent_text(spread(of, "test/accuracy")),
                        percent_text(spread(of, "test/balanced_accuracy")), percent_text(spread(of, "test/macro_f1")),
                        runs});
  };
  line("the network", record, run_name(record.run.id));
  for (const ControlRuns& control : controls) {
    std::vector<std::string> names;
    for (const Child& run : control.runs) names.push_back(run_name(run.run));
    line(control.name, control.runs, join(names));
  }
  return out;
}

std::string folds_sentence(const Record& record) {
  const int planned = folds_of(record);
  const std::vector<Child> folds = folds_among(record.children);
  const auto done =
      std::count_if(folds.begin(), folds.end(), [](const Child& f) { return f.status == Status::finished; });
  const Spread accuracy = spread(folds, "test/accuracy");
  std::string out;
  if (done < planned) out = fmt::format("{} of {} folds are finished.", done, planned);
  if (!accuracy.n) return out.empty() ? "No fold has a test result." : out;
  out += fmt::format("{}Over {} {} the test accuracy{} is {}{}, from {} to {} %.", out.empty() ? "" : " ", accuracy.n,
                     accuracy.n == 1 ? "fold" : "folds", on_tiles(record) ? " on tiles" : "", percent_text(accuracy),
                     accuracy.n > 1 ? " (mean and standard deviation)" : "", decimal(100 * accuracy.least, 1),
                     decimal(100 * accuracy.most, 1));
  if (const Outcome test = outcome(record, Part::test); test.n && accuracy.n > 1)
    out += fmt::format(" Of all {} test images, each judged by the network that had not seen it{}, {} are named right.",
                       test.n, on_tiles(record) ? " by the mean over its tiles" : "", test.accuracy.right);
  return out;
}

std::vector<std::string> control_sentences(const Record& record) {
  std::vector<std::string> out;
  const std::string network = reached(spread(record, "test/accuracy"), spread(record, "test/balanced_accuracy"));
  for (const ControlRuns& control : controls_among(record.children)) {
    const std::string open = unended(control);
    const Spread accuracy = spread(control.runs, "test/accuracy"),
                 balanced = spread(control.runs, "test/balanced_accuracy");
    const std::string numbers = reached(accuracy, balanced);
    std::string text;
    if (!accuracy.n)
      text = "";
    else if (control.name == "image-statistics")
      text = fmt::format("Nearest neighbours on size and thumbnail reach a test accuracy of {}; the network {}.",
                         numbers, network);
    else if (control.name == "majority")
      text = fmt::format("Giving every image the class shares of the training part reaches {}; the network {}.",
                         numbers, network);
    else
      text = fmt::format(
                 "The same recipe on labels dealt out anew reaches {}; a guess has a balanced accuracy of {} %.",
                 numbers, decimal(100.0 / static_cast<double>(std::max<std::size_t>(1, record.classes.size())), 1)) +
             by_heart(record, control);
    if (!open.empty()) text += (text.empty() ? "" : " ") + open + ".";
    if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    out.push_back(text);
  }
  return out;
}

}  // namespace xp
