#include "framework/engine/compiled/compiled_network.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "framework/engine/network/layer.h"
#include "framework/net/border.h"

namespace xp {

namespace {

bool below(const std::string& name, const std::string& place) {
  return name.size() > place.size() && name.compare(0, place.size(), place) == 0 && name[place.size()] == '.';
}

/// By whose weights it computes, as far as any: BatchNorm, addition and activation are one step.
std::string name_of(const Step& s, std::size_t number) {
  std::string what = s.place;
  for (const Addend& a : s.in)
    if (!a.norm.empty()) what += (what.empty() ? "" : " + ") + a.norm;
  if (what.empty()) what = s.kind == Step::pool ? "pooling" : "addition or activation";
  return "output of step " + std::to_string(number + 1) + ": " + what;
}

at::ScalarType type(Numbers n) { return n == Numbers::bf16 ? at::kBFloat16 : at::kFloat; }

}  // namespace

CompiledNetwork::CompiledNetwork(const Network& network, std::int64_t images, Numbers numbers, Use use, Memory& memory)
    : network_(network),
      images_(images),
      numbers_(numbers),
      use_(use),
      memory_(memory),
      kernels_(kernels(numbers)),
      program_(use == Use::training ? lowered(network.net(), network.in())
                                    : folded(lowered(network.net(), network.in()))) {
  std::erase_if(program_.auxiliary, [&](const Auxiliary& a) { return network.at(a.place).frozen(); });
  for (const NamedTensor& t : network.state()) tensors_[t.name] = t.tensor;
  const auto trained = [this](const std::string& place) {
    return std::any_of(network_.parameters().begin(), network_.parameters().end(),
                       [&](const NamedTensor& p) { return p.tensor.requires_grad() && below(p.name, place); });
  };
  using Trained = std::function<bool(const std::string&)>;
  tape_ = taped(program_, images, numbers, use == Use::training ? Trained(trained) : Trained());
  std::vector<bool> into_input(program_.steps.size());
  for (const Backward& b : tape_.backward) into_input[static_cast<std::size_t>(b.step)] = !b.targets.empty();
  int widest = 1;
  for (std::size_t i = 0; i < program_.steps.size(); ++i) {
    const Step& s = program_.steps[i];
    widest = std::max(widest, channels(s.out));
    for (const Addend& a : s.in) widest = std::max(widest, channels(a.map));
    convolutions_.emplace_back();
    std::vector<std::string> places;
    for (const Addend& a : s.in) places.push_back(a.norm);
    places.push_back(s.folded);
    for (const std::string& place : places)
      if (!place.empty() && !norms_.count(place))
        norms_[place] =
            std::make_unique<Norm>(network.at(place).net(), tensors_[place + ".weight"], tensors_.at(place + ".bias"),
                                   tensors_.at(place + ".running_mean"), tensors_.at(place + ".running_var"),
                                   use == Use::training && trained(place));
    if (s.kind != Step::conv) continue;
    ConvolutionWish wish;
    wish.images = images;
    wish.in = program_.map(s.in[0].map).shape, wish.out = program_.map(s.out).shape;
    wish.net = s.net;
    wish.numbers = numbers;
    wish.input_gradient = into_input[i];
    wish.weight_gradient = use == Use::training && trained(s.place);
    wish.adds = s.plus >= 0;
    wish.has_shift = s.net.has_bias || !s.folded.empty();
    wish.act = s.act;
    convolutions_.back() = std::make_unique<Convolution>(wish);
    scratch_ = std::max(scratch_, convolutions_.back()->scratch());
    weights_ += convolutions_.back()->weights();
  }
  ones_.assign(static_cast<std::size_t>(widest), 1.0f);
  zeros_.assign(static_cast<std::size_t>(widest), 0.0f);
}

CompiledNetwork::~CompiledNetwork() = default;

void* CompiledNetwork::at(const View& v) const {
  return maps_ + tape_.buffers[static_cast<std::size_t>(v.buffer)].offset +
         static_cast<std::size_t>(v.first) * size_of(numbers_);
}

std::int64_t CompiledNetwork::rows_of(int map) const {
  const Shape& s = program_.map(map).shape;
  return images_ * s.h * s.w;
}

/// The channels as LibTorch sees them, N×C×H×W.
Tensor CompiledNetwork::tensor(const View& v, Shape s) const {
  const std::int64_t stride = v.stride;
  return at::from_blob(at(v), {images_, s.c, s.h, s.w}, {s.h * s.w * stride, 1, s.w * stride, stride},
                       at::TensorOptions(type(numbers_)));
}

Window CompiledNetwork::window(const Step& s) const {
  const Shape in = program_.map(s.in[0].map).shape, out = program_.map(s.out).shape;
  const Border rows(s.net, in.h, s.net.kh), columns(s.net, in.w, s.net.kw);
  return {in.h,     in.w,       out.h,       out.w,          s.net.kh,
          s.net.kw, s.net.step, rows.before, columns.before, s.net.pad != Pad::keras};
}

Tensor CompiledNetwork::forward(const Tensor& images) {
  maps_ = memory_.maps.of(tape_.bytes + 64 + scratch_);
  room_ = maps_ + (tape_.bytes + 63) / 64 * 64;
  char* weights = memory_.weights.of(weights_);
  const at::NoGradGuard no_gradients;
  statistics_.clear();
  tensor(tape_.view(program_, 0), program_.map(0).shape).copy_(images);
  const bool loads = use_ == Use::training || memory_.loaded != this;
  if (loads) memory_.loaded = nullptr, finite_ = true;
  for (std::size_t i = 0; i < program_.steps.size(); ++i) {
    if (loads && convolutions_[i]) {
      load(i, weights);
      weights += convolutions_[i]->weights();
    }
    forward(i);
    look(i);
  }
  memory_.loaded = use_ == Use::inference ? this : nullptr;
  const auto leaf = [&](int map) {
    Tensor t = tensor(tape_.view(program_, map), program_.map(map).shape).to(at::kFloat, false, true);
    if (!finite_) t.fill_(std::numeric_limits<double>::quiet_NaN());
    return use_ == Use::training ? t.requires_grad_() : t;
  };
  auxiliary_.clear();
  for (const Auxiliary& a : program_.auxiliary) auxiliary_.push_back({leaf(a.map), a.place, a.weight});
  return out_ = leaf(program_.out);
}

/// Activations that oneDNN applies may hide what is no number: a diverged network has to say so.
void CompiledNetwork::check(const Tensor& weight, const Tensor& bias) {
  if (use_ == Use::training) return;  // the loss is looked at in every step
  finite_ = finite_ && std::isfinite(weight.sum().item<float>()) &&
            (!bias.defined() || std::isfinite(bias.sum().item<float>()));
}

/// A folded BatchNorm's factors go into the weights, its shift becomes the bias.
void CompiledNetwork::load(std::size_t i, char* room) {
  const Timed timed(memory_.profile, "weights into the kernels' layout");
  const Step& s = program_.steps[i];
  const Tensor weight = tensors_.at(s.place + ".weight").detach();
  Tensor bias = s.net.has_bias ? tensors_.at(s.place + ".bias").detach() : Tensor();
  if (s.folded.empty()) {
    check(weight, bias);
    return convolutions_[i]->load(weight, bias, room);
  }
  Norm& n = norm(s.folded);
  n.use_running();
  const auto vector = [&](const float* p) {
    return at::from_blob(const_cast<float*>(p), {weight.size(0)}, at::kFloat);
  };
  const Tensor scale = vector(n.scale()), shift = vector(n.shift());
  bias = bias.defined() ? bias * scale + shift : shift;
  const Tensor product = weight * scale.reshape({-1, 1, 1, 1});
  check(product, bias);
  convolutions_[i]->load(product, bias, room);
}

void CompiledNetwork::forward(std::size_t i) {
  const Step& s = program_.steps[i];
  switch (s.kind) {
    case Step::conv: {
      const Timed timed(memory_.profile, "convolutions, forward");
      return convolutions_[i]->forward(data(s.in[0].map), s.plus >= 0 ? data(s.plus) : nullptr, data(s.out), room_);
    }
    case Step::combine: return combine(s);
    case Step::pool: {
      const Timed timed(memory_.profile, "pooling, forward");
      const Rows x = rows(s.in[0].map), out = rows(s.out);
      if (s.net.op == Op::avg_pool) return kernels_.avg_pool(x, out, images_, channels(s.out), window(s));
      const int choices = tape_.choices[i];
      return kernels_.max_pool(x, out,
                               choices < 0 ? nullptr
                                           : reinterpret_cast<std::uint8_t*>(
                                                 maps_ + tape_.buffers[static_cast<std::size_t>(choices)].offset),
                               images_, channels(s.out), window(s));
    }
    case Step::layers: {
      const Timed timed(memory_.profile, "other layers, forward");
      const int in = s.in[0].map;
      const at::AutoGradMode gradients(use_ == Use::training);
      Tensor x = tensor(tape_.view(program_, in), program_.map(in).shape).to(at::kFloat, false, true);
      if (use_ == Use::training) x.requires_grad_();
      Pass pass{use_ == Use::training,
                {},
                use_ == Use::training ? nullptr : memory_.living,
                use_ == Use::training ? network_.watcher() : nullptr};
      const Tensor y = network_.at(s.place).forward(x, pass);
      tensor(tape_.view(program_, s.out), program_.map(s.out).shape).copy_(y.detach());
      if (use_ == Use::training) layers_[s.out] = {x, y};
      return;
    }
  }
}

/// Steps are the same for all numbers of images.
void CompiledNetwork::look(std::size_t i) const {
  const Step& s = program_.steps[i];
  if (use_ == Use::training && network_.watcher())
    network_.tell(name_of(s, i), tensor(tape_.view(program_, s.out), program_.map(s.out).shape));
  if (use_ == Use::training || !memory_.living || !may_die(s.act)) return;
  const Timed timed(memory_.profile, "dead ReLUs");
  memory_.living->see(std::to_string(i), rows(s.out), numbers_, rows_of(s.out), channels(s.out));
}

/// The addends with their factors, those of BatchNorms from this batch where they learn.
std::vector<Term> CompiledNetwork::terms(const Step& s) {
  std::vector<Term> out;
  for (const Addend& a : s.in) {
    if (a.norm.empty())
      out.push_back({rows(a.map), ones_.data(), zeros_.data()});
    else
      out.push_back({rows(a.map), norm(a.norm).scale(), norm(a.norm).shift()});
  }
  return out;
}

void CompiledNetwork::combine(const Step& s) {
  const Timed timed(memory_.profile, "BatchNorm, addition and activation, forward");
  for (const Addend& a : s.in) {
    if (a.norm.empty()) continue;
    Norm& n = norm(a.norm);
    if (!n.learns()) {
      n.use_running();
      continue;
    }
    const int root = program_.root(a.map), first = program_.first(a.map), last = first + channels(a.map);
    Statistics& known = statistics_[root];
    known.mean.resize(static_cast<std::size_t>(channels(root)));
    known.variance.resize(known.mean.size());
    const int from = known.known >= first ? std::min(known.known, last) : first;
    if (from < last) {
      View v = tape_.view(program_, a.map);
      v.first += from - first;
      kernels_.statistics(rows(v), rows_of(a.map), last - from, known.mean.data() + from, known.variance.data() + from);
      if (known.known >= first) known.known = last;
    }
    n.use(known.mean.data() + first, known.variance.data() + first, rows_of(a.map));
  }
  if (s.in.size() == 1 && s.in[0].norm.empty() && s.act == Act::none)
    return kernels_.add({rows(s.in[0].map)}, rows(s.out), false, rows_of(s.out), channels(s.out));
  kernels_.combine(terms(s), s.act, rows(s.out), rows_of(s.out), channels(s.out));
}

}  // namespace xp
