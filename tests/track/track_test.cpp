#include "framework/track/track.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <optional>
#include <thread>

#include "framework/store/store.h"
#include "framework/store/tracked.h"
#include "framework/track/beginning.h"
#include "tests/support/plans.h"
#include "tests/support/program.h"

namespace {
using namespace xp::test;
using Catch::Matchers::Contains;
namespace track = xp::track;

struct Home : TemporaryFolder {
  Home() : TemporaryFolder("track") {}
  track::Options options() const {
    track::Options out;
    out.home = path.string();
    return out;
  }
  xp::Record record(const track::Run& run) const { return record(std::stoll(run.id().substr(3))); }
  xp::Record record(std::int64_t id) const { return xp::Store(path.string(), xp::Store::Access::read).record(id); }
  std::map<std::string, xp::Series> steps(std::int64_t id) const {
    return xp::Store(path.string(), xp::Store::Access::read).steps(id);
  }
};

template <class F>
std::string refusal(F deed) {
  try {
    deed();
  } catch (const track::Error& e) {
    return e.what();
  }
  return "accepted";
}

std::vector<track::Prediction> said(int first, int count) {
  std::vector<track::Prediction> out;
  for (int i = first; i < first + count; ++i)
    out.push_back(
        {"image " + std::to_string(i), i % 2, i % 5 ? std::vector{1.0 - i % 2, i % 2 * 1.0} : std::vector{0.5, 0.5}});
  return out;
}
}  // namespace

TEST_CASE("a tracked run is FINISHED with all it was told, and parameters keep their types") {
  const Home home;
  track::Options options = home.options();
  options.name = "baseline", options.tags = {"demo"}, options.note = "first", options.epochs = 2;
  track::Run run("curves", options);
  CHECK(home.record(run).run.status == xp::Status::running);
  run.params({{"rate", 0.01}, {"batch", 16}, {"shuffle", true}, {"model", "small"}, {"decay", 1.0}});
  run.param("batch", std::size_t{32});
  run.log("train/objective", 0.5, 1);
  run.epoch(1, {{"val/accuracy", 0.75}, {"val/loss", std::nan("")}}, {{"seconds", 2.5}});
  run.epoch(2, {{"val/accuracy", 0.875}, {"val/loss", std::numeric_limits<double>::infinity()}});
  run.artifact("notes.txt", "some bytes");
  run.tag("later"), run.note("second");
  run.finish();

  const xp::Record r = home.record(1);
  CHECK(is_tracked(r));
  CHECK(r.plan.empty());
  CHECK(r.run.status == xp::Status::finished);
  CHECK(r.run.experiment == "curves");
  CHECK(r.run.name == "baseline");
  CHECK(r.run.note == "second");
  CHECK(r.run.tags == std::vector<std::string>{"demo", "later"});
  CHECK(r.run.epochs == 2);
  CHECK(*find(r.settings, "rate")->get<double>() == 0.01);
  CHECK(*find(r.settings, "batch")->get<std::int64_t>() == 32);
  CHECK(*find(r.settings, "shuffle")->get<bool>());
  CHECK(*find(r.settings, "model")->get<std::string>() == "small");
  CHECK(*find(r.settings, "decay")->get<double>() == 1.0);
  CHECK(r.metrics.at("val/accuracy").at(1).value == 0.875);
  CHECK(std::isnan(r.metrics.at("val/loss").at(0).value));
  CHECK(r.metrics.at("val/loss").at(1).value == std::numeric_limits<double>::infinity());
  CHECK(r.telemetry.at("seconds").at(0).value == 2.5);
  CHECK(r.artifacts.at(0).name == "notes.txt");
  CHECK(home.steps(1).at("train/objective").size() == 1);
  CHECK_THAT(find(r.environment, "command")->text(), Contains("_tests"));
  CHECK(find(r.environment, "cpu"));
}

TEST_CASE("NaN, infinities, steps out of order and steps told again are kept, the latest counting") {
  const Home home;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  track::Run run("odd", home.options());
  run.log("x", std::nan(""), 10), run.log("x", infinity, 5), run.log("x", -infinity, 7);
  run.flush();
  run.log("x", 1, 7), run.log({{"y", 2}, {"z", 3}}, 0), run.log("y", 4, -3);
  run.flush();
  std::thread([&] { run.log("x", 8, 5); }).join();  // another thread, later
  run.log("x", 9, 5);
  run.finish();
  const auto steps = home.steps(1);
  const xp::Series& x = steps.at("x");
  REQUIRE(x.size() == 3);
  CHECK((x[0].at == 5 && x[0].value == 9));
  CHECK((x[1].at == 7 && x[1].value == 1));
  CHECK((x[2].at == 10 && std::isnan(x[2].value)));
  CHECK(steps.at("y").size() == 2);
  CHECK(steps.at("y")[0].at == -3);
  const auto rewritten = home.record(1).rewritten;
  REQUIRE(rewritten.size() == 1);
  CHECK(rewritten[0].metric == "x");
  CHECK(rewritten[0].times == 3);
}

