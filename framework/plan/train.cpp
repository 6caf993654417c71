#include "framework/plan/train.h"

#include <fmt/format.h>

#include <regex>

#include "framework/base/error.h"
#include "framework/base/text.h"
#include "framework/plan/unfreeze.h"

namespace xp {
namespace {

template <class S>
Settings complete(const Settings& given, const std::string& group) {
  Params<S> params;
  S::describe(params);
  std::vector<std::string> names;
  for (const auto& entry : params.entries) names.push_back(entry.param.name);
  for (const Setting& s : given)
    if (std::find(names.begin(), names.end(), s.name) == names.end())
      throw Error(fmt::format("unknown setting \"{}\" for {}", s.name, group), suggestion(s.name, names));
  Settings out;
  for (const auto& entry : params.entries) {
    const Value* value = find(given, entry.param.name);
    out.push_back({entry.param.name, value ? checked(entry.param, *value, group) : entry.param.fallback});
  }
  return out;
}

template <class S>
S filled(const Settings& settings) {
  Params<S> params;
  S::describe(params);
  S out;
  for (const auto& entry : params.entries)
    if (const Value* value = find(settings, entry.param.name)) entry.store(out, *value);
  return out;
}

void check_place(const Train& train) {
  static const std::regex known("cpu|cuda(:[0-9]{1,3})?");
  if (!std::regex_match(train.device, known))
    throw Error(fmt::format("there is no device \"{}\"", train.device),
                suggestion(train.device, {"cpu", "cuda", "cuda:1"}));
}

void check_averages(const Train& train) {
  if (train.moving_average > 0 && train.average_from > 0)
    throw Error("train.moving_average and train.average_from both say which average of the weights is judged and kept",
                "set one of them to 0");
}

/// A recipe that is named and never happens would be reported as if it had.
void check_reached(const std::string& setting, std::int64_t epoch, std::int64_t epochs, const std::string& off) {
  if (epoch <= epochs) return;
  throw Error(
      fmt::format("{} waits for epoch {}, and train.epochs = {}: it would never happen", setting, epoch, epochs),
      fmt::format("an epoch up to {}, or --set {}; a quick size says so too: .quick({{{{\"train.epochs\", {}}}, "
                  "{{\"{}\", …}}}})",
                  epochs, off, epochs, setting));
}

}  // namespace

Settings complete_train(const Settings& given) {
  const Settings out = complete<Train>(given, "train");
  const Train train = filled<Train>(out);
  check_place(train);
  check_averages(train);
  const std::vector<Unfreezing> stages = unfreezings(train.unfreeze);
  if (train.control == "majority" || train.control == "image_statistics") return out;  // they train nothing
  check_reached("train.average_from", train.average_from, train.epochs, "train.average_from=0");
  if (!stages.empty()) check_reached("train.unfreeze", stages.back().epoch, train.epochs, "train.unfreeze=");
  return out;
}
Settings complete_seeds(const Settings& given) { return complete<Seeds>(given, "seed"); }
Settings later_of_train() {
  Params<Train> params;
  Train::describe(params);
  Settings out;
  for (const auto& entry : params.entries)
    if (entry.param.is_later) out.push_back({entry.param.name, entry.param.fallback});
  return out;
}
Train train_of(const Settings& complete) { return filled<Train>(complete); }
Seeds seeds_of(const Settings& complete) { return filled<Seeds>(complete); }

}  // namespace xp
