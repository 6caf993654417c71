#include "reports/card/written.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "framework/base/file.h"
#include "framework/base/process.h"
#include "framework/base/text.h"
#include "reports/card/card.h"
#include "tests/support/plans.h"
#include "tests/support/records.h"
#include "tests/support/skip.h"

using namespace xp;

namespace {

const std::string bad =
    "<script>alert(\"1\")</script>'&{{x}}: - #\x1b\xff\n---\n| \\ `` ``` "
    "\xE2\x80\xAE\xE2\x80\xA8\xEF\xBF\xBE\xF0\x9F\xA6\xB4";

Record hostile() {
  Record r = test::healthy(12);
  r.run.title = r.run.note = r.run.name = r.run.experiment = bad;
  r.run.tags = {bad, "yes", "1.0", std::string(4096, 'x')};
  r.classes = {bad, "null", std::string(4096, 'y')};
  r.remarks = {bad};
  set(r.settings, "dataset", bad);
  set(r.settings, "model", bad);
  set(r.environment, "command", bad);
  r.findings = {{Audit::Grade::leak, bad, bad, bad}};
  return r;
}

/// The front matter as PyYAML reads it.
nlohmann::json front_of(const std::string& card, const std::string& folder) {
  write_file(folder + "/card.md", card);
  const Finished said = run_program({"/usr/bin/python3", "-c",
                                     "import json, sys, yaml\n"
                                     "text = open(sys.argv[1], encoding='utf-8', newline='').read()\n"
                                     "assert text.startswith('---\\n')\n"
                                     "print(json.dumps(yaml.safe_load(text[4:text.index('\\n---\\n')])))",
                                     folder + "/card.md"});
  INFO(said.output);
  REQUIRE(said.code == 0);
  return nlohmann::json::parse(said.output);
}

bool has_yaml() {
  return std::filesystem::exists("/usr/bin/python3") &&
         run_program({"/usr/bin/python3", "-c", "import yaml"}).code == 0;
}

}  // namespace

TEST_CASE("what others wrote is one harmless line of Markdown") {
  CHECK(as_markdown("a *b* _c_ [d](e) `f` <g> & |h| $i$ ~j~ \\k") ==
        "a \\*b\\* \\_c\\_ \\[d\\](e) \\`f\\` &lt;g&gt; &amp; \\|h\\| \\$i\\$ \\~j\\~ \\\\k");
  CHECK(as_markdown("# no heading") == "\\# no heading");
  CHECK(as_markdown("- no list") == "\\- no list");
  CHECK(as_markdown("12. no list") == "12\\. no list");
  CHECK(as_markdown("12 images") == "12 images");
  CHECK(as_markdown("two\nlines") == "two lines");
  CHECK(as_markdown("\xE2\x80\xAE\x1b") == "\\\\u202e\\\\x1b");
  CHECK(as_yaml(std::string(4096, 'x')).size() < 310);
  CHECK(as_markdown("0.5 of 1") == "0.5 of 1");
  CHECK(as_markdown(Table{{{"a|b"}, {"n", Align::right}}, {{"x|y"}}}) ==
        "| a\\|b | n |\n| --- | ---: |\n| x\\|y |  |\n");
}

TEST_CASE("a code block is closed by nothing that stands in it") {
  CHECK(as_code("xp list") == "```sh\nxp list\n```\n");
  CHECK(as_code("a\n````\nb") == "`````sh\na\n````\nb\n`````\n");
}

TEST_CASE("hostile text stays within its line of a card: no tag, no second front matter, no steering of a terminal") {
  const std::string card = model_card({hostile()});
  const std::size_t end = card.find("\n---\n") + 5;
  CHECK(card.find('\x1b') == card.npos);
  CHECK(card.find("\xE2\x80\xAE") == card.npos);
  bool code = false;
  for (const std::string& line : split(card.substr(end), '\n')) {
    if (line.starts_with("```")) code = !code;
    INFO(line);
    CHECK((code || (line != "---" && line.find("<script") == line.npos)));
    CHECK((code || !line.starts_with("    ")));
  }
  CHECK_FALSE(code);
}

TEST_CASE("a YAML reader finds in the front matter what was recorded") {
  if (!has_yaml()) SKIP("no python3-yaml");
  const test::TemporaryFolder folder("card");
  const nlohmann::json front = front_of(model_card({test::healthy(12)}), folder.path.string());
  CHECK(front["tags"] == nlohmann::json{"image-classification", "small_cnn"});
  const auto& result = front["model-index"][0]["results"][0];
  CHECK(result["task"]["type"] == "image-classification");
  CHECK(result["dataset"]["split"] == "test");
  std::map<std::string, double> values;
  for (const auto& metric : result["metrics"]) values[metric["type"]] = metric["value"];
  CHECK(values["accuracy"] == Approx(0.95));
  CHECK(values.count("f1") == 1);
  CHECK(values.count("log_loss") == 1);
}

TEST_CASE("a YAML reader finds hostile names to be texts, and the structure whole") {
  if (!has_yaml()) SKIP("no python3-yaml");
  const test::TemporaryFolder folder("card");
  const nlohmann::json front = front_of(model_card({hostile()}), folder.path.string());
  CHECK(front["tags"][1] == plain_line(bad));
  CHECK(front["tags"][2] == "yes");
  CHECK(front["tags"][3] == "1.0");
  CHECK(front["model-index"][0]["name"] == plain_line(bad));
  CHECK(front["model-index"][0]["results"][0]["dataset"]["type"] == plain_line(bad));
  for (const auto& metric : front["model-index"][0]["results"][0]["metrics"]) CHECK(metric["value"].is_number());
}
