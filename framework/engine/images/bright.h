// Statistics of the brightest pixels and of their edges.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "framework/plan/plan.h"

namespace xp {

/// See Engine::bright_features.
std::vector<std::vector<double>> bright_numbers(const Listing& listing, const Choice& dataset, double threshold,
                                                int threads, const std::function<bool()>& stop);
/// Of one image, by `bright_titles`.
std::vector<double> bright_numbers(const Image& image, double threshold);

}  // namespace xp
