#include "framework/plan/unfreeze.h"

#include <fmt/format.h>

#include <regex>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {

std::vector<Unfreezing> unfreezings(const std::string& text) {
  static const std::regex wanted(" *([0-9]{1,6}) *: *(none|features|[0-9]{1,4}) *");
  const char* hint = "EPOCH:WHAT, …, WHAT being none, features, or a number of stages: \"4:2, 8:none\"";
  std::vector<Unfreezing> out;
  if (text.empty()) return out;
  for (const std::string& part : split(text, ',')) {
    std::smatch found;
    if (!std::regex_match(part, found, wanted))
      throw Error(
          fmt::format("train.unfreeze = \"{}\": \"{}\" does not say what is frozen from which epoch on", text, part),
          hint);
    const int epoch = std::stoi(found[1]);
    if (epoch < 2)
      throw Error(fmt::format("train.unfreeze = \"{}\": epoch {} is the run's beginning", text, epoch),
                  "what is frozen there says model.freeze");
    if (!out.empty() && epoch <= out.back().epoch)
      throw Error(
          fmt::format("train.unfreeze = \"{}\": epoch {} does not come after {}", text, epoch, out.back().epoch),
          "name the epochs in their order");
    out.push_back({epoch, found[2]});
  }
  return out;
}

}  // namespace xp
