#include "reports/list/where.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "framework/base/error.h"
#include "framework/base/random.h"
#include "framework/base/text.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

const double none = std::nan("");

/// Four runs: the third has no score, the fourth a score that is no number.
const std::map<std::string, Field> fields{
    {"val/accuracy", {"val/accuracy", Field::number, "", true, {{0.95}, {0.9}, {}, {none}}}},
    {"model", {"model", Field::word, "", false, {{"xception"}, {"resnet"}, {"Xception"}, {}}}},
    {"optimizer.rate", {"optimizer.rate", Field::number, "", false, {{1e-4}, {0.01}, {1}, {1e-4}}}},
    {"depth", {"depth", Field::either, "", false, {{18}, {"auto"}, {50}, {}}}},
    {"tag", {"tag", Field::words, "", false, {{"published", "old"}, {"old"}, {}, {"published"}}}},
    {"name", {"name", Field::word, "", false, {{"a b"}, {""}, {""}, {"and"}}}},
    {"parent", {"parent", Field::place, "run", false, {{}, {12}, {56}, {}}}},
    {"started",
     {"started",
      Field::moment,
      "",
      false,
      {{"2026-11-19T23:59:59.999Z"}, {"2026-11-20T00:00:00.000Z"}, {"2026-11-20T09:24:00.123Z"}, {}}}}};

const Field& field(const std::string& name) {
  const auto found = fields.find(name);
  if (found == fields.end()) throw Error("no run knows anything called \"" + name + "\"", "did you mean \"model\"?");
  return found->second;
}

/// The runs of which it is true: "12" are the first and the second.
std::string of(const std::string& text) {
  std::string out;
  for (const std::size_t row : Where(text).matching(field, 4)) out += static_cast<char>('1' + row);
  return out;
}

/// What is said against it, in one text.
std::string refusal(const std::string& text) {
  try {
    of(text);
  } catch (const Error& e) {
    return e.whole();
  }
  return "";
}

}  // namespace

TEST_CASE("numbers compare as numbers, written in any way") {
  CHECK(of("val/accuracy > 0.9") == "1");
  CHECK(of("val/accuracy > 90 %") == "1");
  CHECK(of("val/accuracy > \"90 %\" and model = xception") == "1");
  CHECK_THAT(refusal("val/accuracy > 90 % 5"), Contains("\"and\" or \"or\""));
  CHECK(of("val/accuracy>=90%") == "12");
  CHECK(of("val/accuracy = 0.90") == "2");
  CHECK(of("val/accuracy == 9e-1") == "2");
  CHECK(of("val/accuracy != 0.9") == "14");
  CHECK(of("optimizer.rate <= 1e-4 ") == "14");
  CHECK(of("optimizer.rate < +1") == "124");
}

TEST_CASE("words compare without regard to capitals, ~ looks inside them") {
  CHECK(of("model = xception") == "13");
  CHECK(of("model != xception") == "2");
  CHECK(of("model ~ CEPT") == "13");
  CHECK(of("name = 'a b'") == "1");
  CHECK(of("name = \"and\"") == "4");
  CHECK(of("name = \"\"") == "23");
}

TEST_CASE("a moment compares by as much of it as is given") {
  CHECK(of("started = 2026-11-20") == "23");
  CHECK(of("started > 2026-11-19") == "23");
  CHECK(of("started <= 2026-11-19") == "1");
  CHECK(of("started < \"2026-11-20 09:24\"") == "12");
  CHECK(of("started ~ T09") == "3");
  CHECK(of("started >= 2026") == "123");
  CHECK(of("started >= 2026-11") == "123");
  CHECK(of("started = 2026-11-20T09:24:00.123Z") == "3");
  CHECK(of("started = 2026-11-20T09:24Z") == "3");
}

TEST_CASE("and binds tighter than or, not tighter than both, brackets tightest") {
  CHECK(of("model = xception or model = resnet and val/accuracy > 0.95") == "13");
  CHECK(of("(model = xception or model = resnet) and val/accuracy > 0.8") == "12");
  CHECK(of("not model = xception and optimizer.rate = 0.01") == "2");
  CHECK(of("NOT (model = resnet OR optimizer.rate = 1e-4)") == "3");
}

TEST_CASE("what a run lacks is in no comparison and in no opposite of one, only has asks for it") {
  CHECK(of("not val/accuracy > 0.9") == "2");
  CHECK(of("val/accuracy > 0.9 or model = xception") == "13");
  CHECK(of("not (val/accuracy > 0.9 and model = resnet)") == "123");  // false and unknown is false
  CHECK(of("has val/accuracy") == "124");
  CHECK(of("not has val/accuracy") == "3");
  CHECK(of("val/accuracy = nan") == "4");
  CHECK(of("has name") == "14");
  CHECK(of("has parent") == "23");
}

TEST_CASE("of several tags one is enough, for unequal none") {
  CHECK(of("tag = published") == "14");
  CHECK(of("tag != published") == "23");
  CHECK(of("not tag = old") == "34");
  CHECK(of("has tag") == "124");
}

TEST_CASE("a run is named by its number or its name, and a setting may be a number here and a word there") {
  CHECK(of("parent = run56") == "3");
  CHECK(of("parent >= 12") == "23");
  CHECK(of("depth > 20") == "3");
  CHECK(of("depth = auto") == "2");
}

