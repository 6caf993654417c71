// xp rerun: what it says of a run that happens again, and of one that does not.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "framework/run/rerun/facts.h"
#include "framework/store/db.h"
#include "tests/support/pictures.h"
#include "tests/support/program.h"
#include "tests/support/tiny.h"

namespace {

using namespace xp::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

/// Compiled once, as long as it stays where it is.
fs::path kept_experiment() { return Place::built() / "test_experiments/greyer/grey.cpp"; }
const Words one_epoch{"--set", "train.epochs=1"};

/// One finished run on 20 pictures, by an experiment with a transform of its own, in a header of its own. The transform
/// brightens one pixel of one image, or breaks down, where it is told to.
struct Trained : Place {
  const fs::path file, header = file.parent_path() / "parts/greyer.h";
  const std::string pictures = write_folder(root / "pictures", 10, 10);

  explicit Trained(const Words& more = {}, const fs::path& where = kept_experiment()) : file(where) {
    keep(header, R"(#pragma once
#include <cstdlib>
#include <stdexcept>
#include "framework/experiment.h"
struct Greyer : xp::Transform {
  static constexpr const char* doc = "Half as bright.";
  xp::Image apply(const xp::Image& image, const xp::ImageOps&, xp::Random&) const override {
    xp::Image out = image;
    for (float& x : out.pixels) x *= 0.5f;
    if (std::getenv("ONE_PIXEL")) out.pixels[5] = 1;
    if (std::getenv("BREAK_DOWN")) throw std::runtime_error("broken down");
    return out;
  }
};
)");
    std::string body = tiny;
    body.replace(body.find("{\"normalise\"}"), 13, "{\"greyer\"}, {\"normalise\"}");
    keep(file,
         "#include \"framework/experiment.h\"\n#include \"parts/greyer.h\"\nXP_PLUGIN(\"greyer\", Greyer)\n" + body);
    Words run{"run", file, "--threads", "1", "--data", pictures, "--no-pictures", "-q"};
    run.insert(run.end(), more.begin(), more.end());
    const Output ran = xp(run);
    INFO(ran.err);
    REQUIRE(ran.code == 0);
  }
  static void keep(const fs::path& path, const std::string& text) {
    if (content(path) != text) write(path, text);
  }
  void alter(const char* sql) const { xp::Db((home / "xp.db").string(), true).run(sql); }
  Output verified(const Words& more = {}) const {
    Words words{"rerun", "run1", "--verify"};
    words.insert(words.end(), more.begin(), more.end());
    return xp(words);
  }
};

Json aspect(const Json& verified, const std::string& what) {
  for (const Json& a : verified.at("aspects"))
    if (a.at("what") == what) return a;
  return {};
}

}  // namespace

TEST_CASE("a run happens again from what it kept, when its experiment has changed and its header is gone") {
  const fs::path project = fs::temp_directory_path() / ("xp_changed_project_" + std::to_string(::getpid()));
  const Trained place({}, project / "grey.cpp");
  write(place.file, content(place.file) + "// another line\n");
  fs::remove(place.header);
  const Output same = place.verified({"--json"});
  INFO(same.out << same.err);
  CHECK(same.code == 0);
  const Json found = Json::parse(same.out);
  CHECK(found["verdict"] == "identical");
  CHECK(found["batches_compared"] == 4);
  CHECK(found["tensors_compared"].get<int>() > 5);
  CHECK(aspect(found, "batches")["state"] == "identical");
  CHECK(aspect(found, "trace")["state"] == "unknown");
  CHECK_THAT(same.err, Contains("grey.cpp has changed since: the text that run1 keeps is compiled") &&
                           Contains("greyer.h is gone since"));
  CHECK_THAT(place.xp({"show", "run1", "--sources"}).out, Contains("Half as bright.") && Contains("greyer.h, run1"));
  const Json shown = Json::parse(place.xp({"show", "run1", "--json"}).out);
  CHECK(shown["environment"].size() > 10);
  for (const auto& [name, value] : shown["environment"].items()) {
    INFO(name);
    CHECK(xp::fact_named(name).effect != xp::Effect::unknown);
  }
  CHECK_THAT(place.xp({"list"}).out, Contains("rerun of run1 #identical"));
  fs::remove_all(project);
}

