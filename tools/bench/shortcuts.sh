#!/bin/bash
# tools/bench/shortcuts.sh [FIRST_SEED [SETS]]: how often the audit names a shortcut where phantoms have none, and where
# one was planted; fresh seeds, four tasks, two sizes. Prints shares; ends with 1 where any clean set was named, or a
# fault was missed in more than one set of twenty.
set -e
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
first=${1:-$((RANDOM * 100 + 1000))} sets=${2:-20}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export XP_HOME=$place/home XDG_CACHE_HOME=$place/cache

audited() {  # NAME SETTINGS SHORTCUT: how many of the sets name it; an empty one: any
  cat > "$place/$1.cpp" <<CPP
#include "framework/experiment.h"
XP_EXPERIMENT(e) {
  e.dataset({"spine_phantom", {{"height", 96}, $2}}).transforms({{"resize", {{"size", 32}}}})
      .model({"small_cnn"}).sweep("dataset.seed", {$(seq -s, "$first" $((first + sets - 1)))});
}
CPP
  build/release/bin/xp data audit "$place/$1.cpp" --json > "$place/$1.json" || [[ $? == 3 ]] || exit 2
  python3 - "$place/$1.json" "$1" "$3" <<'PYTHON'
import json, sys
file, name, wanted = sys.argv[1:]
sets = json.load(open(file))
sets = sets if isinstance(sets, list) else [sets]
found = [{f["name"] for f in one["findings"] if f["name"].startswith("shortcut")} for one in sets]
hits = sum(wanted in f if wanted else bool(f) for f in found)
print(f"{name:24} {len(sets)} sets, {hits} with {wanted or 'a shortcut'}", flush=True)
wrong = len(sets) - hits if wanted else hits
sys.exit(wrong * 20 > len(sets) if wanted else wrong > 0)
PYTHON
}

echo "seeds $first to $((first + sets - 1))"
failed=0
for task in three_classes double_curve als_types double_contour; do
  for images in 120 300; do
    audited "clean_${task}_$images" "{\"task\", \"$task\"}, {\"images\", $images}" "" || failed=1
  done
done
audited marker '{"images", 150}, {"marker", 0.8}' "shortcut: corners" || failed=1
audited exposure '{"images", 150}, {"exposure", 0.6}' "shortcut: brightness" || failed=1
audited size '{"images", 150}, {"size", 0.5}' "shortcut: pixel size" || failed=1
exit $failed
