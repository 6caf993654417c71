#include "registry/datasets/reading/manifest_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

namespace xp::reading {
namespace {

const std::vector<std::string> known{"path", "label", "group", "source", "split", "fold", "weight"};

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == text.npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// "lines 3, 7, 8 and 12 more".
std::string lines(const std::vector<int>& numbers) {
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min<std::size_t>(numbers.size(), 8); ++i)
    shown.push_back(std::to_string(numbers[i]));
  return (numbers.size() == 1 ? "line " : "lines ") + join(shown) +
         (numbers.size() > 8 ? " and " + std::to_string(numbers.size() - 8) + " more" : "");
}

class Manifest {
 public:
  explicit Manifest(const fs::path& file) : file_(file), csv_(read_csv_file(file.string())) { find_columns(); }

  Named read() {
    if (csv_.rows.empty()) throw Error(file_.string() + " names no images", "one a line, below the header");
    for (const Csv::Row& row : csv_.rows) add(row);
    refuse_gaps();
    Named out;
    for (const auto& [label, unused] : samples_) out.classes.push_back(label);
    if (out.classes.size() < 2)
      throw Error(file_.string() + " holds one class, \"" + out.classes[0] + "\"; a classifier needs at least two");
    int label = 0;
    for (auto& [name, samples] : samples_) {
      for (auto& [place, sample] : samples) {
        sample.label = label;
        out.samples.push_back(std::move(sample));
      }
      ++label;
    }
    return out;
  }

 private:
  void find_columns() {
    std::vector<std::string> others;
    for (std::size_t i = 0; i < csv_.header.cells.size(); ++i) {
      std::string name = trimmed(csv_.header.cells[i]);
      for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      if (std::find(known.begin(), known.end(), name) == known.end())
        others.push_back(name);
      else if (!columns_.emplace(name, i).second)
        throw Error(file_.string() + " has two columns " + name);
    }
    for (const std::string& name : known) {
      if (columns_.count(name)) continue;
      const std::string near = nearest(name, others);
      if (name == "path" || name == "label")
        throw Error(file_.string() + " has no column \"" + name + "\"",
                    near.empty() ? "it has: " + join(csv_.header.cells) : "it has \"" + near + "\": rename that one");
      if (!near.empty())
        throw Error(file_.string() + ": is the column \"" + near + "\" meant to be \"" + name + "\"?",
                    "rename it; if not, add an empty column \"" + name + "\"");
    }
  }

  std::string cell(const Csv::Row& row, const std::string& column) const {
    const auto found = columns_.find(column);
    return found == columns_.end() ? "" : trimmed(row.cells[found->second]);
  }

  [[noreturn]] void refuse(const Csv::Row& row, const std::string& column, const std::string& what,
                           const std::string& hint) const {
    throw Error(file_.string() + ", line " + std::to_string(row.line) + ", column " + column + ": " + what, hint);
  }

  void add(const Csv::Row& row) {
    const std::string written = cell(row, "path"), label = cell(row, "label");
    if (written.empty()) refuse(row, "path", "names no file", "");
    if (label.empty()) return unlabelled_.push_back(row.line);
    const fs::path folder = file_.parent_path(), path = (folder / written).lexically_normal();
    const auto [first, fresh] = line_of_.emplace(path.string(), row.line);
    if (!fresh)
      refuse(row, "path", printable(written) + " is named by line " + std::to_string(first->second) + " already",
             "an image counts once: remove one of the lines");
    std::error_code unknown;
    if (!fs::is_regular_file(path, unknown)) {
      if (missing_.empty()) first_missing_ = path;
      return missing_.push_back(row.line);
    }
    const fs::path place = path.lexically_relative(folder);
    Sample sample;
    sample.name = place.empty() || place.begin()->string() == ".." ? path.string() : place.string();
    sample.path = path.string();
    sample.group = cell(row, "group");
    sample.source = cell(row, "source");
    sample.part = part(row);
    sample.fold = fold(row);
    sample.weight = weight(row);
    samples_[label].emplace(sample.name, std::move(sample));
  }

  std::optional<Part> part(const Csv::Row& row) const {
    const std::string text = cell(row, "split");
    if (text.empty()) return {};
    const std::optional<Part> part = part_named(text);
    if (!part)
      refuse(row, "split", "\"" + printable(text) + "\" is no part", suggestion(text, {"train", "val", "test"}));
    return part;
  }

  int fold(const Csv::Row& row) const {
    const std::string text = cell(row, "fold");
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (!text.empty() && (error != std::errc() || end != text.data() + text.size() || number < 1))
      refuse(row, "fold", "\"" + printable(text) + "\" is no fold", "folds are numbered from 1");
    return number;
  }

  double weight(const Csv::Row& row) const {
    std::string text = cell(row, "weight");
    if (text.empty()) return 1;
    if (csv_.separator == ';') std::replace(text.begin(), text.end(), ',', '.');
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number) || number <= 0)
      refuse(row, "weight", "\"" + printable(text) + "\" is no weight",
             "a number above 0, such as 0.5; leave out what should not be learned from");
    return number;
  }

  void refuse_gaps() const {
    if (!unlabelled_.empty())
      throw Error(file_.string() + ", column label: nothing in " + lines(unlabelled_),
                  "label these images, or remove the lines");
    if (missing_.empty()) return;
    std::vector<std::string> beside;
    const fs::path folder = first_missing_.parent_path();
    if (fs::is_directory(folder))
      for (const auto& entry : fs::directory_iterator(folder)) beside.push_back(entry.path().filename().string());
    const std::string near = nearest(first_missing_.filename().string(), beside);
    throw Error(file_.string() + ", column path: no such file in " + lines(missing_) + "; the first is " +
                    printable(first_missing_.string()),
                near.empty() ? "paths are relative to the manifest" : "did you mean \"" + printable(near) + "\"?");
  }

  fs::path file_, first_missing_;
  Csv csv_;
  std::map<std::string, std::size_t> columns_;
  std::map<std::string, int> line_of_;
  std::vector<int> unlabelled_, missing_;
  std::map<std::string, std::map<std::string, Sample>> samples_;  // by label, then name
};

}  // namespace

Named read_manifest(const fs::path& file) { return Manifest(file).read(); }

}  // namespace xp::reading
