#include "framework/run/imports/mlflow_yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

constexpr std::size_t largest = 1 << 20;
constexpr std::ptrdiff_t most_brackets = 64;  // yaml-cpp reads nested ones by recursion; a flat mapping has none

}  // namespace

std::map<std::string, std::string> flat_yaml(const std::string& text, const std::string& file) {
  const std::string hint = "the file store of MLflow keeps keys and values in it, one a line";
  if (text.size() > largest || text.find('\0') != text.npos) throw Error(file + " is no meta.yaml", hint);
  for (const char c : {'[', '{', '&', '*', '?'})
    if (std::count(text.begin(), text.end(), c) > most_brackets) throw Error(file + " is nested too deeply", hint);
  std::map<std::string, std::string> out;
  try {
    const YAML::Node root = YAML::Load(text);
    if (!root.IsMap()) throw Error(file + " is no mapping", hint);
    for (const auto& entry : root)
      if (entry.first.IsScalar() && (entry.second.IsScalar() || entry.second.IsNull()))
        out[entry.first.Scalar()] = entry.second.IsScalar() ? entry.second.Scalar() : "";
  } catch (const YAML::Exception& e) {
    throw Error(fmt::format("{}: {}", file, printable(e.what())), hint);
  }
  return out;
}

}  // namespace xp
