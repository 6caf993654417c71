// A network as a value: leaves are layers, inner nodes are the four combinators. No weights, no torch: what a net is,
// not how it runs. `measure.h` tells its shapes and sizes, `framework/engine` lowers it.
//
// The vocabulary is closed: a new Op is a change to the framework (this enum, `measure`, the lowering; -Wswitch finds
// the places). A new architecture never is.
#pragma once
#include <cstddef>
#include <utility>
#include <vector>

namespace xp {

/// Shapes below are channels × height × width (C×H×W); a batch goes in front.
enum class Op {
  identity,
  conv,        // 2-D convolution, C×H×W → out×H'×W'
  batch_norm,  // per channel (Ioffe and Szegedy 2015)
  relu,
  sigmoid,
  max_pool,
  avg_pool,       // the border's padding counts as zeros, as torchvision and Keras' Inception have it
  global_pool,    // mean over positions, C×H×W → C×1×1
  avg_max,        // per channel the mean and the maximum over positions, C×H×W → C×2×1
  sum_positions,  // C×H×W → C×1×1
  channel_stats,  // per position the mean and the maximum over channels, C×H×W → 2×H×W
  dropout,
  linear,  // flattens, C×H×W → out×1×1
  seq,     // parts one after the other
  sum,     // parts side by side on the same input, added: residual
  cat,     // parts side by side, joined along channels: branches
  gate,    // x · part(x), broadcast over what the part keeps at size 1: attention
};

// clang-format off
struct Net {
  Op op = Op::identity;
  int out = 0;                    // output channels; 0 keeps the input's
  int kh = 1, kw = 1, step = 1;   // kernel height and width, stride
  int groups = 1;                 // 0: as many as input channels (depthwise)
  bool same = true;               // pad (k - 1) / 2 on every side; false: no padding
  bool has_bias = false;
  double rate = 0;                // dropout
  std::vector<Net> parts;

  Net stride(int s) const { Net n = *this; n.step = s; return n; }
  Net valid() const { Net n = *this; n.same = false; return n; }
  Net bias() const { Net n = *this; n.has_bias = true; return n; }
  bool operator==(const Net&) const = default;
};

inline Net layer(Op op) { Net n; n.op = op; return n; }
inline Net join(Op op, std::vector<Net> parts) { Net n = layer(op); n.parts = std::move(parts); return n; }

inline Net conv(int out, int kh, int kw) { Net n = layer(Op::conv); n.out = out; n.kh = kh; n.kw = kw; return n; }
inline Net conv(int out, int k) { return conv(out, k, k); }
inline Net depthwise(int k) { Net n = conv(0, k); n.groups = 0; return n; }
inline Net linear(int out) { Net n = layer(Op::linear); n.out = out; n.has_bias = true; return n; }
inline Net max_pool(int k, int s) { Net n = layer(Op::max_pool); n.kh = n.kw = k; n.step = s; return n; }
inline Net avg_pool(int k, int s) { Net n = layer(Op::avg_pool); n.kh = n.kw = k; n.step = s; return n; }
inline Net dropout(double rate) { Net n = layer(Op::dropout); n.rate = rate; return n; }

inline Net seq(std::vector<Net> parts) { return join(Op::seq, std::move(parts)); }
inline Net sum(std::vector<Net> parts) { return join(Op::sum, std::move(parts)); }
inline Net cat(std::vector<Net> parts) { return join(Op::cat, std::move(parts)); }
inline Net gate(Net by) { return join(Op::gate, {std::move(by)}); }
// clang-format on
inline Net times(int n, const Net& part) { return seq(std::vector<Net>(static_cast<std::size_t>(n), part)); }

inline const Net identity = layer(Op::identity), batch_norm = layer(Op::batch_norm), relu = layer(Op::relu),
                 sigmoid = layer(Op::sigmoid), global_pool = layer(Op::global_pool), avg_max = layer(Op::avg_max),
                 sum_positions = layer(Op::sum_positions), channel_stats = layer(Op::channel_stats);

/// The pieces that published architectures are made of.
inline Net conv_bn(int out, int kh, int kw, int s) { return seq({conv(out, kh, kw).stride(s), batch_norm}); }
inline Net conv_bn(int out, int k, int s = 1) { return conv_bn(out, k, k, s); }
/// Depthwise-separable: a depthwise convolution, a pointwise one, BatchNorm (Chollet 2017).
inline Net separable(int out, int k = 3) { return seq({depthwise(k), conv(out, 1), batch_norm}); }

}  // namespace xp
