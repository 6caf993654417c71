// What holds for every verb, from one table. A verb or a format that is not
// in the table fails the test.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "framework/base/text.h"
#include "tests/support/program.h"
#include "tests/support/stored.h"

namespace {
using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

struct Row {
  Words good;                     // works on the store below without torch; empty: what it trains is in tests/engine
  std::string remark;             // of `good`, on standard error, silenced by -q
  std::set<std::string> formats;  // of --json, --md, --csv, --names: those that it offers
  bool takes_runs = false;        // its first argument is a run
  bool needs_arguments = true;
};

const std::string smoke = std::string(XP_SOURCE_DIR) + "/experiments/smoke.cpp";
const std::string predicted = std::string(XP_SOURCE_DIR) + "/tests/run/imports/fixtures/predictions.csv";

const std::map<std::string, Row> table{
    {"run", {{}, "", {"json"}}},
    {"plan", {{smoke}, "", {"json", "md", "csv"}}},
    {"find-rate", {{}, "", {"json"}}},
    {"list", {{"--tag", "odd"}, "", {"json", "md", "csv", "names"}, false, false}},
    {"show", {{"run1"}, "", {"json"}, true}},
    {"compare", {{"run1", "better"}, "", {"json", "md", "csv"}, true}},
    {"diff", {{"run1", "run1"}, "", {"json"}, true}},
    {"diagnose", {{"run1"}, "", {"json", "md"}, true}},
    {"report", {{"run1"}, "", {"json"}, true, false}},
    {"score", {{"run1"}, "", {"json", "md", "csv"}, true}},
    {"export", {{"run1", "one.xprun", "--force"}, "xp import", {"json"}, true}},
    {"import", {{"predictions", predicted}, "xp score run", {"json"}}},
    {"check-claim", {{"--accuracy", "99.01"}, "", {"json", "md", "csv"}}},
    {"resume", {{}, "", {"json"}, true}},
    {"sweep", {{}, "", {"json", "md", "csv"}}},
    {"rerun", {{}, "", {"json"}, true}},
    {"predict", {{}, "", {"json", "md", "csv"}, true}},
    {"explain", {{}, "", {"json"}, true}},
    {"plugins", {{"model"}, "", {"json", "md"}, false, false}},
    {"tag", {{"run1", "again"}, "", {}, true}},
    {"note", {{"run1", "a remark"}, "", {}, true}},
    {"stop", {{"run3"}, "", {}, true}},
    {"delete", {{"run2"}, "xp restore", {}, true}},
    {"restore", {{"run1"}, "", {}, true}},
    {"gc", {{}, "", {"json"}, false, false}},
    {"backup", {{"copy"}, "XP_HOME=", {"json"}}},
    {"doctor", {{}, "", {"json"}, false, false}},
    {"stats", {{}, "", {"json"}, false, false}},
    {"data", {{}, "", {"json"}}},
    {"bench", {{}, "", {"json"}}},
    {"new", {{"folder"}, "next: cd", {}}},
    {"weights", {{std::string(XP_SOURCE_DIR) + "/tests/weights/fixtures/plain.pt"}, "", {"json"}}},
    {"test", {{"--fast", "base/hash"}, "", {}, false, false}},
    {"help", {{"run"}, "", {"names"}, false, false}}};

/// run1, run2 ("better") and run3, which runs.
struct Stored : Place {
  Stored() {
    Store store(home, Store::Access::write);
    add_finished(store, 1);
    add_finished(store, 2, "better", 0);
    add_running(store, 3);
    store.tag(1, "odd");
    store.note(1, "with \"quotes\", commas | bars\nand lines");
  }
  Output verb(const std::string& name, Words words) const {
    words.insert(words.begin(), name);
    return xp(words);
  }
};

bool plain(const std::string& text) { return text.find_first_of("\x1b\r") == std::string::npos; }

Words options_of(const std::string& help) {
  Words out;
  const std::regex option("  --([a-z-]+)|, --([a-z-]+)");
  for (std::sregex_iterator i(help.begin(), help.end(), option), end; i != end; ++i)
    out.push_back((*i)[1].matched ? (*i)[1] : (*i)[2]);
  return out;
}

/// RFC 4180, strictly: every record has as many fields as the first.
std::size_t csv_records(const std::string& text) {
  std::vector<std::size_t> fields;
  bool quoted = false, begun = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!begun) fields.push_back(1), begun = true;
    if (text[i] == '"')
      quoted = !quoted;
    else if (text[i] == ',' && !quoted)
      ++fields.back();
    else if (text[i] == '\n' && !quoted) {
      CHECK(text[i - 1] == '\r');
      begun = false;
    }
  }
  CHECK(!quoted);
  CHECK(!begun);
  for (std::size_t n : fields) CHECK(n == fields.front());
  return fields.size();
}

