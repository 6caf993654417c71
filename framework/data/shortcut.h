// Whether the class can be told from what is no anatomy.
#pragma once
#include <string>
#include <vector>

#include "framework/data/facts.h"
#include "framework/scores/intervals/interval.h"

namespace xp {

/// How well one fact alone tells the class.
struct Shortcut {
  std::string fact;
  double balanced_accuracy = 0, chance = 0;  // chance: 1 / classes
  Interval interval;                         // 95 %
  double p = 1;                              // adjusted by Holm for all facts that were tried
  int images = 0;
};

/// Judged by cross-validation in five parts, units whole, of a small decision tree (of words: of the class that is most
/// frequent under each): the mean of the classes' recalls, its interval by MOVER from each recall's Wilson interval
/// with units counted, not images (Zou and Donner, "Construction of confidence limits about effect measures",
/// Statistics in Medicine 27, 2008). A fact is named where the interval lies more than 5 points above chance and so
/// good an answer is rare (p < 0.005 after Holm) where labels are dealt anew among units of one size (Ojala and
/// Garriga, "Permutation tests for studying classifier performance", JMLR 11, 2010). Where none is named, all facts
/// together are tried, as "all of these together". Classes with fewer than ten units are left out; of more than 1000
/// images as many are drawn. Best first.
std::vector<Shortcut> shortcuts(const Listing& listing, const Survey& survey, const std::vector<Fact>& facts,
                                const std::vector<int>& units);

}  // namespace xp
