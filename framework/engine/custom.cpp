#include "framework/engine/custom.h"

#include <fmt/format.h>

#include <map>

#include "framework/base/error.h"
#include "framework/base/library.h"
#include "framework/base/text.h"

namespace xp {
namespace {

struct Registered {
  CustomLayer compute;
  std::string origin;
};

std::map<std::string, Registered>& layers() {
  static std::map<std::string, Registered> all;
  return all;
}

std::vector<std::string>& conflicts() {
  static std::vector<std::string> all;
  return all;
}

/// What is measured before a run is what is computed in it.
CustomLayer keeping_shape(const std::string& name, CustomLayer layer) {
  return [name, layer = std::move(layer)](const CustomInput& in) {
    Tensor out = layer(in);
    if (out.sizes() != in.x.sizes())
      throw Error(fmt::format("the custom layer \"{}\" makes {} of {}", name, fmt::join(out.sizes(), "×"),
                              fmt::join(in.x.sizes(), "×")),
                  "a custom layer keeps the shape of its input");
    return out;
  };
}

}  // namespace

void register_custom_layer(const std::string& name, CustomLayer layer, const std::string& origin) {
  const auto [taken, is_new] = layers().emplace(name, Registered{keeping_shape(name, std::move(layer)), origin});
  if (!is_new)
    throw Error(
        fmt::format("the custom layer \"{}\" is registered twice: by {} and by {}", name, taken->second.origin, origin),
        "rename one of them");
}

const CustomLayer& custom_layer(const std::string& name) {
  const auto it = layers().find(name);
  if (it != layers().end()) return it->second.compute;
  std::vector<std::string> names;
  for (const auto& [known, layer] : layers()) names.push_back(known);
  throw Error(
      "no library registers the custom layer \"" + name + "\"",
      names.empty() ? "e.layers(\"FILE.cpp\") in the experiment names the file that does" : suggestion(name, names));
}

void open_custom_layers(const std::vector<std::string>& libraries) {
  for (const std::string& path : libraries) {
    const Library library(path);  // one that is open already registers nothing again
    if (!conflicts().empty()) throw Error(join(std::exchange(conflicts(), {}), "\n"), "rename one of them");
  }
}

CustomRegistration::CustomRegistration(const char* name, CustomLayer layer, const char* origin) noexcept {
  try {
    register_custom_layer(name, std::move(layer), origin);
  } catch (const std::exception& e) {
    conflicts().push_back(e.what());
  }
}

}  // namespace xp
