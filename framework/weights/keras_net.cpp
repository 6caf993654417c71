#include "framework/weights/keras_net.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/weights/keras_layers.h"
#include "framework/weights/weights.h"

namespace xp {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

/// Maps of no stated size are taken to be this large while the layers are read.
constexpr int any_side = 224;

Json parsed(const std::string& text) {
  const auto shallow = [](int depth, Json::parse_event_t, Json&) {
    if (depth > 100) throw Error("the configuration is nested too deeply");
    return true;
  };
  return Json::parse(text, shallow);
}

/// The first layer that says in which order it reads the axes says it of the images.
bool begins_channels_first(const std::vector<KerasStep>& steps) {
  for (const KerasStep& step : steps) {
    if (step.config->contains("layers") || (step.config->contains("config") && step.config->contains("class_name")))
      return begins_channels_first(keras_steps(*step.config));
    if (const auto it = step.config->find("data_format"); it != step.config->end() && it->is_string())
      return *it == "channels_first";
  }
  return false;
}

KerasMap image_of(const Json& model, bool channels_first) {
  std::vector<int> in = keras_input(model);
  if (in.size() != 3) in = {-1, -1, channels_first ? in.size() == 3 ? in[0] : 3 : 3};
  if (channels_first && in.size() == 3) in = {in[1], in[2], in[0]};
  const auto side = [](int n) { return n > 0 && n <= 65536 ? n : any_side; };
  return {{in[2] > 0 && in[2] <= 65536 ? in[2] : 3, side(in[0]), side(in[1])}, channels_first};
}

bool weighs(const Net& net) {
  const bool own = net.op == Op::conv || net.op == Op::linear || net.op == Op::batch_norm;
  return own || std::any_of(net.parts.begin(), net.parts.end(), weighs);
}

/// Where the head begins; the end where there is none.
std::size_t head_of(std::vector<KerasPiece>& pieces, bool flat) {
  const Op last = pieces.empty() ? Op::identity : pieces.back().net.op;
  const bool probabilities = flat && (last == Op::softmax || last == Op::sigmoid);
  if (probabilities) pieces.pop_back();
  std::size_t i = pieces.size();
  while (probabilities && i > 0 && !weighs(pieces[i - 1].net)) --i;
  const bool is_class_layer =
      flat && i > 0 && (pieces[i - 1].net.op == Op::linear || (probabilities && pieces[i - 1].net.op == Op::conv));
  return is_class_layer ? i - 1 : pieces.size();
}

Net joined(const std::vector<KerasPiece>& pieces, std::size_t from, std::size_t to) {
  std::vector<Net> parts;
  for (std::size_t i = from; i < to; ++i) parts.push_back(pieces[i].net);
  return parts.empty() ? identity : seq(parts);
}

KerasNet made(const Json& model) {
  const std::vector<KerasStep> steps = keras_steps(model);
  KerasLayers layers(image_of(model, begins_channels_first(steps)));
  const Shape in = layers.map.shape;
  std::vector<KerasPiece> pieces = layers.read(steps);
  const std::size_t head = head_of(pieces, layers.map.flat);
  const auto is_flat = [](const KerasPiece& piece) { return piece.flat; };
  const std::size_t neck = std::min<std::size_t>(
      head, static_cast<std::size_t>(std::find_if(pieces.begin(), pieces.end(), is_flat) - pieces.begin()));
  KerasNet net{
      joined(pieces, 0, neck), joined(pieces, neck, head), joined(pieces, head, pieces.size()), layers.names, in, 0};
  if (head < pieces.size()) {
    net.classes = pieces[head].net.out;
  } else {
    if (!layers.map.flat) net.neck = global_pool;
    net.head = seq({linear(1)});
    net.names.emplace_back();
  }
  const std::vector<int> stated = keras_input(model);
  if (std::find(stated.begin(), stated.end(), -1) != stated.end()) net.in.h = net.in.w = 0;
  return net;
}

}  // namespace

Net KerasNet::head_of(int outputs) const {
  Net net = head;
  net.parts.at(0).out = outputs;
  return net;
}

KerasNet keras_net(const std::string& config) {
  try {
    return made(parsed(config));
  } catch (const Json::exception& e) {
    throw Error(std::string("not the configuration of a Keras model: ") + e.what());
  }
}

KerasNet keras_net_of(const std::string& weights, const std::string& architecture) {
  static std::mutex mutex;
  static std::map<std::string, KerasNet> remembered;
  const std::string& file = architecture.empty() ? weights : architecture;
  std::error_code ignored;
  const std::string key = file + "\n" + std::to_string(fs::last_write_time(file, ignored).time_since_epoch().count()) +
                          "\n" + std::to_string(fs::file_size(file, ignored)) + (architecture.empty() ? "" : "\njson");
  const std::lock_guard lock(mutex);
  if (const auto it = remembered.find(key); it != remembered.end()) return it->second;
  std::string config;
  if (!architecture.empty()) {
    config = read_file(architecture);
  } else {
    const WeightFile read = read_weight_file(weights);
    const auto it = read.metadata.find("model_config");
    if (it == read.metadata.end())
      throw Error(weights + " (" + read.format + ") holds weights, and no model",
                  "give its configuration too: model.architecture=FILE.json, as Keras' to_json() wrote it");
    config = it->second;
  }
  try {
    return remembered.emplace(key, keras_net(config)).first->second;
  } catch (const Error& e) {
    throw Error(file + ": " + e.what(), e.hint());
  }
}

}  // namespace xp
