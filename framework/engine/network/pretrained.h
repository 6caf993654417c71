// Where training starts from: weights of a file, and what of them stays as it is.
#pragma once
#include <string>
#include <vector>

#include "framework/engine/network/network.h"
#include "framework/plan/plan.h"
#include "framework/weights/match.h"

namespace xp {

/// Fills the network, one as xp::network makes it, from any weight file. Returns remarks for a person: what of the file
/// is not used, what keeps its drawn weights. Throws Error naming every tensor that does not fit; `owner` asks, such as
/// "model resnet".
std::vector<std::string> start_from_file(const Network& network, const std::string& path, const LayerNames& names,
                                         const std::string& owner);

/// The network of the plan with the weights that a run of it kept, a file.
Network kept_network(const Plan& plan, const std::string& weights, at::Device device);

/// The file that the model of the plan names, if any; then what it freezes is frozen.
std::vector<std::string> begin_as_planned(Network& network, const Plan& plan);

}  // namespace xp
