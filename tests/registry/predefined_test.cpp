#include <catch2/catch.hpp>

#include "framework/plan/expand.h"
#include "tests/support/folders.h"

using namespace xp;
using Catch::Contains;

TEST_CASE("folders train, val and test with classes inside say the parts") {
  for (const std::string val : {"val", "valid", "Validation"}) {
    const test::Files files("predefined");
    for (const std::string& name : test::Words{"train/a/1.png", "train/b/2.JPG", val + "/a/3.png",
                                               val + "/b/deep/4.png", "test/b/5.tif", "notes/x.png"})
      files.add(name);
    const Listing listing = test::listed("predefined", files.path.string());
    CHECK(listing.classes == std::vector<std::string>{"a", "b"});
    CHECK(listing.counts() == std::vector<std::int64_t>{2, 3});
    for (const Sample& s : listing.samples) {
      INFO(s.name);
      CHECK(s.part == part_named(s.name.substr(0, s.name.find('/'))));
    }
  }
}

TEST_CASE("a split that cannot be one is refused with what to do") {
  const test::Files files("predefined");
  files.add("trian/a/1.png"), files.add("test/a/2.png");
  const std::string root = files.path.string();
  CHECK_THAT(test::refusal("predefined", root), Contains("no folder train") && Contains("did you mean \"trian\"?"));
  files.add("train/a/1.png");
  CHECK_THAT(test::refusal("predefined", root), Contains("fewer than two classes"));
  files.add("train/c/1.png"), files.add("test/b/2.png");
  CHECK_THAT(test::refusal("predefined", root),
             Contains("train/b has no images") && Contains("nothing to learn class b"));
  files.add("val/a/1.png"), files.add("valid/a/1.png");
  CHECK_THAT(test::refusal("predefined", root), Contains("holds both val and valid"));
  const test::Files alone("predefined_alone");
  alone.add("train/a/1.png"), alone.add("train/b/1.png");
  CHECK_THAT(test::refusal("predefined", alone.path.string()), Contains("neither val nor test"));
}

TEST_CASE("parts that the data say are kept unless another split is asked for") {
  const test::Files files("predefined_by_default");
  for (const char* part : {"train", "val", "test"})
    for (const char* name : {"a/1.png", "a/2.png", "a/3.png", "b/1.png", "b/2.png", "b/3.png"})
      files.add(std::string(part) + "/" + name);
  Experiment e;
  e.dataset({"predefined", {{"path", files.path.string()}}}).model({"small_cnn"});
  const auto split = [&](const Overrides& o) { return expand(e, "parts", o).at(0).only(Kind::split).name; };
  CHECK(split({}) == "predefined");
  Overrides asked;
  asked.set = {{"split", "hold_out"}};
  CHECK(split(asked) == "hold_out");
  asked.set = {{"split.test", 0.3}};
  CHECK(split(asked) == "hold_out");
}
