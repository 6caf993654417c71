#include "framework/engine/compiled/tape.h"

#include <algorithm>
#include <map>

#include "framework/base/error.h"

namespace xp {
namespace {

constexpr std::size_t alignment = 64;

class Taping {
 public:
  Taping(const Program& p, std::int64_t images, Numbers numbers, std::function<bool(const std::string&)> trained)
      : p_(p), images_(images), width_(size_of(numbers)), trained_(std::move(trained)) {}

  Tape tape() {
    forward();
    if (trained_) backward();
    place();
    return std::move(out_);
  }

 private:
  /// One of the summands of a root map's gradient, over all of its channels.
  struct Summand {
    View at;
    bool own;  // may be written to
  };

  int steps() const { return static_cast<int>(p_.steps.size()); }
  int backward_moment(int step) const { return 2 * steps() - step; }
  const Step& step(int i) const { return p_.steps[static_cast<std::size_t>(i)]; }
  int channels(int map) const { return p_.map(map).shape.c; }

  int buffer(int channels, const Shape& of, std::size_t width) {
    Buffer b;
    b.bytes = static_cast<std::size_t>(images_ * of.h * of.w * channels) * width;
    out_.buffers.push_back(b);
    return static_cast<int>(out_.buffers.size()) - 1;
  }
  void touch(int buffer, int moment) {
    Buffer& b = out_.buffers[static_cast<std::size_t>(buffer)];
    b.from = b.from < 0 ? moment : std::min(b.from, moment);
    b.to = std::max(b.to, moment);
  }
  void touch_map(int map, int moment) { touch(out_.of_map[static_cast<std::size_t>(p_.root(map))], moment); }

  void forward() {
    out_.of_map.assign(p_.maps.size(), -1);
    for (std::size_t m = 0; m < p_.maps.size(); ++m)
      if (p_.maps[m].inside < 0) out_.of_map[m] = buffer(p_.maps[m].shape.c, p_.maps[m].shape, width_);
    out_.choices.assign(p_.steps.size(), -1);
    touch_map(0, 0);
    uses_.assign(p_.maps.size(), 0);
    for (int i = 0; i < steps(); ++i) {
      for (const Addend& a : step(i).in) touch_map(a.map, i), ++uses_[static_cast<std::size_t>(a.map)];
      if (step(i).plus >= 0) touch_map(step(i).plus, i);
      touch_map(step(i).out, i);
      if (trained_ && step(i).kind == Step::pool && step(i).net.op == Op::max_pool) {
        const Shape& s = p_.map(step(i).out).shape;
        touch(out_.choices[static_cast<std::size_t>(i)] = buffer(s.c, s, 1), i);
      }
    }
    touch_map(p_.out, steps());
    for (const Auxiliary& a : p_.auxiliary) touch_map(a.map, steps());
  }

  /// Which maps a gradient has to reach.
  void find_wanted() {
    wanted_.assign(p_.maps.size(), false);
    for (const Step& s : p_.steps) {
      bool any = !s.place.empty() && s.kind != Step::pool && trained_(s.place);
      for (const Addend& a : s.in) any = any || wanted(a.map) || (!a.norm.empty() && trained_(a.norm));
      for (int m = s.out; any && m >= 0; m = p_.map(m).inside) wanted_[static_cast<std::size_t>(m)] = true;
    }
  }
  bool wanted(int map) const { return wanted_[static_cast<std::size_t>(map)]; }

  void backward() {
    find_wanted();
    seed(p_.out);
    for (const Auxiliary& a : p_.auxiliary) seed(a.map);
    for (int i = steps() - 1; i >= 0; --i)
      if (wanted(step(i).out)) backward(i);
  }

  void seed(int map) {
    if (p_.map(map).inside >= 0) throw Error("a gradient enters a map that lies inside another");
    const int b = buffer(channels(map), p_.map(map).shape, width_);
    touch(b, steps());
    out_.seeds.push_back({map, {b, 0, channels(map)}});
    sums_[map].push_back({out_.seeds.back().at, true});
  }

  void backward(int i) {
    const Step& s = step(i);
    Backward b;
    b.step = i;
    const int now = backward_moment(i), first = p_.first(s.out);
    for (const Summand& g : sums_[p_.root(s.out)]) {
      b.gradients.push_back({g.at.buffer, g.at.first + first, g.at.stride});
      touch(g.at.buffer, now);
    }
    if (b.gradients.empty()) return;  // nothing reads it
    switch (s.kind) {
      case Step::conv: of_convolution(s, b, now); break;
      case Step::combine: of_combination(s, b, now); break;
      case Step::pool:
        if (out_.choices[static_cast<std::size_t>(i)] >= 0) touch(out_.choices[static_cast<std::size_t>(i)], now);
        if (bool own = false; b.gradients.size() > 1) b.sum = room(s, b, now, own);
        target(s, 0, b, now);
        break;
      case Step::layers:
        gathered(s, b, now);
        if (wanted(s.in[0].map)) target(s, 0, b, now);
        touch_map(s.in[0].map, now);
        break;
    }
    out_.backward.push_back(std::move(b));
  }

  /// One contiguous gradient.
  void gathered(const Step& s, Backward& b, int now) {
    if (b.gradients.size() == 1 && b.gradients[0].first == 0 && b.gradients[0].stride == channels(s.out)) return;
    b.sum = fresh(s.out, now);
  }

  View fresh(int map, int now) {
    const int made = buffer(channels(map), p_.map(map).shape, width_);
    touch(made, now);
    return {made, 0, channels(map)};
  }

