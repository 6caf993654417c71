#include "framework/engine/network/pretrained.h"

#include <fmt/format.h>

#include <filesystem>

#include "framework/base/file.h"
#include "framework/engine/network/weights.h"
#include "framework/weights/start.h"

namespace xp {
namespace {

LayerNames names_of(const Model& model) {
  LayerNames names;
  for (const char* source : {"torchvision", "timm", "keras"})
    if (std::vector<std::string> list = model.names(source); !list.empty()) names[source] = std::move(list);
  return names;
}

void fill(const Network& network, const Start& start) {
  const at::NoGradGuard no_gradients;
  for (const NamedTensor& t : network.state()) {
    const auto values = start.values.find(t.name);
    if (values == start.values.end()) continue;
    Tensor target = t.tensor;
    target.copy_(at::from_blob(const_cast<float*>(values->second.data()), target.sizes(), at::kFloat));
  }
}

}  // namespace

std::vector<std::string> start_from_file(const Network& network, const std::string& path, const LayerNames& names,
                                         const std::string& owner) {
  const std::string file = std::filesystem::path(path).filename().string();
  try {
    const Start start = start_from(read_weight_file(path), network.net(), network.in(), names, owner);
    fill(network, start);
    std::vector<std::string> remarks{fmt::format("weights of {} ({} names)", file, start.source)};
    for (const std::string& remark : start.remarks) remarks.push_back(file + ": " + remark);
    return remarks;
  } catch (const Error& e) {
    const std::string what = e.what();
    throw Error(what.find(path) == std::string::npos ? path + ": " + what : what, e.hint());
  }
}

Network kept_network(const Plan& plan, const std::string& weights, at::Device device) {
  Network out(network(plan), input(plan), 0, device);
  from_safetensors(read_file(weights), out.state());
  return out;
}

std::vector<std::string> begin_as_planned(Network& network, const Plan& plan) {
  const auto model = plan.make<Model>();
  std::vector<std::string> remarks;
  if (const std::string path = model->starts_from(); !path.empty())
    remarks = start_from_file(network, path, names_of(*model), "model " + plan.only(Kind::model).name);
  network.freeze(frozen_places(network.net().parts.at(0), network.in(), model->freeze));
  return remarks;
}

}  // namespace xp
