#!/bin/bash
# What frozen features save: seconds of the first epoch, in which they are computed, over the median of the later ones,
# in which the head alone learns; from the telemetry of a run of ResNet50 on 224×224 phantoms, which starts from drawn
# weights, since only the time counts. The validation part, which is judged between epochs, is not in these seconds.
# Exits 1 below 20 times.
#
#   tools/bench/frozen.sh [IMAGES [EPOCHS]]        (200 images, 6 epochs; about a minute)
set -euo pipefail

images=${1:-200} epochs=${2:-6}
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
xp=$checkout/build/release/bin/xp
[[ -x $xp ]] || { echo "frozen: build first: ./xp --version" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XP_HOME=$work/home NO_COLOR=1

cat > "$work/frozen.cpp" << END
#include "framework/experiment.h"

XP_EXPERIMENT(e) {
  e.title("How much sooner is a head trained on frozen features?")
      .dataset({"spine_phantom", {{"images", $images}, {"height", 224}}})
      .transforms({{"resize", {{"size", 224}}}, {"normalise"}})
      .model({"resnet", {{"depth", 50}, {"freeze", "features"}}})
      .train({{"epochs", $epochs}, {"batch", 16}});
}
END
"$xp" run "$work/frozen.cpp" > "$work/out" 2>&1 || { cat "$work/out" >&2; exit 2; }

printf '%s · %s processors · load %s\n' "$(date -u +%FT%RZ)" "$(nproc)" "$(cut -d' ' -f1-3 /proc/loadavg)"
"$xp" show last --json | python3 -c '
import json, statistics, sys

run = json.load(sys.stdin)
seconds = [value for _, value in run["telemetry"]["seconds"]]
speed = [value for _, value in run["telemetry"]["images_per_second"]]
later = statistics.median(seconds[1:])
for epoch, (s, i) in enumerate(zip(seconds, speed), 1):
    print(f"epoch {epoch}: {s:9.4f} s  {i:9.1f} images/s")
ratio = seconds[0] / later
print(run["environment"]["precision"] + f": epoch 1 over the median of the later ones: {ratio:.0f}")
sys.exit(ratio < 20)'
