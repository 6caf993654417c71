#include "framework/engine/explain/explain.h"

#include <cmath>

#include "framework/base/file.h"
#include "framework/engine/explain/cascade.h"
#include "framework/engine/explain/heatmap.h"
#include "framework/engine/explain/mosaic.h"
#include "framework/engine/explain/occlusion.h"
#include "framework/engine/explain/placed.h"
#include "framework/engine/explain/saliency.h"
#include "framework/engine/images/decode.h"
#include "framework/engine/images/named_files.h"
#include "framework/engine/network/pretrained.h"
#include "framework/engine/training/loss.h"
#include "framework/plan/tiled.h"
#include "framework/scores/chance/rank.h"
#include "framework/scores/pooled.h"

namespace xp {
namespace {

/// Of each part of an image.
using Heats = std::vector<Heat>;

std::vector<double> cells(const Heats& heats) {
  std::vector<double> out;
  for (const Heat& heat : heats) out.insert(out.end(), heat.values.begin(), heat.values.end());
  return out;
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
        parts_(parts_of_an_image(plan)),
        batches_(read_named(plan, weights, files, placement.threads)),
        pieces_(in_plans_batches(plan, files.size())) {}

  void tell(const std::function<void(const Explanation&)>& told) {
    for (const std::vector<int>& piece : pieces_) {
      const LastMap last = last_map(network_, images(piece));
      const Tensor probabilities =
          Objective(form_, std::vector<double>(plan_.classes.size(), 1.0), at::kCPU).probabilities(last.logits);
      std::vector<Prediction> said;
      append(said, piece, batches_.labels(piece), probabilities);
      for (const Prediction& p : said) refuse_nonsense(at::tensor(p.probabilities), p.sample);
      const std::vector<std::vector<double>> answers = of_images(said);
      for (const std::vector<double>& answer : answers)
        targets_.push_back(question_.target >= 0 ? question_.target : predicted({0, 0, answer}));
      std::vector<Heats> heats;  // of each method, one a part
      for (const std::string& method : question_.methods) {
        const Tensor heat = heat_of(method, piece, last);
        for (std::size_t i = 0; i < piece.size(); ++i) refuse_nonsense(heat[static_cast<std::int64_t>(i)], piece[i]);
        heats.push_back(heats_of(heat));
      }
      for (std::size_t i = 0; i < answers.size(); ++i) {
        heats_.emplace_back();
        for (const Heats& all : heats) {
          const auto first = all.begin() + static_cast<std::ptrdiff_t>(i * parts_.size());
          heats_.back().emplace_back(first, first + static_cast<std::ptrdiff_t>(parts_.size()));
        }
        told(drawn(image_of(piece[i * parts_.size()]), answers[i], heats_.back()));
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
          compare(steps[m], m, piece, heats_of(heat_of(steps[m].method, piece, last)));
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
    for (int sample : piece) targets.push_back(targets_[image_of(sample)]);
    if (method == "occlusion")
      return occlusion_heat(network_, images(piece), targets, form_, cover_, train_of(plan_.train).batch);
    return activation_heat(method, last.map, gradient(last, targets, form_));
  }

  /// The image that a sample is part of.
  std::size_t image_of(int sample) const { return static_cast<std::size_t>(sample) / parts_.size(); }

  /// What is said of whole images.
  std::vector<std::vector<double>> of_images(const std::vector<Prediction>& said) const {
    std::vector<std::vector<double>> out;
    for (std::size_t i = 0; i < said.size(); i += parts_.size()) {
      std::vector<std::vector<double>> parts;
      for (std::size_t p = 0; p < parts_.size(); ++p) parts.push_back(said[i + p].probabilities);
      out.push_back(pooled(parts));
    }
    return out;
  }

  void compare(SanityStep& step, std::size_t method, const std::vector<int>& piece, const Heats& now) const {
    for (std::size_t i = 0; i < piece.size(); i += parts_.size()) {
      const auto first = now.begin() + static_cast<std::ptrdiff_t>(i);
      const double r = spearman(cells(heats_[image_of(piece[i])][method]),
                                cells({first, first + static_cast<std::ptrdiff_t>(parts_.size())}));
      step.correlation += std::isnan(r) ? 0 : r;
      ++(std::isnan(r) ? step.lost : step.compared);
    }
  }

  void refuse_nonsense(const Tensor& numbers, int sample) const {
    if (!numbers.isfinite().all().item<bool>())
      throw Error("the network says nothing of " + files_[image_of(sample)] + ": what it computes is no number",
                  "its weights have overflowed; xp show tells how it trained", Exit::failed);
  }

  Explanation drawn(std::size_t file, const std::vector<double>& answer, const std::vector<Heats>& heats) const {
    std::string why;
    const std::optional<Image> radiograph = decode(read_file(files_[file]), {1}, why);
    if (!radiograph) throw Error("cannot read " + files_[file] + ": " + why, "it changed while it was explained");
    Explanation out{file, answer, targets_[file], {}};
    for (std::size_t m = 0; m < heats.size(); ++m)
      out.maps.push_back(parts_.size() == 1 ? of_whole(question_.methods[m], heats[m][0], *radiograph)
                                            : of_tiles(question_.methods[m], heats[m], *radiograph));
    return out;
  }

  HeatMap of_whole(const std::string& method, const Heat& heat, const Image& radiograph) const {
    const Region place = place_of_image(plan_, {plan_.channels, radiograph.height, radiograph.width});
    return {method, heat.rows, heat.columns, border_share(heat, place),
            png_over(radiograph, laid_back(heat, place, radiograph.width, radiograph.height))};
  }

  HeatMap of_tiles(const std::string& method, const Heats& heats, const Image& radiograph) const {
    std::vector<TileHeat> tiles;
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      const auto [left, top, right, bottom] = in_pixels(parts_[p].region, radiograph.width, radiograph.height);
      tiles.push_back(
          {parts_[p].region, heats[p], place_of_image(plan_, {plan_.channels, bottom - top, right - left})});
    }
    const Image warmth = mosaic(tiles, radiograph.width, radiograph.height);
    const Region& last = parts_.back().region;
    return {method, heats[0].rows * static_cast<int>(std::lround(1 / (last.bottom - last.top))),
            heats[0].columns * static_cast<int>(std::lround(1 / (last.right - last.left))), border_share(warmth),
            png_over(radiograph, warmth)};
  }

  const Plan& plan_;
  const std::vector<std::string>& files_;
  const Question& question_;
  at::Device device_;
  LossForm form_;
  Network network_;
  Cover cover_;
  std::vector<Tile> parts_;
  Batches batches_;
  std::vector<std::vector<int>> pieces_;
  std::vector<int> targets_;               // of each file
  std::vector<std::vector<Heats>> heats_;  // of each file, one a method: kept for the sanity check
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
