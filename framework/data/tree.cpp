#include "framework/data/tree.h"

#include <algorithm>
#include <cassert>

namespace xp {
namespace {

using Items = std::vector<int>;
using Weights = std::vector<double>;  // one a class

/// Sum of a node's weight times its impurity, 1 − Σ p².
double impurity(const Weights& in) {
  double all = 0, squares = 0;
  for (double w : in) all += w, squares += w * w;
  return all > 0 ? all - squares / all : 0;
}

struct Question {
  int feature = -1;  // none: the node answers
  double threshold = 0;
};

class Tree {
 public:
  Tree(const Features& features, const std::vector<int>& labels, int classes, TreeShape shape, const Items& train)
      : features_(features),
        labels_(labels),
        shape_(shape),
        weight_(static_cast<std::size_t>(classes)),
        answers_(labels.size(), -1) {
    for (int i : train) ++weight_[label(i)];
    for (double& w : weight_) w = w > 0 ? 1 / w : 0;
  }

  void grow(const Orders& train, const Items& asked, int depth) {
    const Question q = depth > 0 ? best(train) : Question{};
    if (q.feature < 0) {
      const Weights in = weights(train[0]);
      const auto answer = static_cast<int>(std::max_element(in.begin(), in.end()) - in.begin());
      for (int i : asked) answers_[static_cast<std::size_t>(i)] = answer;
      return;
    }
    const std::vector<double>& values = features_[static_cast<std::size_t>(q.feature)];
    const auto above = [&](int i) { return values[static_cast<std::size_t>(i)] > q.threshold; };
    for (const bool side : {false, true}) {
      const auto part = [&](const Items& items) {
        Items out;
        out.reserve(items.size());
        for (int i : items)
          if (above(i) == side) out.push_back(i);
        return out;
      };
      Orders kept;
      for (const Items& order : train) kept.push_back(part(order));
      grow(kept, part(asked), depth - 1);
    }
  }
  int answer(int i) const { return answers_[static_cast<std::size_t>(i)]; }

 private:
  std::size_t label(int i) const { return static_cast<std::size_t>(labels_[static_cast<std::size_t>(i)]); }
  Weights weights(const Items& items) const {
    Weights out(weight_.size());
    for (int i : items) out[label(i)] += weight_[label(i)];
    return out;
  }

  Question best(const Orders& train) const {
    const Weights all = weights(train[0]);
    double lowest = impurity(all) - 1e-12;
    Question out;
    for (std::size_t f = 0; f < train.size(); ++f) {
      const Items& order = train[f];
      const auto value = [&](std::size_t n) { return features_[f][static_cast<std::size_t>(order[n])]; };
      Weights below(weight_.size()), above = all;
      for (std::size_t n = 1; n < order.size(); ++n) {
        const std::size_t c = label(order[n - 1]);
        below[c] += weight_[c], above[c] = std::max(0.0, above[c] - weight_[c]);
        if (n < shape_.smallest || order.size() - n < shape_.smallest || value(n) == value(n - 1)) continue;
        const double left = impurity(below) + impurity(above);
        if (left >= lowest - 1e-12) continue;
        lowest = left;
        out = {static_cast<int>(f), (value(n - 1) + value(n)) / 2};
      }
    }
    return out;
  }

  const Features& features_;
  const std::vector<int>& labels_;
  TreeShape shape_;
  Weights weight_;  // of an item of each class
  std::vector<int> answers_;
};

}  // namespace

Orders orders(const Features& features, const std::vector<int>& items) {
  Orders out;
  for (const std::vector<double>& values : features) {
    out.push_back(items);
    std::stable_sort(out.back().begin(), out.back().end(), [&](int i, int j) {
      return values[static_cast<std::size_t>(i)] < values[static_cast<std::size_t>(j)];
    });
  }
  return out;
}

std::vector<int> tree_answers(const Features& features, const std::vector<int>& labels, int classes,
                              const Orders& train, const std::vector<int>& asked, TreeShape shape) {
  assert(!train.empty());
  Tree tree(features, labels, classes, shape, train[0]);
  tree.grow(train, asked, shape.depth);
  std::vector<int> out;
  for (int i : asked) out.push_back(tree.answer(i));
  return out;
}

}  // namespace xp
