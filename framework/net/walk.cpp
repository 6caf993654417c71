#include "framework/net/walk.h"

namespace xp {

Net each_layer(Net net, const std::function<void(Net&)>& change) {
  if (net.parts.empty()) change(net);
  for (Net& part : net.parts) part = each_layer(std::move(part), change);
  return net;
}

Net all_drawn(Net net, Init init, double spread) {
  return each_layer(std::move(net), [&](Net& layer) {
    if (layer.op == Op::conv || layer.op == Op::linear) layer.init = init, layer.spread = spread;
  });
}

Net all_normalised(Net net, double epsilon, double momentum) {
  return each_layer(std::move(net), [&](Net& layer) {
    if (layer.op == Op::batch_norm) layer.epsilon = epsilon, layer.momentum = momentum;
  });
}

Net with_outputs(Net net, int outputs) {
  return each_layer(std::move(net), [&](Net& layer) {
    if (layer.op == Op::linear && layer.out == 0) layer.out = outputs;
  });
}

}  // namespace xp
