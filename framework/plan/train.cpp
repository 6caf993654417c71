#include "framework/plan/train.h"

#include <fmt/format.h>

#include <regex>

#include "framework/base/error.h"
#include "framework/base/text.h"

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

}  // namespace

Settings complete_train(const Settings& given) {
  const Settings out = complete<Train>(given, "train");
  check_place(filled<Train>(out));
  return out;
}
Settings complete_seeds(const Settings& given) { return complete<Seeds>(given, "seed"); }
Train train_of(const Settings& complete) { return filled<Train>(complete); }
Seeds seeds_of(const Settings& complete) { return filled<Seeds>(complete); }

}  // namespace xp
