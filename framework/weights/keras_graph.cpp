#include "framework/weights/keras_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

using Json = nlohmann::json;

struct Node {
  KerasStep step;
  std::vector<std::string> inputs;  // names of layers
};

[[noreturn]] void refuse(const std::string& what) {
  throw Error("this Keras model " + what, "sequences, and paths that part and join again, become a net; others do not");
}

const Json& layers_of(const Json& model) {
  const Json& config = model.at("config");
  return config.is_array() ? config : config.at("layers");  // a list in Sequential models before Keras 2.2.3
}

bool is_sequential(const Json& model) { return model.at("class_name") == "Sequential"; }

/// Keras 3 wraps a layer's inputs in tensors that know where they come from.
void find_histories(const Json& json, std::vector<std::string>& out) {
  if (json.is_object() && json.contains("keras_history"))
    out.push_back(json.at("keras_history").at(0));
  else if (json.is_structured())
    for (const Json& part : json) find_histories(part, out);
}

/// Keras 1 and 2: [[["conv2d_1", 0, 0, {}]]], a list of calls, each of inputs. Keras 3: [{"args": […]}].
std::vector<std::string> inputs_of(const Json& layer, const std::string& name) {
  const Json calls = layer.value("inbound_nodes", Json::array());
  if (calls.size() > 1) refuse("uses the layer " + name + " more than once");
  std::vector<std::string> out;
  if (calls.empty()) return out;
  const Json& call = calls.at(0);
  if (call.is_object())
    find_histories(call.at("args"), out);
  else
    for (const Json& input : call) out.push_back(input.at(0));
  return out;
}

std::string name_of(const Json& layer) {
  return layer.contains("name") ? layer.at("name").get<std::string>() : layer.at("config").value("name", "");
}

/// The graph in an order in which every layer comes after its inputs, the input first.
class Graph {
 public:
  explicit Graph(const Json& model) {
    const Json& layers = layers_of(model);
    if (layers.size() > 5000) refuse("has more than 5000 layers");
    if (layers.empty()) refuse("has no layers");
    std::string before;
    for (const Json& layer : layers) {
      Node node{{name_of(layer), layer.at("class_name"), std::make_shared<const Json>(layer.at("config")), {}}, {}};
      if (layer.at("config").is_object() == false || layer.at("config").contains("layers"))
        node.step.config = std::make_shared<const Json>(layer);  // a model inside
      const bool input = node.step.kind == "InputLayer";
      if (is_sequential(model)) {
        if (!before.empty()) node.inputs = {before};
        if (!input && before.empty()) add_input();
        if (!input && before.empty()) node.inputs = {""};
      } else {
        node.inputs = inputs_of(layer, node.step.name);
      }
      before = node.step.name;
      if (!pending_.emplace(node.step.name, node).second) refuse("has two layers of the name " + node.step.name);
    }
    sort();
    find_partings();
    last_ = is_sequential(model) ? position_.at(before) : output_of(model);
  }

  std::vector<KerasStep> steps() {
    std::vector<KerasStep> out = path(0, last_, 0);
    for (std::size_t i = 1; i < nodes_.size(); ++i)
      if (!used_.count(i)) refuse("has a layer that leads nowhere, " + nodes_[i].step.name);
    return out;
  }

 private:
  void add_input() { pending_.emplace("", Node{{"", "InputLayer", nullptr, {}}, {}}); }

  std::size_t output_of(const Json& model) const {
    Json outputs = model.at("config").at("output_layers");
    if (!outputs.empty() && outputs.at(0).is_array()) {
      if (outputs.size() > 1) refuse(fmt::format("has {} outputs", outputs.size()));
      outputs = outputs.at(0);
    }
    const auto it = position_.find(outputs.at(0));
    if (it == position_.end()) refuse("has an output that is no layer");
    return it->second;
  }

  void sort() {
    std::vector<std::string> ready;
    std::map<std::string, std::vector<std::string>> next;
    std::map<std::string, std::size_t> waiting;
    for (const auto& [name, node] : pending_) {
      waiting[name] = node.inputs.size();
      if (node.inputs.empty()) ready.push_back(name);
      for (const std::string& input : node.inputs) {
        if (!pending_.count(input)) refuse("has a layer " + name + " whose input " + input + " is not there");
        next[input].push_back(name);
      }
    }
    if (ready.size() != 1) refuse(fmt::format("has {} inputs ({})", ready.size(), join(ready)));
    for (std::size_t i = 0; i < ready.size(); ++i) {
      const std::string name = ready[i];
      position_[name] = nodes_.size();
      nodes_.push_back(pending_.at(name));
      for (const std::string& after : next[name])
        if (--waiting[after] == 0) ready.push_back(after);
    }
    if (nodes_.size() != pending_.size()) refuse("goes round in a circle");
  }

  /// For each layer the last one through which everything that reaches it has passed.
  void find_partings() {
    parting_.assign(nodes_.size(), 0);
    for (std::size_t i = 1; i < nodes_.size(); ++i) {
      std::size_t common = position_.at(nodes_[i].inputs.at(0));
      for (const std::string& input : nodes_[i].inputs)
        for (std::size_t other = position_.at(input); other != common;)
          other > common ? other = parting_[other] : common = parting_[common];
      parting_[i] = common;
    }
  }

  /// What lies between two layers, the second included; `joins` more lie around it.
  std::vector<KerasStep> path(std::size_t from, std::size_t to, int joins) {
    if (joins > max_joins) refuse(fmt::format("joins paths inside paths more than {} deep", max_joins));
    std::vector<KerasStep> out;
    while (to != from) {
      const Node& node = nodes_[to];
      if (!used_.insert(to).second)
        refuse("takes " + node.step.name + " along two paths, neither of which contains the other");
      KerasStep step = node.step;
      if (node.inputs.size() > 1)
        for (const std::string& input : node.inputs)
          step.paths.push_back(path(parting_[to], position_.at(input), joins + 1));
      out.push_back(std::move(step));
      to = parting_[to];
    }
    std::reverse(out.begin(), out.end());
    return out;
  }

  std::map<std::string, Node> pending_;
  std::vector<Node> nodes_;
  std::map<std::string, std::size_t> position_;
  std::vector<std::size_t> parting_;
  std::set<std::size_t> used_;
  std::size_t last_ = 0;
};

}  // namespace

std::vector<KerasStep> keras_steps(const Json& model) { return Graph(model).steps(); }

std::vector<int> keras_input(const Json& model) {
  for (const Json& layer : layers_of(model)) {
    const Json& config = layer.at("config");
    if (!config.is_object()) return keras_input(layer);
    for (const char* key : {"batch_input_shape", "batch_shape"})
      if (config.contains(key) && config.at(key).is_array()) {
        std::vector<int> out;
        for (std::size_t i = 1; i < config.at(key).size(); ++i)
          out.push_back(config.at(key)[i].is_number_integer() ? config.at(key)[i].get<int>() : -1);
        return out;
      }
    if (config.contains("layers")) return keras_input(layer);
  }
  return {};
}

}  // namespace xp
