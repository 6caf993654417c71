#!/bin/bash
# A sweep whose conductor is killed (-9) KILLS times at random moments, with one trial made to fail, the same command
# repeated: at the end every other trial FINISHED exactly once, with no duplicate and no hole, and nothing of a killed
# sweep went on by itself. Wants a built checkout.
#
#   tools/check/sweep_kills.sh [TRIALS [JOBS [KILLS]]]      (24 trials, 2 at a time, 2 kills; about a minute; exits 1
#                                                            where it is otherwise; RANDOM_SEED repeats the moments)
set -euo pipefail

trials=${1:-24} jobs=${2:-2} kills=${3:-2}
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
xp=$checkout/build/${XP_PRESET:-release}/bin/xp
[[ -x $xp ]] || { echo "sweep_kills: build first: ./xp --version" >&2; exit 2; }
RANDOM=${RANDOM_SEED:-$$}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XP_HOME=$work/home NO_COLOR=1
bad=$((trials / 2 + 1))

cat > "$work/kills.cpp" << END
#include "framework/experiment.h"

struct Fussy : xp::Transform {
  static constexpr const char* doc = "Refuses to be number $bad.";
  int number = 1;
  static void describe(xp::Params<Fussy>& p) { p("number", &Fussy::number, "who it is").between(1, 9999); }
  xp::Image apply(const xp::Image& image, const xp::ImageOps&, xp::Random&) const override {
    if (number == $bad) throw xp::Error("number $bad is refused");
    return image;
  }
};
XP_PLUGIN("fussy", Fussy)

XP_EXPERIMENT(e) {
  std::vector<xp::Value> numbers;
  for (int n = 1; n <= $trials; ++n) numbers.push_back(n);
  e.dataset({"spine_phantom", {{"images", 60}, {"height", 32}}})
      .transforms({{"resize", {{"size", 16}}}, {"fussy"}, {"normalise"}})
      .model({"small_cnn", {{"filters", "4"}}})
      .optimizer({"sgd"})
      .train({{"epochs", 12}, {"batch", 8}})
      .sweep("transform.fussy.number", numbers);
}
END

# What the records say: "FINISHED 12 FAILED 1 …", or what is wrong with them.
records() {
  python3 - "$XP_HOME/xp.db" "$1" << 'END'
import os, sqlite3, sys
from collections import Counter
db, mode = sqlite3.connect(sys.argv[1]), sys.argv[2]
status = Counter(s for (s,) in db.execute("SELECT status FROM runs"))
if mode == "running":  # by a process that lives
    print(sum(os.path.exists(f"/proc/{p}") for (p,) in db.execute("SELECT pid FROM runs WHERE status = 'RUNNING'")))
    sys.exit()
sweeps = [r[0] for r in db.execute("SELECT id FROM sweeps")]
places = [r[0] for r in db.execute("SELECT place FROM trials ORDER BY place")]
runs = Counter(r[0] for r in db.execute("SELECT place FROM runs"))
print(f"sweeps {len(sweeps)}, trials {len(places)}, runs {sum(runs.values())}: " +
      ", ".join(f"{n} {s}" for s, n in sorted(status.items())) +
      f"; duplicates {sum(n > 1 for n in runs.values())}, holes {sum(runs[p] == 0 for p in places)}" +
      f"; resumed {db.execute('SELECT count(*) FROM runs WHERE attempt > 1').fetchone()[0]}")
END
}

# Workers of this sweep that live.
workers() {
  local n=0 p
  for p in /proc/[0-9]*; do
    [[ $({ tr '\0' ' ' < "$p/cmdline"; } 2> /dev/null) == *"xp trial"* ]] || continue
    grep -qzx "XP_HOME=$XP_HOME" "$p/environ" 2> /dev/null && n=$((n + 1))
  done
  echo "$n"
}

sweep() { exec "$xp" run "$work/kills.cpp" --jobs "$jobs" --quiet > "$work/out" 2>&1; }

for ((kill = 1; kill <= kills; ++kill)); do
  sweep &
  conductor=$!
  for ((i = 0; i < 600; ++i)); do  # until it trains
    [[ -f $XP_HOME/xp.db && $(records running 2> /dev/null || echo 0) != 0 ]] && break
    sleep 0.1
  done
  sleep "$((RANDOM % 6)).$((RANDOM % 10))"
  kill -9 "$conductor" 2> /dev/null || { cat "$work/out" >&2; echo "sweep_kills: the sweep ended before kill $kill" >&2; exit 1; }
  wait "$conductor" 2> /dev/null || true
  for ((i = 0; i < 20; ++i)); do [[ $(workers) == 0 ]] && break; sleep 0.05; done
  [[ $(workers) == 0 ]] || { echo "sweep_kills: workers outlived their conductor" >&2; exit 1; }
  echo "kill $kill: $(records whole)"
done

code=0
(sweep) || code=$?
said=$(records whole)
echo "at the end: $said (exit code $code)"
wanted="sweeps 1, trials $trials, runs $trials: 1 FAILED, $((trials - 1)) FINISHED; duplicates 0, holes 0;"
[[ $said == "$wanted"* && $code == 1 ]] || { cat "$work/out" >&2; echo "sweep_kills: wanted \"$wanted\", exit code 1" >&2; exit 1; }
echo "$((trials - 1)) FINISHED once each, one FAILED, no duplicate, no hole"
