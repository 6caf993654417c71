#!/bin/bash
# Builds xp against another LibTorch than the system's and runs the tests; on a machine with a CUDA device, and a
# LibTorch that has CUDA, those on CUDA too. Everything else (OpenCV, oneDNN 2, …) is the system's.
#
#   tools/check/other_libtorch.sh /path/to/libtorch                 unpacked from pytorch.org
#   tools/check/other_libtorch.sh "$(python3 -c 'import os, torch; print(os.path.dirname(torch.__file__))')"
#   tools/check/other_libtorch.sh /path/to/libtorch -R cuda         with options of ctest
set -euo pipefail

libtorch=${1:?the folder that holds include and lib of a LibTorch}
shift
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
cmake -S . -B build/other_libtorch -G Ninja -DCMAKE_BUILD_TYPE=Release -DXP_LIBTORCH="$(realpath "$libtorch")"
cmake --build build/other_libtorch
exec ctest --test-dir build/other_libtorch --output-on-failure "$@"
