#include "framework/weights/keras_layers.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/net/border.h"

namespace xp {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const KerasStep& step, const std::string& why) {
  throw Error(fmt::format("the Keras layer {} ({}) {}", step.name, step.kind, why),
              "write the network as a model of your own, which may be custom(…): xp new DIR");
}

/// A setting under the first of its names that is there; null counts as absent.
template <class T>
T setting(const KerasStep& step, std::initializer_list<const char*> keys, T fallback) {
  for (const char* key : keys)
    if (const auto it = step.config->find(key); it != step.config->end() && !it->is_null()) return it->get<T>();
  return fallback;
}

/// [3, 3], or 3 for both.
std::pair<int, int> pair_of(const KerasStep& step, std::initializer_list<const char*> keys, std::pair<int, int> none) {
  const Json both = setting<Json>(step, keys, Json{none.first, none.second});
  if (both.is_number()) return {both.get<int>(), both.get<int>()};
  return {both.at(0).get<int>(), both.at(1).get<int>()};
}

int sane(const KerasStep& step, int number) {
  if (number < 1 || number > 65536) refuse(step, fmt::format("has a setting of {}", number));
  return number;
}

std::string format_of(const KerasStep& step) {
  const std::string old = setting<std::string>(step, {"dim_ordering"}, "");
  if (old == "th") refuse(step, "orders its axes and kernels as Theano did, before Keras 2");
  return setting<std::string>(step, {"data_format"}, "");
}

}  // namespace

std::vector<KerasPiece> KerasLayers::read(const std::vector<KerasStep>& steps) {
  const std::size_t before = pieces_.size();
  for (const KerasStep& step : steps) read(step);
  std::vector<KerasPiece> out(pieces_.begin() + static_cast<std::ptrdiff_t>(before), pieces_.end());
  pieces_.resize(before);
  return out;
}

void KerasLayers::read(const KerasStep& s) {
  const auto rate = [&] { return setting<double>(s, {"rate", "p"}, 0.5); };
  if (!map.zeros.empty() && s.kind != "Conv2D" && s.kind != "Convolution2D" && s.kind != "DepthwiseConv2D" &&
      s.kind != "SeparableConv2D" && s.kind != "MaxPooling2D" && s.kind != "AveragePooling2D")
    refuse(s, "follows a ZeroPadding2D, which becomes the border of a convolution or pooling");
  if (s.kind == "Conv2D" || s.kind == "Convolution2D" || s.kind == "DepthwiseConv2D") return convolution(s);
  if (s.kind == "SeparableConv2D") return separable(s);
  if (s.kind.starts_with("BatchNormalization")) return batch_norm(s);
  if (s.kind == "MaxPooling2D" || s.kind == "AveragePooling2D") return pool(s, s.kind == "MaxPooling2D");
  if (s.kind == "Dense") return dense(s);
  if (s.kind == "Activation") return activation(setting<std::string>(s, {"activation"}, "linear"), s);
  if (s.kind == "Softmax") return activation("softmax", s);
  if (s.kind == "Flatten") return flatten(s);
  if (s.kind == "Dropout") return add(dropout(rate()), s);
  if (s.kind == "ReLU") {
    if (setting<double>(s, {"negative_slope"}, 0) != 0 || setting<double>(s, {"threshold"}, 0) != 0)
      refuse(s, "has a slope or a threshold");
    const double most = setting<double>(s, {"max_value"}, 0);
    if (most != 0 && most != 6) refuse(s, fmt::format("ends at {}", most));
    return activation(most == 6 ? "relu6" : "relu", s);
  }
  if (s.kind == "GlobalAveragePooling2D") {
    if (const std::string format = format_of(s); !format.empty()) order_axes(format == "channels_first", s);
    map.flat = true;
    return add(global_pool, s);
  }
  if (s.kind == "Reshape") return reshape(s);
  if (s.kind == "ZeroPadding2D") {
    order_axes(format_of(s) == "channels_first", s);
    const Json p = setting<Json>(s, {"padding"}, Json{1, 1});
    const auto side = [&](std::size_t i) { return p.is_number() ? p : p.at(i); };
    const auto end = [&](std::size_t i, std::size_t e) { return side(i).is_number() ? side(i) : side(i).at(e); };
    map.zeros = {end(0, 0).get<int>(), end(0, 1).get<int>(), end(1, 0).get<int>(), end(1, 1).get<int>()};
    return;
  }
  if (!s.paths.empty()) return join_paths(s);
  if (s.kind == "Sequential" || s.kind == "Functional" || s.kind == "Model") {
    if (++depth_ > 8) refuse(s, "is a model inside a model inside a model …");
    for (const KerasStep& inner : keras_steps(*s.config)) read(inner);
    --depth_;
    return;
  }
  refuse(s, "is none that the vocabulary of nets has");
}

