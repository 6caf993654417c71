// Tables as CSV (RFC 4180) and as spreadsheets write it: separated by commas, semicolons or tabs.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace xp {

struct Csv {
  struct Row {
    int line = 0;  // from 1, where it begins: quoted cells may hold line breaks
    std::vector<std::string> cells;
  };
  Row header;
  std::vector<Row> rows;  // each with as many cells as the header; lines without anything are left out
  char separator = ',';
};

/// The separator is what the first line has most of, outside of quotes. A byte order mark is skipped, all kinds of line
/// ends are known, cells keep their spaces. Throws Error naming `file` and the line: quotes without an end or in the
/// middle of a cell, a row of another length than the header, UTF-16, and a file without a header.
Csv read_csv(std::string_view text, const std::string& file);
/// Of a file's content.
Csv read_csv_file(const std::string& path);

}  // namespace xp
