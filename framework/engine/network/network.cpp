#include "framework/engine/network/network.h"

#include "framework/base/error.h"
#include "framework/engine/network/layer.h"

namespace xp {

Network::Network(const Net& net, Shape in, std::uint64_t seed, at::Device device) : net_(net), in_(in) {
  InitialWeights weights{seed, device};
  root_ = std::make_unique<Layer>(net, in, "", weights);
  parameters_ = std::move(weights.parameters);
  buffers_ = std::move(weights.buffers);
}

Network::Network(Network&&) noexcept = default;
Network::~Network() = default;

Logits Network::logits(const Tensor& images, bool training) const {
  Pass pass{training, {}, nullptr, training ? watcher_ : nullptr};
  const Tensor x = images.contiguous(at::MemoryFormat::ChannelsLast);
  // Images in bf16 leave it at the neck.
  const bool mixed = !parameters_.empty() && x.scalar_type() != parameters_.front().tensor.scalar_type();
  const Tensor out = mixed ? through(x, 0, 5, pass) : root_->forward(x, pass);
  return {out.flatten(1), std::move(pass.auxiliary)};
}

Tensor Network::map(const Tensor& images, bool training, Living* living) const {
  return through(images.contiguous(at::MemoryFormat::ChannelsLast), 0, 2, training, living);
}

Tensor Network::through(Tensor x, int first, int last, bool training, Living* living) const {
  Pass pass{training, {}, living, training ? watcher_ : nullptr};
  return through(std::move(x), first, last, pass);
}

Tensor Network::through(Tensor x, int first, int last, Pass& pass) const {
  for (int i = first; i < last; ++i) {
    if (i == 2) x = x.to(parameters_.front().tensor.scalar_type());
    x = root_->part(static_cast<std::size_t>(i)).watched(x, pass);
  }
  return x;
}

int Network::frozen_parts() const {
  int n = 0;
  while (n < static_cast<int>(root_->parts()) && root_->part(static_cast<std::size_t>(n)).frozen()) ++n;
  return n;
}

std::vector<NamedTensor> Network::state() const {
  std::vector<NamedTensor> all = parameters_;
  all.insert(all.end(), buffers_.begin(), buffers_.end());
  return all;
}

void Network::freeze(const std::vector<std::string>& places) {
  for (const std::string& place : places)
    if (!root_->freeze(place)) throw Error("the network has no layer at \"" + place + "\"");
}

void Network::thaw() { root_->thaw(); }

std::vector<NamedTensor> Network::trained() const {
  std::vector<NamedTensor> out;
  for (const NamedTensor& p : parameters_)
    if (p.tensor.requires_grad()) out.push_back(p);
  return out;
}

const Layer& Network::at(const std::string& place) const {
  const Layer* layer = root_.get();
  while (layer->place() != place) {
    const Layer* next = nullptr;
    for (std::size_t i = 0; i < layer->parts() && !next; ++i) {
      const std::string& below = layer->part(i).place();
      if (place == below || place.rfind(below + ".", 0) == 0) next = &layer->part(i);
    }
    if (!next) throw Error("the network has no layer at \"" + place + "\"");
    layer = next;
  }
  return *layer;
}

}  // namespace xp
