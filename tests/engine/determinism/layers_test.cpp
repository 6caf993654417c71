// Every layer of the vocabulary, every model, attention and loss gives the same bits twice: forward and backward, on
// the plain path and the compiled one, in fp32 and bf16, from memory that lies elsewhere, with two threads.
#include "tests/engine/compiled/passes.h"
#include "tests/engine/compiled/zoo.h"

#include <catch2/catch.hpp>
#include <set>

#include "framework/base/file.h"
#include "framework/engine/precision.h"
#include "framework/engine/training/loss.h"

using namespace xp;
using namespace xp::test;

namespace {

struct TwoThreads {
  TwoThreads() { at::set_num_threads(2); }
  ~TwoThreads() { at::set_num_threads(before); }
  int before = at::get_num_threads();
};

std::vector<std::string> precisions() {
  if (convolves_bf16(read_file("/proc/cpuinfo"))) return {"fp32", "bf16"};
  return {"fp32"};
}

bool same(const std::vector<Tensor>& a, const std::vector<Tensor>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!at::equal(a[i], b[i])) return false;
  return true;
}

/// The first gradient that is not the same; empty where all are.
std::string differing(const std::vector<NamedTensor>& a, const std::vector<NamedTensor>& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!at::equal(a[i].tensor, b[i].tensor)) return a[i].name;
  return "";
}

void check_same(const Passed& a, const Passed& b) {
  CHECK(same(a.outputs, b.outputs));
  CHECK(same(a.statistics, b.statistics));
  CHECK(differing(a.gradients, b.gradients) == "");
  CHECK(at::isfinite(flat(a.outputs)).all().item<bool>());
}

/// Two of each: the second was made while the first held its memory.
void check_twice(const Specimen& specimen, std::int64_t images, bool plain = true) {
  Subject one(specimen.net, specimen.in, images);
  const auto room = at::empty({12345});
  Subject two(specimen.net, specimen.in, images);
  if (plain) {
    INFO(specimen.name << ", plain");
    check_same(one.plain(), two.plain());
  }
  for (const std::string& precision : precisions()) {
    INFO(specimen.name << ", compiled, " << precision);
    check_same(one.compiled(precision), two.compiled(precision));
    CHECK(at::equal(one.judged(precision), two.judged(precision)));
  }
}

void collect(const Net& net, std::set<Op>& seen) {
  seen.insert(net.op);
  for (const Net& part : net.parts) collect(part, seen);
}

/// A new one does not compile before it is named here, nor pass before it has a specimen.
bool is_layer(Op op) {
  using enum Op;
  switch (op) {
    case identity:
    case conv:
    case batch_norm:
    case relu:
    case relu6:
    case silu:
    case hard_swish:
    case sigmoid:
    case tanh:
    case softmax:
    case max_pool:
    case avg_pool:
    case global_pool:
    case avg_max:
    case sum_positions:
    case channel_stats:
    case swap:
    case turn:
    case multi_head:
    case dropout:
    case drop_path:
    case linear:
    case custom:
    case seq:
    case sum:
    case cat:
    case gate:
    case gate_axes:
    case aux: return true;
  }
  return false;
}

/// Features that end in a map of 16 channels, with what a network appends.
Specimen layer_alone(const std::string& name, const Net& features) {
  return {name, seq({features, identity, global_pool, dropout(0.3), linear(3)}), {16, 21, 19}};
}

