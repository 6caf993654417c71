#include "tools/xp/layers.h"

#include <fmt/format.h>

#include "framework/base/text.h"
#include "tools/xp/json.h"

namespace xp {
namespace {

/// What it belongs to, its model and input.
std::string heading(const NamedNet& net) {
  return fmt::format("{}: {}, input {}", net.of, net.model, text(net.layers.in));
}

std::string count(std::int64_t n) { return n ? grouped(n) : ""; }

}  // namespace

NamedNet named_net(const Plan& plan, const std::string& of) {
  std::string model = plan.only(Kind::model).name;
  if (const std::string attention = plan.only(Kind::attention).name; attention != "none") model += " with " + attention;
  return {of, model, layers(network(plan), input(plan))};
}

Table layer_table(const NamedNet& net) {
  Table out{{{"layer", Align::left, true},
             {"what", Align::left},
             {"output", Align::right},
             {"parameters", Align::right},
             {"multiply-adds", Align::right},
             {"memory", Align::right}},
            {}};
  std::int64_t all_bytes = 0;
  for (const LayerRow& r : net.layers.rows) {
    all_bytes += r.output_bytes();
    out.rows.push_back({r.place, r.what, text(r.cost.out), count(r.cost.parameters), count(r.cost.multiply_adds),
                        bytes(static_cast<double>(r.output_bytes()))});
  }
  const Cost& total = net.layers.total;
  out.rows.push_back({"all", fmt::format("{} layers", net.layers.rows.size()), text(total.out), count(total.parameters),
                      count(total.multiply_adds), bytes(static_cast<double>(all_bytes))});
  return out;
}

Table layer_rows(const std::vector<NamedNet>& nets) {
  Table out{{{"network"},
             {"layer"},
             {"what"},
             {"channels", Align::right},
             {"height", Align::right},
             {"width", Align::right},
             {"parameters", Align::right},
             {"multiply_adds", Align::right},
             {"output_bytes", Align::right}},
            {}};
  for (const NamedNet& net : nets)
    for (const LayerRow& r : net.layers.rows)
      out.rows.push_back({net.of, r.place, r.what, std::to_string(r.cost.out.c), std::to_string(r.cost.out.h),
                          std::to_string(r.cost.out.w), std::to_string(r.cost.parameters),
                          std::to_string(r.cost.multiply_adds), std::to_string(r.output_bytes())});
  return out;
}

Exit print_nets(Context& c, const std::vector<NamedNet>& nets) {
  const bool csv = c.args.has("csv"), md = c.args.has("md");
  if (c.args.has("json")) return c.terminal.data(nets_json(nets) + "\n"), Exit::done;
  if (csv) return c.terminal.data(csv_of(layer_rows(nets))), Exit::done;
  std::string out;
  for (const NamedNet& net : nets) {
    out += fmt::format("{}{}\n\n", out.empty() ? "" : "\n", heading(net));
    out += md ? markdown_of(layer_table(net)) : text_of(layer_table(net), c.terminal.table_columns());
  }
  if (md) return c.terminal.data(out), Exit::done;
  c.terminal.print(out + "\nMultiply-adds and memory (of the output, in fp32) are of one image.\n");
  return Exit::done;
}

}  // namespace xp
