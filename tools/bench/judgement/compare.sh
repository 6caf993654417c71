#!/bin/bash
# How long `xp compare` takes for RUNS runs of IMAGES predictions: without resamples, with 10 000 of them, and again from
# the cache; and how long `xp report` takes to write their page. Medians of N rounds in milliseconds, with the installed program.
#
#   tools/bench/judgement/compare.sh [RUNS] [IMAGES] [N]        (5 runs, 10 000 images, 11 rounds; exits 1 over a limit)
set -euo pipefail

runs=${1:-5} images=${2:-10000} rounds=${3:-11}
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
build=$checkout/build/release
[[ -x $build/bin/large_tests ]] || { echo "compare: build first: cmake --build build/release --target bench" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XP_HOME=$work/home XDG_CACHE_HOME=$work/cache NO_COLOR=1
cmake --install "$build" --prefix "$work/xp" > /dev/null
"$build/bin/large_tests" "$XP_HOME" "$runs" "$images"
over=0

# row WHAT LIMIT ROUNDS COMMAND…
row() {
  local what=$1 limit=$2 n=$3
  shift 3
  for ((i = 0; i < n; i++)); do
    [[ $what == *fresh* ]] && rm -rf "$XDG_CACHE_HOME"
    local start=${EPOCHREALTIME/[.,]/}
    "$@" > "$work/out"
    echo $((${EPOCHREALTIME/[.,]/} - start))
  done | sort -n | awk -v what="$what" -v limit="$limit" '
    { v[NR] = $1 / 1000 }
    END { m = v[int((NR + 1) / 2)]; printf "%-40s %8.1f ms  limit %5d  %s\n", what, m, limit, (m > limit ? "MISSED" : "met"); exit(m > limit) }' || over=1
}

xp=$work/xp/bin/xp
row "--resamples 0" 50 "$rounds" "$xp" compare "run1..run$runs" --resamples 0
row "10 000 resamples, fresh" 2000 3 "$xp" compare "run1..run$runs"
row "10 000 resamples, cached" 50 "$rounds" "$xp" compare "run1..run$runs"
row "the page, fresh" 500 3 "$xp" report "run1..run$runs" -o "$work/page.html"
row "the page, cached" 500 "$rounds" "$xp" report "run1..run$runs" -o "$work/page.html"
exit $over
