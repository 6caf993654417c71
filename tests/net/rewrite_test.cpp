#include "framework/net/rewrite.h"

#include <catch2/catch.hpp>

#include "framework/experiment.h"

using namespace xp;

namespace {

/// As many weights as channels: the count tells where it was put.
Net marker(int channels) { return gate(seq({global_pool, conv(channels, 1).stride(1)})); }
Net added(int channels) {
  Net net = marker(channels);
  net.added = true;
  return net;
}

Net with_markers(const Net& net, Shape in) { return attention_in_blocks(net, in, marker); }

int count_added(const Net& net) {
  int n = net.added;
  for (const Net& part : net.parts) n += count_added(part);
  return n;
}

int blocks_of(const Choice& model, int side = 224) {
  return count_added(with_markers(Registry::global().make<Model>(model)->features(), {3, side, side}));
}

}  // namespace

TEST_CASE("attention ends the path of a residual block, before what skips it is added") {
  const Net path = seq({conv_bn(8, 3), relu}), longer = seq({conv_bn(8, 3), relu, added(8)});
  CHECK(with_markers(seq({sum({identity, path}), relu}), {8, 9, 9}) == seq({sum({identity, longer}), relu}));
  CHECK(with_markers(seq({sum({conv_bn(8, 1), path}), relu}), {3, 9, 9}) == seq({sum({conv_bn(8, 1), longer}), relu}));
}

TEST_CASE("a path that may be dropped is dropped with its attention") {
  CHECK(with_markers(sum({identity, seq({conv(8, 3), drop_path(0.2)})}), {8, 9, 9}) ==
        sum({identity, seq({conv(8, 3), added(8), drop_path(0.2)})}));
}

TEST_CASE("attention sees the new maps of a dense layer, and all that branches make together") {
  CHECK(with_markers(seq({cat({identity, seq({relu, conv(4, 3)})})}), {8, 9, 9}) ==
        seq({cat({identity, seq({relu, conv(4, 3), added(4)})})}));
  const Net branches = cat({conv(2, 1), seq({conv(3, 1), cat({conv(2, 1), conv(2, 1)})})});
  CHECK(with_markers(seq({seq({branches}), relu}), {8, 9, 9}) == seq({seq({branches, added(6)}), relu}));
}

TEST_CASE("a net without blocks has attention at the end of every stage") {
  const Net stage = seq({conv(4, 3), relu, max_pool(2, 2)});
  CHECK(with_markers(seq({stage, stage}), {1, 16, 16}) ==
        seq({seq({conv(4, 3), relu, max_pool(2, 2), added(4)}), seq({conv(4, 3), relu, max_pool(2, 2), added(4)})}));
  CHECK(with_markers(seq({conv(4, 3), relu, max_pool(2, 2)}), {1, 16, 16}) ==
        seq({conv(4, 3), relu, seq({max_pool(2, 2), added(4)})}));
}

TEST_CASE("published networks have as many blocks as their papers say") {
  CHECK(blocks_of({"resnet", {{"depth", 50}}}) == 3 + 4 + 6 + 3);
  CHECK(blocks_of({"densenet", {{"depth", 121}}}) == 6 + 12 + 24 + 16);
  CHECK(blocks_of("inception_v3", 299) == 3 + 1 + 4 + 1 + 2);
  CHECK(blocks_of("xception") == 12);
  CHECK(blocks_of("mobilenet_v2") == 10);  // those of the 17 that are residual
  CHECK(blocks_of("efficientnet") == 9);   // of 16
  CHECK(blocks_of("small_cnn") == 3);
}
