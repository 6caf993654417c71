#!/bin/bash
# How long one waits: the launcher, the verbs that read records, and an edit of an experiment. Medians of N rounds, in
# milliseconds of wall time, beside their limits; and which libraries a verb maps. The records are 1 000 copies of one
# full run of experiments/smoke.cpp. Wants a built checkout and a quiet machine.
#
#   tools/bench/startup.sh [N] [RUNS]        (25 rounds, 1 000 runs; about 2 minutes; exits 1 when a limit is missed)
set -euo pipefail

rounds=${1:-25} runs=${2:-1000}
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$checkout/build/release
[[ -x $build/bin/xp ]] || { echo "startup: build first: ./xp --version" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XP_HOME=$work/home XDG_CACHE_HOME=$work/cache NO_COLOR=1
unset XP_PRESET
xp=$work/xp/bin/xp
missed=$work/missed  # a file: rows are written at the end of pipes

now() { echo "${EPOCHREALTIME/[.,]/}"; }  # µs
took() {                                  # took COMMAND…: µs of one call
  local start=${EPOCHREALTIME/[.,]/}
  "$@" > "$work/out" 2>&1 || { cat "$work/out" >&2; echo "startup: failed: $*" >&2; return 1; }
  echo $((${EPOCHREALTIME/[.,]/} - start))
}
# row WHAT LIMIT: a line of the table from µs on stdin, one a round; LIMIT in ms, or - for none.
row() {
  sort -n | awk -v what="$1" -v limit="$2" '
    { v[NR] = $1 / 1000 }
    END {
      if (!NR) exit 1
      median = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
      over = limit != "-" && median > limit
      printf "%-58s %8.1f %8.1f %8.1f %7s %s\n", what, median, v[1], v[NR], limit, limit == "-" ? "" : over ? "MISSED" : "met"
      exit over
    }' || touch "$missed"
}
rounds_of() { for ((i = 0; i < rounds; i++)); do "$@"; done; }

# ---- An installed xp and months of records.
cmake --install "$build" --prefix "$work/xp" > /dev/null
"$xp" run "$checkout/experiments/smoke.cpp" --quiet > /dev/null
"$xp" run "$checkout/experiments/smoke.cpp" --quiet --set seed=2 > /dev/null
g++ -std=c++20 -O1 -I"$checkout" "$checkout/tools/bench/many_runs.cpp" -L"$work/xp/lib" -lxp -Wl,-rpath,"$work/xp/lib" -o "$work/many_runs"
"$work/many_runs" "$XP_HOME" 1 "$runs"

printf '%s · %s processors · load %s · %s rounds · %s runs, %s\n\n' "$(date -u +%FT%RZ)" "$(nproc)" \
  "$(cut -d' ' -f1-3 /proc/loadavg)" "$rounds" "$((runs + 2))" "$(du -h "$XP_HOME/xp.db" | cut -f1)B"
printf '%-58s %8s %8s %8s %7s\n' ms median least most limit

# ---- The launcher, in pairs with the binary that it becomes.
"$checkout/xp" --version > /dev/null
launcher() { echo $(($(took "$checkout/xp" --version) - $(took "$build/bin/xp" --version))); }
rounds_of took "$build/bin/xp" --version | row "the binary: xp --version" -
rounds_of launcher | row "the launcher with nothing to do, beyond that" 50

# ---- Verbs that read.
rounds_of took "$xp" list | row "xp list" 30
rounds_of took "$xp" show last | row "xp show last" 30
rounds_of took "$xp" compare run1 run2 | row "xp compare run1 run2" 30
rounds_of took "$xp" compare run1..run20 | row "xp compare run1..run20" -

# ---- An experiment that has just been edited. Beside it one whose schedule tells when the first step was taken, and ends
# the run.
cp "$checkout/experiments/smoke.cpp" "$work/edited.cpp"
cat "$checkout/experiments/smoke.cpp" - > "$work/first_step.cpp" << 'END'
#include <time.h>
struct FirstStep : xp::Schedule {
  static constexpr const char* doc = "Says when the first batch has gone forward and back, and ends the run.";
  static void describe(xp::Params<FirstStep>&) {}
  double factor(std::int64_t, std::int64_t) const override {
    timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    throw xp::Error("first step at " + std::to_string(now.tv_sec * 1000000 + now.tv_nsec / 1000));
  }
};
XP_PLUGIN("first_step", FirstStep)
END
edit() { echo "// $EPOCHREALTIME" >> "$work/$1.cpp"; }
plan_after_edit() { edit edited && took "$xp" plan "$work/edited.cpp"; }
compile_alone() {
  local edited
  edited=$(plan_after_edit)
  echo $((edited - $(took "$xp" plan "$work/edited.cpp")))
}
first_batch() {
  local start
  edit first_step
  start=$(now)
  "$xp" run "$work/first_step.cpp" --set schedule=first_step > "$work/out" 2>&1 || true
  echo $(($(sed -n 's/.*first step at \([0-9]*\).*/\1/p' "$work/out" | head -n 1) - start))
}
plan_after_edit > /dev/null
rounds_of took "$xp" plan "$work/edited.cpp" | row "xp plan, nothing edited" -
rounds_of compile_alone | row "edit → .so (xp plan after an edit, beyond that)" 1000
rounds_of plan_after_edit | row "edit → plan printed" -
rounds_of first_batch | row "edit → first training batch of smoke.cpp" 3000

# ---- Nothing heavy is mapped, not even late: what the loader says, and what it would load.
echo
for verb in "list" "show last" "compare run1 run2" "plan $checkout/experiments/smoke.cpp"; do
  # shellcheck disable=SC2086  # a verb and its arguments
  heavy=$(LD_DEBUG=libs "$xp" $verb 2>&1 > /dev/null | grep -E 'calling init:.*/lib(torch|c10|opencv|xp_engine)' || true)
  printf '%-58s %s\n' "libraries of xp ${verb/$checkout\//}" "${heavy:-no torch, no OpenCV}"
  [[ ! $heavy ]] || touch "$missed"
done
for file in "$xp" "$work/xp/lib/libxp.so"; do
  heavy=$(ldd "$file" | grep -E 'torch|c10|opencv' || true)
  printf '%-58s %s\n' "ldd ${file#"$work/xp/"}" "${heavy:-no torch, no OpenCV}"
  [[ ! $heavy ]] || touch "$missed"
done
[[ ! -e $missed ]]
