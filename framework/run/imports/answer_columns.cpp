#include "framework/run/imports/answer_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

using Names = std::vector<std::string>;

bool holds(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool whole(const std::string& text) {
  return !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == text.npos;
}

/// "10" after "9"; else by letters.
bool before(const std::string& a, const std::string& b) {
  return whole(a) && whole(b) && a.size() != b.size() ? a.size() < b.size() : a < b;
}

Names unused(const Columns& columns) {
  Names out;
  for (const std::size_t place : columns.others()) out.push_back(columns.name(place));
  return out;
}

Names distinct(const Columns& columns, const std::vector<std::size_t>& places) {
  std::set<std::string> seen;
  for (const Csv::Row& row : columns.csv().rows)
    for (const std::size_t place : places)
      if (std::string cell = class_name(columns.cell(row, place)); !cell.empty()) seen.insert(std::move(cell));
  Names out(seen.begin(), seen.end());
  std::sort(out.begin(), out.end(), before);
  return out;
}

/// "p_Normal", "prob Normal", "P(Normal)" → "Normal"; empty without such a prefix.
std::string without_prefix(const std::string& column) {
  for (const std::string prefix : {"p", "prob", "probs", "proba", "probability", "score", "softmax"}) {
    const std::size_t n = prefix.size();
    if (column.size() < n + 2 || plain_name(column.substr(0, n)) != prefix) continue;
    if (column[n] == '(' && column.back() == ')') return column.substr(n + 1, column.size() - n - 2);
    if (std::string("_- .:/").find(column[n]) != std::string::npos) return column.substr(n + 1);
  }
  return "";
}

/// Of columns that are called 0, 1, 2, … or p_0, p_1, … so many; none where one is missing.
std::vector<std::size_t> numbered(const Columns& columns, std::size_t classes) {
  std::vector<std::size_t> out;
  for (std::size_t c = 0; c < classes; ++c)
    for (const std::size_t other : columns.others())
      if (const std::string& name = columns.name(other);
          out.size() == c && (name == std::to_string(c) || without_prefix(name) == std::to_string(c)))
        out.push_back(other);
  return out.size() == classes ? out : std::vector<std::size_t>{};
}

/// Of the classes that were said each must have its column, or its number one, or none has.
AnswerColumns of_said_classes(const Columns& columns, const Names& classes) {
  AnswerColumns out{AnswerColumns::probabilities, classes, {}};
  Names missing;
  for (const std::string& c : classes) {
    std::optional<std::size_t> place;
    for (const std::size_t other : columns.others())
      if (columns.name(other) == c || (!place && without_prefix(columns.name(other)) == c)) place = other;
    place ? out.places.push_back(*place) : missing.push_back(c);
  }
  if (!out.places.empty() && !missing.empty())
    throw Error(fmt::format("{} has no column of probabilities for {}", columns.file(), join(missing)),
                suggestion(missing[0], unused(columns)));
  if (out.places.empty()) out.places = numbered(columns, classes.size());
  return out;
}

AnswerColumns of_labels(const Columns& columns, const Names& labels) {
  AnswerColumns out;
  const std::vector<std::size_t> others = columns.others();
  const bool exactly =
      std::any_of(others.begin(), others.end(), [&](auto o) { return holds(labels, columns.name(o)); });
  for (const std::size_t place : others) {
    const std::string &name = columns.name(place), bare = without_prefix(name);
    if (!holds(labels, name) && (bare.empty() || (exactly && !holds(labels, bare)))) continue;
    out.places.push_back(place);
    out.classes.push_back(holds(labels, name) ? name : bare);
  }
  return out;
}

AnswerColumns of_one_probability(const Columns& columns, std::size_t place, Names classes, const Names& labels,
                                 std::string positive) {
  const bool zero_or_one =
      std::all_of(labels.begin(), labels.end(), [](const std::string& l) { return l == "0" || l == "1"; });
  if (classes.empty()) classes = zero_or_one ? Names{"0", "1"} : labels;
  if (positive.empty() && zero_or_one && classes.size() == 2) positive = classes[1];
  const std::string what = fmt::format("{} has one column of probabilities, {}", columns.file(), columns.name(place));
  if (positive.empty())
    throw Error(what + ": of which class?", "--positive NAME says it; the labels are " + join(labels));
  if (classes.size() != 2)
    throw Error(fmt::format("{}: that tells two classes apart, and there {} {} ({})", what,
                            classes.size() == 1 ? "is" : "are", classes.size(), join(classes)),
                "--classes A,B names both where only one occurs; more classes need a column each");
  const auto at = std::find(classes.begin(), classes.end(), positive);
  if (at == classes.end())
    throw Error(fmt::format("--positive {} is no class", positive), suggestion(positive, classes));
  return {AnswerColumns::positive_probability, classes, {place}, static_cast<std::size_t>(at - classes.begin())};
}

/// Numbers that are not whole: no names of classes.
bool are_fractions(const Columns& columns, std::size_t place) {
  bool fraction = false;
  for (const Csv::Row& row : columns.csv().rows) {
    const auto value = columns.number_if_any(row, place);
    if (!value) return false;
    fraction |= *value != std::floor(*value);
  }
  return fraction;
}

bool are_zero_or_one(const Names& labels) {
  return std::all_of(labels.begin(), labels.end(), [](const std::string& l) { return l == "0" || l == "1"; });
}

/// Whether a column beside predictions of 0 and 1 holds the probability of 1, rather than that of what was predicted.
bool is_of_one(const Columns& columns, std::size_t place, std::size_t prediction, const Names& labels) {
  if (!are_zero_or_one(labels)) return false;
  bool zero = false, low = false;
  for (const Csv::Row& row : columns.csv().rows) {
    const auto p = columns.number_if_any(row, place);
    if (!p) return false;
    zero |= class_name(columns.cell(row, prediction)) == "0", low |= *p < 0.5;
  }
  return low || !zero;
}

/// Of a column that is called a prediction and holds fractions.
AnswerColumns of_fractions(const Columns& columns, std::size_t place, const Names& classes, const Names& labels,
                           const std::string& positive) {
  if (positive.empty() && !are_zero_or_one(labels))
    throw Error(fmt::format("{}: the column {} holds fractions, and the labels are {}: of which class are these the "
                            "probabilities?",
                            columns.file(), columns.name(place), shorten(join(labels), 60)),
                fmt::format("--column probability={} --positive {}", columns.name(place), labels.back()));
  return of_one_probability(columns, place, classes, labels, positive);
}

/// Of a column that names classes; without --classes one of them at least is a label too.
AnswerColumns of_names(const Columns& columns, std::size_t place, const Names& classes, const Names& labels) {
  const Names named = distinct(columns, {place});
  if (classes.empty() && std::none_of(named.begin(), named.end(), [&](const auto& n) { return holds(labels, n); }))
    throw Error(fmt::format("{}: nothing that the column {} says ({}) is a label ({})", columns.file(),
                            columns.name(place), shorten(join(named), 40), shorten(join(labels), 40)),
                "--classes names all classes, in the order of their numbers; --column prediction=NAME another column");
  for (const std::string& n : classes.empty() ? named : Names{})
    for (const std::string& label : labels)
      if (n != label && !holds(labels, n) && plain_name(n) == plain_name(label))
        throw Error(fmt::format("{}: the column {} says \"{}\", the labels \"{}\": are these one class?",
                                columns.file(), columns.name(place), n, label),
                    "write both alike");
  return {AnswerColumns::named_class,
          classes.empty() ? distinct(columns, {columns.required("label"), place}) : classes,
          {place}};
}

[[noreturn]] void refuse_silent(const Columns& columns, const Names& labels) {
  const Names others = unused(columns);
  if (const auto places = numbered(columns, std::max<std::size_t>(labels.size(), 2)); !places.empty())
    throw Error(fmt::format("{} has columns of probabilities by number ({}, …), and labels by name ({})",
                            columns.file(), columns.name(places[0]), shorten(join(labels), 60)),
                fmt::format("--classes A,B,… names the classes in the order of the numbers: {}?", join(labels, ",")));
  throw Error(fmt::format("{} says nothing of what was predicted: no column is named as a label ({}), and none is "
                          "called prediction",
                          columns.file(), shorten(join(labels), 60)),
              others.empty() ? "add one probability a class, or a column prediction"
                             : fmt::format("there are also {}; --column prediction=NAME, or --classes A,B,… names the "
                                           "columns of probabilities",
                                           join(others)));
}

}  // namespace