TEST_CASE("many threads log into one run and nothing is lost") {
  constexpr int threads = 8, each = 25'000;
  const Home home;
  track::Options options = home.options();
  options.flush_seconds = 0.02;
  track::Run run("many", options);
  std::vector<std::thread> callers;
  for (int t = 0; t < threads; ++t)
    callers.emplace_back([&, t] {
      for (int i = 1; i <= each; ++i) {
        run.log("own " + std::to_string(t), i * 0.5, i);
        if (i % 5000 == 0) run.epoch(t * 10 + i / 5000, {{"val/loss", 1.0 / i}});
      }
    });
  for (std::thread& caller : callers) caller.join();
  run.finish();
  const auto steps = home.steps(1);
  for (int t = 0; t < threads; ++t) {
    const xp::Series& own = steps.at("own " + std::to_string(t));
    REQUIRE(own.size() == each);
    bool right = true;
    for (int i = 0; i < each; ++i) right = right && own[static_cast<std::size_t>(i)].value == (i + 1) * 0.5;
    CHECK(right);
  }
  CHECK(home.record(1).metrics.at("val/loss").size() == threads * 5);
}

TEST_CASE("predictions are scored, and what the loop itself told of the chosen epoch stays") {
  const Home home;
  track::Run run("judged", home.options());
  run.epoch(3, {{"val/accuracy", 0.5}});
  run.chosen(3);
  run.predictions(track::Part::validation, {"a", "b"}, said(0, 10));
  run.predictions(track::Part::test, {"a", "b"}, said(10, 20));
  run.predictions(track::Part::validation, {"a", "b"}, said(40, 12));  // again, others
  run.finish();
  const xp::Record r = home.record(1);
  CHECK(r.run.chosen_epoch == 3);
  CHECK(r.run.val_images == 12);
  CHECK(r.run.test_images == 20);
  CHECK(r.samples.size() == 32);
  REQUIRE(r.test.size() == 20);
  for (const xp::Prediction& p : r.test) CHECK(r.samples.at(static_cast<std::size_t>(p.sample)).part == xp::Part::test);
  CHECK(r.samples.at(static_cast<std::size_t>(r.test[0].sample)).name == "image 10");
  CHECK(r.metrics.at("val/accuracy").at(0).value == 0.5);
  CHECK(r.metrics.at("test/accuracy").at(0).value == Approx(18 / 20.0));
  CHECK(r.metrics.at("test/accuracy").at(0).at == 3);
}

TEST_CASE("predictions that cannot be are refused by image, and nothing of them is stored") {
  const Home home;
  track::Run run("refused", home.options());
  const auto tell = [&](std::vector<track::Prediction> rows, std::vector<std::string> classes = {"a", "b"}) {
    return refusal([&] { run.predictions(track::Part::test, classes, rows); });
  };
  CHECK_THAT(tell({{"x", 2, {0.5, 0.5}}}), Contains("test image 1 (\"x\"): label 2 is none of 2 classes"));
  CHECK_THAT(tell({{"x", 0, {1}}}), Contains("1 probabilities for 2 classes"));
  CHECK_THAT(tell({{"x", 0, {0.9, 0.9}}}), Contains("sum to 1.8"));
  CHECK_THAT(tell({{"x", 0, {std::nan(""), 1}}}), Contains("NaN is no probability") || Contains("nan is no prob"));
  CHECK_THAT(tell({{"x", 0, {0, 1}}, {"x", 0, {0, 1}}}), Contains("image 2 (\"x\") comes twice"));
  CHECK_THAT(tell({}, {"a"}), Contains("no classes to tell apart"));
  run.predictions(track::Part::validation, {"a", "b"}, said(0, 4));
  CHECK_THAT(tell({{"y", 0, {1, 0}}}, {"b", "a"}), Contains("those of the other part a, b"));
  run.finish();
  CHECK(home.record(1).test.empty());
  CHECK(home.record(1).validation.size() == 4);
}