void KerasLayers::add(Net net, const KerasStep& step) {
  try {
    map.shape = measure(net, map.shape).out;
  } catch (const Error& e) {
    refuse(step, std::string("does not fit: ") + e.what());
  }
  map.zeros.clear();
  pieces_.push_back({std::move(net), map.flat});
}

/// In Keras each layer says in which order it reads the axes, and need not agree with the one before.
void KerasLayers::order_axes(bool channels_first, const KerasStep& s) {
  if (map.flat) refuse(s, "acts on a vector as if it were a map");
  if (channels_first == map.channels_first) return;
  if (!map.zeros.empty()) refuse(s, "reads the axes in another order than the ZeroPadding2D before it");
  for (int i = 0; i < (channels_first ? 2 : 1); ++i) add(turn, s);
  map.channels_first = channels_first;
}

/// The window's stride and border: the layer's own, or the zeros that were put around the map before.
Net KerasLayers::windowed(Net net, const KerasStep& s) {
  if (pair_of(s, {"dilation_rate"}, {1, 1}) != std::pair{1, 1}) refuse(s, "is dilated");
  const bool pools = net.op != Op::conv;
  const auto stride = pair_of(s, {"strides", "subsample"}, pools ? std::pair{net.kh, net.kw} : std::pair{1, 1});
  if (stride.first != stride.second) refuse(s, fmt::format("has strides {}×{}", stride.first, stride.second));
  net.step = sane(s, stride.first);
  const std::string padding = setting<std::string>(s, {"padding", "border_mode"}, "valid");
  if (padding != "valid" && padding != "same") refuse(s, "pads " + padding);
  net.pad = padding == "same" ? Pad::keras : Pad::none;
  if (map.zeros.empty()) return net;

  const auto wanted = [&](int size, int k) {
    const Border border(net.padded(Pad::keras), size, k);
    return std::pair{border.before, border.after};
  };
  const std::pair<int, int> rows{map.zeros[0], map.zeros[1]}, columns{map.zeros[2], map.zeros[3]};
  const std::pair<int, int> half_h{(net.kh - 1) / 2, (net.kh - 1) / 2}, half_w{(net.kw - 1) / 2, (net.kw - 1) / 2};
  if (net.pad != Pad::none) refuse(s, "pads a map that a ZeroPadding2D has padded");
  if (net.op == Op::max_pool && !map.not_negative) refuse(s, "takes the maximum with zeros around values below zero");
  if (rows == half_h && columns == half_w)
    net.pad = Pad::half;
  else if (net.op != Op::avg_pool && rows == wanted(map.shape.h, net.kh) && columns == wanted(map.shape.w, net.kw))
    net.pad = Pad::keras;
  else
    refuse(s, fmt::format("has a border of {}+{} rows and {}+{} columns", rows.first, rows.second, columns.first,
                          columns.second));
  return net;
}

Net KerasLayers::biased(Net net, const KerasStep& s) {
  net.has_bias = setting<bool>(s, {"use_bias", "bias"}, true);
  return net.drawn(Init::glorot);
}

void KerasLayers::convolution(const KerasStep& s) {
  order_axes(format_of(s) == "channels_first", s);
  const std::pair<int, int> old{setting<int>(s, {"nb_row"}, 1), setting<int>(s, {"nb_col"}, 1)};
  const auto [kh, kw] = pair_of(s, {"kernel_size"}, old);
  Net net = conv(0, sane(s, kh), sane(s, kw));
  if (s.kind == "DepthwiseConv2D") {
    const int times = sane(s, setting<int>(s, {"depth_multiplier"}, 1));
    net.groups = 0;
    net.out = times == 1 ? 0 : map.shape.c * times;
  } else {
    net.out = sane(s, setting<int>(s, {"filters", "nb_filter"}, 0));
    net.groups = sane(s, setting<int>(s, {"groups"}, 1));
  }
  add(biased(windowed(net, s), s), s);
  names.push_back(s.name);
  map.not_negative = false;
  activation(setting<std::string>(s, {"activation"}, "linear"), s);
}

void KerasLayers::separable(const KerasStep& s) {
  order_axes(format_of(s) == "channels_first", s);
  const auto [kh, kw] = pair_of(s, {"kernel_size"}, {1, 1});
  const int times = sane(s, setting<int>(s, {"depth_multiplier"}, 1));
  Net first = conv(times == 1 ? 0 : map.shape.c * times, sane(s, kh), sane(s, kw));
  first.groups = 0;
  add(windowed(first, s).drawn(Init::glorot), s);
  add(biased(conv(sane(s, setting<int>(s, {"filters"}, 0)), 1), s), s);
  names.insert(names.end(), {s.name, s.name});
  map.not_negative = false;
  activation(setting<std::string>(s, {"activation"}, "linear"), s);
}

