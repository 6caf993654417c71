// Everything that a claim says, one after another.
#pragma once
#include "framework/scores/claims/claim.h"

namespace xp {

/// use(name, optional) of each that may be claimed, given or not: figures, then each class's share and images.
template <class SomeClaim, class Use>
void each_part(SomeClaim& claim, const Use& use) {
  use(std::string("accuracy"), claim.accuracy);
  use(std::string("balanced_accuracy"), claim.balanced_accuracy);
  use(std::string("macro_precision"), claim.macro_precision);
  use(std::string("macro_f1"), claim.macro_f1);
  for (auto& c : claim.classes) {
    use("precision:" + c.name, c.precision);
    use("recall:" + c.name, c.recall);
    use("f1:" + c.name, c.f1);
    use("specificity:" + c.name, c.specificity);
  }
  for (auto& c : claim.classes) {
    use("share:" + c.name, c.share);
    use("images:" + c.name, c.images);
  }
}

}  // namespace xp
