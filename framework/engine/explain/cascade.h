// Does a heat map depend on what the network has learned? Its weights become random layer by layer, from the head down.
// Adebayo et al., "Sanity checks for saliency maps", 2018, cascading randomisation.
#pragma once
#include <string>
#include <vector>

#include "framework/engine/network/network.h"

namespace xp {

/// Layers with weights, the head first: "head", "neck.0", "features.3", … two names deep.
std::vector<std::string> cascade(const Network& network);
/// The tensors of one of these layers become those of `drawn`, BatchNorm's statistics among them.
void randomise(const Network& network, const std::string& layer, const Network& drawn);

}  // namespace xp