TEST_CASE("a run that is left without finish() is FAILED, and KILLED where an exception carries it away") {
  const Home home;
  {
    track::Run run("left", home.options()), moved(std::move(run));
    moved.log("a", 1, 1);
  }
  CHECK(home.record(1).run.status == xp::Status::failed);
  CHECK_THAT(home.record(1).run.reason, Contains("without finish()"));
  CHECK(home.steps(1).at("a").size() == 1);
  try {
    track::Run run("thrown", home.options());
    run.log("a", 1, 1);
    throw std::runtime_error("diverged");
  } catch (const std::runtime_error&) {
  }
  CHECK(home.record(2).run.status == xp::Status::killed);
  CHECK_THAT(home.record(2).run.reason, Contains("an exception ended its training loop"));
  CHECK(home.steps(2).at("a").size() == 1);
  track::Run failed("failed", home.options());
  failed.fail("the loss is no number");
  CHECK(home.record(3).run.status == xp::Status::failed);
  CHECK(home.record(3).run.reason == "the loss is no number");
}

TEST_CASE("what is wrong is one exception that says what to do") {
  const Home home;
  track::Run run("wrong", home.options());
  CHECK_THAT(refusal([&] { run.epoch(0, {}); }), Contains("no epoch 0") && Contains("count from 1"));
  CHECK_THAT(refusal([&] { run.param("tracked", 1); }), Contains("another name"));
  CHECK_THAT(refusal([&] { run.artifact(home / "missing.bin"); }), Contains("missing.bin"));
  CHECK_THAT(refusal([&] { track::Run none("", home.options()); }), Contains("no name"));
  CHECK_THAT(refusal([&] { run.epoch(2'100'000'000, {}); }), Contains("count from 1 to 2000000000"));
  for (const char* name : {"", "../up", "a/../../b", "/etc/x", "two\nlines"})
    CHECK_THAT(refusal([&] { run.artifact(name, "bytes"); }), Contains("cannot name an artifact"));
  CHECK_THAT(refusal([&] { run.params({{"fine", 1}, {"", 2}}); }), Contains("has no name"));
  run.param("rate", 0.5);
  CHECK(home.record(1).settings.size() == 2);  // nothing of the refused ones, beside what says that it was tracked
  run.finish();
  CHECK_THAT(refusal([&] { run.finish(); }), Contains("run1 has ended already"));
  CHECK_THAT(refusal([&] { run.artifact("late", "bytes"); }), Contains("run1 has ended"));
  CHECK_THAT(refusal([&] { run.epoch(1, {}); }), Contains("run1 has ended") && Contains("before finish()"));
  run.log("a", 1, 1);  // says so on standard error, and harms nobody
  write(home / "file", "");
  track::Options nowhere;
  nowhere.home = home / "file";
  CHECK_THAT(refusal([&] { track::Run none("x", nowhere); }), Contains("no folder"));
}

TEST_CASE("no secret of a command line is recorded, and all of it is left out where that is asked") {
  using Words = std::vector<std::string>;
  CHECK(track::without_secrets({"train", "--token=abc", "--api-key", "abc", "--epochs", "3", "HF_TOKEN=abc", "-v"}) ==
        Words{"train", "--token=…", "--api-key", "…", "--epochs", "3", "HF_TOKEN=…", "-v"});
  CHECK(track::without_secrets({"--ask-password", "--monkey=1", "--Client_Secret", "-x", "token", "data"}) ==
        Words{"--ask-password", "--monkey=1", "--Client_Secret", "-x", "token", "data"});
  const Home home;
  track::Options options = home.options();
  const track::Run with("commands", options);
  options.command = false;
  const track::Run without("commands", options);
  CHECK(xp::find(home.record(1).environment, "command"));
  CHECK_FALSE(xp::find(home.record(2).environment, "command"));
}

TEST_CASE("a loop is told of xp stop, and its run is KILLED for that reason") {
  const Home home;
  track::Options options = home.options();
  options.flush_seconds = 0.01;
  track::Run run("stopped", options);
  CHECK_FALSE(run.stop_requested());
  run.epoch(4, {{"val/loss", 1}});
  xp::Store(home.path.string(), xp::Store::Access::write).request_stop(1);
  for (int i = 0; i < 1000 && !run.stop_requested(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  CHECK(run.stop_requested());
  run.finish();
  CHECK(home.record(1).run.status == xp::Status::killed);
  CHECK(home.record(1).run.reason == "xp stop, after epoch 4");
}
