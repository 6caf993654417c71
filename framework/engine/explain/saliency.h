// Which positions of the last feature map speak for a class: Grad-CAM and its kin. The map is the one after features
// and attention; what follows it (neck, head) may be anything that gradients pass through.
#pragma once
#include <string>
#include <vector>

#include "framework/engine/network/network.h"
#include "framework/plugin/kinds.h"

namespace xp {

/// N×outputs logits → N numbers, what speaks for the class of each row: its logit, and for binary_cross_entropy, which
/// has one output, that for class 1 and its negative for class 0.
Tensor evidence(const Tensor& logits, const std::vector<int>& targets, LossForm form);

/// The two ends of a network's last part, with the graph between them. Images pass one by one: what LibTorch's kernels
/// make of an image depends on the size of its batch in the last bits, which a deep network turns into 4e-6 of a heat
/// map's maximum.
struct LastMap {
  Tensor map;     // N×K×H×W
  Tensor logits;  // N×outputs
};
LastMap last_map(const Network& network, const Tensor& images);

/// d evidence / d map, N×K×H×W. The rows do not touch each other (BatchNorm uses its running statistics), so that one
/// backward pass of their sum gives each its own.
Tensor gradient(const LastMap& last, const std::vector<int>& targets, LossForm form);

/// Heat, N×H×W of doubles on the CPU, none negative. With A the map and g its gradient:
///   gradcam    ReLU(Σₖ mean(gₖ) Aₖ)                                   Selvaraju et al. 2017, equations 1 and 2
///   gradcam++  ReLU(Σₖ (Σ αₖ ReLU(gₖ)) Aₖ), α = g² / (2g² + g³ Σ Aₖ)    Chattopadhay et al. 2018, equations 10 and 19,
///              for the score exp(evidence), whose common factor is left out; α is 0 where its denominator is
///   hirescam   ReLU(Σₖ gₖ Aₖ)                                         Draelos and Carin 2020
/// Throws Error with the nearest name for any other method.
Tensor activation_heat(const std::string& method, const Tensor& map, const Tensor& gradient);

}  // namespace xp
