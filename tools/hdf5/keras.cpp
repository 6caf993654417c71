#include "tools/hdf5/keras.h"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp::hdf5 {
namespace {

bool begins(const std::string& text, const std::string& with) { return text.rfind(with, 0) == 0; }

/// Keras 1 wrote conv_1_W, conv_1_b, bn_1_running_mean and bn_1_running_std; the last holds the variance
/// (keras/layers/normalization.py of Keras 1.2).
std::string of_today(const std::string& weight) {
  static const std::map<std::string, std::string> names{
      {"W", "kernel"}, {"b", "bias"}, {"running_mean", "moving_mean"}, {"running_std", "moving_variance"}};
  const auto found = names.find(weight);
  return found == names.end() ? weight : found->second;
}

/// "conv2d_1_1/kernel:0" of layer conv2d_1 → "kernel"; "conv_1_W:0" of layer conv_1 → "kernel".
std::string short_name(const std::string& layer, std::string weight) {
  if (const std::size_t colon = weight.rfind(':'); colon != weight.npos) weight.erase(colon);
  weight.erase(0, weight.rfind('/') + 1);
  return begins(weight, layer + "_") ? of_today(weight.substr(layer.size() + 1)) : weight;
}

/// With the whole path where a layer is a model and "kernel" would name several.
std::string long_name(const std::string& weight) {
  const std::size_t colon = weight.rfind(':');
  return colon == weight.npos ? weight : weight.substr(0, colon);
}

class Reader {
 public:
  Reader(hid_t root, Budget& budget) : root_(root), budget_(budget) {}

  WeightFile read() {
    const auto is_set = [&](hid_t at) { return texts(at, "layer_names").has_value(); };
    if (has_group(root_, "model_weights") && is_set(open_group(root_, "model_weights")))
      layers(open_group(root_, "model_weights"));
    else if (is_set(root_))
      layers(root_);
    else if (has_group(root_, "layers") || has_group(root_, "_layer_checkpoint_dependencies") ||
             has_group(root_, "vars"))
      numbered();
    else
      everything();
    for (const char* note : {"keras_version", "backend", "model_config"})
      if (const auto value = text(root_, note)) file_.metadata[note] = *value;
    if (!ignored_.empty()) file_.metadata["ignored"] = join(ignored_);
    file_.metadata["format"] = file_.format;
    return std::move(file_);
  }

 private:
  void add(hid_t at, const std::string& path, const std::string& name) {
    if (auto tensor = dataset(at, path, budget_)) {
      tensor->name = name;
      file_.tensors.push_back(std::move(*tensor));
    } else {
      ignored_.push_back(name);
    }
  }

  /// Keras 1 and 2: the attribute layer_names of `at` and weight_names of each group.
  void layers(hid_t at) {
    file_.format = "Keras HDF5";
    const auto names = texts(at, "layer_names");
    for (const std::string& layer : *names) weights(at, layer);
    if (has_group(at, "top_level_model_weights")) weights(at, "top_level_model_weights");
    for (const char* note : {"keras_version", "backend"})
      if (const auto value = text(at, note)) file_.metadata[note] = *value;
    if (has_group(root_, "optimizer_weights")) count_ignored("optimizer_weights");
  }

  void weights(hid_t at, const std::string& layer) {
    const Id group = open_group(at, layer);
    const auto paths = texts(group, "weight_names").value_or(std::vector<std::string>{});
    std::set<std::string> names;
    for (const std::string& path : paths) names.insert(short_name(layer, path));
    const bool several = names.size() < paths.size();
    for (const std::string& path : paths)
      add(group, path, layer + "/" + (several ? long_name(path) : short_name(layer, path)));
  }

  /// Keras 3, and .keras of TensorFlow 2.12 on: groups of numbered variables.
  void numbered() {
    file_.format = "Keras 3 HDF5";
    if (has_group(root_, "optimizer")) count_ignored("optimizer");
    nlohmann::json names = nlohmann::json::object();
    walk(root_, "", [&](hid_t group, const std::string& path, const Child& child) {
      if (path == "optimizer") return false;
      if (!child.group) return add(group, child.name, in_model(path)), true;
      if (child.name != "vars") return true;
      const std::string layer = in_model(path.substr(0, path.size() - std::min<std::size_t>(path.size(), 5)));
      if (const auto name = text(open_group(group, "vars"), "name"); name && !layer.empty()) names[layer] = *name;
      return true;
    });
    if (!names.empty())
      file_.metadata["layer_names"] = names.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }

  /// "layers/conv2d/vars/0" → "conv2d/vars/0".
  static std::string in_model(const std::string& path) {
    for (const std::string top : {"layers/", "_layer_checkpoint_dependencies/"})
      if (begins(path, top)) return path.substr(top.size());
    return path;
  }

  void everything() {
    file_.format = "HDF5";
    walk(root_, "", [&](hid_t group, const std::string& path, const Child& child) {
      if (!child.group) add(group, child.name, path);
      return true;
    });
  }

  void count_ignored(const std::string& name) {
    int found = 0;
    walk(open_group(root_, name), "",
         [&](hid_t, const std::string&, const Child& c) { return found += !c.group, true; });
    if (found > 0) ignored_.push_back(fmt::format("{} ({} tensor{})", name, found, found > 1 ? "s" : ""));
  }

  /// Calls `visit` with each child and its path; goes into a group when it says true. Throws Error for a group that
  /// is below itself.
  template <class Visit>
  void walk(hid_t group, const std::string& path, const Visit& visit) {
    if (++depth_ > 32) throw Error("its groups nest deeper than any network");
    for (const Child& child : children(group)) {
      if (++visited_ > 1'000'000) throw Error("its groups repeat themselves without end");
      const std::string below = path.empty() ? child.name : path + "/" + child.name;
      if (visit(group, below, child) && child.group) walk(open_group(group, child.name), below, visit);
    }
    --depth_;
  }

  hid_t root_;
  Budget& budget_;
  WeightFile file_;
  std::vector<std::string> ignored_;
  int depth_ = 0;
  std::size_t visited_ = 0;
};

}  // namespace

WeightFile read(const std::string& path, Budget& budget) {
  const Id root = open_file(path);
  return Reader(root, budget).read();
}

}  // namespace xp::hdf5
