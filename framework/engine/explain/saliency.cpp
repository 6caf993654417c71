#include "framework/engine/explain/saliency.h"

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {

Tensor evidence(const Tensor& logits, const std::vector<int>& targets, LossForm form) {
  const Tensor of = at::tensor(targets, at::kLong).to(logits.device());
  switch (form.form) {
    case LossForm::cross_entropy:
    case LossForm::focal: return logits.gather(1, of.unsqueeze(1)).flatten();
    case LossForm::binary_cross_entropy: return logits.flatten() * (2 * of - 1);
  }
  return {};
}

LastMap last_map(const Network& network, const Tensor& images) {
  const auto one_by_one = [](const Tensor& batch, const auto& work) {
    std::vector<Tensor> out;
    for (std::int64_t i = 0; i < batch.size(0); ++i) out.push_back(work(batch.narrow(0, i, 1)));
    return at::cat(out);
  };
  const auto features = [&] {
    const at::NoGradGuard no_gradients;
    return one_by_one(images, [&](const Tensor& image) { return network.map(image, false); });
  };
  const Tensor map = features().requires_grad_();
  return {map, one_by_one(map, [&](const Tensor& one) { return network.logits_of(one, false); })};
}

Tensor gradient(const LastMap& last, const std::vector<int>& targets, LossForm form) {
  Tensor leaf = last.map;
  leaf.mutable_grad() = Tensor();
  evidence(last.logits, targets, form).sum().backward({}, true, false, {{leaf}});
  return leaf.grad();
}

Tensor activation_heat(const std::string& method, const Tensor& map, const Tensor& gradient) {
  const Tensor a = map.detach().to(at::kCPU, at::kDouble), g = gradient.detach().to(at::kCPU, at::kDouble);
  if (method == "gradcam") return (g.mean({2, 3}, true) * a).sum(1).relu();
  if (method == "hirescam") return (g * a).sum(1).relu();
  if (method == "gradcam++") {
    const Tensor squared = g * g, below = 2 * squared + squared * g * a.sum({2, 3}, true);
    const Tensor alpha = at::where(below == 0, at::zeros_like(below), squared / below);
    return ((alpha * g.relu()).sum({2, 3}, true) * a).sum(1).relu();
  }
  throw Error("there is no method \"" + method + "\" that reads the last map",
              suggestion(method, {"gradcam", "gradcam++", "hirescam"}));
}

}  // namespace xp
