// Does it happen again?
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "framework/run/rerun/conditions.h"
#include "framework/run/rerun/hashes.h"
#include "framework/run/rerun/numbers.h"
#include "framework/store/store.h"

namespace xp {

inline namespace reruns {
/// What a run left to be held against another one's.
struct Evidence {
  Record record;
  std::vector<BatchHashes> batches = {};
  TensorsByEpoch tensors = {};
  std::string weights = {}, trace = {};  // files; empty: none
};
}  // namespace reruns
Evidence evidence(const Store& store, std::int64_t run);

inline namespace reruns {
enum class Verdict { identical, close, diverged };
}  // namespace reruns
/// "identical", "equal within tolerance", "diverged".
const char* name(Verdict verdict);

inline namespace reruns {
/// One thing that was held against another's.
struct Aspect {
  enum class State { same, near, differs, unknown };  // near: not the same bits, but within the tolerance
  const char* what;                                   // "split", "batches", "epochs"
  State state = State::same;
  std::string sentence = {};  // of one that is not the same: what differs first, or why nothing is known
  bool by_hash = false;       // how far apart its numbers are is not known
  std::int64_t step = 0;      // of the batch from which on it differs; 0: not told by batches
};
}  // namespace reruns
const char* name(Aspect::State state);

inline namespace reruns {
struct Verification {
  Verdict verdict = Verdict::identical;
  std::vector<Aspect> aspects;  // in the order in which one follows from another
  Distance distance{default_tolerance};
  std::int64_t metrics_compared = 0, predictions_compared = 0, batches_compared = 0, tensors_compared = 0;
  std::vector<Condition> conditions;

  bool identical() const { return verdict == Verdict::identical; }
  /// Of the first aspect that is not the same, or of one that tells of an earlier batch; empty where all are the same.
  std::string difference() const;
};
}  // namespace reruns

/// Data, split, batches, tensors at the end of epochs, traces, metrics of every epoch, the chosen epoch, predictions of
/// validation and test, weights. Telemetry is never compared. Identical means bit for bit in all that both kept, and
/// unknown is what one did not keep, or what cannot be read; within the tolerance are epochs, predictions and weights
/// where split, order and the chosen epoch are the same.
Verification verify(const Evidence& was, const Evidence& now, double tolerance = default_tolerance);
Verification verify(const Record& was, const Record& now);

}  // namespace xp