TEST_CASE("a rerun says that its experiment is another now, also where its plan alone is needed, and reads no folder") {
  const Place place;
  REQUIRE(place.xp({"run", tiny_file(), "-q", "--no-pictures"}).code == 0);
  xp::Db((place.home / "xp.db").string(), true).run("UPDATE source_texts SET text = text || '// another line'");
  const Output again = place.xp({"rerun", "run1", "--verify"});
  CHECK(again.code == 0);
  CHECK_THAT(again.err, Contains("tiny.cpp has changed since: the plan that run1 keeps is run"));
  const Output folder = place.xp({"rerun", "run1", "--data", place.root.string()});
  CHECK(folder.code == 2);
  CHECK_THAT(folder.err, Contains("--data: run1's images are drawn, it reads no folder"));
}

TEST_CASE("one pixel of the images, another seed and other threads are found and named") {
  Trained place(one_epoch);
  place.variables["ONE_PIXEL"] = "1";
  const Output pixel = place.verified();
  CHECK(pixel.code == 3);
  CHECK_THAT(pixel.out, Contains("diverged: run2 does not repeat run1. First difference: batch 1 (epoch 1) shows") &&
                            Contains("the same images in the same order, with other pixels"));
  place.variables.erase("ONE_PIXEL");

  const Output seed = place.verified({"--seed", "7"});
  CHECK(seed.code == 3);
  CHECK_THAT(seed.out, Contains("batch 1 (epoch 1) holds other images") &&
                           Contains("you changed seed.init: 1, now 7 (matters") && Contains("you changed seed.order"));

  const Output init = place.verified({"--set", "seed.init=7", "--json"});
  CHECK(init.code == 3);
  const Json found = Json::parse(init.out);
  CHECK_THAT(found["difference"].get<std::string>(), Contains("the same pixels, and is the first with another loss") &&
                                                         Contains("the weights that training started from"));
  CHECK(found["conditions"][0]["what"] == "seed.init");
  CHECK(found["conditions"][0]["asked"] == true);
  CHECK(found["largest_absolute"]["apart"].get<double>() > 1e-5);

  const Json threads = Json::parse(place.verified({"--threads", "2", "--json"}).out);
  CHECK(threads["conditions"][0]["what"] == "threads");
  CHECK(threads["conditions"][0]["now"] == "2");
  CHECK(threads["conditions"][0]["asked"] == true);
}

TEST_CASE("of a run that does not come to its end there is no verdict, in the same shape") {
  Trained place(one_epoch);
  place.variables["BREAK_DOWN"] = "1";
  const Output broken = place.verified({"--json"});
  INFO(broken.err);
  CHECK(broken.code == 1);
  const Json found = Json::parse(broken.out);
  CHECK(found["verdict"].is_null());
  CHECK(found["identical"] == false);
  CHECK(found["again"] == "run2");
  CHECK_THAT(found["unfinished"].get<std::string>(), Contains("FAILED: ") && Contains("broken down"));
}

TEST_CASE("a verification that was cut short has no verdict, says so, and has one once its rerun went on") {
  Trained place(one_epoch);
  const auto cut_short = [&] {
    place.variables["BREAK_DOWN"] = "1";
    const Output said = place.verified();
    place.variables.erase("BREAK_DOWN");
    return said;
  };
  CHECK_THAT(cut_short().err, Contains("run1 is not verified: xp resume run2 --verify goes on"));
  const Output verified = place.xp({"resume", "run2", "--verify"});
  INFO(verified.err);
  CHECK(verified.code == 0);
  CHECK_THAT(verified.out, Contains("identical: run2 repeats run1 bit for bit"));
  CHECK_THAT(place.xp({"list"}).out, Contains("rerun of run1 #identical"));

  cut_short();
  CHECK_THAT(place.xp({"resume", "run3", "--tolerance", "1"}).err, Contains("--tolerance is that of --verify"));
  const Output whole = place.xp({"resume", "run3", "--no-pictures"});
  CHECK(whole.out == "run3 FINISHED\n");
  CHECK_THAT(whole.err, Contains("run3 repeats run1, and was not compared with it: xp rerun run1 --verify"));
}

TEST_CASE("of runs that are traced the tensor within the batch is named, with its first differing values") {
  Trained place({"--trace", "--set", "train.epochs=1"});
  CHECK(aspect(Json::parse(place.verified({"--json"}).out), "trace")["state"] == "identical");
  place.variables["ONE_PIXEL"] = "1";
  const Output pixel = place.verified();
  CHECK(pixel.code == 3);
  CHECK_THAT(pixel.out,
             Contains("within batch 1, pixels is the first tensor that differs, in ") && Contains(" values: [5] was "));
}

