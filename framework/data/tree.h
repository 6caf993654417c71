// A small decision tree: what a person with a few numbers and a ruler could do.
#pragma once
#include <cstddef>
#include <vector>

namespace xp {

/// values[feature][item], each feature known for all items.
using Features = std::vector<std::vector<double>>;

struct TreeShape {
  int depth = 2;             // questions until an answer
  std::size_t smallest = 5;  // items in an answer, at least
};

/// Some items in the order of each feature: made once, for many labellings.
using Orders = std::vector<std::vector<int>>;
Orders orders(const Features& features, const std::vector<int>& items);

/// Learns from the items in `train`, answers for `asked`. Breiman, Friedman, Olshen, Stone, "Classification and
/// regression trees" (1984): at each node the question "value <= threshold" that lowers Gini's impurity most,
/// thresholds half way between neighbours, the first of equals; every class weighs the same in all, however many items
/// it has. As scikit-learn's DecisionTreeClassifier(max_depth, min_samples_leaf, class_weight="balanced").
std::vector<int> tree_answers(const Features& features, const std::vector<int>& labels, int classes,
                              const Orders& train, const std::vector<int>& asked, TreeShape shape = {});

}  // namespace xp
