#include "framework/engine/compiled/convolution.h"

#include <algorithm>
#include <oneapi/dnnl/dnnl.hpp>
#include <optional>
#include <string_view>

#include "framework/engine/compiled/weight_gradient.h"
#include "framework/net/border.h"

namespace xp {
namespace {

using dnnl::memory;
using Kind = memory::data_type;
using Tag = memory::format_tag;

const dnnl::engine& cpu() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}
dnnl::stream& stream() {
  static thread_local dnnl::stream stream(cpu());
  return stream;
}

Kind kind(Numbers n) { return n == Numbers::bf16 ? Kind::bf16 : Kind::f32; }

memory::desc map(std::int64_t images, Shape s, Numbers n) { return {{images, s.c, s.h, s.w}, kind(n), Tag::nhwc}; }

std::size_t aligned(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

memory wrapped(const memory::desc& desc, const void* data) { return {desc, cpu(), const_cast<void*>(data)}; }

dnnl::primitive_attr attributes(const ConvolutionWish& w) {
  dnnl::primitive_attr attr;
  attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  dnnl::post_ops after;
  if (w.adds) after.append_binary(dnnl::algorithm::binary_add, map(w.images, w.out, w.numbers));
  switch (w.act) {
    case Act::none: break;
    // With a slope of exactly 0, oneDNN takes max(x, 0), which makes 0 of what is no number.
    case Act::relu: after.append_eltwise(1, dnnl::algorithm::eltwise_relu, 1e-30f, 0); break;
    case Act::relu6: after.append_eltwise(1, dnnl::algorithm::eltwise_clip, 0, 6); break;
    case Act::silu: after.append_eltwise(1, dnnl::algorithm::eltwise_swish, 1, 0); break;
    case Act::hard_swish: after.append_eltwise(1, dnnl::algorithm::eltwise_hardswish, 0, 0); break;
  }
  attr.set_post_ops(after);
  return attr;
}

/// The best implementation that keeps to its output: on 6×6 maps among others, oneDNN 2.6.3's 1×1 kernel for
/// AMX that adds a tensor writes up to a row of tiles beyond the end.
dnnl::convolution_forward::primitive_desc sound(dnnl::convolution_forward::primitive_desc desc) {
  const auto overruns = [&] { return std::string_view(desc.impl_info_str()).rfind("jit_1x1:avx512_core_amx", 0) == 0; };
  while (overruns() && desc.next_impl()) continue;
  return desc;
}

/// Σ over positions of gᵀ·x: what the weights' gradient is for a 1×1 window. oneDNN's product beats its convolution on
/// small maps of many channels (measured at 800 to 2888 positions: by 10 to 50 %), and needs no second layout.
bool as_product(const ConvolutionWish& w) {
  const bool pointwise = w.net.kh == 1 && w.net.kw == 1 && w.net.step == 1 && w.net.groups == 1 && !w.net.has_bias;
  return pointwise && w.images * w.in.h * w.in.w <= 4096 && std::min(w.in.c, w.out.c) >= 256;
}

/// For xp's own gradient of the weights: where there is one group and no bias.
std::optional<ConvolutionShape> shape_of_own(const ConvolutionWish& w, const Border& rows, const Border& columns) {
  const ConvolutionShape c{w.images, w.in.c,   w.in.h,   w.in.w,     w.out.c,     w.out.h,
                           w.out.w,  w.net.kh, w.net.kw, w.net.step, rows.before, columns.before};
  if (w.numbers != Numbers::bf16 || w.net.groups != 1 || w.net.has_bias || !has_weight_gradient(c)) return {};
  return c;
}

dnnl::primitive_attr plain_attributes() {
  dnnl::primitive_attr attr;
  attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attr;
}

}  // namespace

struct Convolution::Parts {
  ConvolutionWish wish;
  memory::dims kernel;  // with groups in front where there are several
  std::optional<dnnl::convolution_forward::primitive_desc> forward_desc;
  std::optional<dnnl::convolution_backward_data::primitive_desc> input_desc;
  std::optional<dnnl::convolution_backward_weights::primitive_desc> weight_desc;
  std::optional<dnnl::matmul::primitive_desc> product_desc;
  std::optional<ConvolutionShape> own_weight_gradient;
  dnnl::matmul product;
  dnnl::convolution_forward forward;
  dnnl::convolution_backward_data input;
  dnnl::convolution_backward_weights weight;
  bool own_input_weights = false;                // the input's gradient reads another form of the weights
  memory forward_weights, input_weights, shift;  // in the caller's room

