// What xp diagnose tells, in each of its forms.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("xp diagnose says of a run what xp show says, with names and numbers, as text, Markdown, LaTeX and JSON") {
  const Place place;
  add_finished(*std::make_unique<Store>(place.home, Store::Access::write));
  const Output text = place.xp({"diagnose", "run1"});
  CHECK(text.code == 0);
  CHECK_THAT(text.out, StartsWith("run1 · FINISHED"));
  CHECK_THAT(place.xp({"diagnose", "run1", "--md"}).out, StartsWith("## run1\n") && Contains("| grade | finding |"));
  CHECK_THAT(place.xp({"diagnose", "run1", "--latex"}).out, StartsWith("% run1\n") && Contains("\\begin{tabular}"));
  const auto said = nlohmann::json::parse(place.xp({"diagnose", "run1", "--json"}).out);
  const auto shown = nlohmann::json::parse(place.xp({"show", "run1", "--json"}).out);
  CHECK(said.at("runs").at(0).at("diagnosis") == shown.at("diagnosis"));
  CHECK(said.at("together").is_null());
  CHECK(place.xp({"diagnose", "run7"}).code == 2);
}
