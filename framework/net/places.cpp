#include "framework/net/places.h"

namespace xp {
namespace {

class Walk {
 public:
  std::vector<Place> found;

  void visit(const Net& net, Shape in, Place at, bool counted) {
    counted = counted && !net.added;
    at.in = in;
    at.op = net.op;
    at.auxiliary |= net.op == Op::aux;
    weigh(net, at, counted);
    Shape left = in;
    for (std::size_t i = 0; i < net.parts.size(); ++i) {
      const Shape enters = entering(net, i, in, left);
      Place part = at;
      part.name = place_of(at.name, i);
      if (at.name.empty()) part.section = static_cast<NetSection>(i);
      visit(net.parts[i], enters, part, counted && part.section != NetSection::attention);
      left = measure(net.parts[i], enters).out;
    }
  }

 private:
  void weigh(const Net& net, Place at, bool counted) {
    const std::string place = at.name;
    const auto add = [&](const std::string& name, Place::Role role, std::vector<std::int64_t> shape) {
      at.name = place + "." + name;
      at.role = role;
      at.shape = std::move(shape);
      found.push_back(at);
    };
    const Shape in = at.in;
    const std::int64_t out = net.out ? net.out : in.c;
    if (net.op == Op::conv || net.op == Op::linear || net.op == Op::batch_norm) at.layer = counted ? layers_++ : -1;
    if (net.op == Op::conv) {
      const std::int64_t groups = net.groups ? net.groups : in.c;
      at.depthwise = net.groups == 0 || (groups > 1 && groups == in.c);
      add("weight", Place::kernel, {out, in.c / groups, net.kh, net.kw});
    } else if (net.op == Op::linear) {
      add("weight", Place::kernel, {out, std::int64_t{in.c} * in.h * in.w});
    } else if (net.op == Op::batch_norm) {
      if (net.has_scale) add("weight", Place::scale, {in.c});
      add("bias", Place::shift, {in.c});
      add("running_mean", Place::mean, {in.c});
      add("running_var", Place::variance, {in.c});
    }
    if ((net.op == Op::conv || net.op == Op::linear) && net.has_bias) add("bias", Place::bias, {out});
    for (const CustomWeight& w : net.weights) add(w.name, Place::custom, {w.shape.begin(), w.shape.end()});
  }

  int layers_ = 0;
};

}  // namespace

const char* name(NetSection section) {
  constexpr const char* names[] = {"features", "attention", "neck", "dropout", "head"};
  return names[static_cast<int>(section)];
}

std::string place_of(const std::string& place, std::size_t i) {
  return place.empty() ? name(static_cast<NetSection>(i)) : place + "." + std::to_string(i);
}

Shape entering(const Net& net, std::size_t i, Shape in, Shape left) {
  if (net.op == Op::seq) return left;
  if (net.op != Op::gate_axes) return in;
  const Shape both{in.c, in.h + in.w, 1};
  if (i == 0) return both;
  const int c = measure(net.parts[0], both).out.c;
  return i == 1 ? Shape{c, in.h, 1} : Shape{c, 1, in.w};
}

std::vector<Place> places(const Net& network, Shape in) {
  Walk walk;
  walk.visit(network, in, {}, true);
  return walk.found;
}

}  // namespace xp
