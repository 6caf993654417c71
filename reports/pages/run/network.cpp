#include <fmt/format.h>

#include "framework/base/text.h"
#include "reports/html/tables.h"
#include "reports/pages/run/sections.h"

namespace xp {

Section network_section(const Material& run) {
  const NetworkMaterial& net = run.network;
  if (net.name.empty() && net.missing.empty()) return {};
  Values values;
  values.set("sentence",
             net.name.empty()
                 ? net.missing
                 : fmt::format("{} on images of {} (channels × height × width): {} trainable parameters, and {} "
                               "multiply-adds to judge one image.",
                               net.name, net.input, grouped(net.parameters), grouped(net.multiply_adds)));
  values.set("has_layers", !net.layers.rows.empty());
  values.set("summary", fmt::format("Layer by layer, {} in all", net.layers_in_all));
  values.set("layers", html_of(net.layers, "Layers of the network"));
  return {"network", "Network",
          net.layers.rows.empty() ? ""
                                  : "Multiply-adds and memory (of the output, in 32-bit floats) are of one image; an "
                                    "empty cell is 0.",
          rendered("network.mustache", values)};
}

}  // namespace xp
