#!/bin/bash
# Test accuracy in bf16 less that in fp32, of pairs of runs that differ in nothing else: mean, and its 95 % interval by
# Student's t. Exits 1 where the interval leaves ±2 points.
#
#   tools/bench/precision.sh        (20 runs; several minutes)
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
xp=$checkout/build/release/bin/xp
[[ -x $xp ]] || { echo "precision: build first: ./xp --version" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XP_HOME=$work/home NO_COLOR=1
"$xp" run "$checkout/tools/bench/precision.cpp" > "$work/out" 2>&1 || { cat "$work/out" >&2; exit 2; }

"$xp" list --json > "$work/list"
python3 - "$xp" "$work/list" << 'END'
import json, math, statistics, subprocess, sys

xp, listed = sys.argv[1:]
accuracy = {}
for run in json.load(open(listed)):
    plan = json.loads(subprocess.check_output([xp, "show", run["run"], "--plan"]))
    accuracy[plan["seed"]["init"], plan["train"]["precision"]] = 100 * run["test/accuracy"]
seeds = sorted({seed for seed, _ in accuracy})
differences = [accuracy[s, "bf16"] - accuracy[s, "fp32"] for s in seeds]
for s, d in zip(seeds, differences):
    print("seed %2d  fp32 %5.1f  bf16 %5.1f  difference %+5.2f" % (s, accuracy[s, "fp32"], accuracy[s, "bf16"], d))
t = {5: 2.776, 10: 2.262}[len(differences)]
mean, half = statistics.mean(differences), t * statistics.stdev(differences) / math.sqrt(len(differences))
print("mean difference %+.2f points, 95 %% interval %+.2f to %+.2f" % (mean, mean - half, mean + half))
sys.exit(abs(mean) + half > 2)
END
