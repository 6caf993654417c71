// Where the weights of a network are: every tensor by its place in the value, with the shape that the engine gives it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "framework/net/measure.h"

namespace xp {

/// What xp::network returns has these parts, in this order.
enum class NetSection { features, attention, neck, dropout, head };
const char* name(NetSection section);

struct Place {
  enum Role { kernel, bias, scale, shift, mean, variance, custom };
  std::string name;  // "features.3.0.weight", "head.bias", "features.1.running_mean"
  Role role = kernel;
  std::vector<std::int64_t> shape;  // row-major: out×in×kh×kw, out×in, or per channel
  Op op = Op::conv;
  Shape in;  // what enters the layer
  NetSection section = NetSection::features;
  bool auxiliary = false;  // inside an `aux`
  bool depthwise = false;  // a convolution of as many groups as input channels
  int layer = -1;          // position among the layers that published names list; -1: they pass over it
};

/// The name of part i of what is at `place`, which is empty for the whole network.
std::string place_of(const std::string& place, std::size_t i);
/// The shape that enters part i of a net that `in` enters; `left` is what the part before it leaves.
Shape entering(const Net& net, std::size_t i, Shape in, Shape left);

/// Of a network as xp::network makes it, depth first. Published names list the layers with weights of features, neck
/// and head that no rewrite added.
std::vector<Place> places(const Net& network, Shape in);

/// A run of parts of the features on maps of one size, by their places: {"features.0", "features.1.0"}.
using Stage = std::vector<std::string>;
/// The features cut where the map shrinks to half of its positions or less: the part that does it begins a stage.
/// Nested sequences count as one; a stage without weights belongs to the one after it, at the end to the one before. A
/// ResNet has 5.
std::vector<Stage> stages(const Net& features, Shape in);

/// The places that `freeze` names: "none", "features", or a number of stages. Throws Error saying how many there are.
std::vector<std::string> frozen_places(const Net& features, Shape in, const std::string& freeze);

}  // namespace xp