TEST_CASE("what a record does not hold is unknown, and numbers within the tolerance are equal") {
  const Trained place;
  place.alter("DELETE FROM batch_hashes WHERE run = 1");
  place.alter("DELETE FROM tensor_hashes WHERE run = 1");
  place.alter("UPDATE environment SET value = '0.6' WHERE run = 1 AND name = 'xp'");
  place.alter("UPDATE metrics SET value = value + 1e-9 WHERE run = 1 AND epoch = 2");
  const Output close = place.verified();
  INFO(close.out);
  CHECK(close.code == 0);
  CHECK_THAT(close.out, Contains("equal within tolerance 1e-05: run2 repeats run1") &&
                            Contains("batches       unknown: run1 kept none: it was recorded by xp 0.6") &&
                            Contains("the largest difference is 1e-09, of epoch 2") &&
                            Contains("differs now: xp: 0.6, now"));
  const Output strict = place.verified({"--tolerance", "0"});
  CHECK(strict.code == 3);
  CHECK_THAT(strict.out, Contains("diverged: run3 does not repeat run1. First difference: epoch 2: "));
  for (const char* none : {"x", "1.5"})
    CHECK_THAT(place.verified({"--tolerance", none}).err, Contains("a number from 0 to 1"));
  CHECK_THAT(place.xp({"rerun", "run1", "--tolerance", "1"}).err, Contains("xp rerun run1 --verify --tolerance 1"));
  CHECK_THAT(place.xp({"list"}).out, Contains("#within-tolerance") && Contains("#diverged"));
}

TEST_CASE("data that were replaced are the verdict, before anything is trained") {
  const Trained place(one_epoch);
  write(place.root / "pictures/lying/0.bmp", bmp(1, 99));
  fs::remove(place.root / "pictures/upright/3.bmp");
  const Output other = place.verified();
  CHECK(other.code == 3);
  CHECK_THAT(other.out, Contains("diverged in the data: run1 cannot be repeated, nothing was trained") &&
                            Contains("lying/0.bmp is another image") && Contains("upright/3.bmp is gone"));
  const Json found = Json::parse(place.verified({"--json"}).out);
  CHECK(found["again"].is_null());
  CHECK(found["images"].size() == 2);
  CHECK(found["images"][0]["change"] == "content");
  CHECK(place.xp({"list", "--names"}).out == "run1\n");

  const std::string moved = write_folder(place.root / "moved", 10, 10);
  const Output elsewhere = place.verified({"--data", moved});
  CHECK(elsewhere.code == 0);
  CHECK_THAT(elsewhere.out, Contains("identical: run2 repeats run1"));
}

TEST_CASE("somebody else's code is compiled with --trust alone, and what was altered never") {
  const Trained place(one_epoch);
  place.alter("UPDATE runs SET origin = 'run9 of theirs.xprun'");
  for (const Words& words : {Words{"rerun", "run1", "--verify"}, Words{"predict", "run1", place.pictures},
                             Words{"explain", "run1", place.pictures}, Words{"show", "run1", "--net"}}) {
    INFO(words[0]);
    const Output refused = place.xp(words);
    CHECK(refused.code == 2);
    CHECK(refused.out.empty());
    CHECK_THAT(refused.err, Contains("run1 was recorded elsewhere (run9 of theirs.xprun)") && Contains("grey.cpp  ") &&
                                Contains("greyer.h  ") && Contains("SHA-256 ") && Contains("xp show run1 --sources") &&
                                Contains("xp " + words[0] + " run1 ") && Contains(" --trust compiles and runs it"));
  }
  const Output trusted = place.xp({"rerun", "run1", "--verify", "--trust"});
  CHECK(trusted.code == 0);
  CHECK_THAT(trusted.err,
             Contains("compiling, as you trust whoever made run9 of theirs.xprun:") && Contains("greyer.h"));

  place.alter("UPDATE source_texts SET text = replace(text, '0.5f', '0.4f') WHERE text LIKE '%Half as bright%'");
  const Output altered = place.xp({"rerun", "run1", "--trust"});
  CHECK(altered.code == 2);
  CHECK_THAT(altered.err, Contains("greyer.h that run1 keeps is not the one that it was recorded with"));
}

TEST_CASE("a run of folds is verified fold by fold") {
  const Trained place({"--set", "split=k_fold", "--set", "split.k=2", "--set", "train.epochs=1"});
  const Output same = place.verified({"--json"});
  INFO(same.err);
  CHECK(same.code == 0);
  const Json found = Json::parse(same.out);
  REQUIRE(found.size() == 2);
  for (const Json& fold : found) CHECK(fold["verdict"] == "identical");
  const Output alone = place.xp({"rerun", "run1"});
  CHECK(alone.code == 2);
  CHECK_THAT(alone.err,
             Contains("run1 stands for 2 folds") && Contains("xp rerun run1 --verify repeats and verifies each"));
}
