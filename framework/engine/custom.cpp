#include "framework/engine/custom.h"

#include <map>

#include "framework/base/error.h"
#include "framework/base/text.h"

namespace xp {
namespace {

std::map<std::string, CustomLayer>& layers() {
  static std::map<std::string, CustomLayer> all;
  return all;
}

}  // namespace

void register_custom_layer(const std::string& name, CustomLayer layer) {
  if (!layers().emplace(name, std::move(layer)).second)
    throw Error("two libraries register the custom layer \"" + name + "\"");
}

const CustomLayer& custom_layer(const std::string& name) {
  const auto it = layers().find(name);
  if (it != layers().end()) return it->second;
  std::vector<std::string> names;
  for (const auto& [known, layer] : layers()) names.push_back(known);
  throw Error("no library registers the custom layer \"" + name + "\"", suggestion(name, names));
}

}  // namespace xp
