// What a net becomes before anything is allocated: which layers are one step, and which need none.
#include "framework/engine/compiled/program.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "tests/engine/compiled/zoo.h"

using namespace xp;
using namespace xp::test;

namespace {

int count(const Program& p, const std::function<bool(const Step&)>& which) {
  return static_cast<int>(std::count_if(p.steps.begin(), p.steps.end(), which));
}
bool is_conv(const Step& s) { return s.kind == Step::conv; }
bool is_pool(const Step& s) { return s.kind == Step::pool; }
bool is_combine(const Step& s) { return s.kind == Step::combine; }
bool normalises(const Step& s) {
  return std::any_of(s.in.begin(), s.in.end(), [](const Addend& a) { return !a.norm.empty(); });
}
bool is_copy(const Step& s) { return is_combine(s) && s.in.size() == 1 && !normalises(s) && s.act == Act::none; }

/// The steps of these features, which read a map of this shape.
Program of(const Net& features, Shape in = {16, 8, 8}) { return lowered(seq({features, identity}), in); }
Program of(const std::string& model, int size = 128, const Settings& more = {}) {
  Settings all{{"model", model}};
  all.insert(all.end(), more.begin(), more.end());
  const Specimen s = specimen(model, size, all);
  return lowered(s.net, s.in);
}

/// Every step reads what an earlier one wrote, writes what none has, and the result is written whole: what `cat` joins
/// covers it without a gap.
void check_flow(const Program& p) {
  std::vector<std::vector<bool>> written;
  for (const Map& m : p.maps) written.emplace_back(static_cast<std::size_t>(m.shape.c), false);
  written[0].assign(written[0].size(), true);
  const auto channels = [&](int map, const std::function<void(std::vector<bool>::reference)>& each) {
    std::vector<bool>& root = written[static_cast<std::size_t>(p.root(map))];
    for (int c = 0; c < p.map(map).shape.c; ++c) each(root.at(static_cast<std::size_t>(p.first(map) + c)));
  };
  const auto read = [&](int map) {
    bool all = true;
    channels(map, [&](std::vector<bool>::reference c) { all = all && c; });
    CHECK(all);
  };
  for (const Step& s : p.steps) {
    for (const Addend& a : s.in) read(a.map);
    if (s.plus >= 0) read(s.plus);
    bool any = false;
    channels(s.out, [&](std::vector<bool>::reference c) { any = any || c, c = true; });
    CHECK_FALSE(any);
  }
  read(p.out);
  for (const Auxiliary& a : p.auxiliary) read(a.map);
}

/// oneDNN reads and writes contiguous maps.
void check_dense(const Program& p) {
  for (const Step& s : p.steps) {
    if (s.kind == Step::conv) {
      CHECK(p.map(s.in[0].map).inside < 0);
      CHECK(p.map(s.out).inside < 0);
      if (s.plus >= 0) CHECK(p.map(s.plus).inside < 0);
    }
    CHECK((s.in.size() >= 1 && s.in.size() <= 3));
    if (s.kind != Step::combine) CHECK(s.in.size() == 1);
  }
  CHECK(p.map(p.out).inside < 0);
}

}  // namespace

TEST_CASE("in every program steps read what is written, once, and convolutions contiguous maps") {
  const std::vector<Specimen> all = zoo();
  CHECK(all.size() > 80);
  for (const Specimen& s : all) {
    INFO(s.name);
    const Program program = lowered(s.net, s.in);
    CHECK(program.map(program.out).shape == measure(seq({s.net.parts[0], s.net.parts[1]}), s.in).out);
    check_flow(program);
    check_dense(program);
    check_flow(folded(program));
    check_dense(folded(program));
  }
}

TEST_CASE("BatchNorm, the addition of a residual block and its ReLU are one step") {
  const Program p = of("resnet", 128, {{"model.depth", 50}});
  CHECK(count(p, is_conv) == 53);
  CHECK(count(p, is_pool) == 1 + 3);  // three projections have a stride: what they see is picked out first
  CHECK(count(p, is_combine) == 1 + 16 * 3);
  CHECK(p.steps.size() == 53 + 4 + 49);
  CHECK(count(p, [](const Step& s) { return is_combine(s) && s.in.size() == 2 && s.act == Act::relu; }) == 16);
  // Where a stage begins, both addends are normalised.
  CHECK(count(p, [](const Step& s) { return s.in.size() == 2 && !s.in[0].norm.empty() && !s.in[1].norm.empty(); }) ==
        4);
}

TEST_CASE("a DenseNet's growing maps are never copied: each layer adds its own channels in place") {
  const Program p = of("densenet", 128, {{"model.depth", 121}});
  CHECK(count(p, is_conv) == 120);
  CHECK(count(p, is_copy) == 58);
  for (const Step& s : p.steps)
    if (is_copy(s)) CHECK(p.map(s.out).shape.c == 32);
  // One root for each of its four blocks, and BatchNorms that read its beginning.
  for (const int channels : {256, 512, 1024}) {
    const auto& maps = p.maps;
    CHECK(std::count_if(maps.begin(), maps.end(), [&](const Map& m) { return m.inside < 0 && m.shape.c == channels; }) >
          0);
  }
  CHECK(count(p, is_combine) == 58 + 121);
}

