// xp run --require-clean, as a person uses it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "framework/base/process.h"
#include "tests/support/program.h"
#include "tests/support/skip.h"
#include "tests/support/tiny.h"

using namespace xp::test;
using Catch::Matchers::Contains;

TEST_CASE("--require-clean refuses before anything is recorded, names the files, and lets a committed tree run") {
  const Place place;
  const fs::path project = place.root / "project", file = project / "a.cpp";
  write(file, "#include \"framework/experiment.h\"\n\n" + tiny + "\n");
  const auto git = [&](Words words) {
    words.insert(words.begin(), {"git", "-c", "user.name=x", "-c", "user.email=x@x"});
    return xp::run_program(words, project.string()).code == 0;
  };
  if (!git({"init", "-q"}) || !git({"add", "."}) || !git({"commit", "-q", "-m", "x"})) SKIP("no git here");
  write(file, content(file) + "// one more line\n");
  const Words run{"run", file.string(), "--require-clean", "--no-pictures", "-q"};
  const Output refused = place.xp(run);
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains("--require-clean: there are uncommitted changes in a.cpp"));
  CHECK(nlohmann::json::parse(place.xp({"list", "--json"}).out).empty());
  REQUIRE(git({"commit", "-q", "-a", "-m", "y"}));
  const Output ran = place.xp(run);
  INFO(ran.err);
  CHECK(ran.code == 0);
  const auto shown = nlohmann::json::parse(place.xp({"show", "run1", "--json"}).out);
  CHECK(shown["environment"]["uncommitted_changes"] == false);
  CHECK(shown["environment"]["commit"].get<std::string>().size() == 40);
}
