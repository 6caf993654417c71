// What xp doctor says, and its exit codes.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"
#include "tests/support/stored.h"

using namespace xp;
using namespace xp::test;
using Catch::Matchers::Contains;

TEST_CASE("xp doctor says that a home is well, what is not, and what it mended: exit codes 0, 3, 0") {
  const Place place;
  std::int64_t run = 0;
  {
    Store store(place.home, Store::Access::write);
    add_finished(store, 1);
    run = add_running(store, 2);
  }
  CHECK(place.xp({"doctor"}).out == place.home.string() + " is well\n");
  {
    ProcessId gone = this_process();
    gone.start -= 1;
    Store(place.home, Store::Access::write).start(run, gone);
  }
  const Output ill = place.xp({"doctor"});
  CHECK(ill.code == 3);
  CHECK_THAT(ill.out, Contains("run2 is recorded as RUNNING, and its process is gone\n  xp doctor --mend"));
  const nlohmann::json json = nlohmann::json::parse(place.xp({"doctor", "--json"}).out);
  CHECK(json.at("well") == false);
  CHECK(json.at("ailments").at(0).at("mended") == false);
  const Output mended = place.xp({"doctor", "--mend"});
  CHECK(mended.code == 0);
  CHECK_THAT(mended.out, Contains("mended: run2") && Contains("xp show run2"));
  CHECK(place.xp({"doctor"}).code == 0);
  CHECK(nlohmann::json::parse(place.xp({"doctor", "--json"}).out).at("ailments").empty());
}

TEST_CASE("xp doctor --mend writes nothing to records that are damaged, and says how to save them") {
  const Place place;
  add_finished(*std::make_unique<Store>(place.home, Store::Access::write));
  const fs::path file = place.home / "xp.db";
  std::string bytes = content(file);
  for (std::size_t i = 40 * 4096; i < bytes.size() && i < 80 * 4096; ++i) bytes[i] = static_cast<char>(i * 37);
  write(file, bytes);
  const Output said = place.xp({"doctor", "--mend"});
  CHECK(said.code == 3);
  CHECK_THAT(said.out, Contains("xp.db is damaged") && Contains(".dump") && Contains("of the damaged records"));
  CHECK(content(file) == bytes);
  write(file, "no database");
  CHECK(place.xp({"doctor", "--mend"}).code == 3);
  CHECK(content(file) == "no database");
}
