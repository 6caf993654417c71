#include "framework/plan/compile.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "framework/base/file.h"
#include "framework/plan/expand.h"
#include "tests/support/plans.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

const char* const plain = R"(#include "framework/experiment.h"
#include "mine.h"
XP_EXPERIMENT(e) {
  e.title(question).dataset({"spine_phantom", {{"images", 24}, {"height", 32}}}).model({"small_cnn", {{"filters", "4"}}});
}
)";

/// A new folder each time; all share one cache, that xp's header is precompiled once.
struct Workshop : test::TemporaryFolder {
  Workshop() : TemporaryFolder("compile" + std::to_string(++made)) {
    static const TemporaryFolder cache("compile_cache");
    ::setenv("XDG_CACHE_HOME", cache.path.c_str(), 1);
    write_file(*this / "mine.h", "const char* const question = \"first?\";\n");
    write_file(*this / "an experiment.cpp", plain);
  }
  inline static int made = 0;
  std::string file() const { return *this / "an experiment.cpp"; }
};

std::string refusal(const std::string& file) {
  try {
    expand(load_experiment(compile(file)), "e", {});
  } catch (const Error& e) {
    return std::string(e.what()) + " | " + e.hint();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("an experiment is compiled once, and again when it or a header of its own changes") {
  const Workshop shop;
  const Compiled first = compile(shop.file());
  CHECK_FALSE(first.cached);
  REQUIRE(first.sources.size() == 2);
  CHECK(first.sources[0].text == plain);
  CHECK_THAT(first.sources[1].path, Catch::EndsWith("mine.h"));
  CHECK(compile(shop.file()).cached);

  write_file(shop / "mine.h", "const char* const question = \"second?\";\n");
  const Compiled second = compile(shop.file());
  CHECK_FALSE(second.cached);
  CHECK(second.library != first.library);
  CHECK(expand(load_experiment(second), "e", {}).at(0).title == "second?");

  write_file(shop / "mine.h", "const char* const question = \"first?\";\n");
  const Compiled again = compile(shop.file());
  CHECK(again.cached);
  CHECK(again.library == first.library);
}

TEST_CASE("headers of an experiment may include xp's header themselves, before or after it does") {
  const Workshop shop;
  write_file(shop / "mine.h",
             "#pragma once\n#include \"framework/experiment.h\"\nconst std::string question = \"whose?\";\n");
  CHECK(expand(load_experiment(compile(shop.file())), "e", {}).at(0).title == "whose?");
  write_file(shop.file(), std::string("#include \"mine.h\"\n") + plain);
  CHECK(expand(load_experiment(compile(shop.file())), "e", {}).at(0).title == "whose?");
}

TEST_CASE("a compile error shows the compiler's own message and the line") {
  const Workshop shop;
  write_file(shop.file(), "#include \"framework/experiment.h\"\nXP_EXPERIMENT(e) {\n  e.modle({\"resnet\"});\n}\n");
  CHECK_THAT(refusal(shop.file()),
             Contains("does not compile") && Contains("an experiment.cpp:3:") && Contains("modle"));
}

TEST_CASE("what cannot be an experiment is refused by name") {
  const Workshop shop;
  CHECK_THAT(refusal(shop / "an experment.cpp"),
             Contains("there is no experiment") && Contains("an experiment.cpp\"?"));
  write_file(shop / "none.cpp", "int answer = 42;\n");
  CHECK_THAT(refusal(shop / "none.cpp"), Contains("defines no experiment") && Contains("XP_EXPERIMENT"));
  write_file(shop / "throws.cpp",
             "#include \"framework/experiment.h\"\nXP_EXPERIMENT(e) { throw std::runtime_error(\"no luck\"); }\n");
  CHECK_THAT(refusal(shop / "throws.cpp"), Contains("throws.cpp threw: no luck"));
}

TEST_CASE("an experiment may define a plugin of its own, but not one that exists") {
  const Workshop shop;
  const auto with_plugin = [](const std::string& name) {
    return "#include \"framework/experiment.h\"\nnamespace {\nstruct Mine : xp::ClassWeight {\n"
           "  static constexpr const char* doc = \"Twice the first.\";\n"
           "  std::vector<double> weights(const std::vector<std::int64_t>& n) const override {\n"
           "    std::vector<double> w(n.size(), 1.0);\n    w[0] = 2;\n    return w;\n  }\n};\n"
           "XP_PLUGIN(\"" +
           name +
           "\", Mine)\n}\nXP_EXPERIMENT(e) { e.dataset({\"spine_phantom\", {{\"images\", 24}, {\"height\", 32}}})"
           ".model({\"small_cnn\", {{\"filters\", \"4\"}}}).class_weight({\"" +
           name + "\"}); }\n";
  };
  write_file(shop / "own.cpp", with_plugin("twice_the_first"));
  const Compiled own = compile(shop / "own.cpp");
  CHECK(expand(load_experiment(own), "own", {}).at(0).only(Kind::class_weight).name == "twice_the_first");
  CHECK_FALSE(Registry::global().find(Kind::class_weight, "twice_the_first").sources.empty());
  CHECK(Registry::global().find(Kind::class_weight, "balanced").sources.empty());
  CHECK(compile_stored(own.sources).sources.at(0).text == own.sources.at(0).text);

  const auto refused = [](const std::vector<SourceFile>& sources) {
    try {
      compile_stored(sources);
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string("compiled");
  };
  CHECK_THAT(refused({{"/a/../../b.cpp", plain}}), Contains("a source named /a/../../b.cpp"));
  CHECK_THAT(refused({{"b.cpp", plain}}), Contains("a source named b.cpp"));
  const std::string wandering = "#include \"" + (shop / "mine.h") + "\"\n" + own.sources.at(0).text;
  CHECK_THAT(refused({{"/theirs/b.cpp", wandering}}), Contains("/theirs/b.cpp includes " + (shop / "mine.h")));

  write_file(shop / "clash.cpp", with_plugin("balanced"));
  CHECK_THAT(refusal(shop / "clash.cpp"), Contains("class_weight \"balanced\" is defined twice") &&
                                              Contains("clash.cpp") && Contains("registry/class_weights/balanced.cpp"));
}
