#include "framework/engine/network.h"

#include <cmath>

#include "framework/base/random.h"

namespace xp {
namespace {

/// Parts of what xp::network returns, by name.
constexpr const char* place_names[] = {"features", "attention", "neck", "dropout", "head"};

/// Draws and collects a network's tensors while its layers are made.
struct Weights {
  std::uint64_t seed;
  at::Device device;
  std::vector<NamedTensor> parameters, buffers;

  /// He et al. 2015: normal with variance 2 / fan-in, for what a ReLU follows.
  Tensor kernel(const std::string& name, at::IntArrayRef shape, double fan_in) {
    Tensor t = at::empty(shape, at::kFloat);
    Random random(seed, "init/" + name);
    const double deviation = std::sqrt(2 / fan_in);
    for (float *p = t.data_ptr<float>(), *end = p + t.numel(); p != end; ++p)
      *p = static_cast<float>(deviation * random.normal());
    return parameter(name, shape.size() == 4 ? t.contiguous(at::MemoryFormat::ChannelsLast) : t);
  }
  Tensor parameter(const std::string& name, Tensor t) {
    t = t.to(device);
    t.requires_grad_();
    parameters.push_back({name, t});
    return t;
  }
  Tensor buffer(const std::string& name, const Tensor& t) {
    buffers.push_back({name, t.to(device)});
    return buffers.back().tensor;
  }
};

}  // namespace

class Layer {
 public:
  Layer(const Net& net, Shape& at, const std::string& place, Weights& weights) : net_(net) {
    const Shape in = at;
    if (net.op == Op::conv) {
      const std::int64_t out = net.out ? net.out : in.c;
      groups_ = net.groups ? net.groups : in.c;
      const std::int64_t shape[] = {out, in.c / groups_, net.kh, net.kw};
      weight_ = weights.kernel(place + ".weight", shape, static_cast<double>(shape[1] * net.kh * net.kw));
      if (net.has_bias) bias_ = weights.parameter(place + ".bias", at::zeros(out));
    } else if (net.op == Op::linear) {
      const std::int64_t shape[] = {net.out, std::int64_t{in.c} * in.h * in.w};
      weight_ = weights.kernel(place + ".weight", shape, static_cast<double>(shape[1]));
      if (net.has_bias) bias_ = weights.parameter(place + ".bias", at::zeros(net.out));
    } else if (net.op == Op::batch_norm) {
      weight_ = weights.parameter(place + ".weight", at::ones(in.c));
      bias_ = weights.parameter(place + ".bias", at::zeros(in.c));
      mean_ = weights.buffer(place + ".running_mean", at::zeros(in.c));
      variance_ = weights.buffer(place + ".running_var", at::ones(in.c));
    }
    Shape cursor = in;
    for (std::size_t i = 0; i < net.parts.size(); ++i) {
      if (net.op != Op::seq) cursor = in;
      const std::string name = place.empty() ? place_names[i] : place + "." + std::to_string(i);
      parts_.push_back(std::make_unique<Layer>(net.parts[i], cursor, name, weights));
    }
    at = measure(net, in).out;
  }

  /// N×C×H×W → what `measure` says.
  Tensor forward(Tensor x, bool training) const {
    const std::int64_t step = net_.step, pad_h = net_.same ? (net_.kh - 1) / 2 : 0,
                       pad_w = net_.same ? (net_.kw - 1) / 2 : 0;
    switch (net_.op) {
      case Op::identity: return x;
      case Op::conv: return at::conv2d(x, weight_, bias_, step, {pad_h, pad_w}, 1, groups_);
      case Op::batch_norm: return at::batch_norm(x, weight_, bias_, mean_, variance_, training, 0.1, 1e-5, false);
      case Op::relu: return at::relu(x);
      case Op::sigmoid: return at::sigmoid(x);
      case Op::max_pool: return at::max_pool2d(x, {net_.kh, net_.kw}, step, {pad_h, pad_w});
      case Op::avg_pool: return at::avg_pool2d(x, {net_.kh, net_.kw}, step, {pad_h, pad_w});
      case Op::global_pool: return x.mean({2, 3}, true);
      case Op::avg_max: return at::cat({x.mean({2, 3}, true), x.amax({2, 3}, true)}, 2);
      case Op::sum_positions: return x.sum({2, 3}, true);
      case Op::channel_stats: return at::cat({x.mean(1, true), x.amax(1, true)}, 1);
      case Op::dropout: return at::dropout(x, net_.rate, training);
      case Op::linear: return at::linear(x.flatten(1), weight_, bias_).unsqueeze(-1).unsqueeze(-1);
      case Op::seq:
        for (const auto& part : parts_) x = part->forward(x, training);
        return x;
      case Op::sum: {
        Tensor y = parts_[0]->forward(x, training);
        for (std::size_t i = 1; i < parts_.size(); ++i) y = y + parts_[i]->forward(x, training);
        return y;
      }
      case Op::cat: {
        std::vector<Tensor> branches;
        for (const auto& part : parts_) branches.push_back(part->forward(x, training));
        return at::cat(branches, 1);
      }
      case Op::gate: return x * parts_[0]->forward(x, training);
    }
    return x;
  }

 private:
  Net net_;
  std::int64_t groups_ = 1;
  Tensor weight_, bias_, mean_, variance_;
  std::vector<std::unique_ptr<Layer>> parts_;
};

Network::Network(const Net& net, Shape in, std::uint64_t seed, at::Device device) {
  Weights weights{seed, device, {}, {}};
  root_ = std::make_unique<Layer>(net, in, "", weights);
  parameters_ = std::move(weights.parameters);
  buffers_ = std::move(weights.buffers);
}

Network::~Network() = default;

Tensor Network::forward(const Tensor& images, bool training) const {
  return root_->forward(images.contiguous(at::MemoryFormat::ChannelsLast), training).flatten(1);
}

std::vector<NamedTensor> Network::state() const {
  std::vector<NamedTensor> all = parameters_;
  all.insert(all.end(), buffers_.begin(), buffers_.end());
  return all;
}

}  // namespace xp
