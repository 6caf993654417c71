#!/bin/sh
# The store at full size: 8 processes write 2 000 epochs of six values each while somebody lists; 200 times 8 writers are
# killed (-9) at random moments; the file system fails at each of its first 500 calls, once, for good, and for want of
# room. A few minutes; the suite does the same in small.
#   tools/check/store.sh [SEED]
set -e
cd "$(dirname "$0")/../.."
tests="${XP_BUILD:-build/release}/bin/xp_tests"
export XP_SEED="${1:-1}"
XP_WRITERS=8 XP_EPOCHS=2000 "$tests" -# "[#writers_test]" "many processes*"
XP_WRITERS=8 XP_KILLS=200 "$tests" -# "[#writers_test]" "writers that*"
XP_FAULTS_ALL=1 "$tests" -# "[#faults_test]"
