// One name, one type: two types xp::Name in two libraries of a process share their members' symbols, and the linker
// keeps whichever it meets first, the other's destructor included. No compiler sees it.
#include <catch2/catch.hpp>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {
namespace fs = std::filesystem;
using Text = std::string;

/// Without what may hold a brace or a semicolon that is none: comments, texts, characters, lines of the preprocessor.
Text bare(const Text& source) {
  Text out;
  const auto skip_quoted = [&](std::size_t at, char quote) {
    for (++at; at < source.size() && source[at] != quote; ++at) at += source[at] == '\\';
    return at;
  };
  bool line_begins = true;
  for (std::size_t i = 0; i < source.size(); ++i) {
    const char c = source[i];
    if (c == 'R' && source.compare(i, 2, "R\"") == 0) {
      const std::size_t opens = source.find('(', i);
      const Text closes = ")" + source.substr(i + 2, opens - i - 2) + "\"";
      i = source.find(closes, opens) + closes.size() - 1;
    } else if (source.compare(i, 2, "//") == 0 || (c == '#' && line_begins)) {
      while (i + 1 < source.size() && !(source[i + 1] == '\n' && source[i] != '\\')) ++i;
    } else if (source.compare(i, 2, "/*") == 0) {
      i = source.find("*/", i) + 1;
    } else if (c == '"') {
      i = skip_quoted(i, c);
    } else if (c == '\'') {
      if (i == 0 || !std::isdigit(static_cast<unsigned char>(source[i - 1]))) i = skip_quoted(i, c);  // else 1'000
    } else {
      out += c;
    }
    line_begins = c == '\n' || (line_begins && (c == ' ' || c == '\t'));
  }
  return out;
}

/// The types that a source defines in namespaces that others see, by their full names: those within a type, a function
/// or an anonymous namespace are left out. Specialisations of a template are the template's.
std::vector<Text> types_of(const Text& source) {
  static const std::regex space(R"((?:^|\s)namespace\s*([\w:]*)\s*$)");
  static const std::regex type(
      R"(\b(?:struct|class|union|enum)\s+(?:alignas\([^)]*\)\s*|\[\[[^\]]*\]\]\s*)*(\w+)\s*(?:final\s*)?(?::[^:][^;()]*)?$)");
  const Text hidden = "{";
  std::vector<Text> out, open;  // of each brace: its namespace, or that it hides what is inside
  Text head;
  std::smatch found;
  for (const char c : bare(source)) {
    if (c == '{') {
      const Text around = open.empty() ? "" : open.back();
      if (std::regex_search(head, found, space))
        open.push_back(around == hidden || found[1].length() == 0 ? hidden : around + Text(found[1]) + "::");
      else {
        if (around != hidden && std::regex_search(head, found, type)) out.push_back(around + Text(found[1]));
        open.push_back(hidden);
      }
      head.clear();
    } else if (c == '}') {
      if (!open.empty()) open.pop_back();
      head.clear();
    } else if (c == ';') {
      head.clear();
    } else {
      head += c;
    }
  }
  return out;
}

/// By name, the files that define it: once for each definition.
std::map<Text, std::multiset<Text>> definitions() {
  std::map<Text, std::multiset<Text>> out;
  const fs::path root = XP_SOURCE_DIR;
  for (const char* folder : {"framework", "registry", "reports", "tools"})
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".h") continue;
      std::ifstream in(entry.path());
      const Text source{std::istreambuf_iterator<char>(in), {}};
      for (const Text& name : types_of(source)) out[name].insert(fs::relative(entry.path(), root).string());
    }
  return out;
}
}  // namespace

TEST_CASE("a type's definition is found among what only looks like one") {
  using Names = std::vector<Text>;
  CHECK(types_of("namespace xp {\nclass A final : public B<int> {};\ntemplate <class T>\nstruct C {};\nenum class D : "
                 "char { one };\nstruct alignas(64) E {};\n}\nstruct F {};") ==
        Names{"xp::A", "xp::C", "xp::D", "xp::E", "F"});
  CHECK(types_of("namespace xp { struct A; struct B { struct Within {}; }; struct B::Without {}; template <> struct "
                 "B<int> {}; struct A f() { struct Local {}; return {}; } }") == Names{"xp::B"});
  CHECK(types_of("namespace xp {\nnamespace { struct A {}; namespace deep { struct B {}; } }\ninline namespace own { "
                 "struct C {}; }\n}\nnamespace xp::track { struct D {}; }") == Names{"xp::own::C", "xp::track::D"});
  CHECK(types_of("namespace xp { // struct A {\n/* { */ const char *a = \"{\", *b = R\"(\"{)\"; char c = '{';\nint d = "
                 "1'000;\n#define E {\nstruct F {}; }") == Names{"xp::F"});
}

TEST_CASE("no two types have one full name") {
  const auto all = definitions();
  CHECK(all.size() > 300);
  for (const auto& [name, files] : all) {
    Text where;
    for (const Text& file : files) where += "\n  " + file;
    INFO(name << " is defined in" << where
              << "\nname one of them for what it is, or keep it in the anonymous namespace of its .cpp");
    CHECK(files.size() == 1);
  }
}
