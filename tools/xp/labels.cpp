#include "tools/xp/labels.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/base/error.h"
#include "reports/html/escape.h"

namespace xp {
namespace {

constexpr std::ptrdiff_t longest_tag = 64;

void check_text(const char* what, const std::string& text) {
  if (valid_utf8(text) != text)
    throw Error(fmt::format("a {} is text in UTF-8, and this is not", what),
                "is the terminal set to another encoding? locale shows it");
}

void check_line(const char* what, const std::string& text) {
  check_text(what, text);
  if (text.find_first_not_of(" \t") == std::string::npos)
    throw Error(fmt::format("a {} has at least one letter", what));
  if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
    throw Error(fmt::format("a {} is one line of text without control characters", what),
                "longer words belong into a note: xp note RUN TEXT");
}

}  // namespace

void check_name(const std::string& name) {
  check_line("name", name);
  const std::string number = name.rfind("run", 0) == 0 ? name.substr(3) : name;
  const bool is_number = !number.empty() && number.find_first_not_of("0123456789") == std::string::npos;
  if (is_number || name == "last" || name.rfind("best:", 0) == 0 || name.find("..") != std::string::npos)
    throw Error(fmt::format("\"{}\" cannot be a name: it already means a run", name),
                "run12, 12, run12..run15, last and best:METRIC do; any other words may");
}

void check_tag(const std::string& tag) {
  check_line("tag", tag);
  const auto letters = std::count_if(tag.begin(), tag.end(), [](char c) { return (c & 0xC0) != 0x80; });
  if (letters > longest_tag)
    throw Error(fmt::format("a tag has at most {} letters, this one has {}", longest_tag, letters),
                "longer words belong into a note: xp note RUN TEXT");
}

void check_note(const std::string& note) { check_text("note", note); }

}  // namespace xp