std::string class_name(std::string cell) {
  const std::size_t point = cell.find('.');
  if (point != cell.npos && whole(cell.substr(0, point)) && cell.find_first_not_of('0', point + 1) == cell.npos)
    cell.resize(point);
  return cell;
}

const std::vector<Role>& prediction_roles() {
  static const std::vector<Role> roles{
      {"image",
       {"image", "file", "filename", "file_name", "path", "image_path", "filepath", "image_id", "image_name", "name",
        "sample", "id"}},
      {"label",
       {"label", "truth", "true_label", "true_class", "y_true", "ground_truth", "actual", "target", "gt", "class"}},
      {"prediction", {"prediction", "predicted", "pred", "y_pred", "predicted_label", "predicted_class", "pred_label"}},
      {"probability", {"probability", "prob", "proba", "y_prob", "y_proba", "y_score", "score", "p"}},
      {"group", {"group", "patient", "patient_id", "subject", "subject_id", "case", "case_id", "study"}},
      {"sha256", {"sha256", "sha_256", "sha"}}};
  return roles;
}

AnswerColumns answer_columns(const Columns& columns, const Names& classes, const std::string& positive) {
  const std::size_t label = columns.required("label");
  const Names labels = distinct(columns, {label});
  const auto prediction = columns.find("prediction"), one = columns.find("probability");
  AnswerColumns out = classes.empty() ? of_labels(columns, labels) : of_said_classes(columns, classes);
  if (out.places.empty()) {
    if (one && (!prediction || !positive.empty() || is_of_one(columns, *one, *prediction, labels)))
      return of_one_probability(columns, *one, classes, labels, positive);
    if (!prediction) refuse_silent(columns, labels);
    out = are_fractions(columns, *prediction) ? of_fractions(columns, *prediction, classes, labels, positive)
                                              : of_names(columns, *prediction, classes, labels);
  }
  if (out.classes.size() < 2)
    throw Error(fmt::format("{}: one class alone, {}", columns.file(), join(out.classes)),
                "--classes A,B names all where only one occurs");
  for (std::size_t i = 0; i < out.classes.size(); ++i)
    if (std::count(out.classes.begin(), out.classes.end(), out.classes[i]) > 1)
      throw Error(fmt::format("{}: two columns are of the class {}", columns.file(), out.classes[i]),
                  "--classes names the columns that count");
  return out;
}

}  // namespace xp
