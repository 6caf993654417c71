#include <optional>

#include "framework/engine/compiled/program.h"

namespace xp {
namespace {

constexpr std::size_t most_addends = 3;

std::optional<Act> activation(Op op) {
  switch (op) {
    case Op::relu: return Act::relu;
    case Op::relu6: return Act::relu6;
    case Op::silu: return Act::silu;
    case Op::hard_swish: return Act::hard_swish;
    default: return std::nullopt;
  }
}

class Lowering {
 public:
  /// What has been read but not yet computed: act(Σ addends), kept open so that what follows can join it.
  struct Open {
    std::vector<Addend> addends;
    Act act = Act::none;
  };

  Program program;

  Open lower(const Net& n, Open x, const std::string& place) {
    if (const auto act = activation(n.op)) return activated(std::move(x), *act);
    switch (n.op) {
      case Op::identity: return x;
      case Op::batch_norm: return {{{close(std::move(x)), place}}};
      case Op::conv: return convolved(n, close(std::move(x)), place);
      case Op::max_pool:
      case Op::avg_pool: {
        const Step::Kind kind = n.kh * n.kw > most_positions ? Step::layers : Step::pool;
        return plain(step(kind, n, close(std::move(x)), place));
      }
      case Op::dropout:
      case Op::drop_path:
        if (n.rate == 0) return x;
        return plain(step(Step::layers, n, close(std::move(x)), place));
      case Op::seq:
        for (std::size_t i = 0; i < n.parts.size(); ++i) x = lower(n.parts[i], std::move(x), inside(place, i));
        return x;
      case Op::sum: return added(n, close(std::move(x)), place);
      case Op::cat: return plain(joined(n, close(std::move(x)), place));
      case Op::aux: {
        const int map = dense(close(std::move(x)));
        program.auxiliary.push_back({map, inside(place, 0), n.rate});
        return plain(map);
      }
      default: return plain(step(Step::layers, n, close(std::move(x)), place));
    }
  }

  int new_map(Shape shape) {
    program.maps.push_back({shape});
    return static_cast<int>(program.maps.size()) - 1;
  }

  /// Computes what is open.
  int close(Open x) {
    if (x.addends.size() == 1 && x.addends[0].norm.empty() && x.act == Act::none) return x.addends[0].map;
    Step s;
    s.kind = Step::combine;
    s.act = x.act;
    s.out = new_map(program.map(x.addends[0].map).shape);
    s.in = std::move(x.addends);
    program.steps.push_back(std::move(s));
    return program.steps.back().out;
  }

  static Open plain(int map) { return {{{map, ""}}}; }

 private:
  static std::string inside(const std::string& place, std::size_t i) { return place + "." + std::to_string(i); }

  int step(Step::Kind kind, const Net& n, int in, const std::string& place) {
    Step s;
    s.kind = kind;
    s.in = {{in, ""}};
    s.net = n;
    s.place = place;
    s.out = new_map(measure(n, program.map(in).shape).out);
    program.steps.push_back(std::move(s));
    return program.steps.back().out;
  }

  Open activated(Open x, Act act) {
    const bool of_sum = x.addends.size() > 1 && act != Act::relu && act != Act::relu6;  // its slope needs the sum
    if (x.act != Act::none || of_sum) x = plain(close(std::move(x)));
    x.act = act;
    return x;
  }

  /// A 1×1 window with a stride sees few positions: picked out first, they make a plain product of matrices.
  Open convolved(Net n, int in, const std::string& place) {
    if (n.kh == 1 && n.kw == 1 && n.step > 1) {
      in = step(Step::pool, avg_pool(1, n.step), in, "");
      n.step = 1;
    }
    const int out = step(Step::conv, n, dense(in), place);
    program.maps[static_cast<std::size_t>(out)].dense = true;
    return plain(out);
  }

  Open added(const Net& n, int in, const std::string& place) {
    Open all;
    for (std::size_t i = 0; i < n.parts.size(); ++i) {
      Open part = lower(n.parts[i], plain(in), inside(place, i));
      if (part.act != Act::none) part = plain(close(std::move(part)));
      if (part.addends.size() > 1 && all.addends.size() + part.addends.size() > most_addends)
        part = plain(close(std::move(part)));
      if (all.addends.size() + part.addends.size() > most_addends) all = plain(close(std::move(all)));
      all.addends.insert(all.addends.end(), part.addends.begin(), part.addends.end());
    }
    return all;
  }

  int joined(const Net& n, int in, const std::string& place) {
    std::vector<int> parts;
    for (std::size_t i = 0; i < n.parts.size(); ++i)
      parts.push_back(close(lower(n.parts[i], plain(in), inside(place, i))));
    if (parts.size() == 1) return parts[0];
    Shape shape = program.map(parts[0]).shape;
    shape.c = 0;
    const int out = new_map(shape);
    for (int part : parts) {
      const Map& m = program.map(part);
      if (m.dense || m.inside >= 0 || part == 0) part = copied(part);
      Map& placed = program.maps[static_cast<std::size_t>(part)];
      placed.inside = out;
      placed.first = shape.c;
      shape.c += placed.shape.c;
    }
    program.maps[static_cast<std::size_t>(out)].shape = shape;
    return out;
  }

  int copied(int map) {
    Step s;
    s.kind = Step::combine;
    s.in = {{map, ""}};
    s.out = new_map(program.map(map).shape);
    program.steps.push_back(std::move(s));
    return program.steps.back().out;
  }

  /// Convolutions read contiguous maps alone.
  int dense(int map) {
    if (program.map(map).inside >= 0) map = copied(map);
    program.maps[static_cast<std::size_t>(map)].dense = true;
    return map;
  }
};

}  // namespace

Program lowered(const Net& net, Shape in) {
  Lowering l;
  l.new_map(in);
  l.program.maps[0].dense = true;
  Lowering::Open x = Lowering::plain(0);
  x = l.lower(net.parts.at(0), std::move(x), "features");
  x = l.lower(net.parts.at(1), std::move(x), "attention");
  l.program.out = l.close(std::move(x));
  l.program.maps[static_cast<std::size_t>(l.program.out)].dense = true;
  return std::move(l.program);
}

}  // namespace xp
