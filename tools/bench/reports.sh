#!/bin/bash
# How long xp report takes and how large its pages are, on stores whose runs were drawn and not trained: medians of N
# rounds of the installed xp, in milliseconds of wall time, and bytes; 500 ms and 2 MB are the limits. Beside each page
# what it needs the second time, with what is remembered of its bootstrap. Wants a built checkout and a quiet machine.
#
#   tools/bench/reports.sh [N]        (9 rounds; about half a minute; exits 1 when a limit is missed)
set -euo pipefail

rounds=${1:-9}
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$checkout/build/release
[[ -x $build/bin/xp ]] || { echo "reports: build first: ./xp --version" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1
unset XP_PRESET SOURCE_DATE_EPOCH
xp=$work/xp/bin/xp
missed=$work/missed

cmake --install "$build" --prefix "$work/xp" > /dev/null
g++ -std=c++20 -O1 -I"$checkout" "$checkout/tools/bench/report_store.cpp" -L"$work/xp/lib" -lxp \
  -Wl,-rpath,"$work/xp/lib" -o "$work/report_store"
"$work/report_store" "$work/runs" runs 5
"$work/report_store" "$work/sweep" sweep 200
"$work/report_store" "$work/many" small 2000

# row WHAT HOME fresh|kept WORDS…: fresh forgets between the rounds what was remembered.
row() {
  local what=$1 home=$2 memory=$3 i start
  shift 3
  for ((i = 0; i < rounds; i++)); do
    [[ $memory == kept ]] || rm -rf "$work/cache"
    start=${EPOCHREALTIME/[.,]/}
    XP_HOME=$home XDG_CACHE_HOME=$work/cache "$xp" report "$@" -o "$work/page.html" > /dev/null
    echo $((${EPOCHREALTIME/[.,]/} - start))
  done | sort -n | awk -v what="$what" -v page="$work/page.html" '
    { v[NR] = $1 / 1000 }
    END {
      ("stat -c %s " page) | getline bytes
      median = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
      over = median > 500 || bytes > 2 * 1024 * 1024
      printf "%-52s %8.0f %8.0f %8.0f %10d  %s\n", what, median, v[1], v[NR], bytes, over ? "MISSED" : "met"
      exit over
    }' || touch "$missed"
}

printf '%s · %s processors · load %s · %s rounds\n\n' "$(date -u +%FT%RZ)" "$(nproc)" "$(cut -d' ' -f1-3 /proc/loadavg)" "$rounds"
printf '%-52s %8s %8s %8s %10s  %s\n' "" "ms" least most bytes "500 ms, 2 MB"
row "a run: 100 epochs, 20 000 batches, 1 000 images" "$work/runs" fresh run1
row "  once more" "$work/runs" kept run1
row "5 runs like it" "$work/runs" fresh run1..run5
row "  once more" "$work/runs" kept run1..run5
row "a sweep of 200 trials" "$work/sweep" fresh --sweep last
row "an index of 2 000 runs" "$work/many" fresh
[[ ! -e $missed ]]
