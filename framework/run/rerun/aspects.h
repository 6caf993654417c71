// The things that two runs are compared in, one by one.
#pragma once
#include "framework/run/rerun/verify.h"

namespace xp {

inline namespace reruns {
/// Of what neither kept nothing is known.
inline Aspect neither(const char* what) { return {what, Aspect::State::unknown, "neither kept any"}; }

/// Counts what it compares, and the distances of numbers, in `out`.
struct Comparison {
  const Evidence &was, &now;
  Verification& out;

  Aspect data() const;  // fingerprint; images and labels where that differs
  Aspect split() const;
  Aspect batches();
  Aspect tensors();
  Aspect traces();
  Aspect epochs();  // every metric of every epoch; a score that xp has learned since is no difference
  Aspect chosen_epoch() const;
  Aspect predictions();  // with the labels that they were judged by
  Aspect weights();
};
}  // namespace reruns

}  // namespace xp
