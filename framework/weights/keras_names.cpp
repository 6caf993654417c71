#include "framework/weights/keras_names.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "framework/base/text.h"

namespace xp {
namespace {

using Json = nlohmann::json;

/// "SeparableConv2D" → "separable_conv2d", as keras.src.utils.naming.to_snake_case has it.
std::string snake_case(const std::string& name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto upper = [&](std::size_t k) { return std::isupper(static_cast<unsigned char>(name[k])) != 0; };
    const bool after_small = i > 0 && std::islower(static_cast<unsigned char>(name[i - 1]));
    const bool before_small =
        i > 0 && i + 1 < name.size() && upper(i - 1) && std::islower(static_cast<unsigned char>(name[i + 1]));
    if (upper(i) && (after_small || before_small)) out += '_';
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
  }
  return out;
}

/// Null where it is absent. No copy: whoever wrote the configuration chose how deep it nests.
const Json& member(const Json& json, const char* key) {
  static const Json none;
  const auto it = json.is_object() ? json.find(key) : json.end();
  return it == json.end() ? none : *it;
}

std::string text_of(const Json& json) { return json.is_string() ? json.get<std::string>() : ""; }

/// Keras 3 saves the second Conv2D as "conv2d_1", whatever its own name.
std::map<std::string, std::string> numbered(const std::string& config) {
  std::map<std::string, std::string> out;
  std::map<std::string, int> seen;
  const Json json = Json::parse(config, nullptr, false);
  const Json& settings = member(json, "config");
  for (const Json& layer : settings.is_array() ? settings : member(settings, "layers")) {
    const std::string kind = snake_case(text_of(member(layer, "class_name")));
    const std::string name = text_of(member(member(layer, "config"), "name"));
    const int number = seen[kind]++;
    out[name] = number ? kind + "_" + std::to_string(number) : kind;
  }
  return out;
}

/// What a role is called in a layer that is plain, or the first or second half of a separable convolution.
std::vector<std::string> words(const Place& place, bool first_half, bool second_half) {
  switch (place.role) {
    case Place::kernel:
      if (first_half) return {"depthwise_kernel", "0"};
      if (second_half) return {"pointwise_kernel", "1"};
      if (place.depthwise) return {"depthwise_kernel", "kernel", "W", "0"};
      return {"kernel", "W", "0"};
    case Place::bias: return {"bias", "b", second_half ? "2" : "1"};
    case Place::scale: return {"gamma", "-4"};
    case Place::shift: return {"beta", "-3"};
    case Place::mean: return {"moving_mean", "running_mean", "-2"};
    case Place::variance: return {"moving_variance", "running_std", "-1"};  // Keras 1 keeps a variance by that name
    case Place::custom: break;
  }
  return {};
}

/// "kernel:0" → "kernel"; "conv2d_1_W:0" → "W".
std::string last_word(std::string name, const std::string& layer) {
  name = name.substr(0, name.find(':'));
  if (name.rfind(layer + "_", 0) == 0) name = name.substr(layer.size() + 1);
  return name;
}

}  // namespace

KerasNames::KerasNames(const WeightFile& file) {
  if (const auto config = file.metadata.find("model_config"); config != file.metadata.end())
    numbered_ = numbered(config->second);
  for (const WeightTensor& t : file.tensors) {
    std::vector<std::string> parts = split(t.name, '/');
    std::erase_if(parts, [](const std::string& p) {
      return p.empty() || p == "model_weights" || p == "layers" || p == "_layer_checkpoint_dependencies" || p == "vars";
    });
    if (parts.size() < 2) continue;
    groups_[parts[0]].emplace(last_word(parts.back(), parts[0]), &t);
    for (std::size_t i = 1; i + 1 < parts.size(); ++i) inner_[parts[i]].emplace(last_word(parts.back(), parts[i]), &t);
  }
}

const WeightTensor* KerasNames::find(const Place& place, const std::vector<std::string>& layers) const {
  if (place.layer < 0) return nullptr;
  const std::size_t i = static_cast<std::size_t>(place.layer);
  if (layers[i].empty()) return nullptr;
  const bool conv = place.op == Op::conv;
  const bool first = conv && place.depthwise && i + 1 < layers.size() && layers[i + 1] == layers[i];
  const bool second = conv && i > 0 && layers[i - 1] == layers[i];
  const auto number = numbered_.find(layers[i]);
  for (const std::string& layer : {layers[i], number == numbered_.end() ? layers[i] : number->second})
    for (const auto* table : {&groups_, &inner_}) {
      const auto entry = table->find(layer);
      if (entry == table->end()) continue;
      for (std::string word : words(place, first, second)) {
        if (word[0] == '-') word = std::to_string(static_cast<int>(entry->second.size()) + std::stoi(word));
        if (const auto t = entry->second.find(word); t != entry->second.end()) return t->second;
      }
    }
  return nullptr;
}

}  // namespace xp
