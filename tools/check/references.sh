#!/bin/bash
# Runs the five references at their quick size, as anybody would, and reports on each: seconds, and how it ended.
# Ends with 1 where a run did not finish, a report was not written, or one took more than two minutes.
#
#   tools/check/references.sh                  on phantoms
#   tools/check/references.sh --data DIR       on radiographs, one folder a class; double_contour wants two classes
set -euo pipefail
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
xp=${XP:-$checkout/xp}
export XP_HOME=$place/home NO_COLOR=1

"$xp" --version > /dev/null  # builds first, where that is still to be done
printf '%-16s %8s %6s  %s\n' reference seconds runs ended
failed=0
for name in double_curve als_sweep spine_attention double_contour spine_gradcam; do
  start=$EPOCHREALTIME
  "$xp" run "$checkout/experiments/$name.cpp" --quick --quiet "$@" > "$place/runs" 2> "$place/said" || failed=1
  seconds=$(((${EPOCHREALTIME/./} - ${start/./}) / 1000000))
  mapfile -t runs < <(cut -d' ' -f1 "$place/runs")
  ended=$(cut -d' ' -f2 "$place/runs" | sort | uniq -c | xargs)
  report=$("$xp" report "${runs[@]}" --quiet 2>> "$place/said") || true
  [[ -s $report ]] || { failed=1; ended+=', no report'; }
  ((seconds <= 120)) || { failed=1; ended+=', too slow'; }
  printf '%-16s %8d %6d  %s\n' "$name" "$seconds" "${#runs[@]}" "${ended:-refused}"
  [[ -n $ended && $ended == "${#runs[@]} FINISHED" ]] || sed 's/^/    /' "$place/said"
done
exit $failed
