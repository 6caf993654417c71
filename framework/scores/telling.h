// Which predictions are worth a look: the worst, the best and the least certain.
#pragma once
#include <cstddef>
#include <vector>

#include "framework/scores/prediction.h"

namespace xp {

/// Places in the predictions, each in one list alone, the most extreme first.
struct Telling {
  std::vector<std::size_t> worst;          // the least probability of the truth
  std::vector<std::size_t> best;           // the greatest
  std::vector<std::size_t> least_certain;  // the least of the greatest probabilities
};

struct HowMany {
  std::size_t worst = 8, best = 4, least_certain = 4;
};

/// The worst are chosen first, then the best and the least certain of what is left; of few predictions each list has
/// its share, dealt out in turn. Equals in the order of `all`; NaN counts as 0. Labels must be classes.
Telling telling(const std::vector<Prediction>& all, const HowMany& wanted = {});
/// `most` of them, a third a list, as rising places in `all`; all where there are no more. What the other function
/// chooses is among them where `most` is three times its longest list.
std::vector<std::size_t> telling(const std::vector<Prediction>& all, std::size_t most);

}  // namespace xp
