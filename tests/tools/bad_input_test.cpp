// What is wrong is said before anything runs, with the offending name and what to do; nothing is stored.
#include <catch2/catch.hpp>

#include "tests/support/pictures.h"
#include "tests/support/program.h"
#include "tests/support/tiny.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;

/// Exit code 2, nothing on standard output, no record, and all of `words` on standard error.
void check_refused(const Place& place, Words command, const Words& words) {
  const Output said = place.xp(command);
  CHECK(said.code == 2);
  CHECK(said.out.empty());
  for (const std::string& word : words) CHECK_THAT(said.err, Contains(word));
  CHECK_THAT(said.err, !Contains("mistake of xp's own") && !Contains("RUNNING"));
  CHECK_FALSE(fs::exists(place.home));
}
}  // namespace

TEST_CASE("a folder that is missing, empty or of one class is refused") {
  const Place place;
  const std::string good = write_folder(place.root / "radiographs", 8, 8);
  const auto refused = [&](const std::string& data, const Words& words) {
    check_refused(place, {"run", tiny_file(), "--data", data}, words);
  };
  refused((place.root / "radiograph").string(), {"there is no folder", "radiograph", "did you mean", good});
  fs::create_directories(place.root / "empty");
  refused("empty", {(place.root / "empty").string(), "holds no class folders"});
  refused(write_folder(place.root / "one", 8, 0), {"one class, \"lying\"", "at least two"});
  fs::create_directories(place.root / "one/upright");
  refused("one", {"one/upright", "has no images"});
  refused("one/lying/0.bmp", {"0.bmp is not a folder"});
  refused("", {"--data"});
}

TEST_CASE("a class with fewer images than parts is refused") {
  const Place place;
  check_refused(place, {"run", tiny_file(), "--data", write_folder(place.root / "few", 8, 2)},
                {"class upright has 2 samples", "3 parts", "split.validation"});
}

TEST_CASE("a broken link among images is refused") {
  const Place place;
  const std::string folder = write_folder(place.root / "linked", 8, 8);
  fs::create_symlink("/nowhere.png", place.root / "linked/upright/link.png");
  check_refused(place, {"run", tiny_file(), "--data", folder}, {"link.png", "broken link"});
}

TEST_CASE("an experiment that throws is named with what it threw") {
  const Place place;
  const auto refused = [&](const std::string& name, const std::string& body, const Words& words) {
    check_refused(place, {"run", Place::experiment(name, body)}, words);
  };
  refused("throws", "#include <stdexcept>\nXP_EXPERIMENT(e) { throw std::runtime_error(\"no lead apron\"); }",
          {"throws.cpp threw: no lead apron", "nothing was run"});
  refused("throws_a_number", "XP_EXPERIMENT(e) { throw 7; }", {"throws_a_number.cpp threw"});
  refused("states_nothing", "XP_EXPERIMENT(e) {}", {"states_nothing names no dataset", "--set dataset=NAME"});
  refused("is_none", "int four() { return 4; }", {"is_none.cpp defines no experiment", "XP_EXPERIMENT(e)"});
}

TEST_CASE("an experiment that never returns ends at Ctrl-C") {
  const Place place;
  const std::string file = Place::experiment("endless", "XP_EXPERIMENT(e) { for (volatile bool on = true; on;) {} }");
  Running run = place.start({"plan", file, "-v"});
  REQUIRE(run.says("compiled"));
  run.signal(SIGINT);
  const Output said = run.finish(2);
  CHECK(said.code == 130);
  CHECK(said.out.empty());
  CHECK_THAT(said.err, Contains("interrupted"));
  CHECK_FALSE(fs::exists(place.home));
}

TEST_CASE("an experiment without any plan is refused") {
  const Place place;
  check_refused(
      place,
      {"run", Place::experiment("no_plan", tiny.substr(0, tiny.size() - 2) + "  e.sweep(\"model.dropout\", {});\n}")},
      {"no_plan expands to no plan", "axis"});
}

TEST_CASE("unknown plugins, unknown settings, wrong types and values out of range are refused with what is near") {
  const Place place;
  const auto refused = [&](const Words& set, const Words& words) {
    Words command{"run", tiny_file()};
    for (const std::string& s : set) command.insert(command.end(), {"--set", s});
    check_refused(place, command, words);
  };
  refused({"model=resnt"}, {"\"resnt\"", "did you mean \"resnet\""});
  refused({"modle=resnet"}, {"\"modle\"", "did you mean \"model\""});
  refused({"model.dropot=0.2"}, {"dropot", "did you mean \"dropout\""});
  refused({"train.epoch=3"}, {"epoch", "did you mean \"epochs\""});
  refused({"seed.inti=3"}, {"inti", "seed.init"});
  refused({"model.dropout=1.5"}, {"dropout", "1.5", "0"});
  refused({"train.epochs=0"}, {"train.epochs = 0", "1 to 100000"});
  refused({"train.epochs=many"}, {"epochs", "many", "whole number"});
  refused({"train.epochs=1.5"}, {"epochs", "1.5", "whole number"});
  refused({"train.epochs"}, {"NAME=VALUE"});
  refused({"=3"}, {"NAME=VALUE"});
  refused({"train.monitor=val/acuracy"}, {"val/acuracy", "did you mean \"val/accuracy\""});
  refused({"train.monitor=test/accuracy"}, {"test set", "val/accuracy"});
  refused({"callback=early_stoping"}, {"early_stoping", "did you mean \"early_stopping\""});
  refused({"callback.patience=3"}, {"patience", "callback"});
  refused({"model.filters=4,,x"}, {"filters"});
  refused({"transform.size=100000000"}, {"size"});
  refused({"split.test=0.9", "split.validation=0.9"}, {"test", "validation"});
}

TEST_CASE("a compile error shows the compiler's words and the line") {
  const Place place;
  const std::string file = Place::experiment("misspelt", "XP_EXPERIMENT(e) {\n  e.titel(\"?\");\n}");
  check_refused(place, {"run", file}, {"does not compile", "misspelt.cpp:4:", "titel", "did you mean"});
}

TEST_CASE("a file that is missing, a folder or of another kind is no experiment") {
  const Place place;
  write(place.root / "with space/ex periment.cpp", "");
  check_refused(place, {"run", "with space/ex perimnt.cpp"},
                {"there is no experiment", "did you mean \"with space/ex periment.cpp\""});
  check_refused(place, {"plan", "with space"}, {"is a folder"});
  write(place.root / "README.md", "# Curves");
  check_refused(place, {"run", "README.md"}, {"README.md is no experiment", ".cpp"});
  check_refused(place, {"run", tiny_file(), "--only", "3"}, {"--only 3", "1 plan"});
  check_refused(place, {"run", tiny_file(), "--only", "x"}, {"--only", "whole number", "\"x\""});
  check_refused(place, {"run", tiny_file(), "--threads", "0"}, {"--threads", "at least 1"});
  check_refused(place, {"run", tiny_file(), "--threads", "999999"}, {"--threads 999999", "at most 1024"});
  check_refused(place, {"run", tiny_file(), "--threads", "1024"}, {"--threads 1024", "this process may use"});
}

TEST_CASE("a name that already means a run, or of several lines, is refused before anything runs") {
  const Place place;
  for (const char* name : {"last", "run3", "12", "best:val/loss", "a..b", "two\nlines", "\x1b[31m", ""})
    check_refused(place, {"run", tiny_file(), "--name", name}, {"name"});
  check_refused(place, {"run", tiny_file(), "--tag", "two\nlines"}, {"tag", "one line"});
}
