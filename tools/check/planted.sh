#!/bin/bash
# Plants one difference at a time into what a run is repeated from, and asks `xp rerun --verify` and `xp diff` for it:
# a pixel, a seed, a thread count, a library, a line of code, a data file. Each has to be found and named. Prints a row
# for each; ends with 1 where one was not. Under a minute.
set -euo pipefail
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
xp=${XP:-$checkout/xp}
export XP_HOME=$place/home NO_COLOR=1
failed=0

# Bitmaps of 32 × 32 grey pixels, stripes for one class and noise for the other, both with some of their own.
bitmap() {  # bitmap FILE SEED STRIPES
  printf '%b' "$(awk -v seed="$2" -v stripes="$3" 'BEGIN {
    srand(seed)
    head = "424d360c0000000000003600000028000000200000002000000001001800000000000000000000000000000000000000000000000000"
    for (i = 1; i < length(head); i += 2) printf "\\x%s", substr(head, i, 2)
    for (i = 0; i < 1024; ++i) {
      v = int((stripes && int(i / 128) % 2 ? 200 : 80) + rand() * 55)
      printf "\\x%02x\\x%02x\\x%02x", v, v, v
    }
  }')" > "$1"
}
mkdir -p "$place"/{data/striped,data/plain,project}
for i in {10..29}; do bitmap "$place/data/striped/$i.bmp" "$i" 1; bitmap "$place/data/plain/$i.bmp" "1$i" 0; done

write_experiment() {  # write_experiment FACTOR
  cat > "$place/project/own.cpp" << END
#include "framework/experiment.h"

struct Dimmed : xp::Transform {
  static constexpr const char* doc = "Darker.";
  xp::Image apply(const xp::Image& image, const xp::ImageOps&, xp::Random&) const override {
    xp::Image out = image;
    for (float& x : out.pixels) x *= $1;
    return out;
  }
};
XP_PLUGIN("dimmed", Dimmed)

XP_EXPERIMENT(e) {
  e.dataset({"image_folder", {{"path", "$place/data"}}})
      .transforms({{"resize", {{"size", 32}}}, {"dimmed"}, {"normalise"}})
      .model({"small_cnn", {{"filters", "8,16"}}})
      .train({{"epochs", 2}, {"batch", 8}, {"precision", "fp32"}});
}
END
}

check() {  # check WHAT CODE PATTERN COMMAND…: it ends with that code and says that
  local what=$1 code=$2 pattern=$3 got=0
  shift 3
  "$@" > "$place/said" 2>&1 || got=$?
  if [[ $got == $code ]] && grep -qE -- "$pattern" "$place/said"; then
    printf '%-44s found: %s\n' "$what" "$(grep -m 1 -oE -- "$pattern" "$place/said")"
  else
    failed=1
    printf '%-44s NOT FOUND, exit code %d\n' "$what" "$got"
    sed 's/^/    /' "$place/said"
  fi
}
again() { "$xp" rerun run1 --verify --quiet "$@"; }

write_experiment 0.5f
"$xp" run "$place/project/own.cpp" --threads 2 --no-pictures --quiet > "$place/said" 2>&1 || { cat "$place/said"; exit 1; }
check 'nothing' 0 '^identical' again

cp "$place/data/striped/12.bmp" "$place/kept"
printf '\x01' | dd of="$place/data/striped/12.bmp" bs=1 seek=1000 conv=notrunc status=none
check 'one pixel' 3 'diverged in the data.*striped/12.bmp is another image' again
cp "$place/data/plain/20.bmp" "$place/data/striped/12.bmp"
check 'a data file replaced by another' 3 'diverged in the data.*striped/12.bmp is another image' again
rm "$place/data/striped/12.bmp"
check 'a data file removed' 3 'diverged in the data.*striped/12.bmp is gone' again
cp "$place/kept" "$place/data/striped/12.bmp"

check 'one seed' 3 'you changed seed.init: 1, now 7' again --set seed.init=7
check 'one thread count' '[03]' 'you changed threads: 2, now 1 \(matters' again --threads 1
check 'one library: other kernels of oneDNN' '[03]' 'onednn_kernels: .*now (AVX2|SSE4.1)' env ONEDNN_MAX_CPU_ISA=AVX2 "$xp" rerun run1 --verify --quiet
reference=$(dirname "$(find /usr/lib/*/blas -name 'libblas.so.3' 2> /dev/null | head -n 1)" 2> /dev/null || true)
if [[ -e $reference/libblas.so.3 ]]; then
  check 'one library: another BLAS' '[03]' "blas: .*now $reference" env LD_LIBRARY_PATH="$reference" "$xp" rerun run1 --verify --quiet
else
  echo 'one library: another BLAS                    skipped: apt-get install libblas3'
fi

write_experiment 0.4f
check 'one line of code: the stored one is compiled' 0 'own.cpp has changed since' "$xp" rerun run1 --verify
"$xp" run "$place/project/own.cpp" --threads 2 --no-pictures --quiet > "$place/said" 2>&1
changed=$(sed -n 's/^\(run[0-9]*\) FINISHED$/\1/p' "$place/said")
check 'one line of code: in diff' 3 '^\+    for \(float& x : out.pixels\) x \*= 0.4f;' "$xp" diff run1 "$changed"
exit $failed
