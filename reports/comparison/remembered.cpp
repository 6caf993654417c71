#include "reports/comparison/remembered.h"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>

#include "framework/base/text.h"

namespace xp {
namespace {

std::optional<std::vector<double>> numbers(const std::string& text, std::size_t count) {
  std::vector<double> out;
  for (const std::string& word : split(text, ' ')) {
    char* end = nullptr;
    out.push_back(std::strtod(word.c_str(), &end));
    if (word.empty() || *end) return std::nullopt;
  }
  return out.size() == count ? std::optional(out) : std::nullopt;
}

std::string text(const std::vector<double>& numbers) {
  std::vector<std::string> words;
  for (const double number : numbers) words.push_back(fmt::format("{}", number));  // reads back as the same bits
  return join(words, " ");
}

}  // namespace

std::vector<double> remembered(const std::string& key, std::size_t count, const Memo& memo,
                               const std::function<std::vector<double>()>& compute) {
  if (memo.recall)
    if (const std::optional<std::string> kept = memo.recall(key))
      if (const auto known = numbers(*kept, count)) return *known;
  const std::vector<double> out = compute();
  if (memo.keep) memo.keep(key, text(out));
  return out;
}

}  // namespace xp
