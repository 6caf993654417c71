#include "reports/list/syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string_view>
#include <utility>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

constexpr int deepest = 60;  // of brackets and nots in each other: far beyond what is typed, far from the stack's end
constexpr const char* example = "such as: val/accuracy > 0.9 and model = xception";

constexpr std::pair<const char*, Relation> relations[] = {
    {"!=", Relation::unequal}, {"<=", Relation::at_most}, {">=", Relation::at_least}, {"==", Relation::equal},
    {"=", Relation::equal},    {"<", Relation::less},     {">", Relation::more},      {"~", Relation::contains}};

bool is_space(char c) { return static_cast<unsigned char>(c) <= ' '; }

struct Token {
  enum Kind { word, quoted, sign, open, close, end } kind = end;
  std::string text;
  std::size_t at = 0;
  bool is(const char* keyword) const {
    return kind == word && std::equal(text.begin(), text.end(), keyword, keyword + std::string_view(keyword).size(),
                                      [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
  }
  bool keyword() const { return is("and") || is("or") || is("not") || is("has"); }
};

class Reader {
 public:
  explicit Reader(const std::string& text) : text_(text) { next(); }

  Condition whole() {
    if (token_.kind == Token::end) refuse("there is nothing to ask for", example);
    Condition out = condition(0);
    if (token_.kind == Token::close) refuse("this ) closes nothing", "");
    if (token_.kind != Token::end)
      refuse("\"and\" or \"or\" is wanted here", token_.kind == Token::word ? quoting() : "");
    return out;
  }

 private:
  Condition condition(int depth) {
    return several(Condition::any, "or", [&] { return several(Condition::all, "and", [&] { return one(depth); }); });
  }

  template <class Part>
  Condition several(Condition::Kind kind, const char* between, Part part) {
    Condition out{kind, {}, token_.at};
    out.of.push_back(part());
    while (token_.is(between)) next(), out.of.push_back(part());
    return out.of.size() == 1 ? Condition(std::move(out.of.front())) : out;
  }

  Condition one(int depth) {
    if (depth > deepest) refuse("this is nested too deeply", fmt::format("at most {} levels", deepest));
    const Token first = token_;
    if (first.is("not")) {
      next();
      return {Condition::no, {one(depth + 1)}, first.at};
    }
    if (first.kind == Token::open) {
      next();
      Condition inside = condition(depth + 1);
      if (token_.kind == Token::end) refuse_at(text_, first.at, "this ( is never closed", "");
      if (token_.kind != Token::close) refuse("\"and\", \"or\" or ) is wanted here", "");
      next();
      return inside;
    }
    if (first.is("has")) {
      next();
      return {Condition::has, {}, token_.at, word("has wants a name")};
    }
    return comparison();
  }

  Condition comparison() {
    Condition out{Condition::compare, {}, token_.at, word("a name is wanted here")};
    if (token_.kind != Token::sign)
      refuse(fmt::format("a comparison of {} is wanted here: = != < <= > >= or ~ (contains)", out.name), quoting());
    out.relation = std::find_if(std::begin(relations), std::end(relations), [&](const auto& c) {
                     return token_.text == c.first;
                   })->second;
    next();
    out.value_at = token_.at;
    out.value = word("a value is wanted here");
    if (token_.kind == Token::word && token_.text == "%") out.value += '%', next();
    return out;
  }

  /// The word or quoted text that stands here.
  std::string word(const char* wanted) {
    if ((token_.kind != Token::word && token_.kind != Token::quoted) || token_.keyword())
      refuse(wanted, token_.keyword() ? fmt::format("the word itself is \"{}\", in quotes", token_.text) : example);
    std::string out = token_.text;
    next();
    return out;
  }

  static const char* quoting() { return "what has spaces or signs in it stands in quotes: name = \"two words\""; }
  [[noreturn]] void refuse(const std::string& what, const std::string& hint) const {
    refuse_at(text_, token_.at, what, hint);
  }

  void next() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    token_ = {Token::end, "", at_};
    if (at_ == text_.size()) return;
    const char c = text_[at_];
    if (c == '(' || c == ')') return take(c == '(' ? Token::open : Token::close, 1);
    if (c == '"' || c == '\'') {
      const std::size_t close = text_.find(c, at_ + 1);
      if (close == std::string::npos) refuse("this quote is never closed", "");
      token_ = {Token::quoted, text_.substr(at_ + 1, close - at_ - 1), at_};
      at_ = close + 1;
      return;
    }
    for (const auto& [sign, meaning] : relations)
      if (text_.compare(at_, std::string_view(sign).size(), sign) == 0)
        return take(Token::sign, std::string_view(sign).size());
    if (c == '!') refuse("! alone means nothing here", "unequal is !=, and the opposite of a condition: not (…)");
    std::size_t end = at_;
    while (end < text_.size() && !is_space(text_[end]) &&
           std::string_view("()\"'=!<>~").find(text_[end]) == std::string_view::npos)
      ++end;
    take(Token::word, end - at_);
  }

  void take(Token::Kind kind, std::size_t size) {
    token_ = {kind, text_.substr(at_, size), at_};
    at_ += size;
  }

  const std::string& text_;
  std::size_t at_ = 0;
  Token token_;
};

}  // namespace

const char* name(Relation relation) {
  return std::find_if(std::rbegin(relations), std::rend(relations), [&](const auto& c) { return c.second == relation; })
      ->first;
}

Condition read_condition(const std::string& text) { return Reader(text).whole(); }

void refuse_at(const std::string& text, std::size_t at, const std::string& what, const std::string& hint) {
  constexpr std::size_t before = 40, after = 30;  // bytes that are shown of a long text
  const auto cut = [&](std::size_t place) {       // never within a character
    while (place < text.size() && (static_cast<unsigned char>(text[place]) & 0xC0) == 0x80) ++place;
    return std::min(place, text.size());
  };
  const auto shown = [&](std::size_t from, std::size_t to) {
    std::string part = text.substr(from, to - from);
    std::replace(part.begin(), part.end(), '\n', ' ');
    return printable(part);
  };
  const std::size_t from = at > before ? cut(at - before) : 0, to = cut(std::min(text.size(), at + after));
  const std::string left = (from ? "…" : "") + shown(from, std::max(from, at));
  std::string lines = left + shown(std::max(from, at), to) + (to < text.size() ? "…" : "") + "\n  " +
                      std::string(static_cast<std::size_t>(width(left)), ' ') + "^";
  if (!hint.empty()) lines += "\n  " + hint;
  throw Error("--where: " + what, lines);
}

std::optional<double> number_in(const std::string& text) {
  std::string_view digits = text;
  const bool percent = digits.ends_with('%');
  if (percent) digits.remove_suffix(1);
  while (percent && digits.ends_with(' ')) digits.remove_suffix(1);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || digits.empty()) return std::nullopt;
  return percent ? value / 100 : value;
}

}  // namespace xp
