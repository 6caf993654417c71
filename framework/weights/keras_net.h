// A Keras model as a net: what its own configuration says, in the vocabulary of framework/net.
#pragma once
#include <string>
#include <vector>

#include "framework/net/measure.h"

namespace xp {

struct KerasNet {
  Net features, neck;
  Net head;                        // its first part is the layer of the classes
  std::vector<std::string> names;  // of the layers with weights: features, neck, head
  Shape in;                        // what it was made for; height and width 0 where it takes any
  int classes = 0;                 // 0: the file has no head

  /// The last layer with so many units, and what follows it.
  Net head_of(int outputs) const;
};

/// `config`: the JSON of a Sequential or functional model. The layer before the last softmax or sigmoid, or a last
/// dense one, is the head; that activation belongs to the loss and is left out. What comes after the first flattening
/// or global pooling is the neck. Throws Error naming a layer that the vocabulary lacks, and how its settings differ.
KerasNet keras_net(const std::string& config);

/// Of a file that holds a model, or of weights alone with their architecture (JSON) beside them; remembered while
/// neither file changes. Throws Error naming the file.
KerasNet keras_net_of(const std::string& weights, const std::string& architecture);

}  // namespace xp