void KerasLayers::batch_norm(const KerasStep& s) {
  Json axis = setting<Json>(s, {"axis"}, -1);
  if (axis.is_array() && axis.size() == 1) axis = axis[0];
  const bool vector = map.flat && map.shape.h * map.shape.w == 1;
  if (map.flat && !vector) refuse(s, "normalises a flattened map");
  if (!map.flat) {
    if (axis != -1 && axis != 3 && axis != 1) refuse(s, "normalises along axis " + axis.dump());
    order_axes(axis == 1, s);
  }
  Net net = normalised(setting<double>(s, {"epsilon"}, 1e-3), 1 - setting<double>(s, {"momentum"}, 0.99));
  net.has_scale = setting<bool>(s, {"scale"}, true);
  add(net, s);
  names.push_back(s.name);
  map.not_negative = false;
}

void KerasLayers::pool(const KerasStep& s, bool max) {
  order_axes(format_of(s) == "channels_first", s);
  const auto [kh, kw] = pair_of(s, {"pool_size"}, {2, 2});
  Net net = layer(max ? Op::max_pool : Op::avg_pool);
  net.kh = sane(s, kh), net.kw = sane(s, kw);
  add(windowed(net, s), s);
}

void KerasLayers::dense(const KerasStep& s) {
  if (!map.flat) refuse(s, "acts on a map, position by position");
  add(biased(linear(sane(s, setting<int>(s, {"units", "output_dim"}, 0))), s), s);
  names.push_back(s.name);
  map.not_negative = false;
  activation(setting<std::string>(s, {"activation"}, "linear"), s);
}

void KerasLayers::activation(const std::string& name, const KerasStep& s) {
  static const std::map<std::string, Op> known{
      {"relu", Op::relu},       {"relu6", Op::relu6}, {"swish", Op::silu},      {"silu", Op::silu},
      {"sigmoid", Op::sigmoid}, {"tanh", Op::tanh},   {"softmax", Op::softmax}, {"hard_silu", Op::hard_swish}};
  if (name == "linear") return;
  const auto it = known.find(name);
  std::vector<std::string> names_known;
  for (const auto& [n, op] : known) names_known.push_back(n);
  if (it == known.end()) refuse(s, "has the activation " + name + "; known: " + join(names_known));
  if (name == "softmax" && (map.flat ? map.shape.h * map.shape.w != 1 : map.channels_first))
    refuse(s, "takes the softmax along another axis than the channels");
  add(layer(it->second), s);
  map.not_negative = name == "relu" || name == "relu6" || name == "sigmoid" || name == "softmax";
}

/// Weights that read a flattened map take its channels last (see arranged): a map that has them first is turned before.
void KerasLayers::flatten(const KerasStep& s) {
  if (map.flat) return;
  const bool moves_channels = format_of(s) == "channels_first";  // Keras 2.2 on: flattened as if they were last
  map.flat = true;
  if (map.channels_first && !moves_channels) add(turn, s);
}

/// From a vector to a map of one position and back.
void KerasLayers::reshape(const KerasStep& s) {
  const Json to = setting<Json>(s, {"target_shape"}, Json::array());
  const bool map_of_one = to == Json{1, 1, map.shape.c}, vector = to == Json{map.shape.c} || to == Json{-1};
  if (map.shape.h * map.shape.w != 1 || (!map_of_one && !vector)) refuse(s, "reshapes to " + to.dump());
  map.flat = vector;
}

void KerasLayers::join_paths(const KerasStep& s) {
  if (++joins_ > max_joins) refuse(s, fmt::format("joins paths inside paths more than {} deep", max_joins));
  const KerasMap before = map;
  std::vector<Net> paths;
  bool not_negative = true;
  KerasMap after;
  for (std::size_t i = 0; i < s.paths.size(); ++i) {
    map = before;
    std::vector<Net> parts;
    for (KerasPiece& piece : read(s.paths[i])) parts.push_back(std::move(piece.net));
    if (!map.zeros.empty()) refuse(s, "joins a map that a ZeroPadding2D has padded");
    if (i > 0 && (map.channels_first != after.channels_first || map.flat != after.flat))
      refuse(s, "joins maps whose axes have another order");
    after = map;
    not_negative = not_negative && map.not_negative;
    paths.push_back(parts.empty() ? identity : parts.size() == 1 ? parts[0] : seq(parts));
  }
  map = before;
  map.flat = after.flat, map.channels_first = after.channels_first;
  if (s.kind == "Add") {
    add(sum(paths), s);
  } else if (s.kind == "Concatenate") {
    const int axis = setting<int>(s, {"axis"}, -1);
    const bool channels = map.flat ? axis == -1 || axis == 1 : axis == (map.channels_first ? 1 : 3) || axis == -1;
    if (!channels || (axis == -1 && map.channels_first)) refuse(s, fmt::format("joins along axis {}", axis));
    add(cat(paths), s);
  } else if (s.kind == "Multiply" && paths.size() == 2 && (paths[0] == identity || paths[1] == identity)) {
    add(gate(paths[0] == identity ? paths[1] : paths[0]), s);
  } else {
    refuse(s, "joins paths in a way that the vocabulary of nets lacks");
  }
  map.not_negative = not_negative;
  --joins_;
}

}  // namespace xp
