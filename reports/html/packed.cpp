#include "reports/html/packed.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <map>

#include "reports/charts/reduced.h"

namespace xp {

std::string base64(const std::string& bytes) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t k) {
      return k < bytes.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[k])) : 0u;
    };
    const std::uint32_t three = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    out += digits[three >> 18];
    out += digits[three >> 12 & 63];
    out += i + 1 < bytes.size() ? digits[three >> 6 & 63] : '=';
    out += i + 2 < bytes.size() ? digits[three & 63] : '=';
  }
  return out;
}

std::string packed(const std::vector<double>& numbers) {
  std::string bytes;
  bytes.reserve(4 * numbers.size());
  for (double number : numbers) {
    const float value = std::isfinite(number) ? static_cast<float>(number) : std::nanf("");
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(bits >> shift & 255);
  }
  return base64(bytes);
}

void reduce_packed(std::vector<ChartColumn>& columns) {
  constexpr std::size_t most = 20000;
  const auto rows_of = [](const ChartColumn& column) { return std::max(column.numbers.size(), column.words.size()); };
  std::map<std::size_t, std::vector<const std::vector<double>*>> drawn;  // by length
  for (const ChartColumn& column : columns)
    if (column.packed && rows_of(column) > most) drawn[rows_of(column)].push_back(&column.numbers);
  std::map<std::size_t, std::vector<std::size_t>> kept;
  for (const auto& [length, alike] : drawn) kept[length] = kept_rows(alike, most);
  for (ChartColumn& column : columns) {
    const auto rows = kept.find(rows_of(column));
    if (rows == kept.end()) continue;
    ChartColumn reduced = column;
    reduced.numbers.clear(), reduced.words.clear();
    for (std::size_t row : rows->second)
      if (column.words.empty())
        reduced.numbers.push_back(column.numbers[row]);
      else
        reduced.words.push_back(column.words[row]);
    column = std::move(reduced);
  }
}

}  // namespace xp
