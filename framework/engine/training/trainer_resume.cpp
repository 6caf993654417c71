// What a checkpoint of the trainer holds, and how it goes on from one.
#include <fmt/format.h>

#include "framework/engine/training/trainer.h"

namespace xp {

/// To where the checkpoint was made, to the bit.
void Trainer::go_on() {
  const State state = State::read(course_.checkpoint);
  for (const NamedTensor& t : network_.state()) take(state, "network/" + t.name, t.tensor);
  updater_.load(state);
  learner_ = learner(network_, execution_, batches_, train_.batch, memory_, train_.flip_at_test);  // of what learns now
  best_.load(state);
  measures_.load(state);
  for (std::size_t i = 0; i < callbacks_.size(); ++i)
    callbacks_[i]->restore(values(state, fmt::format("callback/{}/", i)));
  execution_.changed();
  standing_ = {static_cast<int>(state.integer("epoch")), state.integer("global_step")};
  step_ = state.integer("step");
  seen_ = predictions(state, "seen");
  seconds_before_ = state.real("seconds");
  if (state.has("ended")) end(Trained::finished, state.value("ended").text());
}

/// After an epoch, or within one. Whatever has a memory puts it in. What failed leaves the last good one.
void Trainer::checkpoint() {
  if (outcome_.ending == Trained::failed) return;
  State state;
  for (const NamedTensor& t : network_.state()) state.put("network/" + t.name, t.tensor);
  updater_.save(state);
  best_.save(state);
  measures_.save(state);
  for (std::size_t i = 0; i < callbacks_.size(); ++i)
    put(state, fmt::format("callback/{}/", i), callbacks_[i]->state());
  state.put("epoch", std::int64_t{standing_.epoch});
  state.put("global_step", standing_.step);
  state.put("step", step_);
  put(state, "seen", seen_);
  state.put("seconds", seconds());
  if (outcome_.ending == Trained::finished && !going_) state.put("ended", outcome_.reason);
  recorder_.checkpoint(standing_, std::exchange(keeps_checkpoint_, false),
                       [&](const std::string& path) { state.write(path); });
}

}  // namespace xp
