#!/bin/bash
# The gallery: trains a few networks on drawn radiographs (some minutes on 2 cores), writes their pages, and takes
# pictures of them. Nothing is fetched; what looks at the pages came with the build of the tests.
#   docs/gallery/make.sh [FOLDER]      pages and records go there (default build/gallery), pictures beside this script
#   docs/gallery/make.sh --pictures    of the pages that are there already
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
only_pictures=0
[[ ${1:-} == --pictures ]] && only_pictures=1 && shift
out=$(realpath -m "${1:-$root/build/gallery}")
xp=$root/build/release/bin/xp
export XP_HOME=$out/home
[[ -x $xp && -f $root/build/release/browser/check.mjs ]] || { echo "gallery: build first: ./xp test, or cmake --build build/release" >&2; exit 2; }

train() {  # each once
  mkdir -p "$out"
  [[ -d $XP_HOME ]] && return
  "$xp" run "$root/experiments/double_curve.cpp"
  "$xp" run "$here/three_networks.cpp" --pictures
  "$xp" run "$here/rates.cpp"
  "$xp" run "$root/experiments/spine_gradcam.cpp" --quick --set split=k_fold --set split.k=5
}
write_pages() {
  "$xp" report run1 -o "$out/run.html"
  "$xp" report run2 run3 run4 -o "$out/three_networks.html"
  "$xp" report --sweep sweep2 -o "$out/sweep.html"
  "$xp" report best:val/accuracy -o "$out/best.html"
  "$xp" report -o "$out/index.html"
  "$xp" report run1 --card -o "$out/card.md"
}
((only_pictures)) || train
write_pages
cp "$here/shoot.mjs" "$root/build/release/browser/" && node "$root/build/release/browser/shoot.mjs" "$out" "$here"
