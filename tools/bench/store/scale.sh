#!/bin/bash
# How long one waits where 50 million values are recorded: p50 and p95 of N calls of the installed binary, in
# milliseconds of wall time, page cache warm, beside their limits. The home is built once, in about two minutes and
# 1.4 GB, and stays. Wants a built checkout and a quiet machine.
#
#   tools/bench/store/scale.sh FOLDER [N]        (40 calls each; exits 1 when a limit is missed)
set -euo pipefail

folder=${1:?usage: tools/bench/store/scale.sh FOLDER [N]} rounds=${2:-40}
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
build=$checkout/build/release
[[ -x $build/bin/xp ]] || { echo "scale: build first: ./xp --version" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XP_HOME=$folder XDG_CACHE_HOME=$work/cache NO_COLOR=1
xp=$work/xp/bin/xp
missed=$work/missed

cmake --install "$build" --prefix "$work/xp" > /dev/null
for program in fifty_million opening; do
  g++ -std=c++20 -O2 -I"$checkout" "$checkout/tools/bench/store/$program.cpp" -L"$work/xp/lib" -lxp \
    -Wl,-rpath,"$work/xp/lib" -o "$work/$program"
done
[[ -e $folder/xp.db ]] || time "$work/fifty_million" "$folder"

# row WHAT LIMIT: a line of the table from ms on stdin, one a call; LIMIT is of p95, - for none.
row() {
  sort -n | awk -v what="$1" -v limit="$2" '
    { v[NR] = $1 }
    END {
      if (!NR) exit 1
      at95 = int(0.95 * NR + 0.999)
      over = limit != "-" && v[at95] > limit
      printf "%-68s %8.1f %8.1f %8.1f %6s %s\n", what, v[int((NR + 1) / 2)], v[at95], v[NR], limit, limit == "-" ? "" : over ? "MISSED" : "met"
      exit over
    }' || touch "$missed"
}
took() {  # took COMMAND…: ms of one call
  local start=${EPOCHREALTIME/[.,]/}
  "$@" > "$work/out" 2>&1 || { cat "$work/out" >&2; echo "scale: failed: $*" >&2; return 1; }
  awk "BEGIN { print ($(echo "${EPOCHREALTIME/[.,]/}") - $start) / 1000 }"
}
calls() {  # calls LIMIT COMMAND…
  local limit=$1 i
  shift
  "$@" > "$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }  # warm
  for ((i = 0; i < rounds; i++)); do took "$@"; done | row "${*/"$xp"/xp}" "$limit"
}

printf '%s · %s processors · load %s · %s calls each · %s\n\n' "$(date -u +%FT%RZ)" "$(nproc)" \
  "$(cut -d' ' -f1-3 /proc/loadavg)" "$rounds" "$(du -h "$folder/xp.db" | cut -f1)B"
"$xp" stats
cat "$folder/xp.db" > /dev/null
printf '\n%-68s %8s %8s %8s %6s\n' ms p50 p95 most limit
calls - "$xp" --version
"$work/opening" "$folder" "$rounds" | row "opening the records" 10
calls 50 "$xp" list --last 50
calls 50 "$xp" list --where 'val/accuracy > 0.9 and model = xception'
calls 50 "$xp" list --where 'val/accuracy > 0.9' --limit 50
calls - "$xp" list --where 'test/accuracy > 0.9 and started >= 2020' --sort -test/accuracy --limit 20
calls - "$xp" list
calls 50 "$xp" show run5005
calls 50 "$xp" compare run5006 run5007 --resamples 0
calls - "$xp" stats
[[ ! -e $missed ]]
