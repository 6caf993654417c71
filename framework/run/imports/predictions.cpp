#include "framework/run/imports/predictions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/run/imports/answer_columns.h"
#include "framework/run/imports/image_column.h"
#include "framework/run/imports/mistaken.h"

namespace xp {
namespace {

constexpr double rounded_to = 0.005;   // what two decimals may leave out of a probability
constexpr double unremarkable = 1e-3;  // of a sum: single precision, or four decimals
constexpr double exact = 1e-6;         // a row that sums to 1 as nearly as single precision can is left as it is

class Rows {
 public:
  Rows(const Columns& columns, const PredictionsForm& form)
      : columns_(columns),
        answers_(answer_columns(columns, form.classes, form.positive)),
        numbered_(!form.classes.empty()) {
    for (std::size_t i = 0; i < answers_.classes.size(); ++i)
      labels_.emplace(class_name(answers_.classes[i]), static_cast<int>(i));
    image_ = columns.find("image"), label_ = columns.required("label");
  }

  ImportedPredictions read() {
    ImportedPredictions out;
    out.classes = answers_.classes, out.probabilistic = answers_.kind != AnswerColumns::named_class;
    for (const Csv::Row& row : columns_.csv().rows) {
      const int label = class_in(row, label_);
      out.samples.push_back({image(row), label, Part::test, group(row), hash(row)});
      out.predictions.push_back({static_cast<int>(out.predictions.size()), label, probabilities(row)});
      compare(row, out.predictions.back());
    }
    refuse_forgotten();
    remark(out.remarks);
    out.numbered = !image_, out.understood = understood(out.predictions);
    return out;
  }

 private:
  std::string image(const Csv::Row& row) {
    if (!image_) return fmt::format("row {}", seen_rows_++ + 1);
    std::string name = columns_.cell(row, *image_);
    if (name.empty()) throw Error(columns_.where(row, *image_) + " is empty", "each row says which image it is of");
    const auto [known, fresh] = seen_.emplace(name, row.line);
    if (!fresh)
      throw Error(
          fmt::format("{}, line {}: image {} is in line {} already", columns_.file(), row.line,
                      shorten(printable(name), 60), known->second),
          "an image counts once: average what was said of it, or give each view its own name and all one group");
    return name;
  }

  int class_in(const Csv::Row& row, std::size_t column) const {
    const std::string cell = class_name(columns_.cell(row, column));
    if (const auto known = labels_.find(cell); known != labels_.end()) return known->second;
    const std::string last = std::to_string(answers_.classes.size() - 1);
    const bool digits =
        !cell.empty() && cell.size() <= last.size() && cell.find_first_not_of("0123456789") == cell.npos;
    if (digits && numbered_ && std::stoul(cell) < answers_.classes.size()) return std::stoi(cell);
    throw Error(
        cell.empty() ? columns_.where(row, column) + " is empty"
                     : fmt::format("{}: \"{}\" is no class", columns_.where(row, column), shorten(printable(cell), 40)),
        digits && !numbered_
            ? fmt::format("--classes {} says that numbers from 0 stand for these", join(answers_.classes, ","))
            : suggestion(cell, answers_.classes) + (numbered_ ? "" : "  (--classes names all of them, in order)"));
  }

  std::string group(const Csv::Row& row) const {
    const auto place = columns_.find("group");
    return place ? columns_.cell(row, *place) : "";
  }

  std::string hash(const Csv::Row& row) const {
    const auto place = columns_.find("sha256");
    std::string hash = place ? columns_.cell(row, *place) : "";
    std::transform(hash.begin(), hash.end(), hash.begin(), [](unsigned char c) { return std::tolower(c); });
    if (!hash.empty() && (hash.size() != 64 || hash.find_first_not_of("0123456789abcdef") != hash.npos))
      throw Error(fmt::format("{}: \"{}\" is no SHA-256", columns_.where(row, *place), shorten(printable(hash), 40)),
                  "64 hex digits, as sha256sum prints them; or an empty cell");
    return hash;
  }

