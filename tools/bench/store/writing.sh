#!/bin/bash
# How fast the store takes what training brings: epochs, a transaction each with six values, beside the same by Python's
# sqlite3, in turn; and values of steps in batches. Medians of five. Exits 1 below 50 000 epochs or 1.5 million values a
# second; both are for a quiet machine.
#
#   cmake --build build/release --target bench && tools/bench/store/writing.sh [FOLDER]
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
bin=$checkout/build/release/bin
[[ -x $bin/epochs && -x $bin/bulk ]] || { echo "writing: build first: cmake --build build/release --target bench" >&2; exit 2; }
python=${XP_PYTHON:-/usr/bin/python3}
work=$(mktemp -d -p "${1:-/tmp}")
trap 'rm -rf "$work"' EXIT

for turn in 1 2 3 4 5; do
  "$bin/epochs" "$work/xp$turn" 100000 >> "$work/epochs"
  "$python" "$checkout/tools/bench/store/epochs.py" "$work/python$turn" 100000 >> "$work/python"
  "$bin/bulk" "$work/bulk$turn" 4000000 >> "$work/bulk"
  rm -rf "$work"/xp? "$work"/python? "$work"/bulk?
done
"$python" - "$work" << 'END'
import statistics, sys

def median(name, column=0):
    return statistics.median(float(line.split()[column]) for line in open(f"{sys.argv[1]}/{name}"))
epochs, late, python = median("epochs"), median("epochs", 1), median("python")
print("epochs a second   %9.0f, the 99th percentile of one %.0f µs; Python's sqlite3 %.0f (%.2f times)"
      % (epochs, late, python, epochs / python))
one, eight, read = (median("bulk", column) for column in range(3))
print("values a second   %9.0f of one series, %.0f of eight together, %.0f read back" % (one, eight, read))
sys.exit(not (epochs >= 50_000 and min(one, eight) >= 1_500_000))
END
