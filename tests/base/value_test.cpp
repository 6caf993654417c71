#include "framework/base/value.h"

#include <catch2/catch.hpp>

using namespace xp;

TEST_CASE("a value typed on the command line is what it looks like") {
  CHECK(Value::parse("true") == Value(true));
  CHECK(Value::parse("3") == Value(3));
  CHECK(Value::parse("-3") == Value(-3));
  CHECK(Value::parse("1e-4") == Value(1e-4));
  CHECK(Value::parse("cbam") == Value("cbam"));
  CHECK(Value::parse("5:1") == Value("5:1"));
  CHECK(Value::parse("3px") == Value("3px"));
  CHECK(Value::parse("") == Value(""));
  CHECK(Value::parse("nan") == Value("nan"));  // a setting is never NaN
  CHECK(Value::parse("99999999999999999999") == Value(1e20));
}

TEST_CASE("a value's text reads back to the same value") {
  for (const Value& v : {Value(true), Value(-7), Value(0.1), Value(1e-4), Value(1.0 / 3), Value("grey")})
    CHECK(Value::parse(v.text()) == v);
}

TEST_CASE("a whole number and a real one are different values") {
  CHECK_FALSE(Value(1) == Value(1.0));
  CHECK(std::string(Value(1).type()) == "a whole number");
  CHECK(std::string(Value(1.0).type()) == "a number");
}

TEST_CASE("settings keep the order in which they were made") {
  Settings settings = {{"rate", 0.1}, {"momentum", 0.9}};
  set(settings, "rate", 0.2);
  set(settings, "nesterov", true);
  CHECK(settings == Settings{{"rate", 0.2}, {"momentum", 0.9}, {"nesterov", true}});
  REQUIRE(find(settings, "momentum"));
  CHECK(find(settings, "patience") == nullptr);
}
