#!/bin/bash
# tools/bench/store/track.sh [THREADS] [VALUES] [ROUNDS]: what xp::track costs a training loop, in a home of its own.
# Wanted: 4 threads, 10 million values, at most 1 us a value on the caller's side, nothing lost.
set -e
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
build=$root/build/${XP_PRESET:-release}
cmake --build "$build" --target track > /dev/null
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
"$build/bin/track" "$home" "$@"