void check_format(const std::string& format, const std::string& text) {
  if (format == "json") {
    CHECK_NOTHROW(nlohmann::json::parse(text));
  } else if (format == "csv") {
    CHECK(csv_records(text) >= 2);
  } else if (format == "md") {
    CHECK_THAT(text, Contains("| --- |") || Contains("| ---: |"));
    std::size_t bars = 0;
    for (const std::string& line : split(text, '\n')) {
      const auto n = static_cast<std::size_t>(std::count(line.begin(), line.end(), '|'));
      if (line.empty() || line[0] != '|')
        bars = 0;
      else if (bars == 0)
        bars = n;
      else
        CHECK(n == bars);
    }
  } else {
    for (const std::string& line : split(text.substr(0, text.size() - 1), '\n'))
      CHECK(line.find(' ') == std::string::npos);
  }
}
}  // namespace

TEST_CASE("every verb keeps the conventions") {
  const Stored stored;
  const Output names = stored.xp({"help", "--names"});
  REQUIRE(names.code == 0);
  std::set<std::string> known;
  for (const std::string& name : split(names.out, '\n'))
    if (!name.empty()) known.insert(name);
  for (const auto& [verb, row] : table) CHECK(known.count(verb) == 1);

  for (const std::string& verb : known) {
    INFO("xp " << verb);
    REQUIRE(table.count(verb) == 1);
    const Row& row = table.at(verb);

    const Output help = stored.verb(verb, {"--help"});
    CHECK(help.code == 0);
    CHECK(help.err.empty());
    CHECK_THAT(help.out, Contains("\n  xp " + verb) && Contains("\nexample: xp " + verb));
    CHECK(stored.verb(verb, {"-h"}).out == help.out);
    const std::string example = help.out.substr(help.out.find("\nexample: ") + 10);
    Words parsed;
    for (const std::string& word : split(example.substr(3, example.size() - 4), ' ')) parsed.push_back(word);
    parsed.push_back("--help");
    CHECK(stored.xp(parsed).code == 0);

    const Words options = options_of(help.out);
    for (const char* shared : {"quiet", "verbose", "no-color", "help"})
      CHECK(std::count(options.begin(), options.end(), shared) == 1);
    const std::string typo = options.at(0) + "x";
    const Output unknown = stored.verb(verb, {"--" + typo});
    CHECK(unknown.code == 2);
    CHECK(unknown.out.empty());
    CHECK_THAT(unknown.err, Contains("--" + typo) && Contains("did you mean \"--" + options[0] + "\"") &&
                                Contains("xp " + verb + " --help"));

    const Output misspelt = stored.xp({verb + "x"});
    CHECK(misspelt.code == 2);
    CHECK(misspelt.out.empty());
    CHECK_THAT(misspelt.err, Contains("did you mean \"" + verb + "\""));

    if (row.needs_arguments) {
      const Output missing = stored.verb(verb, {});
      CHECK(missing.code == 2);
      CHECK(missing.out.empty());
      CHECK_THAT(missing.err, Contains(example.substr(0, example.size() - 1)));
    }
    if (row.takes_runs) {
      for (const auto& [name, suggestion] : {std::pair{"bettr", "did you mean \"better\""},
                                             {"run9", "the last is run3"},
                                             {"best:val/acuracy", "val/accuracy"}}) {
        const Output wrong = stored.verb(verb, {name, "x"});
        const Output alone = verb == "rerun" ? stored.verb(verb, {name}) : wrong;
        CHECK(alone.code == 2);
        CHECK(alone.out.empty());
        CHECK_THAT(alone.err, Contains(suggestion));
      }
    }
    const bool trains = verb == "run" || verb == "resume" || verb == "rerun" || verb == "predict" ||
                        verb == "explain" || verb == "bench" || verb == "find-rate";
    CHECK(std::count(options.begin(), options.end(), "threads") == (trains ? 1 : 0));
    std::set<std::string> offered;
    for (const std::string& o : options)
      if (o == "json" || o == "md" || o == "csv" || o == "names") offered.insert(o);
    CHECK(offered == row.formats);
  }
}

