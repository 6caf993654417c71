// What can be said of an image from its size and a thumbnail alone, by its nearest neighbours in the training part.
#pragma once
#include <vector>

#include "framework/data/sample.h"

namespace xp {

/// What the distance is measured on: {width, height, width / height}, the thumbnail's pixels, or both.
enum class NeighbourView { both, size, thumbnail };
const char* name(NeighbourView view);

/// From Engine::thumbnails. Each number is standardised by its mean and deviation (n) over the training part, one that
/// is constant there only centred; the numbers of a view share the weight 1, so that three of size weigh as much as all
/// pixels.
std::vector<std::vector<double>> features(const std::vector<std::vector<double>>& thumbnails,
                                          const std::vector<int>& training, NeighbourView view);

/// For each of `asked`: the share of each class among the k samples of `training` that are nearest (Euclidean; of
/// equally near ones the first). k is lowered where training has fewer.
std::vector<std::vector<double>> neighbours_say(const std::vector<std::vector<double>>& features,
                                                const std::vector<int>& labels, int classes,
                                                const std::vector<int>& training, const std::vector<int>& asked, int k);

/// The share of each class among the training samples.
std::vector<double> frequencies(const std::vector<int>& labels, int classes, const std::vector<int>& training);

struct Neighbourhood {
  int k = 5;
  NeighbourView view = NeighbourView::both;
};
/// Of k = 5, 1, 15 and every view, the best by balanced accuracy on the validation part, the first of equals; the first
/// of all without such a part.
Neighbourhood chosen_neighbourhood(const std::vector<std::vector<double>>& thumbnails, const std::vector<int>& labels,
                                   int classes, const Division& division);

}  // namespace xp
