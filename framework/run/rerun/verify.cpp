#include "framework/run/rerun/verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "framework/run/rerun/aspects.h"
#include "framework/run/trace.h"

namespace xp {

using State = Aspect::State;

const char* name(Verdict verdict) {
  switch (verdict) {
    case Verdict::identical: return "identical";
    case Verdict::close: return "equal within tolerance";
    case Verdict::diverged: return "diverged";
  }
  return "";
}

const char* name(State state) {
  switch (state) {
    case State::same: return "identical";
    case State::near: return "within tolerance";
    case State::differs: return "differs";
    case State::unknown: return "unknown";
  }
  return "";
}

Evidence evidence(const Store& store, std::int64_t run) {
  Evidence out{store.record(run), store.batch_hashes(run), store.tensor_hashes(run)};
  for (const Artifact& a : out.record.artifacts)
    if (a.name == "weights.safetensors") out.weights = store.artifact_path(a);
  out.trace = trace_of(store, out.record);
  return out;
}

std::string Verification::difference() const {
  const Aspect* first = nullptr;
  for (const Aspect& a : aspects)
    if (a.state == State::differs || a.state == State::near)
      if (!first || (a.step > 0 && a.step < first->step)) first = &a;
  return first ? first->sentence : "";
}

Verification verify(const Evidence& was, const Evidence& now, double tolerance) {
  Verification v;
  v.distance = Distance(tolerance);
  Comparison comparison{was, now, v};
  v.aspects = {comparison.data(),         comparison.split(),       comparison.batches(),
               comparison.tensors(),      comparison.traces(),      comparison.epochs(),
               comparison.chosen_epoch(), comparison.predictions(), comparison.weights()};
  const auto any = [&](State state) {
    return std::any_of(v.aspects.begin(), v.aspects.end(), [&](const Aspect& a) { return a.state == state; });
  };
  v.verdict = any(State::differs) ? Verdict::diverged : any(State::near) ? Verdict::close : Verdict::identical;
  if (v.verdict == Verdict::diverged)  // hashes tell no distance: they are as near as the numbers
    for (Aspect& a : v.aspects)
      if (a.by_hash && a.state == State::near) a.state = State::differs;
  v.conditions = conditions(was.record, now.record);
  return v;
}

Verification verify(const Record& was, const Record& now) { return verify(Evidence{was}, Evidence{now}); }

}  // namespace xp
