#include "framework/engine/network/layer.h"

#include <algorithm>
#include <cmath>

#include "framework/engine/custom.h"
#include "framework/net/border.h"
#include "framework/net/places.h"

namespace xp {
namespace {

struct Borders {
  Border rows, columns;
  Borders(const Net& n, const Tensor& x)
      : rows(n, static_cast<int>(x.size(2)), n.kh), columns(n, static_cast<int>(x.size(3)), n.kw) {}
  bool even() const { return rows.before == rows.after && columns.before == columns.after; }
  Tensor around(const Tensor& x, double value) const {
    return at::constant_pad_nd(x, {columns.before, columns.after, rows.before, rows.after}, value);
  }
};

}  // namespace

Layer::Layer(const Net& net, Shape& at, const std::string& place, InitialWeights& weights) : net_(net), place_(place) {
  const Shape in = at;
  if (net.op == Op::conv || net.op == Op::linear) {
    const bool conv = net.op == Op::conv;
    const std::int64_t out = net.out ? net.out : in.c;
    groups_ = net.groups ? net.groups : in.c;
    const std::vector<std::int64_t> shape = conv ? std::vector<std::int64_t>{out, in.c / groups_, net.kh, net.kw}
                                                 : std::vector<std::int64_t>{out, std::int64_t{in.c} * in.h * in.w};
    weight_ = weights.kernel(place + ".weight", net, shape);
    if (net.has_bias)
      bias_ = weights.bias(place + ".bias", net, out, static_cast<double>(weight_.numel() / weight_.size(0)));
  } else if (net.op == Op::batch_norm) {
    if (net.has_scale) weight_ = weights.parameter(place + ".weight", at::ones(in.c));
    bias_ = weights.parameter(place + ".bias", at::zeros(in.c));
    mean_ = weights.buffer(place + ".running_mean", at::zeros(in.c));
    variance_ = weights.buffer(place + ".running_var", at::ones(in.c));
  } else if (net.op == Op::custom) {
    for (const CustomWeight& w : net.weights)
      custom_.push_back(weights.parameter(
          place + "." + w.name, at::full(std::vector<std::int64_t>(w.shape.begin(), w.shape.end()), w.start)));
  }
  Shape left = in;
  for (std::size_t i = 0; i < net.parts.size(); ++i) {
    left = entering(net, i, in, left);
    parts_.push_back(std::make_unique<Layer>(net.parts[i], left, place_of(place, i), weights));
  }
  at = measure(net, in).out;
}

void Layer::freeze() {
  if (net_.added) return;
  frozen_ = true;
  for (Tensor* t : {&weight_, &bias_})
    if (t->defined()) t->requires_grad_(false);
  for (Tensor& t : custom_) t.requires_grad_(false);
  for (const auto& part : parts_) part->freeze();
}

void Layer::thaw() {
  frozen_ = false;
  for (Tensor* t : {&weight_, &bias_})
    if (t->defined()) t->requires_grad_(true);
  for (Tensor& t : custom_) t.requires_grad_(true);
  for (const auto& part : parts_) part->thaw();
}

bool Layer::freeze(const std::string& place) {
  if (place == place_) return freeze(), true;
  return std::any_of(parts_.begin(), parts_.end(), [&](const auto& part) { return part->freeze(place); });
}

bool Layer::frozen() const {
  const bool learns = weight_.defined() || bias_.defined() || net_.op == Op::custom;
  const bool draws = (net_.op == Op::dropout || net_.op == Op::drop_path) && net_.rate > 0;
  return (frozen_ || !(learns || draws)) &&
         std::all_of(parts_.begin(), parts_.end(), [](const auto& part) { return part->frozen(); });
}

Tensor Layer::forward(Tensor x, Pass& pass) const {
  const bool training = pass.training && !frozen_;
  switch (net_.op) {
    case Op::identity: return x;
    case Op::conv: return convolved(x);
    case Op::batch_norm:
      return at::batch_norm(x, weight_, bias_, mean_, variance_, training, net_.momentum, net_.epsilon, false);
    case Op::relu:
    case Op::relu6: return rectified(x, pass);
    case Op::silu: return at::silu(x);
    case Op::hard_swish: return at::hardswish(x);
    case Op::sigmoid: return at::sigmoid(x);
    case Op::tanh: return at::tanh(x);
    case Op::softmax: return at::softmax(x, 1);
    case Op::max_pool:
    case Op::avg_pool: return pooled(x);
    case Op::global_pool: return x.mean({2, 3}, true);
    case Op::avg_max: return at::cat({x.mean({2, 3}, true), x.amax({2, 3}, true)}, 2);
    case Op::sum_positions: return x.sum({2, 3}, true);
    case Op::channel_stats: return at::cat({x.mean(1, true), x.amax(1, true)}, 1);
    case Op::swap: return x.transpose(1, 2);
    case Op::turn: return x.permute({0, 3, 1, 2});
    case Op::multi_head: return attended(x);
    case Op::dropout: return at::dropout(x, net_.rate, training);
    case Op::drop_path: {
      if (!training || net_.rate == 0) return x;
      const Tensor kept = at::rand({x.size(0), 1, 1, 1}, x.options().dtype(at::kFloat)).ge(net_.rate).to(x.dtype());
      return x * kept.div(1 - net_.rate);
    }
    case Op::linear:
      return at::linear(x.flatten(1).to(weight_.scalar_type()), weight_, bias_).unsqueeze(-1).unsqueeze(-1);
    case Op::custom: return customised(x, training);
    case Op::seq:
      for (const auto& part : parts_) x = part->watched(x, pass);
      return x;
    case Op::sum: {
      Tensor y = parts_[0]->forward(x, pass);
      for (std::size_t i = 1; i < parts_.size(); ++i) y = y + parts_[i]->forward(x, pass);
      return y;
    }
    case Op::cat: {
      std::vector<Tensor> branches;
      for (const auto& part : parts_) branches.push_back(part->forward(x, pass));
      return at::cat(branches, 1);
    }
    case Op::gate: return x * parts_[0]->forward(x, pass);
    case Op::gate_axes: return gated_by_axes(x, pass);
    case Op::aux:
      if (training) {
        const Tensor second = parts_[0]->forward(x, pass).flatten(1);
        pass.auxiliary.emplace_back(second, net_.rate);
      }
      return x;
  }
  return x;
}

/// A row of layers has told of each.
Tensor Layer::watched(Tensor x, Pass& pass) const {
  Tensor out = forward(std::move(x), pass);
  if (pass.watcher && net_.op != Op::seq) (*pass.watcher)("output of " + place_, out);
  return out;
}

Tensor Layer::rectified(const Tensor& x, const Pass& pass) const {
  const Tensor out = net_.op == Op::relu ? at::relu(x) : at::clamp(x, 0, 6);
  if (pass.living) pass.living->see(place_, out);
  return out;
}

Tensor Layer::convolved(const Tensor& x) const {
  const Borders b(net_, x);
  const std::int64_t stride[] = {net_.step, net_.step}, dilation[] = {1, 1};
  const std::int64_t padding[] = {b.even() ? b.rows.before : 0, b.even() ? b.columns.before : 0};
  const Tensor weight = weight_.to(x.scalar_type()), bias = bias_.defined() ? bias_.to(x.scalar_type()) : bias_;
  return at::conv2d(b.even() ? x : b.around(x, 0), weight, bias, stride, padding, dilation, groups_);
}

/// Who writes one need not think of any precision but fp32.
Tensor Layer::customised(const Tensor& x, bool training) const {
  const CustomLayer& layer = custom_layer(net_.name);
  if (x.scalar_type() != at::kBFloat16) return layer({x, custom_, training});
  return layer({x.to(at::kFloat), custom_, training}).to(at::kBFloat16);
}

Tensor Layer::pooled(const Tensor& x) const {
  const Borders b(net_, x);
  const bool max = net_.op == Op::max_pool;
  const std::int64_t window[] = {net_.kh, net_.kw};
  if (b.even()) {
    const std::int64_t padding[] = {b.rows.before, b.columns.before};
    return max ? at::max_pool2d(x, window, net_.step, padding)
               : at::avg_pool2d(x, window, net_.step, padding, false, net_.pad != Pad::keras);
  }
  if (max) return at::max_pool2d(b.around(x, -std::numeric_limits<double>::infinity()), window, net_.step);
  // Keras divides by the number of positions inside: the mean with zeros outside over the share that is inside.
  const Tensor share = at::avg_pool2d(b.around(at::ones_like(x.slice(0, 0, 1).slice(1, 0, 1)), 0), window, net_.step);
  return at::avg_pool2d(b.around(x, 0), window, net_.step) / share;
}

/// softmax(q·kᵀ / √d)·v, for each of the heads on its own d channels.
Tensor Layer::attended(const Tensor& x) const {
  const std::int64_t n = x.size(0), c = x.size(1) / 3, positions = x.size(2) * x.size(3), d = c / net_.heads;
  const Tensor all = x.flatten(2).reshape({n, 3, net_.heads, d, positions});
  const Tensor q = all.select(1, 0), k = all.select(1, 1), v = all.select(1, 2);  // n × heads × d × positions
  const Tensor weights = at::softmax(at::matmul(q.transpose(2, 3), k) / std::sqrt(static_cast<double>(d)), -1);
  return at::matmul(v, weights.transpose(2, 3)).reshape({n, c, x.size(2), x.size(3)});
}

Tensor Layer::gated_by_axes(const Tensor& x, Pass& pass) const {
  const Tensor means = at::cat({x.mean(3, true), x.mean(2, true).transpose(2, 3)}, 2);  // n × C × (H+W) × 1
  const Tensor both = parts_[0]->forward(means, pass);
  const std::int64_t h = x.size(2), w = x.size(3);
  return x * parts_[1]->forward(both.narrow(2, 0, h), pass) *
         parts_[2]->forward(both.narrow(2, h, w).transpose(2, 3), pass);
}

}  // namespace xp