TEST_CASE("Inception's branches end inside what they join, or are copied there where a pool joins") {
  const Program p = of("inception_v3");
  CHECK(count(p, is_conv) == 94);
  CHECK(count(p, is_copy) == 0);
  CHECK(count(p, is_combine) == 94);
  CHECK(count(p, is_pool) == 2 + 9 + 2);
}

TEST_CASE("for inference nothing is left of the BatchNorms that follow a convolution") {
  const Program resnet = folded(of("resnet", 128, {{"model.depth", 50}}));
  CHECK(resnet.steps.size() == 53 + 4);
  CHECK(count(resnet, [](const Step& s) { return s.plus >= 0 && s.act == Act::relu; }) == 16);
  const Program mobilenet = folded(of("mobilenet_v2"));
  CHECK(count(mobilenet, is_combine) == 0);
  const Program inception = folded(of("inception_v3"));
  CHECK(count(inception, normalises) == 0);
  // A branch's last ReLU is what moves it into the map that is joined: four branches of nine modules, three of two,
  // without the pools; and the three pairs of Mixed_7.
  CHECK(count(inception, is_combine) < 94);
  for (const Step& s : inception.steps)
    if (is_combine(s)) CHECK((s.act == Act::relu && inception.map(s.out).inside >= 0));
}

TEST_CASE("a DenseNet keeps the BatchNorms of what was joined, for no convolution before them is theirs") {
  const Program p = folded(of("densenet", 128, {{"model.depth", 121}}));
  CHECK(count(p, [](const Step& s) { return !s.folded.empty(); }) == 1 + 58);  // the stem, each layer's bottleneck
  CHECK(count(p, normalises) == 58 + 3 + 1);  // before each layer, in the transitions, at the end
  CHECK(count(p, is_combine) == 62 + 58);     // and the new channels moved into the joined map
}

TEST_CASE("a convolution takes one BatchNorm into its weights, not what comes after its activation") {
  const Program p = folded(of(seq({conv_bn(8, 3), relu, batch_norm, relu, batch_norm})));
  REQUIRE(p.steps.size() == 3);
  CHECK(p.steps[0].folded == "features.0.1");
  CHECK(p.steps[0].act == Act::relu);
  CHECK((p.steps[1].in[0].norm == "features.2" && p.steps[1].act == Act::relu));
  CHECK((p.steps[2].in[0].norm == "features.4" && p.steps[2].act == Act::none));
  const Program twice = folded(of(seq({conv_bn(8, 3), batch_norm})));
  REQUIRE(twice.steps.size() == 2);
  CHECK(twice.steps[0].folded == "features.0.1");
  CHECK(twice.steps[1].in[0].norm == "features.1");
}

TEST_CASE("a convolution adds only what is there before it runs") {
  const Net late = cat({identity, seq({batch_norm, relu, conv(4, 1)})}), early = conv_bn(20, 1);
  for (const Net& both : {sum({early, late}), sum({late, early})}) {
    const Program p = folded(of(seq({conv(16, 1), relu, both, relu})));
    check_flow(p);
    check_dense(p);
  }
  CHECK(folded(of(seq({relu, sum({late, early})}))).steps.back().plus >= 0);
}

TEST_CASE("a map that two layers read keeps its own convolution") {
  const Program p = folded(of(seq({conv(8, 1), sum({batch_norm, identity})})));
  REQUIRE(p.steps.size() == 2);
  CHECK(p.steps[0].folded.empty());
  CHECK(normalises(p.steps[1]));
}

TEST_CASE("what only names its input is no step") {
  CHECK(of(identity).steps.empty());
  CHECK(of(seq({identity, dropout(0), drop_path(0), sum({identity}), cat({identity})})).steps.empty());
  CHECK(of(identity).out == 0);
  CHECK(of(seq({relu, relu})).steps.size() == 2);
  CHECK(of(seq({batch_norm, silu})).steps.size() == 1);
  CHECK(of(seq({sum({identity, batch_norm}), silu})).steps.size() == 2);  // its slope needs the sum
  CHECK(of(seq({sum({identity, batch_norm}), relu})).steps.size() == 1);
  CHECK(of(sum({conv_bn(16, 1), conv_bn(16, 1), conv_bn(16, 1), conv_bn(16, 1)})).steps.size() == 4 + 2);
}

TEST_CASE("a map joined twice, or both joined and convolved, is copied once") {
  CHECK(count(of(seq({relu, cat({identity, identity})})), is_copy) == 1);
  CHECK(count(of(seq({relu, cat({identity, max_pool(3, 1)})})), is_copy) == 0);
  CHECK(count(of(seq({relu, cat({identity, conv(8, 1)})})), is_copy) == 2);  // both are contiguous for the convolution
  CHECK(count(of(cat({identity, identity})), is_copy) == 2);                 // the input is not the program's
}

TEST_CASE("an auxiliary head reads a map that goes on, and inference knows none") {
  const Program p = of("inception_v3", 299, {{"model.auxiliary", true}});
  REQUIRE(p.auxiliary.size() == 1);
  CHECK(p.auxiliary[0].weight == 0.3);
  CHECK(p.map(p.auxiliary[0].map).shape.c == 768);
  CHECK(folded(p).auxiliary.empty());
}