  /// A tensor of floats in the layer's order, whatever its strides.
  memory::desc plain(const Tensor& t) const {
    const std::int64_t groups = kernel.size() == 5 ? kernel[0] : 1;
    memory::dims strides;
    if (groups > 1) strides.push_back(t.stride(0) * (t.size(0) / groups));
    for (std::int64_t d = 0; d < 4; ++d) strides.push_back(t.stride(d));
    return {kernel, Kind::f32, strides};
  }
};

Convolution::Convolution(const ConvolutionWish& w) : parts_(std::make_unique<Parts>()) {
  Parts& p = *parts_;
  p.wish = w;
  const std::int64_t groups = w.net.groups ? w.net.groups : w.in.c;
  if (groups > 1) p.kernel.push_back(groups);
  for (std::int64_t d : {w.out.c / groups, w.in.c / groups, std::int64_t{w.net.kh}, std::int64_t{w.net.kw}})
    p.kernel.push_back(d);
  const memory::desc x = map(w.images, w.in, w.numbers), y = map(w.images, w.out, w.numbers);
  const memory::desc k(p.kernel, kind(w.numbers), Tag::any), dk(p.kernel, Kind::f32, Tag::any);
  const memory::desc b(memory::dims{w.out.c}, Kind::f32, Tag::x);
  const Border rows(w.net, w.in.h, w.net.kh), columns(w.net, w.in.w, w.net.kw);
  const memory::dims stride{w.net.step, w.net.step}, before{rows.before, columns.before},
      after{rows.after, columns.after};
  const auto direct = dnnl::algorithm::convolution_direct;
  const bool learns = w.input_gradient || w.weight_gradient;
  const auto use = learns ? dnnl::prop_kind::forward_training : dnnl::prop_kind::forward_inference;
  using Forward = dnnl::convolution_forward::desc;
  const Forward desc = w.has_shift ? Forward(use, direct, x, k, b, y, stride, before, after)
                                   : Forward(use, direct, x, k, y, stride, before, after);
  p.forward_desc = sound({desc, attributes(w), cpu()});
  p.forward = dnnl::convolution_forward(*p.forward_desc);
  if (w.input_gradient) {
    p.input_desc.emplace(dnnl::convolution_backward_data::desc(direct, x, k, y, stride, before, after),
                         plain_attributes(), cpu(), *p.forward_desc);
    p.input = dnnl::convolution_backward_data(*p.input_desc);
    p.own_input_weights = p.input_desc->weights_desc() != p.forward_desc->weights_desc();
  }
  if (w.weight_gradient) p.own_weight_gradient = shape_of_own(w, rows, columns);
  if (p.own_weight_gradient) {
    return;
  } else if (w.weight_gradient && as_product(w)) {
    const std::int64_t positions = w.images * w.in.h * w.in.w;
    const memory::desc g(memory::dims{w.out.c, positions}, kind(w.numbers), memory::dims{1, w.out.c});
    const memory::desc in(memory::dims{positions, w.in.c}, kind(w.numbers), memory::dims{w.in.c, 1});
    const memory::desc to(memory::dims{w.out.c, w.in.c}, Kind::f32, memory::dims{w.in.c, 1});
    p.product_desc.emplace(dnnl::matmul::desc(g, in, to), plain_attributes(), cpu());
    p.product = dnnl::matmul(*p.product_desc);
  } else if (w.weight_gradient) {
    using Backward = dnnl::convolution_backward_weights::desc;
    const Backward back = w.net.has_bias ? Backward(direct, x, dk, b, y, stride, before, after)
                                         : Backward(direct, x, dk, y, stride, before, after);
    p.weight_desc.emplace(back, plain_attributes(), cpu(), *p.forward_desc);
    p.weight = dnnl::convolution_backward_weights(*p.weight_desc);
  }
}

Convolution::~Convolution() = default;
Convolution::Convolution(Convolution&&) noexcept = default;

std::size_t Convolution::weights() const {
  const Parts& p = *parts_;
  return aligned(p.forward_desc->weights_desc().get_size()) +
         (p.own_input_weights ? aligned(p.input_desc->weights_desc().get_size()) : 0) +
         (p.wish.has_shift ? aligned(static_cast<std::size_t>(p.wish.out.c) * sizeof(float)) : 0);
}

void Convolution::load(const Tensor& weight, const Tensor& bias, void* room) {
  Parts& p = *parts_;
  char* next = static_cast<char*>(room);
  const auto take = [&](const memory::desc& desc) {
    memory m = wrapped(desc, next);
    next += aligned(desc.get_size());
    return m;
  };
  memory from = wrapped(p.plain(weight), weight.data_ptr());
  p.forward_weights = take(p.forward_desc->weights_desc());
  dnnl::reorder(from, p.forward_weights).execute(stream(), from, p.forward_weights);
  p.input_weights = p.forward_weights;
  if (p.own_input_weights) {
    p.input_weights = take(p.input_desc->weights_desc());
    dnnl::reorder(from, p.input_weights).execute(stream(), from, p.input_weights);
  }
  if (!p.wish.has_shift) return;
  p.shift = take({memory::dims{p.wish.out.c}, Kind::f32, Tag::x});
  float* shift = static_cast<float*>(p.shift.get_data_handle());
  bias.defined() ? std::copy_n(bias.data_ptr<float>(), p.wish.out.c, shift) : std::fill_n(shift, p.wish.out.c, 0.0f);
}

void Convolution::forward(const void* x, const void* plus, void* y, void* scratch) {
  Parts& p = *parts_;
  std::unordered_map<int, memory> a{{DNNL_ARG_SRC, wrapped(p.forward_desc->src_desc(), x)},
                                    {DNNL_ARG_WEIGHTS, p.forward_weights},
                                    {DNNL_ARG_DST, wrapped(p.forward_desc->dst_desc(), y)},
                                    {DNNL_ARG_SCRATCHPAD, wrapped(p.forward_desc->scratchpad_desc(), scratch)}};
  if (p.wish.has_shift) a.emplace(DNNL_ARG_BIAS, p.shift);
  if (p.wish.adds)
    a.emplace(DNNL_ARG_ATTR_MULTIPLE_POST_OP(0) | DNNL_ARG_SRC_1, wrapped(p.forward_desc->dst_desc(), plus));
  p.forward.execute(stream(), a);
}

void Convolution::input_gradient(const void* g, void* to, void* scratch) {
  Parts& p = *parts_;
  p.input.execute(stream(), {{DNNL_ARG_DIFF_DST, wrapped(p.input_desc->diff_dst_desc(), g)},
                             {DNNL_ARG_WEIGHTS, p.input_weights},
                             {DNNL_ARG_DIFF_SRC, wrapped(p.input_desc->diff_src_desc(), to)},
                             {DNNL_ARG_SCRATCHPAD, wrapped(p.input_desc->scratchpad_desc(), scratch)}});
}

void Convolution::weight_gradient(const void* x, const void* g, const Tensor& weight, const Tensor& bias,
                                  void* scratch) {
  Parts& p = *parts_;
  if (p.own_weight_gradient)
    return xp::weight_gradient(*p.own_weight_gradient, x, g, weight.data_ptr<float>(), scratch);
  if (p.product_desc)
    return p.product.execute(stream(), {{DNNL_ARG_SRC, wrapped(p.product_desc->src_desc(), g)},
                                        {DNNL_ARG_WEIGHTS, wrapped(p.product_desc->weights_desc(), x)},
                                        {DNNL_ARG_DST, wrapped(p.product_desc->dst_desc(), weight.data_ptr())},
                                        {DNNL_ARG_SCRATCHPAD, wrapped(p.product_desc->scratchpad_desc(), scratch)}});
  const memory::desc made = p.weight_desc->diff_weights_desc(), wanted = p.plain(weight);
  char* room = static_cast<char*>(scratch);
  memory gradient = made == wanted ? wrapped(made, weight.data_ptr()) : wrapped(made, room);
  if (made != wanted) room += aligned(made.get_size());
  std::unordered_map<int, memory> a{{DNNL_ARG_SRC, wrapped(p.weight_desc->src_desc(), x)},
                                    {DNNL_ARG_DIFF_DST, wrapped(p.weight_desc->diff_dst_desc(), g)},
                                    {DNNL_ARG_DIFF_WEIGHTS, gradient},
                                    {DNNL_ARG_SCRATCHPAD, wrapped(p.weight_desc->scratchpad_desc(), room)}};
  if (p.wish.net.has_bias)
    a.emplace(DNNL_ARG_DIFF_BIAS, wrapped({memory::dims{p.wish.out.c}, Kind::f32, Tag::x}, bias.data_ptr()));
  p.weight.execute(stream(), a);
  if (made != wanted) {
    memory to = wrapped(wanted, weight.data_ptr());
    dnnl::reorder(gradient, to).execute(stream(), gradient, to);
  }
}

std::size_t Convolution::scratch() const {
  const Parts& p = *parts_;
  std::size_t most = p.forward_desc->scratchpad_desc().get_size();
  if (p.input_desc) most = std::max(most, p.input_desc->scratchpad_desc().get_size());
  if (p.own_weight_gradient) most = std::max(most, weight_gradient_scratch(*p.own_weight_gradient));
  if (p.product_desc) most = std::max(most, p.product_desc->scratchpad_desc().get_size());
  if (p.weight_desc)
    most = std::max(most,
                    p.weight_desc->scratchpad_desc().get_size() + p.weight_desc->diff_weights_desc().get_size() + 64);
  return most;
}

}  // namespace xp
