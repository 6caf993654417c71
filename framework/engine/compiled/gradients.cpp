// The backward pass of a compiled network: the steps of its tape.
#include <algorithm>

#include "framework/engine/compiled/compiled_network.h"

namespace xp {

void CompiledNetwork::backward() {
  const at::NoGradGuard no_gradients;
  for (std::size_t i = 0; i < tape_.seeds.size(); ++i) {
    const Seed& seed = tape_.seeds[i];
    const Tensor to = tensor(seed.at, program_.map(seed.map).shape);
    const Tensor& leaf = i == 0 ? out_ : auxiliary_[i - 1].map;
    leaf.grad().defined() ? to.copy_(leaf.grad()) : to.zero_();
  }
  for (const Backward& b : tape_.backward) backward(b);
}

void CompiledNetwork::backward(const Backward& b) {
  for (const Backward::Target& t : b.targets)
    if (t.clears) {
      const Buffer& buffer = tape_.buffers[static_cast<std::size_t>(t.to.buffer)];
      std::fill_n(maps_ + buffer.offset, buffer.bytes, '\0');
    }
  const Step& s = program_.steps[static_cast<std::size_t>(b.step)];
  switch (s.kind) {
    case Step::conv: return convolution_gradients(s, b);
    case Step::combine: return combination_gradients(s, b);
    case Step::pool: return pool_gradients(s, b);
    case Step::layers: return layers_gradients(s, b);
  }
}

void CompiledNetwork::convolution_gradients(const Step& s, const Backward& b) {
  std::vector<Rows> from;
  for (const View& v : b.gradients) from.push_back(rows(v));
  if (b.sum) kernels_.add(from, rows(*b.sum), false, rows_of(s.out), channels(s.out));
  const void* g = b.sum ? at(*b.sum) : from[0].data;
  Convolution& c = *convolutions_[static_cast<std::size_t>(b.step)];
  const Tensor& weight = tensors_.at(s.place + ".weight");
  if (weight.requires_grad()) {
    const Timed timed(memory_.profile, "convolutions, gradients of weights");
    c.weight_gradient(data(s.in[0].map), g, weight.grad(),
                      s.net.has_bias ? tensors_.at(s.place + ".bias").grad() : Tensor(), room_);
  }
  const Timed timed(memory_.profile, "convolutions, gradients of maps");
  if (!b.targets.empty()) c.input_gradient(g, at(b.targets[0].to), room_);
}

namespace {

bool has_target(const Backward& b, std::size_t addend) {
  return std::any_of(b.targets.begin(), b.targets.end(), [&](const auto& t) { return t.addend == addend; });
}

}  // namespace

void CompiledNetwork::combination_gradients(const Step& s, const Backward& b) {
  const Timed timed(memory_.profile, "BatchNorm, addition and activation, gradients");
  std::vector<Rows> from;
  for (const View& v : b.gradients) from.push_back(rows(v));
  const std::int64_t rows_here = rows_of(s.out);
  const int c = channels(s.out);
  std::vector<Term> all = terms(s);
  std::vector<std::size_t> normed;
  for (std::size_t k = 0; k < s.in.size(); ++k)
    if (!s.in[k].norm.empty() && (norm(s.in[k].norm).learns() || has_target(b, k))) normed.push_back(k);
  const Rows out = b.slope_from_out ? rows(s.out) : Rows{};
  const Rows sum = b.sum ? rows(*b.sum) : Rows{};
  if (b.sum && from.size() > most_gradients) {
    kernels_.add(from, sum, false, rows_here, c);
    from = {sum};
  }
  std::vector<float> sums(static_cast<std::size_t>(c)), products(sums);
  if (!normed.empty()) {
    std::swap(all[0], all[normed[0]]);  // whose products are summed along
    kernels_.slope_sums(from, all, s.act, out, sum, norm(s.in[normed[0]].norm).mean(), sums.data(), products.data(),
                        rows_here, c);
    std::swap(all[0], all[normed[0]]);
  } else if (b.sum) {
    kernels_.slope_sums(from, all, s.act, out, sum, nullptr, nullptr, nullptr, rows_here, c);
  }
  for (std::size_t i = 0; i < normed.size(); ++i) {
    const std::size_t k = normed[i];
    Norm& n = norm(s.in[k].norm);
    if (i > 0) kernels_.products(sum, all[k].x, n.mean(), products.data(), rows_here, c);
    n.gradients(sums.data(), products.data(), rows_here);
  }
  for (const Backward::Target& t : b.targets) {
    const Addend& a = s.in[t.addend];
    if (a.norm.empty()) {
      kernels_.add(b.sum ? std::vector<Rows>{sum} : from, rows(t.to), t.accumulates, rows_here, c);
      continue;
    }
    Norm& n = norm(a.norm);
    kernels_.normalised_gradient(b.sum ? sum : from[0], all[t.addend], b.sum ? Act::none : s.act, n.a(), n.b(), n.c(),
                                 rows(t.to), t.accumulates, rows_here, c);
  }
}

void CompiledNetwork::pool_gradients(const Step& s, const Backward& b) {
  const Timed timed(memory_.profile, "pooling, gradients");
  std::vector<Rows> from;
  for (const View& v : b.gradients) from.push_back(rows(v));
  if (b.sum) kernels_.add(from, rows(*b.sum), false, rows_of(s.out), channels(s.out));
  const Rows gradient = b.sum ? rows(*b.sum) : from[0];
  const Backward::Target& t = b.targets.at(0);
  if (s.net.op == Op::avg_pool)
    return kernels_.avg_pool_gradient(gradient, rows(t.to), t.accumulates, images_, channels(s.out), window(s));
  const int choices = tape_.choices[static_cast<std::size_t>(b.step)];
  kernels_.max_pool_gradient(
      gradient, reinterpret_cast<std::uint8_t*>(maps_ + tape_.buffers[static_cast<std::size_t>(choices)].offset),
      rows(t.to), t.accumulates, images_, channels(s.out), window(s));
}

void CompiledNetwork::layers_gradients(const Step& s, const Backward& b) {
  const Timed timed(memory_.profile, "other layers, gradients");
  const Layers kept = std::move(layers_.at(s.out));
  std::vector<Rows> from;
  for (const View& v : b.gradients) from.push_back(rows(v));
  if (b.sum) kernels_.add(from, rows(*b.sum), false, rows_of(s.out), channels(s.out));
  const Tensor g = tensor(b.sum ? *b.sum : b.gradients[0], program_.map(s.out).shape).to(at::kFloat);
  {
    const at::AutoGradMode gradients(true);
    kept.out.backward(g.contiguous().reshape(kept.out.sizes()));
  }
  if (b.targets.empty() || !kept.in.grad().defined()) return;
  const Backward::Target& t = b.targets[0];
  const Tensor to = tensor(t.to, program_.map(s.in[0].map).shape);
  t.accumulates ? to.add_(kept.in.grad().to(to.scalar_type())) : to.copy_(kept.in.grad());
}

}  // namespace xp