  double probability(const Csv::Row& row, std::size_t column) const {
    const double p = columns_.number(row, column);
    if (std::isnan(p))
      throw Error(columns_.where(row, column) + " is NaN: a network that diverged says nothing",
                  "find out why before anything is scored");
    if (p < -exact || p > 1 + exact)
      throw Error(fmt::format("{}: {} is no probability, which lies from 0 to 1", columns_.where(row, column),
                              columns_.cell(row, column)),
                  "logits go through softmax first, percentages are divided by 100");
    return std::clamp(p, 0.0, 1.0);
  }

  std::vector<double> probabilities(const Csv::Row& row) {
    std::vector<double> p(answers_.classes.size());
    if (answers_.kind == AnswerColumns::named_class) {
      p[static_cast<std::size_t>(class_in(row, answers_.places[0]))] = 1;
    } else if (answers_.kind == AnswerColumns::positive_probability) {
      p[answers_.positive] = probability(row, answers_.places[0]);
      p[1 - answers_.positive] = 1 - p[answers_.positive];
    } else {
      double sum = 0;
      for (std::size_t c = 0; c < p.size(); ++c) sum += p[c] = probability(row, answers_.places[c]);
      check_sum(row, sum);
      if (std::abs(sum - 1) > exact)
        for (double& each : p) each /= sum;
    }
    return p;
  }

  void check_sum(const Csv::Row& row, double sum) {
    if (std::abs(sum - 1) > rounded_to * static_cast<double>(answers_.classes.size()) + exact) {
      std::vector<std::string> others;
      for (const std::size_t place : unused()) others.push_back(columns_.name(place));
      throw Error(fmt::format("{}, line {}: the probabilities of {} sum to {}, not to 1", columns_.file(), row.line,
                              join(answers_.classes), decimal(sum)),
                  !stranger().empty() ? fmt::format("{} is no label: without it, --classes {}", stranger(), kin())
                  : others.empty()
                      ? "one row is one distribution: apply softmax, or normalise"
                      : fmt::format("not counted: {}; --classes names the columns of all classes", join(others)));
    }
    if (std::abs(sum - 1) > unremarkable) ++rescaled_;
    sums_.push_back(sum);
  }

  /// A class that no image is of, where others are labels; and the others.
  std::string stranger() const {
    for (const std::string& c : answers_.classes)
      if (!numbered_ && !is_label(c)) return c;
    return "";
  }
  std::string kin() const {
    std::vector<std::string> out;
    for (const std::string& c : answers_.classes)
      if (is_label(c)) out.push_back(c);
    return join(out, ",");
  }
  bool is_label(const std::string& c) const {
    const auto& rows = columns_.csv().rows;
    return std::any_of(rows.begin(), rows.end(),
                       [&](const Csv::Row& row) { return class_name(columns_.cell(row, label_)) == c; });
  }

  /// A column that was not taken for a class, though with it every row sums to 1.
  void refuse_forgotten() const {
    if (std::all_of(sums_.begin(), sums_.end(), [](double sum) { return std::abs(sum - 1) <= unremarkable; })) return;
    const auto& rows = columns_.csv().rows;
    for (const std::size_t place : unused()) {
      std::size_t row = 0;
      const bool completes = std::all_of(sums_.begin(), sums_.end(), [&](double sum) {
        const auto p = columns_.number_if_any(rows[row++], place);
        return p && std::abs(sum + *p - 1) <= unremarkable;
      });
      if (completes)
        throw Error(fmt::format("{}: with the column {} every row sums to 1, without it not: is it a class?",
                                columns_.file(), columns_.name(place)),
                    fmt::format("--classes {},{}", join(answers_.classes, ","), columns_.name(place)));
    }
  }

  std::vector<std::size_t> unused() const {
    std::vector<std::size_t> out = columns_.others();
    if (const auto one = columns_.find("probability")) out.push_back(*one);
    std::erase_if(out, [&](std::size_t place) {
      return std::find(answers_.places.begin(), answers_.places.end(), place) != answers_.places.end();
    });
    return out;
  }

