#!/bin/sh
# Fifty short runs, each killed (-9) once or more at random moments and resumed: metrics, predictions, weights and steps
# have to be, to the bit, those of a run that nobody killed. Prints "50 of 50 …"; a few minutes.
#   tools/check/kills.sh [RUNS [SEED]]
set -e
cd "$(dirname "$0")/../.."
[ -n "$2" ] && export XP_KILLS_SEED="$2"
XP_KILLS="${1:-50}" "${XP_BUILD:-build/release}/bin/xp_engine_tests" -# "[#kills_test]"
