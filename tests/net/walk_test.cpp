#include "framework/net/walk.h"

#include <catch2/catch.hpp>

using namespace xp;

TEST_CASE("layers are changed wherever they are, and nothing else is") {
  const Net net = seq({conv(4, 3), sum({identity, seq({batch_norm, relu})})});
  CHECK(all_normalised(net, 1e-3, 0.01) == seq({conv(4, 3), sum({identity, seq({normalised(1e-3, 0.01), relu})})}));
  CHECK(all_drawn(net, Init::normal, 0.1).parts[0] == conv(4, 3).drawn(Init::normal, 0.1));
  CHECK(all_drawn(net, Init::normal, 0.1).parts[1] == net.parts[1]);
  CHECK(each_layer(net, [](Net&) {}) == net);
}

TEST_CASE("a linear layer of no stated size gets the outputs of its network") {
  CHECK(with_outputs(seq({aux(linear(0), 0.3), linear(5)}), 7) == seq({aux(linear(7), 0.3), linear(5)}));
}
