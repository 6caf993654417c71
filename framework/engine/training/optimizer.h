// Steps of an update rule, as torch.optim defines them. The parameters, their gradients and the rule's moments lie in
// one flat buffer each, those that are stepped alike beside each other. In fp32 on a CPU one pass over them is a step;
// elsewhere LibTorch's operators do it.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "framework/engine/network/network.h"
#include "framework/engine/training/state.h"
#include "framework/plugin/kinds.h"

namespace xp {

struct Update;

class Stepper {
 public:
  /// Moves the parameters' data and gradients into the flat buffers; shapes, strides and values stay. Those named in
  /// `features` learn at the rule's features_share of the rate. What `before` remembers of a parameter is carried over;
  /// one that it did not step starts anew, as in torch.optim; `before` is of no use afterwards.
  Stepper(const UpdateRule& rule, const std::vector<NamedTensor>& parameters,
          const std::set<std::string>& features = {}, const Stepper* before = nullptr);

  void zero_gradients();
  /// Of all parameters, flat; undefined where there are none.
  Tensor gradients() const { return gradients_; }
  /// The Euclidean norm of all gradients together; the same from any number of threads.
  double gradient_norm() const;
  /// `rate` is the rule's, scaled by schedule and callbacks.
  void step(double rate);

  /// Moments and numbers of steps; `load` wants a Stepper that was made as the one that was saved.
  void save(State& state) const;
  void load(const State& state);

 private:
  struct Group {  // stepped alike
    std::int64_t begin, end;
    double decay, share;
    std::int64_t steps;
  };
  struct Slot {
    std::string name;
    Tensor parameter;
    std::int64_t begin;
    std::size_t group;
    int joined;  // how many Steppers came before the first that stepped it
  };
  const Slot* find(const std::string& name) const;
  Tensor view(const Tensor& all, const Slot& slot) const;
  void carry_over(const Stepper& before);
  void fused(double rate);
  void plain(const Group& group, double rate);

  UpdateRule rule_;
  int round_ = 0;  // Steppers before this one
  bool fuses_ = true;
  std::vector<Group> groups_;
  std::vector<Slot> slots_;
  Tensor values_, gradients_;  // flat
  Tensor first_, second_;      // likewise: momentum or the mean gradient; the mean square
};

/// Scales gradients whose norm is larger down to `limit`, as torch.nn.utils.clip_grad_norm_; 0: none is. Returns the
/// norm that they had.
double clip(Stepper& stepper, double limit);

}  // namespace xp
