// Every layer of a net, changed at once.
#pragma once
#include <functional>

#include "framework/net/net.h"

namespace xp {

/// The net with every layer (a node without parts) as `change` leaves it.
Net each_layer(Net net, const std::function<void(Net&)>& change);

/// Every kernel of the net drawn so.
Net all_drawn(Net net, Init init, double spread = 0);

/// Every BatchNorm of the net with these.
Net all_normalised(Net net, double epsilon, double momentum);

/// A `linear` without a stated size gets one unit for every output: auxiliary heads do not know how many there are.
Net with_outputs(Net net, int outputs);

}  // namespace xp
