#include "framework/plan/transforms.h"

#include <fmt/format.h>

#include <algorithm>

namespace xp {
namespace {

void refuse_mirror(const std::string& name) {
  const auto& params = Registry::global().find(Kind::transform, name).params;
  const bool forces = std::any_of(params.begin(), params.end(), [](const Param& p) { return p.name == "force"; });
  throw Error(
      fmt::format("transform {} exchanges left and right, and a mirrored image of this dataset may belong to another "
                  "class",
                  name),
      forces ? fmt::format("leave it out, or --set transform.{}.force=true where you know that it does not", name)
             : fmt::format("leave it out, or set it so that it does not  (xp plugins transform {})", name));
}

}  // namespace

void check_transforms(const Plan& plan, const Listing& data) {
  if (data.lateral && train_of(plan.train).flip_at_test)
    throw Error(
        "train.flip_at_test judges an image together with its mirror image, and a mirrored image of this dataset may "
        "belong to another class",
        "--set train.flip_at_test=false");
  std::string rescaler;
  for (const Choice& choice : plan.plugins.at(Kind::transform)) {
    const auto transform = Registry::global().make<Transform>(choice);
    if (data.lateral && transform->mirrors()) refuse_mirror(choice.name);
    if (!rescaler.empty() && transform->sees_black())
      throw Error(fmt::format("transform {} takes 0 for black and 1 for white, and {} before it leaves another scale",
                              choice.name, rescaler),
                  fmt::format("put {} behind it", rescaler));
    if (transform->rescales()) rescaler = choice.name;
    if (transform->mixes() && plan.make<Model>()->freeze == "features")
      throw Error(fmt::format("transform {} makes another image each time, and what frozen features say of an image is "
                              "computed once",
                              choice.name),
                  fmt::format("leave {} out, or model.freeze", choice.name));
  }
}

}  // namespace xp
