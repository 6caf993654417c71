#include "framework/plugin/registry.h"

#include <catch2/catch.hpp>

using namespace xp;

namespace {

PluginInfo plugin(const char* name, const char* origin) {
  PluginInfo info{Kind::model, name, "A model.", origin, {}, {}, {}};
  Param patience;
  patience.name = "patience", patience.fallback = Value(5), patience.low = 1;
  info.params = {patience};
  return info;
}

std::string hint_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& e) {
    return e.hint();
  }
  return "nothing was thrown";
}

}  // namespace

TEST_CASE("two plugins of one name are refused with both origins") {
  Registry registry;
  registry.add(plugin("mine", "registry/models/mine.cpp"));
  CHECK_NOTHROW(registry.check());
  registry.add(plugin("mine", "experiments/other.cpp"));
  CHECK_THROWS_WITH(registry.check(),
                    "model \"mine\" is defined twice: in registry/models/mine.cpp and in experiments/other.cpp");
}

TEST_CASE("plugins are listed by name, whatever the order of loading") {
  Registry registry;
  registry.add(plugin("b", ""));
  registry.add(plugin("a", ""));
  REQUIRE(registry.all(Kind::model).size() == 2);
  CHECK(registry.all(Kind::model)[0]->name == "a");
  CHECK(registry.all(Kind::loss).empty());
}

TEST_CASE("a wrong name is answered with the nearest") {
  Registry registry;
  registry.add(plugin("xception", ""));
  CHECK_THROWS_WITH(registry.find(Kind::model, "exception"), "there is no model \"exception\"");
  CHECK(hint_of([&] { registry.find(Kind::model, "exception"); }) == "did you mean \"xception\"?  (xp plugins model)");
  CHECK_THROWS_WITH(registry.complete(Kind::model, {"xception", {{"patiance", 3}}}),
                    "unknown setting \"patiance\" for model xception");
  CHECK(hint_of([&] {
          registry.complete(Kind::model, {"xception", {{"patiance", 3}}});
        }) == "did you mean \"patience\"?  (xp plugins model xception)");
  CHECK(hint_of([] { kind_named("modell"); }) == "did you mean \"model\"?");
}

TEST_CASE("a choice is completed with defaults, and checked") {
  Registry registry;
  registry.add(plugin("xception", ""));
  CHECK(registry.complete(Kind::model, "xception").settings == Settings{{"patience", 5}});
  CHECK(registry.complete(Kind::model, {"xception", {{"patience", 9}}}).settings == Settings{{"patience", 9}});
  CHECK_THROWS_WITH(registry.complete(Kind::model, {"xception", {{"patience", 0}}}), Catch::Contains("at least 1"));
}

TEST_CASE("every kind has a name that finds it and a sentence") {
  for (const Kind kind : kinds) {
    CHECK(kind_named(name(kind)) == kind);
    CHECK(std::string(doc(kind)).size() > 10);
  }
}
