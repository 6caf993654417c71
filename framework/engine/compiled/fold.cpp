#include <utility>

#include "framework/engine/compiled/program.h"

namespace xp {
namespace {

class Folding {
 public:
  explicit Folding(const Program& program) : in_(program), out_(program), uses_(program.maps.size()), producer_(uses_) {
    out_.auxiliary.clear();
    out_.steps.clear();
    for (const Step& s : in_.steps)
      for (const Addend& a : s.in) ++uses(a.map);
    ++uses(in_.out);
    producer_.assign(in_.maps.size(), -1);
  }

  Program program() {
    for (Step s : in_.steps) {
      if (s.kind == Step::combine && absorbed(s)) continue;
      for (int m = s.out; m >= 0; m = in_.map(m).inside) producer(m) = static_cast<int>(out_.steps.size());
      out_.steps.push_back(std::move(s));
    }
    return std::move(out_);
  }

 private:
  int& uses(int map) { return uses_[static_cast<std::size_t>(map)]; }
  int& producer(int map) { return producer_[static_cast<std::size_t>(map)]; }

  /// The convolution that made a map which nothing else reads, as long as nothing follows its sum yet.
  Step* convolution(int map) {
    const int at = producer(map);
    if (at < 0 || uses(map) != 1) return nullptr;
    Step& s = out_.steps[static_cast<std::size_t>(at)];
    return s.kind == Step::conv && s.act == Act::none && s.plus < 0 ? &s : nullptr;
  }

  /// Every BatchNorm of a convolution's output goes into its weights. The last convolution of the sum takes the
  /// activation too, and one other addend if that is there before it runs: then nothing of the step is left.
  bool absorbed(Step& s) {
    Step* last = nullptr;
    for (Addend& a : s.in) {
      Step* conv = convolution(a.map);
      if (!conv || (!a.norm.empty() && !conv->folded.empty())) continue;
      if (!a.norm.empty()) conv->folded = std::exchange(a.norm, "");
      if (!last || conv > last) last = conv;
    }
    if (!last || s.in.size() > 2 || in_.map(s.out).inside >= 0) return false;
    int other = -1;
    for (const Addend& a : s.in)
      if (a.map != last->out) {
        const bool contiguous = in_.map(a.map).inside < 0;
        const bool earlier = producer(a.map) < last - out_.steps.data();
        if (!a.norm.empty() || !contiguous || !earlier) return false;
        other = a.map;
      }
    last->out = s.out;
    last->act = s.act;
    last->plus = other;
    producer(s.out) = static_cast<int>(last - out_.steps.data());
    out_.maps[static_cast<std::size_t>(s.out)].dense = true;
    return true;
  }

  const Program& in_;
  Program out_;
  std::vector<int> uses_, producer_;
};

}  // namespace

Program folded(const Program& program) { return Folding(program).program(); }

}  // namespace xp
