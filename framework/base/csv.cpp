#include "framework/base/csv.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/text.h"

namespace xp {
namespace {

char separator_of(std::string_view text) {
  std::size_t counts[3]{};
  constexpr std::string_view separators = ",;\t";
  bool quoted = false;
  for (char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    if (const std::size_t which = separators.find(c); which != separators.npos) ++counts[which];
  }
  return separators[static_cast<std::size_t>(std::max_element(counts, counts + 3) - counts)];
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& file) : text_(text), file_(file), separator_(separator_of(text)) {}

  bool at_end() const { return at_ >= text_.size(); }
  char separator() const { return separator_; }

  Csv::Row row() {
    Csv::Row out{line_, {}};
    do out.cells.push_back(cell());
    while (passes(separator_));
    pass_line_end();
    return out;
  }

 private:
  std::string cell() { return !at_end() && text_[at_] == '"' ? quoted() : plain(); }

  std::string plain() {
    const std::size_t end = std::min(text_.find_first_of(std::string{separator_, '\n', '\r'}, at_), text_.size());
    std::string out(text_.substr(at_, end - at_));
    at_ = end;
    if (out.find('"') != out.npos)
      throw Error(fmt::format("{}, line {}: a quote in the middle of {}", file_, line_, shorten(printable(out), 60)),
                  "put the whole cell into quotes and write each quote in it twice");
    return out;
  }

  std::string quoted() {
    const int begin = line_;
    std::string out;
    for (++at_; !at_end(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        out += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        out += text_[++at_];
      } else {
        ++at_;
        if (at_end() || text_[at_] == separator_ || text_[at_] == '\n' || text_[at_] == '\r') return out;
        throw Error(
            fmt::format("{}, line {}: {} goes on after its closing quote", file_, line_, shorten(printable(out), 60)),
            "write each quote inside a quoted cell twice");
      }
    }
    throw Error(fmt::format("{}, line {}: a quote that opens here never closes", file_, begin));
  }

  bool passes(char c) { return !at_end() && text_[at_] == c && ++at_; }

  void pass_line_end() {
    if (at_end()) return;
    if (passes('\r'))
      passes('\n');
    else
      passes('\n');
    ++line_;
  }

  std::string_view text_;
  const std::string& file_;
  char separator_;
  std::size_t at_ = 0;
  int line_ = 1;
};

bool is_blank(const Csv::Row& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return cell.find_first_not_of(" \t") == cell.npos; });
}

/// Spreadsheets end rows with empty cells.
void fit(Csv::Row& row, std::size_t columns, const std::string& file) {
  while (row.cells.size() > columns && row.cells.back().empty()) row.cells.pop_back();
  if (row.cells.size() == columns) return;
  throw Error(fmt::format("{}, line {}: {} cell{} where the header has {}", file, row.line, row.cells.size(),
                          row.cells.size() == 1 ? "" : "s", columns),
              row.cells.size() > columns ? "a name that holds the separator must be in quotes"
                                         : "an empty cell still needs its separator");
}

}  // namespace

Csv read_csv(std::string_view text, const std::string& file) {
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF")
    throw Error(file + " is in UTF-16", "save it as CSV UTF-8");
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (text.find_first_not_of("\r\n") == text.npos) throw Error(file + " is empty", "its first line names the columns");
  Reader reader(text, file);
  Csv csv{reader.row(), {}, reader.separator()};
  while (csv.header.cells.size() > 1 && csv.header.cells.back().empty()) csv.header.cells.pop_back();
  while (!reader.at_end()) {
    Csv::Row row = reader.row();
    if (is_blank(row)) continue;
    fit(row, csv.header.cells.size(), file);
    csv.rows.push_back(std::move(row));
  }
  return csv;
}

Csv read_csv_file(const std::string& path) { return read_csv(read_file(path), path); }

}  // namespace xp