  void of_convolution(const Step& s, Backward& b, int now) {
    gathered(s, b, now);
    const int in = s.in[0].map;
    if (trained_(s.place)) touch_map(in, now);
    if (!wanted(in)) return;
    const View to = fresh(in, now);
    b.targets.push_back({0, to, false, false});
    join(in, {to, true});
  }

  void of_combination(const Step& s, Backward& b, int now) {
    std::size_t norms = 0, plain = 0;  // whose gradient is wanted
    bool learns = false;
    for (const Addend& a : s.in) {
      const bool norm = !a.norm.empty();
      learns = learns || (norm && trained_(a.norm));
      norms += norm && (wanted(a.map) || trained_(a.norm));
      plain += !norm && wanted(a.map);
    }
    b.slope_from_out =
        s.act != Act::none && (s.in.size() > 1 || s.in[0].norm.empty()) && (s.act == Act::relu || s.act == Act::relu6);
    const bool passes = norms > 0 || s.act != Act::none;        // else gradients go on as they are
    const bool of_sum = s.act != Act::none && s.in.size() > 1;  // no addend alone knows the slope
    const bool writes = passes && (b.gradients.size() > 1 || plain > 0 || norms > 1 || of_sum);
    bool own = false;
    if (writes) b.sum = room(s, b, now, own);
    own = own && plain == 1 && distinct(s);
    if (b.slope_from_out) touch_map(s.out, now);
    for (std::size_t k = 0; k < s.in.size(); ++k) {
      const Addend& a = s.in[k];
      if (!a.norm.empty() || (s.act != Act::none && !b.slope_from_out)) touch_map(a.map, now);
      if (!wanted(a.map)) continue;
      if (!a.norm.empty()) {
        target(s, k, b, now);
      } else if (p_.map(a.map).inside >= 0) {
        target(s, k, b, now);  // added to the gradient of the map that holds it
      } else if (b.sum) {
        join(a.map, {*b.sum, own});
      } else {
        for (const View& g : b.gradients) join(a.map, {g, false});
      }
    }
  }

  bool distinct(const Step& s) const {
    for (std::size_t i = 0; i < s.in.size(); ++i)
      for (std::size_t k = 0; k < i; ++k)
        if (p_.root(s.in[i].map) == p_.root(s.in[k].map)) return false;
    return true;
  }

  /// For the sum of a step's gradients: in the place of one that may be written to, else a new one.
  View room(const Step& s, const Backward& b, int now, bool& own) {
    const auto& list = sums_[p_.root(s.out)];
    own = true;
    for (std::size_t k = 0; k < list.size(); ++k)
      if (list[k].own) {
        own = p_.map(s.out).inside < 0;
        return b.gradients[k];
      }
    return fresh(s.out, now);
  }

  /// Where the gradient of an addend goes: added to one that is there, or a new one.
  void target(const Step& s, std::size_t k, Backward& b, int now) {
    const int map = s.in[k].map, root = p_.root(map), first = p_.first(map);
    for (const Summand& g : sums_[root])
      if (g.own) {
        touch(g.at.buffer, now);
        b.targets.push_back({k, {g.at.buffer, g.at.first + first, g.at.stride}, true, false});
        return;
      }
    // A convolution's result is not needed once its BatchNorm has gone backward: the gradient takes its place.
    const bool replaces = s.kind == Step::combine && map == root && uses_[static_cast<std::size_t>(map)] == 1 &&
                          made_by_convolution(map) && !s.in[k].norm.empty();
    const int at =
        replaces ? out_.of_map[static_cast<std::size_t>(root)] : buffer(channels(root), p_.map(root).shape, width_);
    touch(at, now);
    const bool whole = channels(map) == channels(root);
    b.targets.push_back({k, {at, first, channels(root)}, !whole, !whole});
    sums_[root].push_back({{at, 0, channels(root)}, true});
  }

  bool made_by_convolution(int map) const {
    return std::any_of(p_.steps.begin(), p_.steps.end(),
                       [&](const Step& s) { return s.kind == Step::conv && s.out == map; });
  }

  void join(int map, const Summand& g) { sums_[map].push_back(g); }

  /// Offsets, largest first: each at the lowest place that is free while it lives.
  void place() {
    std::vector<Buffer*> order;
    for (Buffer& b : out_.buffers)
      if (b.from >= 0) order.push_back(&b);
    std::stable_sort(order.begin(), order.end(), [](const Buffer* a, const Buffer* b) { return a->bytes > b->bytes; });
    std::vector<Buffer*> placed;  // by offset
    for (Buffer* b : order) {
      std::size_t at = 0;
      for (const Buffer* other : placed) {
        const bool together = other->from <= b->to && b->from <= other->to;
        if (!together || other->offset + other->bytes <= at) continue;
        if (other->offset >= at + b->bytes) break;
        at = (other->offset + other->bytes + alignment - 1) / alignment * alignment;
      }
      b->offset = at;
      placed.insert(std::upper_bound(placed.begin(), placed.end(), b,
                                     [](const Buffer* x, const Buffer* y) { return x->offset < y->offset; }),
                    b);
      out_.bytes = std::max(out_.bytes, at + b->bytes);
    }
  }

  const Program& p_;
  std::int64_t images_;
  std::size_t width_;
  std::function<bool(const std::string&)> trained_;
  Tape out_;
  std::vector<int> uses_;
  std::vector<bool> wanted_;
  std::map<int, std::vector<Summand>> sums_;  // of root maps
};

}  // namespace

View Tape::view(const Program& p, int map) const {
  const int root = p.root(map);
  return {of_map[static_cast<std::size_t>(root)], p.first(map), p.map(root).shape.c};
}

Tape taped(const Program& program, std::int64_t images, Numbers numbers,
           const std::function<bool(const std::string&)>& trained) {
  return Taping(program, images, numbers, trained).tape();
}

}  // namespace xp
