#include "framework/engine/images/pipeline.h"

#include <algorithm>

#include "framework/base/text.h"
#include "framework/engine/images/image_ops.h"

namespace xp {
namespace {

/// Up to the first that augments or whose numbers are not known yet.
std::size_t fixed(const std::vector<std::shared_ptr<Transform>>& transforms) {
  const auto changes = [](const auto& t) { return t->augments() || t->mixes() || t->fits(); };
  return static_cast<std::size_t>(std::find_if(transforms.begin(), transforms.end(), changes) - transforms.begin());
}

}  // namespace

Pipeline::Pipeline(const Plan& plan, const Room& room)
    : seed_(static_cast<std::uint64_t>(seeds_of(plan.seed).order)),
      transforms_(plan.make_all<Transform>()),
      once_(fixed(transforms_)),
      source_(plan, transforms_, once_, room) {
  for (const Choice& choice : plan.plugins.at(Kind::transform)) names_.push_back(choice.name);
  for (const auto& t : transforms_)
    if (t->mixes()) mixers_.push_back(t);
}

bool Pipeline::augments() const {
  return std::any_of(transforms_.begin(), transforms_.end(), [](const auto& t) { return t->augments() || t->mixes(); });
}

std::vector<std::size_t> Pipeline::fitting() const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < transforms_.size(); ++i)
    if (transforms_[i]->fits()) out.push_back(i);
  return out;
}

void Pipeline::settle() {
  for (; once_ < transforms_.size() && !transforms_[once_]->augments() && !transforms_[once_]->mixes(); ++once_)
    source_.then(*transforms_[once_]);
}

std::shared_ptr<const Image> Pipeline::before(std::size_t transform, int sample) {
  return from(once_, transform, {sample}, 0);
}

std::shared_ptr<const Image> Pipeline::finished(Drawn sample, int view) {
  return from(once_, transforms_.size(), sample, view);
}

Random Pipeline::drawing(std::string purpose, int epoch, Drawn sample) const {
  if (sample.again > 0) purpose += "/again/" + std::to_string(sample.again);
  return {seed_, purpose, static_cast<std::uint32_t>(epoch), static_cast<std::uint32_t>(sample.sample)};
}

std::shared_ptr<const Image> Pipeline::from(std::size_t first, std::size_t end, Drawn sample, int view) {
  const Sample& own = listing_.samples[static_cast<std::size_t>(sample.sample)];
  std::string why;
  std::shared_ptr<const Image> image = source_.image(listing_, own, why);
  if (!image) throw Error("cannot read " + printable(own.path) + " any more: " + why);
  for (std::size_t i = first; i < end; ++i) {
    const Transform& t = *transforms_[i];
    if (t.mixes() || (view == 0 && t.augments())) continue;
    Random random = drawing("augment/" + std::to_string(i), view, sample);
    image = std::make_shared<const Image>(t.apply(*image, CvImageOps(), random));
  }
  return image;
}

Pipeline::Mix Pipeline::mixed(const std::vector<std::shared_ptr<const Image>>& finished, std::size_t i, Drawn sample,
                              int epoch) const {
  Random random = drawing("mix", epoch, sample);
  Mix out{random.below(finished.size()), 1, *finished[i]};
  const Transform& mixer = *mixers_[random.below(mixers_.size())];
  out.share = mixer.mix(out.image, *finished[out.other], random);
  return out;
}

}  // namespace xp
