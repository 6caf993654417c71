#!/bin/bash
# What tracking costs: the hash chain, metrics and predictions, as a share of an epoch's time; medians of several runs.
# Exits 1 where it is 1 % or more.
#
#   cmake --build build/release --target tracking && tools/bench/tracking.sh [RUNS]        (5 runs; some minutes)
set -euo pipefail

runs=${1:-5}
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tracking=$checkout/build/release/bin/tracking
[[ -x $tracking ]] || { echo "tracking: build it first: cmake --build build/release --target tracking" >&2; exit 2; }

printf '%s · %s processors · load %s\n' "$(date -u +%FT%RZ)" "$(nproc)" "$(cut -d' ' -f1-3 /proc/loadavg)"
for workload in "small_cnn 96 200 10" "small_cnn 96 1000 5" "resnet 96 200 3"; do
  for ((i = 0; i < runs; ++i)); do "$tracking" $workload; done | python3 -c '
import statistics, sys

epoch, recording, tensors, batches, share = map(statistics.median, zip(*(map(float, line.split()) for line in sys.stdin)))
print(f"{sys.argv[1]:22} epoch {epoch:8.3f} s   recording {1000 * recording:6.2f} ms   tensors {1000 * tensors:6.2f} ms   "
      f"batches {1000 * batches:6.2f} ms   {share:.2f} %")
sys.exit(share >= 1)' "$workload"
done
