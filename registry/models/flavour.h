// Two libraries publish weights of the same networks, and what their layers do differs in details. `flavour` says
// whose details a model has.
#pragma once
#include <string>

#include "framework/experiment.h"

namespace xp {

struct Flavoured : Model {
  std::string flavour = "torchvision";

  /// P::inputs says which input the published weights were trained on.
  template <class P>
  static void common(Params<P>& p) {
    const std::string doc = "whose padding, BatchNorm, biases and initial weights; their published weights expect " +
                            std::string(P::inputs);
    p("flavour", &Flavoured::flavour, doc.c_str()).one_of({"torchvision", "keras"});
    Model::common(p);
  }

 protected:
  bool keras() const { return flavour == "keras"; }

  /// Keras' defaults: kernels by Glorot, and what else its layers are called with. Keras' momentum is the share that
  /// is kept: 0.99 there is 0.01 here.
  static Net as_keras(const Net& net, double epsilon = 1e-3, double momentum = 0.01) {
    return all_normalised(all_drawn(net, Init::glorot), epsilon, momentum);
  }
};

/// {"a", "b"} with a prefix, at the end of a list of names.
inline void append(std::vector<std::string>& names, const std::string& prefix, const std::vector<std::string>& more) {
  for (const std::string& name : more) names.push_back(prefix + name);
}

}  // namespace xp
