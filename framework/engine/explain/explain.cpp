#include "framework/engine/explain/explain.h"

#include <cmath>

#include "framework/base/file.h"
#include "framework/engine/explain/cascade.h"
#include "framework/engine/explain/heatmap.h"
#include "framework/engine/explain/occlusion.h"
#include "framework/engine/explain/saliency.h"
#include "framework/engine/images/decode.h"
#include "framework/engine/images/named_files.h"
#include "framework/engine/network/pretrained.h"
#include "framework/engine/training/loss.h"
#include "framework/scores/rank.h"

namespace xp {
namespace {

std::vector<Heat> rows_of(const Tensor& heat) {
  std::vector<Heat> out;
  for (std::int64_t i = 0; i < heat.size(0); ++i) {
    const Tensor one = heat[i].contiguous();
    out.push_back({static_cast<int>(one.size(0)),
                   static_cast<int>(one.size(1)),
                   {one.data_ptr<double>(), one.data_ptr<double>() + one.numel()}});
  }
  return out;
}

/// Where an image of this size lies in what enters the network.
Region region(const Plan& plan, Shape shape) {
  Region all;
  for (const auto& transform : plan.make_all<Transform>()) {
    if (transform->augments()) continue;
    const Region one = transform->region(shape);
    const double w = one.right - one.left, h = one.bottom - one.top;
    all = {one.left + w * all.left, one.top + h * all.top, one.left + w * all.right, one.top + h * all.bottom};
    shape = transform->shape(shape);
  }
  return all;
}

class Explainer {
 public:
  Explainer(const Plan& plan, const Placement& placement, const std::string& weights,
            const std::vector<std::string>& files, const Question& question)
      : plan_(plan),
        files_(files),
        question_(question),
        device_(placement.device),
        form_(plan.make<Loss>()->form()),
        network_(kept_network(plan, weights, device_)),
        cover_(cover(question.patch, question.stride, input(plan))),
        batches_(read_named(plan, weights, files, placement.threads)),
        pieces_(in_plans_batches(plan, files.size())) {}

  void tell(const std::function<void(const Explanation&)>& told) {
    for (const std::vector<int>& piece : pieces_) {
      const LastMap last = last_map(network_, images(piece));
      const Tensor probabilities =
          Objective(form_, std::vector<double>(plan_.classes.size(), 1.0), at::kCPU).probabilities(last.logits);
      std::vector<Prediction> said;
      append(said, piece, batches_.labels(piece), probabilities);
      for (const Prediction& p : said) {
        refuse_nonsense(at::tensor(p.probabilities), p.sample);
        targets_.push_back(question_.target >= 0 ? question_.target : predicted(p));
      }
      std::vector<std::vector<Heat>> heats;  // of each method, one an image
      for (const std::string& method : question_.methods) {
        const Tensor heat = heat_of(method, piece, last);
        for (std::size_t i = 0; i < piece.size(); ++i) refuse_nonsense(heat[static_cast<std::int64_t>(i)], piece[i]);
        heats.push_back(rows_of(heat));
      }
      for (std::size_t i = 0; i < piece.size(); ++i) {
        heats_.emplace_back();
        for (const auto& of_method : heats) heats_.back().push_back(of_method[i]);
        told(drawn(said[i], heats_.back()));
      }
      if (!question_.sanity) heats_.clear();
    }
  }

  /// After `tell`. Leaves the network random.
  std::vector<SanityStep> cascaded() {
    const std::uint64_t other_than_training = static_cast<std::uint64_t>(seeds_of(plan_.seed).init) ^ 0x5eedULL << 32;
    const Network drawn(network(plan_), input(plan_), other_than_training, device_);
    std::vector<SanityStep> out;
    for (const std::string& layer : cascade(network_)) {
      randomise(network_, layer, drawn);
      std::vector<SanityStep> steps;
      for (const std::string& method : question_.methods) steps.push_back({method, layer, 0, 0, 0});
      for (const std::vector<int>& piece : pieces_) {
        const LastMap last = last_map(network_, images(piece));
        for (std::size_t m = 0; m < steps.size(); ++m)
          compare(steps[m], m, piece, rows_of(heat_of(steps[m].method, piece, last)));
      }
      for (SanityStep& s : steps)
        if (s.compared > 0) s.correlation /= static_cast<double>(s.compared);
      out.insert(out.end(), steps.begin(), steps.end());
    }
    return out;
  }

 private:
  Tensor images(const std::vector<int>& piece) const { return batches_.images(piece, 0).to(device_); }

  Tensor heat_of(const std::string& method, const std::vector<int>& piece, const LastMap& last) const {
    std::vector<int> targets;
    for (int i : piece) targets.push_back(targets_[static_cast<std::size_t>(i)]);
    if (method == "occlusion")
      return occlusion_heat(network_, images(piece), targets, form_, cover_, train_of(plan_.train).batch);
    return activation_heat(method, last.map, gradient(last, targets, form_));
  }

  void compare(SanityStep& step, std::size_t method, const std::vector<int>& piece,
               const std::vector<Heat>& now) const {
    for (std::size_t i = 0; i < piece.size(); ++i) {
      const double r = spearman(heats_[static_cast<std::size_t>(piece[i])][method].values, now[i].values);
      step.correlation += std::isnan(r) ? 0 : r;
      ++(std::isnan(r) ? step.lost : step.compared);
    }
  }

  void refuse_nonsense(const Tensor& numbers, int file) const {
    if (!numbers.isfinite().all().item<bool>())
      throw Error(
          "the network says nothing of " + files_[static_cast<std::size_t>(file)] + ": what it computes is no number",
          "its weights have overflowed; xp show tells how it trained", Exit::failed);
  }

  Explanation drawn(const Prediction& said, const std::vector<Heat>& heats) const {
    const auto file = static_cast<std::size_t>(said.sample);
    std::string why;
    const std::optional<Image> radiograph = decode(read_file(files_[file]), {1}, why);
    if (!radiograph) throw Error("cannot read " + files_[file] + ": " + why, "it changed while it was explained");
    const Region place = region(plan_, {plan_.channels, radiograph->height, radiograph->width});
    Explanation out{file, said.probabilities, targets_[file], {}};
    for (std::size_t m = 0; m < heats.size(); ++m)
      out.maps.push_back({question_.methods[m], heats[m].rows, heats[m].columns, border_share(heats[m], place),
                          png_over(*radiograph, laid_back(heats[m], place, radiograph->width, radiograph->height))});
    return out;
  }

  const Plan& plan_;
  const std::vector<std::string>& files_;
  const Question& question_;
  at::Device device_;
  LossForm form_;
  Network network_;
  Cover cover_;
  Batches batches_;
  std::vector<std::vector<int>> pieces_;
  std::vector<int> targets_;              // of each file
  std::vector<std::vector<Heat>> heats_;  // of each file, one a method: kept for the sanity check
};

}  // namespace

std::vector<SanityStep> explained(const Plan& plan, const Placement& placement, const std::string& weights,
                                  const std::vector<std::string>& files, const Question& question,
                                  const std::function<void(const Explanation&)>& tell) {
  Explainer explainer(plan, placement, weights, files, question);
  explainer.tell(tell);
  return question.sanity ? explainer.cascaded() : std::vector<SanityStep>();
}

}  // namespace xp
