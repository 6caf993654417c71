// The layers of a Keras model, in the order in which a map passes through them.
#pragma once
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace xp {

/// A layer; one that joins paths (Add, Concatenate, …) with what leads to it from where they part.
struct KerasStep {
  std::string name, kind;                        // "conv2d_1", "Conv2D"
  std::shared_ptr<const nlohmann::json> config;  // its settings; of a model inside, all of it
  std::vector<std::vector<KerasStep>> paths;     // an empty one passes the map on
};

/// How many joins may lie in the paths of another, models inside models included: a hostile graph nests without end.
constexpr int max_joins = 64;

/// Of a model_config (Sequential, Functional, Model; Keras 1 to 3), without input layers. Throws Error naming a layer
/// where the graph does not come apart into sequences and paths side by side, where it has several inputs or outputs,
/// uses a layer twice, or parts more than max_joins times before it joins.
std::vector<KerasStep> keras_steps(const nlohmann::json& model);

/// N×H×W×C or N×C×H×W as the file says it, without N; -1 for what it leaves open; empty where it says nothing.
std::vector<int> keras_input(const nlohmann::json& model);

}  // namespace xp
