#include "framework/plugin/params.h"

#include <catch2/catch.hpp>

#include "framework/base/error.h"

using namespace xp;

namespace {

struct Sample {
  int count = 3;
  double rate = 0.5;
  bool on = false;
  std::string fit = "stretch";
};

Params<Sample> described() {
  Params<Sample> p;
  p("count", &Sample::count, "how many").at_least(1);
  p("rate", &Sample::rate, "how fast").between(0, 1).unit("1/s");
  p("on", &Sample::on, "whether");
  p("fit", &Sample::fit, "how").one_of({"stretch", "letterbox"});
  return p;
}

Value check(int entry, const Value& value) {
  return checked(described().entries[static_cast<std::size_t>(entry)].param, value, "transform sample");
}

}  // namespace

TEST_CASE("a default is the field's own initialiser, and a value arrives in its field") {
  const Params<Sample> params = described();
  CHECK(params.entries[0].param.fallback == Value(3));
  CHECK(params.entries[1].param.unit == "1/s");
  Sample sample;
  params.entries[0].store(sample, Value(7));
  params.entries[3].store(sample, Value("letterbox"));
  CHECK(sample.count == 7);
  CHECK(sample.fit == "letterbox");
}

TEST_CASE("a whole number does for a real one, and not the other way round") {
  CHECK(check(1, Value(1)) == Value(1.0));
  CHECK_THROWS_WITH(check(0, Value(1.5)), "transform sample.count wants a whole number, not \"1.5\"");
  CHECK_THROWS_WITH(check(2, Value(1)), "transform sample.on wants a truth value, not \"1\"");
}

TEST_CASE("a value out of range is refused with the range") {
  CHECK(check(1, Value(0.0)) == Value(0.0));
  CHECK(check(1, Value(1.0)) == Value(1.0));
  CHECK_THROWS_WITH(check(1, Value(1.1)), "transform sample.rate = 1.1 is out of range: 0 to 1");
  CHECK_THROWS_WITH(check(0, Value(0)), Catch::Contains("at least 1"));
  CHECK_THROWS_AS(check(1, Value(NAN)), Error);
}

TEST_CASE("a text that is not a choice is refused with the nearest") {
  try {
    check(3, Value("strech"));
    FAIL("accepted");
  } catch (const Error& e) {
    CHECK(std::string(e.what()) == "transform sample.fit = strech is out of range: one of stretch, letterbox");
    CHECK(e.hint() == "did you mean \"stretch\"?");
  }
}
