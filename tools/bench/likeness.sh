#!/bin/bash
# Planted copies and how many of them the audit's search finds, with seeds drawn afresh: in the radiographs of
# fraiwan338 where they lie beside the checkout, and in phantoms; then how the search grows up to 20 000 images. Exits 1
# where a single kind is found in less than 98 %, more than one pair in 1000 images is false, or the growth is above n log n.
#
#   tools/bench/likeness.sh [SEEDS]        (10 seeds; some minutes)
set -euo pipefail

seeds=${1:-10}
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cmake --build "$checkout/build/release" --target likeness > /dev/null || { echo "likeness: build first: ./xp --version" >&2; exit 2; }
likeness=$checkout/build/release/bin/likeness radiographs=$checkout/../shared/data/fraiwan338

printf '%s · %s processors · load %s\n' "$(date -u +%FT%RZ)" "$(nproc)" "$(cut -d' ' -f1-3 /proc/loadavg)"
failed=0
if [[ -d $radiographs ]]; then
  "$likeness" radiographs "$radiographs" "$seeds" || failed=1
else
  echo "no radiographs in $radiographs: skipped"
fi
"$likeness" phantoms 1000 "$seeds" || failed=1
"$likeness" growth || failed=1
exit $failed
