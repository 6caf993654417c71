// Where maps and gradients lie: nothing that is needed at the same moment shares memory, much else does.
#include "framework/engine/compiled/tape.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <numeric>
#include <set>

#include "tests/engine/compiled/zoo.h"

using namespace xp;
using namespace xp::test;

namespace {

using Trained = std::function<bool(const std::string&)>;
bool everything(const std::string&) { return true; }

Tape training(const Program& p, const Trained& trained = everything) { return taped(p, 4, Numbers::f32, trained); }
Tape inference(const Program& p) { return taped(p, 4, Numbers::f32, nullptr); }

/// No two overlap while both are needed; all lie within the block, at cache lines.
void check_places(const Tape& t) {
  std::vector<const Buffer*> used;
  for (const Buffer& b : t.buffers)
    if (b.from >= 0 && b.bytes > 0) used.push_back(&b);
  REQUIRE_FALSE(used.empty());
  std::sort(used.begin(), used.end(), [](const Buffer* a, const Buffer* b) { return a->offset < b->offset; });
  int overlaps = 0, outside = 0;
  for (std::size_t i = 0; i < used.size(); ++i) {
    const Buffer& a = *used[i];
    outside += a.offset + a.bytes > t.bytes || a.offset % 64 != 0;
    for (std::size_t k = i + 1; k < used.size() && used[k]->offset < a.offset + a.bytes; ++k)
      overlaps += used[k]->from <= a.to && a.from <= used[k]->to;
  }
  CHECK(overlaps == 0);
  CHECK(outside == 0);
}

std::size_t sum_of(const Tape& t) {
  std::size_t bytes = 0;
  for (const Buffer& b : t.buffers) bytes += b.bytes;
  return bytes;
}

/// Every buffer is there while a step reads or writes it, forward and backward.
void check_lives(const Program& p, const Tape& t) {
  const int steps = static_cast<int>(p.steps.size());
  int missing = 0;
  const auto need = [&](int buffer, int moment) {
    const Buffer& b = t.buffers.at(static_cast<std::size_t>(buffer));
    missing += b.from < 0 || b.from > moment || b.to < moment;
  };
  const auto map = [&](int m, int moment) { need(t.view(p, m).buffer, moment); };
  for (int i = 0; i < steps; ++i) {
    const Step& s = p.steps[static_cast<std::size_t>(i)];
    for (const Addend& a : s.in) map(a.map, i);
    if (s.plus >= 0) map(s.plus, i);
    map(s.out, i);
  }
  map(p.out, steps);
  for (const Seed& s : t.seeds) need(s.at.buffer, steps);
  for (const Backward& b : t.backward) {
    const int now = 2 * steps - b.step;
    const Step& s = p.steps[static_cast<std::size_t>(b.step)];
    for (const View& g : b.gradients) need(g.buffer, now);
    if (b.sum) need(b.sum->buffer, now);
    for (const Backward::Target& to : b.targets) need(to.to.buffer, now);
    if (s.kind == Step::conv) map(s.in[0].map, now);
    if (s.kind == Step::pool && s.net.op == Op::max_pool) need(t.choices[static_cast<std::size_t>(b.step)], now);
    if (s.kind == Step::combine)
      for (const Addend& a : s.in)
        if (!a.norm.empty()) map(a.map, now);
    if (b.slope_from_out) map(s.out, now);
  }
  CHECK(missing == 0);
}

}  // namespace

TEST_CASE("what is needed at one moment lies apart, in training and in inference, for every network") {
  for (const Specimen& s : zoo()) {
    INFO(s.name);
    const Program program = lowered(s.net, s.in), small = folded(program);
    const Tape learns = training(program), judges = inference(small);
    check_places(learns);
    check_places(judges);
    check_lives(program, learns);
    check_lives(small, judges);
    CHECK(judges.bytes < learns.bytes);
    CHECK(learns.bytes < sum_of(learns));
    CHECK(judges.backward.empty());
    CHECK(judges.seeds.empty());
  }
}

TEST_CASE("inference needs room for a few maps, whatever the depth") {
  const auto room = [](int depth) {
    const Specimen s = specimen("resnet", 128, {{"model", "resnet"}, {"model.depth", depth}});
    return inference(folded(lowered(s.net, s.in))).bytes;
  };
  CHECK(room(50) == room(152));
}

TEST_CASE("nothing is computed below the lowest layer that is trained") {
  const Specimen s = specimen("resnet", 64, {{"model", "resnet"}, {"model.depth", 18}});
  const Program p = lowered(s.net, s.in);
  const Tape all = training(p), last = training(p, [](const std::string&place) {
                                  return place.rfind("features.11", 0) == 0;  // the last block
                                });
  CHECK(all.backward.size() == p.steps.size());
  std::set<std::string> convolved;
  for (const Backward& b : last.backward) {
    const Step& step = p.steps[static_cast<std::size_t>(b.step)];
    if (step.kind == Step::conv) convolved.insert(step.place);
  }
  CHECK(convolved == std::set<std::string>{"features.11.0.1.0.0", "features.11.0.1.2.0"});
  CHECK(last.bytes < all.bytes);
  CHECK(training(p, [](const std::string&) { return false; }).backward.empty());
}

TEST_CASE("half the bytes a number are half the memory") {
  const Specimen s = specimen("densenet", 64, {{"model", "densenet"}});
  const Program p = lowered(s.net, s.in);
  const double half = static_cast<double>(taped(p, 4, Numbers::bf16, everything).bytes);
  CHECK(half / static_cast<double>(training(p).bytes) == Approx(0.5).epsilon(0.02));
}
