#include "framework/data/audit.h"

#include <catch2/catch.hpp>
#include <set>

#include "framework/base/random.h"
#include "framework/data/facts.h"

using namespace xp;
using Catch::Matchers::Contains;

namespace {

/// Two classes, images that have nothing to do with each other, and nothing that tells a class.
struct Data {
  Listing listing{{"a", "b"}, {}};
  Division parts;
  Survey survey;

  explicit Data(int images, std::uint64_t seed = 1) {
    Random random(seed, "audit test");
    for (int i = 0; i < images; ++i) {
      const std::string number = std::to_string(i);
      listing.samples.push_back(
          {(i % 2 ? "b/" : "a/") + number + ".png", "/" + number + ".png", i % 2, "", "sha" + number});
      parts.of.push_back(i % 10 < 6 ? Part::train : i % 10 < 8 ? Part::validation : Part::test);
      Look look;
      look.bytes = random.uniform(1e4, 1e5), look.width = 200 + static_cast<int>(random.below(100)), look.height = 300;
      look.brightness = random.uniform(0.3, 0.6), look.contrast = 0.2, look.tint = random.uniform(0, 0.01);
      for (double& corner : look.corners) corner = random.uniform(0, 0.2);
      look.pixels = "pixels" + number;
      survey.looks.push_back(look);
    }
  }
  Look& look(std::size_t i) { return survey.looks[i]; }
  Sample& sample(std::size_t i) { return listing.samples[i]; }
  Audit judged() const { return audit(listing, parts, survey); }
  Audit undivided() const { return audit(listing, {}, survey); }
};

const Audit::Finding& found(const Audit& audit, const std::string& name) {
  INFO(name);
  REQUIRE(audit.find(name));
  return *audit.find(name);
}

}  // namespace

TEST_CASE("nothing is found where there is nothing, on any of 20 seeds") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Audit found = Data(200, seed).judged();
    for (const Audit::Finding& f : found.findings) UNSCOPED_INFO(seed << ": " << f.sentence);
    CHECK(found.findings.empty());
  }
}

TEST_CASE("the same bytes in training and test are a leak with both names; without parts they are a risk") {
  Data data(100);
  data.sample(9).sha256 = data.sample(1).sha256;  // both b; train and test
  data.look(9).pixels = data.look(1).pixels;
  const Audit judged = data.judged();
  const Audit::Finding& leak = found(judged, "exact copies");
  CHECK(leak.grade == Audit::Grade::leak);
  CHECK(leak.samples == std::vector<std::string>{"b/1.png (train) = b/9.png (test): the same bytes"});
  CHECK_FALSE(judged.find("equal pixels"));  // said once
  CHECK_FALSE(judged.find("contradicting labels"));
  CHECK(judged.findings.size() == 1);
  CHECK(found(data.undivided(), "exact copies").grade == Audit::Grade::risk);
}

TEST_CASE("copies within one part are a note, under two labels a risk") {
  Data data(100);
  data.look(2).pixels = data.look(0).pixels;
  CHECK(found(data.judged(), "equal pixels").grade == Audit::Grade::note);
  data.look(1).pixels = data.look(0).pixels;
  const Audit judged = data.judged();
  CHECK(found(judged, "contradicting labels").grade == Audit::Grade::risk);
  CHECK_THAT(found(judged, "contradicting labels").samples.at(0), Contains("a/0.png") && Contains("b/1.png"));
}

TEST_CASE("empty and unreadable images are copies of nothing, and join nobody's images") {
  Data data(100);
  for (std::size_t i : {0, 2, 8, 9}) {  // tiles with black corners, of four patients, on all sides
    data.look(i).contrast = 0, data.look(i).pixels = "black";
    data.sample(i).group = "p" + std::to_string(i);
  }
  for (std::size_t i : {1, 19}) data.look(i).unreadable = "cut short", data.sample(i).sha256 = "of nothing";
  const Audit judged = data.judged();
  for (const char* name : {"exact copies", "equal pixels", "contradicting labels", "oversampled before the split"})
    CHECK_FALSE(judged.find(name));
  CHECK_FALSE(judged.has(Audit::Grade::leak));
  const std::vector<int> units = units_of(data.listing, data.survey);
  CHECK(std::set<int>(units.begin(), units.end()).size() == 100);
}

TEST_CASE("a near copy on two sides is a leak that says how they are alike") {
  Data data(100);
  data.survey.likenesses = {{3, 7, "rotated by 7°", 0.97}};
  const Audit judged = data.judged();
  CHECK(found(judged, "near copies").grade == Audit::Grade::leak);
  CHECK(found(judged, "near copies").samples ==
        std::vector<std::string>{"b/3.png (train) = b/7.png (val): rotated by 7°"});
}

TEST_CASE("a group on two sides is a leak") {
  Data data(100);
  data.sample(0).group = data.sample(2).group = "p1";
  CHECK(data.judged().findings.empty());
  data.sample(8).group = "p1";
  CHECK(found(data.judged(), "groups on two sides").grade == Audit::Grade::leak);
  CHECK(found(data.judged(), "groups on two sides").samples.size() == 3);
}

TEST_CASE("many equal pixels on two sides are told as oversampling before the split") {
  Data data(100);
  for (std::size_t i = 0; i < 8; ++i) data.look(10 * i + 9).pixels = data.look(10 * i + 1).pixels;
  CHECK(found(data.judged(), "oversampled before the split").grade == Audit::Grade::leak);
}

