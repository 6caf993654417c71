// A network as a value: leaves are layers, inner nodes are the four combinators. No weights, no torch: what a net is,
// not how it runs. `measure.h` tells its shapes and sizes, `framework/engine` lowers it.
//
// The vocabulary is closed: a new Op is a change to the framework (this enum, `measure`, the lowering; -Wswitch finds
// the places). A new architecture never is.
#pragma once
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace xp {

/// Shapes below are channels × height × width (C×H×W); a batch goes in front.
enum class Op {
  identity,
  conv,        // 2-D convolution, C×H×W → out×H'×W'
  batch_norm,  // per channel (Ioffe and Szegedy 2015)
  relu,
  relu6,       // min(max(x, 0), 6) (Sandler et al. 2018)
  silu,        // x · sigmoid(x), also called swish (Ramachandran et al. 2017)
  hard_swish,  // x · relu6(x + 3) / 6 (Howard et al. 2019)
  sigmoid,
  tanh,
  softmax,  // over the channels, at each position
  max_pool,
  avg_pool,     // zeros of the border count with Pad::half, as in torchvision; with Pad::keras they do not, as in Keras
  global_pool,  // mean over positions, C×H×W → C×1×1
  avg_max,      // per channel the mean and the maximum over positions, C×H×W → C×2×1
  sum_positions,  // C×H×W → C×1×1
  channel_stats,  // per position the mean and the maximum over channels, C×H×W → 2×H×W
  swap,  // channels become rows and rows channels, C×H×1 → H×C×1: a convolution can then run along channels
  turn,  // channels become rows, rows columns, columns channels, C×H×W → W×C×H: what a Keras layer sees of a map
         // whose axes another one had in the other order
  multi_head,  // scaled dot-product attention between positions (Vaswani et al. 2017): queries, keys and values
               // stacked, 3C×H×W → C×H×W
  dropout,
  drop_path,  // in training, a whole image's map becomes zero with probability `rate` (Huang et al. 2016)
  linear,     // flattens, C×H×W → out×1×1
  custom,     // computed by a function that a library registered with the engine; see framework/engine/custom.h
  seq,        // parts one after the other
  sum,        // parts side by side on the same input, added: residual
  cat,        // parts side by side, joined along channels: branches
  gate,       // x · part(x), broadcast over what the part keeps at size 1: attention
  gate_axes,  // x · rows · columns (Hou, Zhou, Feng 2021). parts: shared, by_row, by_column. `shared` sees the means
              // over each row and over each column as one C×(H+W)×1 map; of what it makes, the first H positions go to
              // by_row → C×H×1, the others to by_column → C×1×W
  aux,  // its input goes on unchanged; in training part(x) is a second output, with `rate` as its loss's weight
};

/// What lies beyond the border of a map.
enum class Pad {
  none,
  half,   // (k - 1) / 2 on every side
  keras,  // as many as ceil(size / stride) outputs need, the odd one after: "same" in Keras and TensorFlow
};

/// How a kernel is drawn. Fan-in and fan-out: the window's positions times input or output channels of a group.
enum class Init {
  he_in,      // normal, variance 2 / fan-in (He et al. 2015)
  he_out,     // normal, variance 2 / fan-out
  glorot,     // uniform, variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010)
  normal,     // with standard deviation `spread`
  truncated,  // normal with standard deviation `spread`, redrawn beyond two of them
  uniform,    // between -spread and spread
  torch,      // uniform, variance 1 / (3 · fan-in), its bias likewise: what torch.nn.Linear starts from
};

/// A tensor of a custom layer.
struct CustomWeight {
  std::string name;
  std::vector<int> shape;
  double start = 0;  // all of it
  bool operator==(const CustomWeight&) const = default;
};

// clang-format off
struct Net {
  Op op = Op::identity;
  int out = 0;                    // output channels; 0 keeps the input's, in a `linear` it stands for the outputs
  int kh = 1, kw = 1, step = 1;   // kernel height and width, stride
  int groups = 1;                 // 0: as many as input channels (depthwise)
  Pad pad = Pad::half;
  bool has_bias = false;
  double rate = 0;                // dropout, drop_path; the loss's weight of aux
  double epsilon = 1e-5;          // batch_norm: added to the variance
  double momentum = 0.1;          // batch_norm: share of the batch in the running statistics
  bool has_scale = true;          // batch_norm: learns a factor; it always learns a shift
  int heads = 1;                  // multi_head
  Init init = Init::he_in; double spread = 0;
  std::string name; std::vector<CustomWeight> weights;   // custom
  bool added = false;             // put in by a rewrite: published names of layers pass over it
  std::vector<Net> parts;

  Net stride(int s) const { Net n = *this; n.step = s; return n; }
  Net padded(Pad p) const { Net n = *this; n.pad = p; return n; }
  Net valid() const { return padded(Pad::none); }
  Net bias() const { Net n = *this; n.has_bias = true; return n; }
  Net drawn(Init i, double s = 0) const { Net n = *this; n.init = i; n.spread = s; return n; }
  bool operator==(const Net&) const = default;
};

inline Net layer(Op op) { Net n; n.op = op; return n; }
inline Net join(Op op, std::vector<Net> parts) { Net n = layer(op); n.parts = std::move(parts); return n; }

inline Net conv(int out, int kh, int kw) { Net n = layer(Op::conv); n.out = out; n.kh = kh; n.kw = kw; return n; }
inline Net conv(int out, int k) { return conv(out, k, k); }
inline Net depthwise(int k) { Net n = conv(0, k); n.groups = 0; return n; }
inline Net linear(int out) { Net n = layer(Op::linear); n.out = out; n.has_bias = true; return n; }
inline Net normalised(double epsilon, double momentum) { Net n = layer(Op::batch_norm); n.epsilon = epsilon; n.momentum = momentum; return n; }
inline Net max_pool(int k, int s) { Net n = layer(Op::max_pool); n.kh = n.kw = k; n.step = s; return n; }
inline Net avg_pool(int k, int s) { Net n = layer(Op::avg_pool); n.kh = n.kw = k; n.step = s; return n; }
inline Net dropout(double rate) { Net n = layer(Op::dropout); n.rate = rate; return n; }
inline Net drop_path(double rate) { Net n = layer(Op::drop_path); n.rate = rate; return n; }
inline Net multi_head(int heads) { Net n = layer(Op::multi_head); n.heads = heads; return n; }
/// Keeps the shape of its input.
inline Net custom(std::string name, std::vector<CustomWeight> weights = {}) { Net n = layer(Op::custom); n.name = std::move(name); n.weights = std::move(weights); return n; }

inline Net seq(std::vector<Net> parts) { return join(Op::seq, std::move(parts)); }
inline Net sum(std::vector<Net> parts) { return join(Op::sum, std::move(parts)); }
inline Net cat(std::vector<Net> parts) { return join(Op::cat, std::move(parts)); }
inline Net gate(Net by) { return join(Op::gate, {std::move(by)}); }
inline Net gate_axes(Net shared, Net by_row, Net by_column) { return join(Op::gate_axes, {std::move(shared), std::move(by_row), std::move(by_column)}); }
inline Net aux(Net part, double weight) { Net n = join(Op::aux, {std::move(part)}); n.rate = weight; return n; }
// clang-format on
inline Net times(int n, const Net& part) { return seq(std::vector<Net>(static_cast<std::size_t>(n), part)); }

inline const Net identity = layer(Op::identity), batch_norm = layer(Op::batch_norm), relu = layer(Op::relu),
                 relu6 = layer(Op::relu6), silu = layer(Op::silu), hard_swish = layer(Op::hard_swish),
                 sigmoid = layer(Op::sigmoid), global_pool = layer(Op::global_pool), avg_max = layer(Op::avg_max),
                 sum_positions = layer(Op::sum_positions), channel_stats = layer(Op::channel_stats),
                 swap_axes = layer(Op::swap), turn = layer(Op::turn);

/// The pieces that published architectures are made of.
inline Net conv_bn(int out, int kh, int kw, int s) { return seq({conv(out, kh, kw).stride(s), batch_norm}); }
inline Net conv_bn(int out, int k, int s = 1) { return conv_bn(out, k, k, s); }
/// Depthwise-separable: a depthwise convolution, a pointwise one, BatchNorm (Chollet 2017).
inline Net separable(int out, int k = 3) { return seq({depthwise(k), conv(out, 1), batch_norm}); }

}  // namespace xp
