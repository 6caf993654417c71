#!/bin/bash
# Runs the quick form of the five references once, and each of them five times again under other conditions, by
# `xp rerun --verify`: every one has to repeat the first bit for bit. Prints a row for each, at last "25 of 25 …";
# ends with 1 where one did not. Some four minutes on two cores.
#
#   tools/check/reruns.sh          the first plan of each
#   tools/check/reruns.sh --all    every plan, which takes several times as long
set -euo pipefail
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
place=$(mktemp -d)
busy=
trap '[[ -z $busy ]] || kill "$busy" 2> /dev/null || true; rm -rf "$place"' EXIT
xp=${XP:-$checkout/xp}
export XP_HOME=$place/home XDG_CACHE_HOME=$place/cache NO_COLOR=1
only=(--only 1)
[[ ${1:-} == --all ]] && only=()

# Each is given the run's name, and says what rerun --verify says.
other_folder() { (mkdir -p "$place/elsewhere" && cd "$place/elsewhere" && "$xp" rerun "$1" --verify --quiet); }
other_loader_threads() { XP_LOADER_THREADS=5 "$xp" rerun "$1" --verify --quiet; }
other_home() {
  local away=$place/away_$1
  "$xp" export "$1" "$place/$1.xprun" --quiet > /dev/null
  XP_HOME=$away "$xp" import "$place/$1.xprun" --quiet > /dev/null
  XP_HOME=$away "$xp" rerun run1 --verify --quiet
}
cold_cache_and_other_locale() {
  LC_ALL=POSIX LANG=tr_TR.UTF-8 TZ=Pacific/Apia XDG_CACHE_HOME=$(mktemp -d -p "$place") \
    "$xp" rerun "$1" --verify --quiet
}
busy_machine_and_one_core() {
  (while :; do :; done) &
  busy=$!
  local code=0
  taskset -c "$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')" nice "$xp" rerun "$1" --verify --quiet || code=$?
  kill "$busy" && wait "$busy" 2> /dev/null || true
  busy=
  return $code
}
conditions=(other_folder other_loader_threads other_home cold_cache_and_other_locale busy_machine_and_one_core)

"$xp" --version > /dev/null  # builds first, where that is still to be done
printf '%-16s %-6s %-28s %8s  %s\n' reference run conditions seconds verdict
tried=0 same=0
for name in double_curve als_sweep spine_attention double_contour spine_gradcam; do
  "$xp" run "$checkout/experiments/$name.cpp" --quick --no-pictures --quiet "${only[@]}" > "$place/runs"
  for run in $(sed -n 's/^\(run[0-9]*\) FINISHED$/\1/p' "$place/runs"); do
    for condition in "${conditions[@]}"; do
      start=$EPOCHREALTIME
      "$condition" "$run" > "$place/said" 2>&1 || true
      seconds=$(((${EPOCHREALTIME/./} - ${start/./}) / 1000000))
      verdict=$(sed -n 's/^\(identical\|equal within tolerance\|diverged\).*/\1/p' "$place/said" | head -n 1)
      printf '%-16s %-6s %-28s %8d  %s\n' "$name" "$run" "${condition//_/ }" "$seconds" "${verdict:-no verdict}"
      tried=$((tried + 1))
      if [[ $verdict == identical ]]; then same=$((same + 1)); else sed 's/^/    /' "$place/said"; fi
    done
  done
done
echo "$same of $tried reruns are identical, bit for bit"
((tried >= 25 && same == tried))
