// Small networks, each a case that the compiler treats in its own way, against the plain path in float64.
#include "tests/engine/compiled/passes.h"

#include <catch2/catch.hpp>

#include "framework/engine/custom.h"
#include "framework/engine/precision.h"
#include "tests/support/skip.h"

using namespace xp;
using namespace xp::test;

namespace {

struct Case {
  std::string name;
  Net features;
  Shape in = {6, 7, 9};
  std::vector<std::string> frozen = {};
};

Net max_pool_of(int k, int step, Pad pad) { return max_pool(k, step).padded(pad); }
Net grouped(int out, int groups) {
  Net n = conv(out, 3).bias();
  n.groups = groups;
  return n;
}
Net unscaled() {
  Net n = batch_norm;
  n.has_scale = false;
  return n;
}
Net dense_layer(int growth) { return cat({identity, seq({batch_norm, relu, conv(growth, 3)})}); }
Net second_head() { return aux(seq({conv_bn(4, 1), relu, global_pool, linear(3)}), 0.4); }

std::vector<Case> cases() {
  const Net block = seq({conv_bn(6, 3), relu, conv_bn(6, 3)});
  std::vector<Case> all;
  for (const auto& [name, act] :
       {std::pair{"relu", relu}, {"relu6", relu6}, {"silu", silu}, {"hard_swish", hard_swish}}) {
    const std::string n = name;
    all.push_back({n + " after BatchNorm", seq({conv_bn(17, 3), act, conv_bn(3, 1), act})});
    all.push_back({n + " after a sum", seq({conv_bn(6, 1), sum({identity, block}), act, conv(5, 1)})});
    all.push_back({n + " after a convolution", seq({conv(17, 3).bias(), act, conv(4, 1)})});
    all.push_back({n + " twice", seq({conv_bn(8, 1), act, act})});
  }
  const std::vector<Case> more{
      {"a convolution alone", conv(5, 3)},
      {"strides and Keras' borders", seq({conv(5, 3).stride(2).padded(Pad::keras), conv(4, 2).padded(Pad::keras),
                                          conv(7, 4).stride(3).padded(Pad::keras).bias()})},
      {"no border", seq({conv(5, 3, 1).valid(), conv(5, 1, 3).stride(2).valid()})},
      {"groups, with biases", seq({grouped(12, 3), relu, grouped(12, 2)})},
      {"depthwise", seq({depthwise(3), batch_norm, relu6, separable(9), depthwise(5).stride(2).bias()})},
      {"BatchNorm of the input", seq({batch_norm, relu, conv(4, 3)})},
      {"BatchNorm of BatchNorm", seq({conv_bn(8, 3), batch_norm, conv(3, 1)})},
      {"BatchNorm of an activation of BatchNorm", seq({conv_bn(8, 3), relu, batch_norm, relu, batch_norm})},
      {"BatchNorm without a scale", seq({conv(8, 3), unscaled(), relu, conv(3, 1)})},
      {"BatchNorm after a bias", seq({conv(8, 3).bias(), batch_norm, relu})},
      {"a residual block", seq({conv_bn(6, 1), relu, sum({identity, block}), relu, sum({identity, block}), relu})},
      {"a projected residual block", seq({sum({conv_bn(8, 1, 2), conv_bn(8, 3, 2)}), relu, conv(3, 1)})},
      {"a projection that comes last", seq({sum({conv_bn(8, 3), conv_bn(8, 1), conv_bn(8, 1)}), silu})},
      {"a sum of four branches", seq({sum({conv_bn(8, 1), conv_bn(8, 3), conv(8, 1), conv_bn(8, 1)}), relu})},
      {"a sum of six", seq({relu, sum({conv(8, 1), conv(8, 3), conv(8, 1), conv(8, 1), conv(8, 3), conv(8, 1)})})},
      {"six readers of a normalised map", seq({conv_bn(6, 1), relu, cat(std::vector<Net>(6, conv(3, 1)))})},
      {"six readers of a sum", seq({sum({identity, conv_bn(6, 1)}), cat(std::vector<Net>(6, conv_bn(3, 1)))})},
      {"a sum of one map twice", seq({conv_bn(6, 1), sum({identity, identity}), relu, conv(2, 1)})},
      {"a sum of one map twice, unchanged", seq({conv(6, 1), sum({identity, identity})})},
      {"two BatchNorms of one map", seq({conv(6, 1), sum({batch_norm, batch_norm}), relu, conv(2, 1)})},
      {"a BatchNorm beside its input", seq({conv(6, 1), sum({batch_norm, identity}), relu})},
      {"a sum of activations", seq({conv(6, 1), sum({relu, silu, seq({batch_norm, relu})}), conv(2, 1)})},
      {"a sum of sums", seq({conv(6, 1), sum({sum({identity, block}), sum({relu, block, identity})}), relu})},
      {"a cat of branches",
       seq({cat({seq({conv_bn(3, 1), relu}), seq({conv_bn(17, 3), relu}), max_pool(3, 1)}), conv_bn(4, 1), relu})},
      {"a cat of convolutions", seq({cat({conv(3, 1), conv(5, 3)}), relu, conv(4, 1)})},
      {"a cat of one map twice", seq({conv_bn(6, 1), relu, cat({identity, identity}), conv(4, 1)})},
      {"a cat of the input", seq({cat({identity, conv(4, 1), identity}), batch_norm, relu})},
      {"nested cats",
       seq({conv(6, 1), relu,
            cat({cat({identity, relu6}), seq({cat({silu, conv(2, 1)}), batch_norm}), cat({max_pool(3, 1), identity})}),
            conv_bn(5, 1), relu})},
      {"dense layers", seq({conv_bn(16, 3), relu, times(3, dense_layer(5)), batch_norm, relu, conv(8, 1),
                            avg_pool(2, 2), dense_layer(3), batch_norm, relu})},
      {"a dense layer whose input others read", seq({relu, sum({conv_bn(11, 1), dense_layer(5)}), relu})},
      {"a part of a cat that is read again later",
       seq({conv_bn(6, 1), relu,
            sum({seq({dense_layer(5), batch_norm, relu, conv(4, 1)}), seq({batch_norm, relu, conv(4, 3)})}), relu})},
      {"a sum of a cat and its input", seq({conv_bn(6, 1), sum({identity, cat({conv(2, 1), conv_bn(4, 3)})}), relu})},
      {"a sum of maps inside a cat",
       seq({conv_bn(6, 1), relu, cat({sum({identity, conv_bn(6, 1)}), relu6}), conv(3, 1)})},
      {"a cat whose part goes on", seq({relu, cat({identity, seq({sum({identity, relu}), relu6})}), batch_norm})},
      {"max pools",
       seq({conv(17, 1), max_pool_of(3, 2, Pad::half), max_pool_of(2, 1, Pad::keras), max_pool_of(3, 2, Pad::keras)})},
      {"mean pools",
       seq({conv(17, 1), avg_pool(3, 1), avg_pool(2, 1).padded(Pad::keras), avg_pool(3, 2).padded(Pad::keras)})},
      {"pools of pools and of a cat's part",
       seq({conv(6, 1), relu, cat({max_pool(3, 1), seq({avg_pool(3, 1), max_pool(3, 1)})})})},
      {"a pool that other layers' input is", seq({conv(6, 1), sum({max_pool(3, 1), avg_pool(3, 1), identity}), relu})},
      {"a window of more positions than a byte tells apart",
       seq({conv(3, 1), max_pool(17, 5), avg_pool(17, 2)}),
       {6, 20, 21}},
      {"one pixel", seq({conv_bn(8, 3), relu, sum({identity, conv_bn(8, 1)}), relu}), {6, 1, 1}},
      {"one channel", seq({conv_bn(1, 3), relu, sum({identity, conv(1, 3)}), silu}), {1, 6, 5}},
      {"a second head on a cat", seq({cat({conv_bn(4, 1), relu}), second_head(), conv_bn(3, 1)})},
      {"a second head on a map that is joined", seq({conv_bn(4, 1), relu, second_head(), cat({identity, conv(2, 1)})})},
      {"a second head at the end", seq({conv_bn(4, 1), relu, second_head()})},
      {"two heads on one map", seq({conv_bn(4, 1), relu, second_head(), second_head(), conv(2, 1)})},
      {"axes turned", seq({conv_bn(4, 1), relu, turn, conv(3, 3), turn, turn, conv(2, 1)})},
      {"gates", seq({conv_bn(6, 3), gate(seq({global_pool, conv(2, 1).bias(), relu, conv(6, 1).bias(), sigmoid})), relu,
                     conv(3, 1)})},
      {"a gate in a cat",
       seq({conv_bn(6, 3), relu, cat({identity, gate(seq({global_pool, sigmoid})), conv(2, 1)}), relu})},
      {"gates by rows and columns",
       seq({conv_bn(6, 3), gate_axes(seq({conv_bn(4, 1), hard_swish}), conv(6, 1), conv(6, 1)), conv_bn(3, 1)})},
      {"attention between positions", seq({conv_bn(12, 1), relu, multi_head(2), conv_bn(4, 1)})},
      {"rarer layers", seq({conv_bn(6, 1), layer(Op::tanh), layer(Op::softmax), sigmoid, channel_stats, conv(3, 1)})},
      {"a custom layer", seq({conv_bn(6, 1), custom("scaled softplus", {{"scale", {6, 1, 1}, 1}}), conv(3, 1)})},
      {"dropout", seq({conv_bn(6, 1), relu, dropout(0.5), sum({identity, seq({block, drop_path(0.5)})}), relu})},
      {"a frozen stem",
       seq({conv_bn(6, 3), relu, sum({identity, block}), relu, conv(3, 1)}),
       {6, 7, 9},
       {"features.0"}},
      {"a frozen stem, its map added once",
       seq({conv_bn(6, 3), relu, sum({identity, conv_bn(6, 3)}), relu}),
       {6, 7, 9},
       {"features.0"}},
      {"a frozen block in the middle",
       seq({conv_bn(6, 3), relu, sum({identity, block}), relu, conv_bn(3, 1), relu}),
       {6, 7, 9},
       {"features.2"}},
      {"frozen dense layers",
       seq({conv_bn(6, 3), relu, dense_layer(3), dense_layer(4), dense_layer(5), batch_norm, relu}),
       {6, 7, 9},
       {"features.0", "features.2", "features.3"}},
      {"a frozen branch", seq({cat({conv_bn(4, 1), conv_bn(3, 1)}), relu, conv(2, 1)}), {6, 7, 9}, {"features.0.0"}},
      {"a trained BatchNorm beside a frozen one that nothing trained feeds",
       seq({sum({batch_norm, conv_bn(6, 3)})}),
       {6, 7, 9},
       {"features.0.0"}},
      {"a frozen second head",
       seq({conv_bn(4, 1), relu, second_head(), conv(2, 1)}),
       {6, 7, 9},
       {"features.0", "features.2"}},
  };
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

Tensor scaled_softplus(const CustomInput& in) { return at::softplus(in.x) * in.weights[0]; }

std::unique_ptr<Subject> subject(const Case& c, std::int64_t images) {
  static const bool registered = (register_custom_layer("scaled softplus", scaled_softplus), true);
  static_cast<void>(registered);
  auto s = std::make_unique<Subject>(seq({c.features, identity, identity, dropout(0), identity}), c.in, images);
  s->network.freeze(c.frozen);
  return s;
}

}  // namespace

TEST_CASE("whatever is fused gives the outputs, statistics and gradients of the plain layers") {
  for (const Case& c : cases())
    for (const std::int64_t images : {3, 1}) {
      if (images == 1 && c.in.h == 1) continue;  // BatchNorm over one number
      INFO(c.name << ", batch of " << images);
      const auto s = subject(c, images);
      const Passed compiled = s->compiled(), exact = s->exact();
      REQUIRE(compiled.outputs.size() == exact.outputs.size());
      const Distance d(compiled, exact);
      CHECK(d.outputs < 1e-5);
      CHECK(d.statistics < 1e-6);
      CHECK(d.gradients < 1e-5);
      INFO(d.tensor.name);
      CHECK(d.tensor.error < 1e-4);
    }
}

TEST_CASE("whatever is folded gives the outputs of the plain layers in evaluation") {
  const at::NoGradGuard no_gradients;
  for (const Case& c : cases())
    for (const std::int64_t images : {3, 1}) {
      INFO(c.name << ", batch of " << images);
      const auto s = subject(c, images);
      CHECK(error(s->judged(), s->network.forward(s->batch, false)) < 1e-5);
    }
}

TEST_CASE("in bf16 the same comes out, as far as eight binary digits go") {
  if (resolved_precision("auto", "cpu") != "bf16") SKIP("this CPU does not multiply bf16");
  for (const Case& c : cases()) {
    if (c.name == "dropout") continue;  // drawn otherwise
    INFO(c.name);
    const auto s = subject(c, 3);
    const Passed compiled = s->compiled("bf16");
    const Tensor judged = s->judged("bf16");
    {
      const at::NoGradGuard no_gradients;
      CHECK(error(judged, s->network.forward(s->batch, false)) < 0.03);
    }
    const Distance d(compiled, s->exact());
    CHECK(d.outputs < 0.03);
    CHECK(d.statistics < 0.01);
    CHECK(d.gradients < 0.3);  // another number may be the maximum, or on the other side of zero
  }
}

TEST_CASE("frozen layers stand still: no gradient, the same statistics") {
  const Case c{"", seq({conv_bn(6, 3), relu, conv_bn(4, 3), relu}), {6, 7, 9}, {"features.0"}};
  const auto s = subject(c, 3);
  std::map<std::string, Tensor> before;
  for (const NamedTensor& t : s->network.state()) before[t.name] = t.tensor.detach().clone();
  const Passed compiled = s->compiled();
  for (const NamedTensor& g : compiled.gradients) CHECK(g.name.rfind("features.0", 0) != 0);
  CHECK(compiled.gradients.size() == 3);
  for (const NamedTensor& t : s->network.state()) {
    INFO(t.name);
    if (t.name.rfind("features.0", 0) == 0) CHECK_FALSE(t.tensor.grad().defined());
    const bool moves = t.name.rfind("features.2.1.running", 0) == 0;
    CHECK(at::equal(t.tensor.detach(), before.at(t.name)) != moves);
  }
}

TEST_CASE("a network whose weights are no numbers says so, though its activations may hide it") {
  const at::NoGradGuard no_gradients;
  for (const auto& [name, act] : {std::pair{"relu", relu}, {"relu6", relu6}, {"silu", silu}}) {
    INFO(name);
    const auto s = subject({name, seq({conv_bn(6, 3), act, conv(3, 1)})}, 2);
    s->network.buffers()[0].tensor[2].fill_(std::numeric_limits<float>::quiet_NaN());
    CHECK(std::isnan(s->judged().sum().item<float>()));
    CHECK(std::isnan(s->judged("bf16").sum().item<float>()));
  }
}