TEST_CASE("a mistake is shown at its place, with what would be right") {
  CHECK(refusal("model > 0.9") ==
        "--where: model is a word\nmodel > 0.9\n  ^\n  compare it with =, != or ~ (contains)");
  CHECK_THAT(refusal("val/accuracy > high"),
             Contains("\"high\" is no number") && Contains("\n" + std::string(17, ' ') + "^\n") && Contains("90%"));
  CHECK_THAT(refusal("has tag and modle = x"),
             Contains("modle") && Contains("\n              ^\n") && Contains("did you mean"));
  CHECK_THAT(refusal("val/accuracy ~ 9"), Contains("is a number"));
  for (const char* none : {"yesterday", "20.11.2027", "2026-13-40", "2026-02-30", "5", "2026-1", "2026-11-20T25:00",
                           "2026-11-20T09:60", "2026/11/20", "2026-11-20T"})
    CHECK_THAT(refusal("started >= " + std::string(none)), Contains("no date") && Contains("started >= 2026-11-20"));
  CHECK_THAT(refusal("parent = sweep3"), Contains("parent is a run"));
  CHECK_THAT(refusal("parent ~ 3"), Contains("parent is a run"));
  CHECK_THAT(refusal(""), Contains("nothing to ask for"));
  CHECK_THAT(refusal("(model = a"), Contains("never closed\n(model = a\n  ^"));
  CHECK_THAT(refusal("model = a)"), Contains("closes nothing"));
  CHECK_THAT(refusal("model = two words"), Contains("\"and\" or \"or\" is wanted here") && Contains("in quotes"));
  CHECK_THAT(refusal("model is xception"), Contains("a comparison of model is wanted"));
  CHECK_THAT(refusal("model = \"xc"), Contains("this quote is never closed"));
  CHECK_THAT(refusal("model ="), Contains("a value is wanted here\nmodel =\n         ^"));
  CHECK_THAT(refusal("model = and"), Contains("\"and\", in quotes"));
  CHECK_THAT(refusal("! model = a"), Contains("! alone"));
  CHECK_THAT(refusal("größe\x1b = 1 1"), Contains("größe\\x1b = 1 1\n                ^"));
}

TEST_CASE("of a long condition the place of the mistake is shown, and no nesting is too deep for a refusal") {
  std::string text = "model = a";
  for (int i = 0; i < 200; ++i) text += " or model = größer";
  const std::string said = refusal(text + " or modle = b" + std::string(200, ' '));
  CHECK_THAT(said, Contains("…") && Contains("modle = b"));
  const std::vector<std::string> lines = split(said, '\n');
  CHECK(width(lines[1]) < 90);
  CHECK(lines[1].substr(0, 3) == "…");
  CHECK(width(lines[2]) - 3 == width(lines[1].substr(0, lines[1].find("modle"))));
  for (const char* part : {"(", "not "}) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += part;
    CHECK_THAT(refusal(deep + "model = a"), Contains("nested too deeply"));
  }
}

TEST_CASE("words that no run has are told with the nearest that one has") {
  const Where where("model = xceptoin or tag = publised or name = \"a b\"");
  const std::vector<std::string> said = where.unheard(field);
  REQUIRE(said.size() == 2);
  CHECK_THAT(said[0], Contains("no run has model = \"xceptoin\"; did you mean \"xception\"") ||
                          Contains("did you mean \"Xception\""));
  CHECK_THAT(said[1], Contains("did you mean \"published\"?"));
}

TEST_CASE("whatever bytes are asked for, the answer is runs or a refusal with a place") {
  Random random(1, "where", 0, 0);
  const std::vector<std::string> pieces{"model", "val/accuracy", "tag",      "=",       "!=",      "<=",  "~",  "(",
                                        ")",     "and",          "or",       "not ",    " ",       "has", "\"", "'",
                                        "0.9",   "1e-4",         "90%",      "started", "2026-11", "\n",  "!",  "ß",
                                        "\xff",  "\0",           "model = a"};
  int understood = 0;
  for (int i = 0; i < 30'000; ++i) {
    std::string text;
    for (std::size_t n = random.below(12); n > 0; --n) {
      if (random.chance(0.1))
        text += static_cast<char>(random.below(256));
      else
        text += pieces[random.below(pieces.size())] + (random.chance(0.7) ? " " : "");
    }
    try {
      for (const std::size_t row : Where(text).matching(field, 4)) REQUIRE(row < 4);
      ++understood;
    } catch (const Error& e) {
      REQUIRE_THAT(e.what(), Catch::StartsWith("--where: "));
      REQUIRE_THAT(e.hint(), Contains("^"));
    }
  }
  CHECK(understood > 50);
}

TEST_CASE("and, or and not follow Kleene's tables for every pair of answers") {
  // In rows: 1 true, 2 false, 3 unknown of each comparison.
  const char* const said[] = {"optimizer.rate = 1e-4", "optimizer.rate = 7", "parent = 99"};  // of the first run
  const int truth[] = {2, 0, 1};
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) {
      const std::string x = said[a], y = said[b];
      const auto first = [](const std::string& text) { return of(text).find('1') != std::string::npos; };
      CHECK(first(x + " and " + y) == (std::min(truth[a], truth[b]) == 2));
      CHECK(first(x + " or " + y) == (std::max(truth[a], truth[b]) == 2));
      CHECK(first("not (" + x + " or " + y + ")") == (std::max(truth[a], truth[b]) == 0));
      CHECK(first("not (" + x + " and " + y + ")") == (std::min(truth[a], truth[b]) == 0));
    }
}