  /// What the file calls its prediction may be another class than the most probable one.
  void compare(const Csv::Row& row, const Prediction& prediction) {
    const auto said = columns_.find("prediction");
    if (said && *said != answers_.places[0] && answers_.kind != AnswerColumns::named_class &&
        !columns_.cell(row, *said).empty())
      contradicted_ += class_in(row, *said) != predicted(prediction);
  }

  std::string understood(const std::vector<Prediction>& predictions) const {
    const auto right = std::count_if(predictions.begin(), predictions.end(),
                                     [](const Prediction& p) { return predicted(p) == p.label; });
    const std::string said = answers_.kind == AnswerColumns::probabilities
                                 ? fmt::format("probabilities from {} columns", answers_.places.size())
                             : answers_.kind == AnswerColumns::named_class
                                 ? fmt::format("prediction = {}", columns_.name(answers_.places[0]))
                                 : fmt::format("probability of {} = {}", answers_.classes[answers_.positive],
                                               columns_.name(answers_.places[0]));
    const auto group = columns_.find("group");
    return fmt::format("{} image{}, {} classes ({}): image = {}, label = {}, {}{}; accuracy {} %", predictions.size(),
                       predictions.size() == 1 ? "" : "s", answers_.classes.size(), shorten(join(answers_.classes), 60),
                       image_ ? columns_.name(*image_) : "the row's number", columns_.name(label_), said,
                       group ? ", group = " + columns_.name(*group) : "",
                       decimal(100.0 * static_cast<double>(right) / static_cast<double>(predictions.size()), 1));
  }

  void remark(std::vector<std::string>& remarks) const {
    const std::string& file = columns_.file();
    if (!image_)
      remarks.push_back(file +
                        " has no column of image names: images are called after their rows (row 1, …), and a "
                        "comparison pairs what stands in the same row.");
    if (answers_.kind == AnswerColumns::positive_probability && columns_.find("prediction") == answers_.places[0])
      remarks.push_back(fmt::format("{}: column {} holds fractions, so it is taken for the probability of {}.", file,
                                    columns_.name(answers_.places[0]), answers_.classes[answers_.positive]));
    if (answers_.kind == AnswerColumns::named_class)
      remarks.push_back(
          file +
          (columns_.find("probability")
               ? fmt::format(": of which class {} is the probability was not said, so it is left out: --positive "
                             "CLASS. What rests on probabilities is undefined.",
                             columns_.name(*columns_.find("probability")))
               : " names classes without probabilities: what rests on these is undefined."));
    if (rescaled_)
      remarks.push_back(
          fmt::format("{}: {} of probabilities {} 1 only roughly, by rounding, and {} rescaled to sum to 1 exactly.",
                      file, rescaled_ == 1 ? "1 row" : fmt::format("{} rows", rescaled_),
                      rescaled_ == 1 ? "sums to" : "sum to", rescaled_ == 1 ? "was" : "were"));
    if (contradicted_)
      remarks.push_back(
          fmt::format("{}: column {} is not the most probable class of {} image{}; the probabilities count.", file,
                      columns_.name(*columns_.find("prediction")), contradicted_, contradicted_ == 1 ? "" : "s"));
    std::vector<std::string> left;
    for (const std::size_t place : unused()) left.push_back(columns_.name(place));
    if (!left.empty()) remarks.push_back(fmt::format("{}: not used: {}.", file, join(left)));
  }

  const Columns& columns_;
  AnswerColumns answers_;
  bool numbered_;  // labels may be the classes' numbers
  std::optional<std::size_t> image_;
  std::size_t label_ = 0, seen_rows_ = 0;
  std::unordered_map<std::string, int> labels_, seen_;  // by class, and by image: its line
  std::vector<double> sums_;                            // of rows of probabilities
  std::int64_t rescaled_ = 0, contradicted_ = 0;
};

}  // namespace

ImportedPredictions predictions_from(const Csv& csv, const std::string& file, const PredictionsForm& form) {
  refuse_history(csv, file, form.columns);
  Columns columns(csv, file, prediction_roles(), form.columns);
  columns.required("label");
  const std::string remark = find_image_column(columns);
  ImportedPredictions out = Rows(columns, form).read();
  if (!remark.empty()) out.remarks.push_back(remark);
  return out;
}

}  // namespace xp
