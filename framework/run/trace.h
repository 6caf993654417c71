// Where two runs that were traced part: the batch, the tensor within it, its first values that differ.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "framework/store/store.h"

namespace xp {

struct TraceDifference {
  std::int64_t step = 0;    // the first batch with a difference
  std::string tensor;       // its first one in the order of computing: "pixels", "gradient of head.weight"
  std::int64_t before = 0;  // tensors of that batch, before it, that are equal
  struct Value {
    std::int64_t index = 0;  // in the tensor, row after row
    double was = 0, now = 0;
  };
  std::vector<Value> first;                // that differ, at most five; empty: unknown
  std::int64_t differing = 0, values = 0;  // of the tensor; `differing` is 0 where unknown
  std::string unknown;                     // why: "no values were kept after batch 120"
};

struct TraceComparison {
  std::int64_t batches = 0;  // in both, up to and with the one that differs
  std::optional<TraceDifference> difference;
  std::string unknown = {};  // where none was found: why not all batches were compared; empty: all were
};

/// Of the batches that both files hold and that can be read. Throws Error for a file that is no trace.
TraceComparison compare_traces(const std::string& was, const std::string& now);

/// The file of a run's trace, its artifact "trace" once it has FINISHED; empty where it was not traced.
std::string trace_of(const Store& store, const Record& record);
inline constexpr const char* trace_artifact = "trace";
/// Where it grows until then.
std::string growing_trace(const Store& store, std::int64_t run);

}  // namespace xp