TEST_CASE("each shortcut is named, with what it reaches") {
  struct Planted {
    const char* name;
    void (*plant)(Look& look, Sample& sample, bool in_b);
  };
  const Planted all[] = {
      {"shortcut: file size", [](Look& l, Sample&, bool b) { l.bytes *= b ? 1.8 : 1; }},
      {"shortcut: pixel size", [](Look& l, Sample&, bool b) { l.width += b ? 60 : 0; }},
      {"shortcut: brightness", [](Look& l, Sample&, bool b) { l.brightness += b ? 0.15 : 0; }},
      {"shortcut: tint", [](Look& l, Sample&, bool b) { l.tint += b && l.bytes < 6e4 ? 0.1 : 0; }},
      {"shortcut: border", [](Look& l, Sample&, bool b) { l.border = b ? 0.1 : 0; }},
      {"shortcut: corners", [](Look& l, Sample&, bool b) { l.corners[2] += b ? 0.3 : 0; }},
      {"shortcut: device", [](Look& l, Sample&, bool b) { l.device = b && l.bytes < 6e4 ? "Scan 2" : "Scan 1"; }},
      {"shortcut: source", [](Look&, Sample& s, bool b) { s.source = b ? "north" : "south"; }},
  };
  for (const Planted& planted : all) {
    Data data(160);
    for (std::size_t i = 0; i < 160; ++i) planted.plant(data.look(i), data.sample(i), i % 2);
    const Audit judged = data.judged();
    CHECK(found(judged, planted.name).grade == Audit::Grade::risk);
    CHECK_THAT(found(judged, planted.name).sentence, Contains("balanced accuracy") && Contains("50 % by chance"));
  }
}

TEST_CASE("copies and groups count once: many images of few patients are no shortcut") {
  Data data(240);
  for (std::size_t i = 0; i < 240; ++i) {  // 12 patients of one class each, and each with an exposure of its own
    const std::size_t patient = i % 12;
    data.sample(i).group = "p" + std::to_string(patient);
    data.look(i).brightness = 0.3 + 0.02 * static_cast<double>(patient * 5 % 12) + 0.001 * static_cast<double>(i % 7);
  }
  CHECK_FALSE(data.undivided().find("shortcut: brightness"));
}

TEST_CASE("how many images a patient has is no shortcut's proof: labels are dealt anew among patients of one size") {
  Data data(300);
  std::size_t image = 0;
  for (int patient = 0; patient < 30; ++patient)  // patients of b have many images, each of another number
    for (int n = patient < 15 ? 2 : patient - 8; n > 0 && image < 300; --n, ++image) {
      data.sample(image).label = patient >= 15, data.sample(image).group = "p" + std::to_string(patient);
      data.look(image).brightness = patient < 15 ? 0.3 : 0.6;
    }
  data.listing.samples.resize(image), data.survey.looks.resize(image);
  CHECK_FALSE(data.undivided().find("shortcut: brightness"));  // no other dealing exists to compare with
}

TEST_CASE("a rare word in a small part is drift only where chance could hardly deal it so") {
  Data data(100);
  for (std::size_t i = 0; i < 100; ++i) data.look(i).device = i % 10 == 9 && i < 70 ? "Scan 2" : "Scan 1";
  CHECK(data.judged().find("drift: device (test)"));  // 7 of 20 in test, none of 60 in training
  for (std::size_t i = 30; i < 100; ++i) data.look(i).device = "Scan 1";
  CHECK_FALSE(data.judged().find("drift: device (test)"));
}

TEST_CASE("parts that are not alike are told, with both medians") {
  Data data(400);
  for (std::size_t i = 0; i < 400; ++i)
    if (data.parts.of[i] == Part::test) data.look(i).brightness += 0.15;
  const Audit judged = data.judged();
  CHECK(found(judged, "drift: brightness (test)").grade == Audit::Grade::risk);
  CHECK_THAT(found(judged, "drift: brightness (test)").sentence, Contains("in training"));
  CHECK_FALSE(judged.find("drift: brightness (val)"));
}

TEST_CASE("unreadable, empty, tiny and odd images are named") {
  Data data(100);
  data.look(0).unreadable = "the file is cut short", data.look(0).pixels.clear();
  data.look(2).contrast = 0;
  data.look(4).width = data.look(4).height = 20;
  data.look(6).width = 3000, data.look(6).height = 100;
  const Audit judged = data.judged();
  CHECK_THAT(found(judged, "unreadable files").samples.at(0), Contains("a/0.png") && Contains("cut short"));
  CHECK(found(judged, "empty images").samples.size() == 1);
  CHECK(found(judged, "tiny images").samples.size() == 1);
  CHECK(found(judged, "odd shapes").samples.size() == 1);
}

TEST_CASE("small and unequal classes are told") {
  Data data(100);
  for (std::size_t i = 0; i < 100; ++i) data.sample(i).label = i < 4;
  CHECK_THAT(found(data.judged(), "small classes").sentence, Contains("b 4"));
  CHECK_THAT(found(data.judged(), "unequal classes").sentence, Contains("96 of a") || Contains("96 images of a"));
}

TEST_CASE("the worst comes first") {
  Data data(100);
  data.look(2).pixels = data.look(0).pixels;
  data.survey.likenesses = {{3, 7, "mirrored", 0.99}};
  data.look(4).contrast = 0;
  const Audit judged = data.judged();
  REQUIRE(judged.findings.size() >= 3);
  for (std::size_t i = 1; i < judged.findings.size(); ++i)
    CHECK(judged.findings[i - 1].grade >= judged.findings[i].grade);
  CHECK(judged.findings[0].grade == Audit::Grade::leak);
}
