// Where a network's features can be cut: for freezing the first of its stages.
#include <fmt/format.h>

#include <algorithm>

#include "framework/base/error.h"
#include "framework/net/places.h"

namespace xp {
namespace {

struct Part {
  std::string place;
  bool shrinks, has_weights;
};

/// The parts of nested sequences, as one list; returns the shape that leaves.
Shape flatten(const Net& net, Shape in, const std::string& place, std::vector<Part>& parts) {
  if (net.op == Op::seq) {
    for (std::size_t i = 0; i < net.parts.size(); ++i) in = flatten(net.parts[i], in, place_of(place, i), parts);
    return in;
  }
  const Cost cost = measure(net, in);
  const bool halves = 2 * cost.out.h * cost.out.w <= in.h * in.w, has_weights = cost.parameters > 0;
  parts.push_back({place, halves, has_weights});
  return cost.out;
}

}  // namespace

std::vector<Stage> stages(const Net& features, Shape in) {
  std::vector<Part> parts;
  flatten(features, in, name(NetSection::features), parts);
  std::vector<Stage> out(1);
  bool has_weights = false;  // the last stage
  for (const Part& part : parts) {
    if (part.shrinks && has_weights) {
      out.emplace_back();
      has_weights = false;
    }
    out.back().push_back(part.place);
    has_weights |= part.has_weights;
  }
  if (!has_weights && out.size() > 1) {
    const Stage rest = out.back();
    out.pop_back();
    out.back().insert(out.back().end(), rest.begin(), rest.end());
  }
  return out;
}

std::vector<std::string> frozen_places(const Net& features, Shape in, const std::string& freeze) {
  if (freeze == "none") return {};
  if (freeze == "features") return {name(NetSection::features)};
  const std::vector<Stage> all = stages(features, in);
  const bool number = !freeze.empty() && freeze.size() < 5 &&
                      std::all_of(freeze.begin(), freeze.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::size_t count = number ? std::stoul(freeze) : 0;
  if (!number || count > all.size())
    throw Error(fmt::format("\"{}\" cannot be frozen: these features have {} stage{}", freeze, all.size(),
                            all.size() == 1 ? "" : "s"),
                fmt::format("none, features, or a number of stages from 0 to {}", all.size()));
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) out.insert(out.end(), all[i].begin(), all[i].end());
  return out;
}

}  // namespace xp