std::vector<Specimen> layers() {
  const Net soft = layer(Op::softmax), bent = layer(Op::tanh);
  const auto after = [](const Net& n) { return seq({conv(16, 3), n, conv(16, 3)}); };
  std::vector<Specimen> all{
      layer_alone("convolutions", seq({conv(16, 3).bias(), conv(16, 5, 1).stride(2), conv(32, 1)})),
      layer_alone("convolutions as Keras pads them",
                  seq({conv(16, 3).stride(2).padded(Pad::keras), conv(16, 2).valid()})),
      layer_alone("depthwise", seq({depthwise(3), batch_norm, depthwise(5).stride(2)})),
      layer_alone("batch_norm", seq({batch_norm, relu, conv(16, 3), normalised(1e-3, 0.01)})),
      layer_alone("sum of branches", sum({seq({conv(16, 3), batch_norm}), identity})),
      layer_alone("cat of branches", cat({conv(16, 3), conv_bn(8, 1), identity})),
      layer_alone("gate", gate(seq({global_pool, conv(16, 1).bias(), sigmoid}))),
      layer_alone("gate of stacked means", gate(seq({avg_max, conv(16, 1), sum_positions, sigmoid}))),
      layer_alone("gate by position", gate(seq({channel_stats, conv(1, 7), sigmoid}))),
      layer_alone("gate along channels", gate(seq({global_pool, swap_axes, conv(1, 3, 1), swap_axes, sigmoid}))),
      layer_alone("gate of rows and columns", gate_axes(seq({conv(8, 1), batch_norm, hard_swish}),
                                                        seq({conv(16, 1), sigmoid}), seq({conv(16, 1), sigmoid}))),
      layer_alone("turn", seq({turn, turn, turn})),
      layer_alone("multi_head", seq({conv(48, 1), multi_head(4)})),
      layer_alone("drop_path", sum({seq({conv(16, 3), drop_path(0.4)}), identity})),
      layer_alone("aux", seq({conv(16, 3), aux(seq({global_pool, linear(3)}), 0.3), conv(16, 3)}))};
  for (const auto& [name, net] : std::map<std::string, Net>{{"relu", relu},
                                                            {"relu6", relu6},
                                                            {"silu", silu},
                                                            {"hard_swish", hard_swish},
                                                            {"sigmoid", sigmoid},
                                                            {"tanh", bent},
                                                            {"softmax", soft},
                                                            {"max_pool", max_pool(3, 2)},
                                                            {"avg_pool", avg_pool(3, 2)},
                                                            {"avg_pool keras", avg_pool(3, 2).padded(Pad::keras)},
                                                            {"dropout", dropout(0.5)}})
    all.push_back(layer_alone(name, after(net)));
  return all;
}

}  // namespace

TEST_CASE("every layer of the vocabulary gives the same bits twice") {
  const TwoThreads threads;
  std::set<Op> seen;
  for (const Specimen& specimen : layers()) {
    collect(specimen.net, seen);
    check_twice(specimen, 5);
  }
  for (int op = 0; is_layer(static_cast<Op>(op)); ++op) {
    INFO("layer " << op << " of the enum: a specimen is missing here");
    if (static_cast<Op>(op) != Op::custom) CHECK(seen.count(static_cast<Op>(op)) == 1);  // that is others' code
  }
}

TEST_CASE("every model, and every attention after the features and in the blocks, gives the same bits twice") {
  const TwoThreads threads;
  for (const PluginInfo* model : self_contained(Kind::model)) {
    const bool large = model->name == "inception_v3" || model->name == "xception";
    check_twice(specimen(model->name, large ? 80 : 48, {{"model", model->name}}), 2, false);
  }
  for (const char* where : {"features", "blocks"})
    for (const Specimen& s : attentive(tiny_cnn, where)) check_twice(s, 3);
}

TEST_CASE("every loss gives the same bits twice, for labels, mixed labels and weighed images") {
  const TwoThreads threads;
  const Tensor labels = at::arange(0, 4096, at::kLong).remainder(3), others = (labels + 1).remainder(3);
  const Tensor shares = made("shares", {4096}, 1).abs().clamp(0, 1), weights = made("weights.weight", {4096}, 1);
  for (const PluginInfo* plugin : Registry::global().all(Kind::loss)) {
    Settings settings;
    for (const bool other : {false, true}) {
      if (other)
        for (const Param& p : plugin->params)
          if (p.low && p.high && p.fallback.get<double>()) set(settings, p.name, (*p.low + *p.high) / 4);
      const auto loss = Registry::global().make<Loss>({plugin->name, settings});
      const int classes = plugin->name == "binary_cross_entropy" ? 2 : 3, outputs = loss->outputs(classes);
      const auto of = [&](const Tensor& all) { return all.clamp_max(classes - 1); };
      for (const Truth& truth : {Truth{of(labels)}, Truth{of(labels), of(others), shares, weights}}) {
        const auto computed = [&] {
          const Objective objective(loss->form(), std::vector<double>(static_cast<std::size_t>(classes), 1.5),
                                    at::kCPU);
          Tensor logits = made("logits", {4096, outputs}, 50).requires_grad_();
          const Tensor value = objective.loss(logits, truth);
          value.backward();
          return std::vector<Tensor>{value.detach(), logits.grad().clone(), objective.probabilities(logits).detach()};
        };
        INFO(plugin->name);
        const std::vector<Tensor> once = computed();
        CHECK(same(once, computed()));
        CHECK(at::isfinite(once[1]).all().item<bool>());
        CHECK(once[1].abs().sum().item<double>() > 0);
      }
    }
  }
}
