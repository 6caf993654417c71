#!/bin/bash
# How fast images reach the training: xp's first epoch and its later ones against torchvision's ImageFolder and
# DataLoader with 0 and 2 workers, the better, in turn; medians of three. torchvision reads RGB; xp is
# shown in grey, its default for radiographs, and in RGB, and the last line says which limits each reaches: 3 times for
# the first epoch, 20 times for later ones. Exits 1 where grey misses one; RGB, like against like, is only told.
#
#   cmake --build build/release --target bench && tools/bench/loading.sh [FOLDER OF CLASSES]
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=${1:-$checkout/../shared/data/fraiwan338}
own=$checkout/build/release/bin/loading
[[ -x $own ]] || { echo "loading: build first: cmake --build build/release --target bench" >&2; exit 2; }
[[ -d $folder ]] || { echo "loading: there is no folder $folder" >&2; exit 2; }
python=${XP_PYTHON:-/usr/bin/python3}
threads=$(nproc)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for _ in 1 2 3; do
  for workers in 0 2; do "$python" "$checkout/tools/bench/loading.py" "$folder" $workers >> "$work/torch$workers"; done
  for colour in grey rgb; do
    for count in 1 "$threads"; do "$own" "$folder" "$count" $colour >> "$work/$colour$count"; done
  done
done
"$python" - "$work" "$threads" << 'END'
import statistics, sys

work, threads = sys.argv[1:]
def median(name, column=0):
    return statistics.median(float(line.split()[column]) for line in open(f"{work}/{name}"))
peer = max(median("torch0"), median("torch2"))
print("torchvision, RGB  %8.1f images/s without workers, %.1f with two" % (median("torch0"), median("torch2")))
for colour in ("grey", "rgb"):
    for count in dict.fromkeys(["1", threads]):
        cold, later = median(colour + count), median(colour + count, 1)
        print("xp, %-4s %s thread%s  first epoch %8.1f images/s (%4.1f times), later ones %8.1f (%4.1f times)"
              % (colour, count, " " if count == "1" else "s", cold, cold / peer, later, later / peer))

def judged(colour):
    return [median(colour + threads, column) >= times * peer for column, times in enumerate((3, 20))]
print("; ".join("%s %s 3 times in the first epoch and %s 20 times later"
                % (colour, *("reaches" if good else "misses" for good in judged(colour))) for colour in ("grey", "rgb")))
sys.exit(not all(judged("grey")))
END
