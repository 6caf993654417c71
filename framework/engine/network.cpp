#include "framework/engine/network.h"

#include "framework/engine/layer.h"

namespace xp {

Network::Network(const Net& net, Shape in, std::uint64_t seed, at::Device device) : net_(net), in_(in) {
  InitialWeights weights{seed, device};
  root_ = std::make_unique<Layer>(net, in, "", weights);
  parameters_ = std::move(weights.parameters);
  buffers_ = std::move(weights.buffers);
}

Network::~Network() = default;

Logits Network::logits(const Tensor& images, bool training) const {
  Pass pass{training};
  const Tensor out = root_->forward(images.contiguous(at::MemoryFormat::ChannelsLast), pass).flatten(1);
  return {out, std::move(pass.auxiliary)};
}

Tensor Network::map(const Tensor& images, bool training) const {
  Pass pass{training};
  const Tensor features = root_->part(0).forward(images.contiguous(at::MemoryFormat::ChannelsLast), pass);
  return root_->part(1).forward(features, pass);
}

Tensor Network::logits_of(const Tensor& map, bool training) const {
  Pass pass{training};
  Tensor x = map;
  for (std::size_t i = 2; i < root_->parts(); ++i) x = root_->part(i).forward(x, pass);
  return x.flatten(1);
}

std::vector<NamedTensor> Network::state() const {
  std::vector<NamedTensor> all = parameters_;
  all.insert(all.end(), buffers_.begin(), buffers_.end());
  return all;
}

}  // namespace xp