TEST_CASE(
    "results go to standard output, remarks to standard error, -q silences them, and pipes get no control characters") {
  const Stored stored;
  for (const auto& [verb, row] : table) {
    if (row.good.empty() && row.needs_arguments) continue;
    INFO("xp " << verb);
    if (verb == "restore") stored.verb("delete", row.good);
    const Output said = stored.verb(verb, row.good);
    CHECK(said.code == 0);
    CHECK_FALSE(said.out.empty());
    CHECK(plain(said.out));
    CHECK(plain(said.err));
    CHECK_THAT(said.err, Contains(row.remark));
    if (row.remark.empty())
      CHECK(said.err.empty());
    else
      CHECK_THAT(said.out, !Contains(row.remark));

    Words words = row.good;
    words.push_back("-q");
    for (const char* made : {"folder", "copy"}) fs::remove_all(stored.root / made);
    const Output silent = stored.verb(verb, words);
    CHECK(silent.code == 0);
    CHECK(silent.err.empty());
    static const std::set<std::string> once{"test", "gc", "import", "delete", "restore"};  // said and done once
    if (!once.count(verb)) CHECK(silent.out == said.out);
  }
}

TEST_CASE("--json, --md, --csv and --names are well formed and alone on standard output") {
  const Stored stored;
  for (const auto& [verb, row] : table) {
    if (row.good.empty() && row.needs_arguments) continue;
    for (const std::string& format : row.formats) {
      INFO("xp " << verb << " --" << format);
      Words words = format == "names" && verb == "help" ? Words{} : row.good;
      words.push_back("--" + format);
      const Output said = stored.verb(verb, words);
      CHECK(said.code == 0);
      CHECK(said.err.empty());
      if (format != "csv") CHECK(plain(said.out));
      check_format(format, said.out);
    }
  }
}

TEST_CASE("a terminal gets colour, unless NO_COLOR or --no-color says no") {
  Stored stored;
  const auto coloured = [&](const Words& words) {
    return stored.in_terminal(words).out.find('\x1b') != std::string::npos;
  };
  CHECK(coloured({"show", "run1"}));
  CHECK(coloured({"lisst"}));
  CHECK_FALSE(coloured({"show", "run1", "--no-color"}));
  CHECK_FALSE(coloured({"show", "nobody", "--no-color"}));
  stored.variables["NO_COLOR"] = "1";
  for (const auto& [verb, row] : table) {
    if ((row.good.empty() && row.needs_arguments) || verb == "test") continue;
    INFO("xp " << verb);
    Words words = row.good;
    words.insert(words.begin(), verb);
    CHECK_FALSE(coloured(words));
  }
  CHECK_FALSE(coloured({"lisst"}));
}
