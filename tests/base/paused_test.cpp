// The sentence by which a paused run is told from one that has come to its end.
#include "framework/base/paused.h"

#include <catch2/catch.hpp>

using namespace xp;

TEST_CASE("a reason that says a run was paused is known again, and says where") {
  CHECK(pause_reason(halved, 3, 27) == "stopped by successive halving after epoch 3 of 27");
  CHECK(pause_reason(asked_to_pause, 1, 4) == "paused after epoch 1 of 4");
  CHECK(stopped_by_halving(pause_reason(halved, 3, 27)));
  CHECK_FALSE(stopped_by_halving(pause_reason(asked_to_pause, 3, 27)));
  CHECK_FALSE(stopped_by_halving("stopped early: val/loss"));
  CHECK_FALSE(stopped_by_halving(""));
}
