#!/bin/bash
# tools/fuzz/run.sh [SECONDS [TARGET…]]: builds every reader of what others write with clang's libFuzzer, AddressSanitizer
# and UBSan, and runs each for a minute, or as long as said. Ends with 1 when one crashed, leaked, hung for 10 s or took more than 1 GiB;
# the input that did it is in build/fuzz. Wants the packages clang-14 and libclang-rt-14-dev.
# Not fuzzed: the limits of the process that reads HDF5, and the matching of tensors to a net. libhdf5, libzip, SQLite and
# yaml-cpp are as Debian builds them, without coverage: what dies inside libhdf5 is not mended here, it is why that
# process is apart.
set -e
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds=${1:-60}
shift || true
targets=("$@")
((${#targets[@]})) || for file in tools/fuzz/*.cpp; do targets+=("$(basename "$file" .cpp)"); done

build=build/fuzz
flags=(-std=c++20 -g -O1 -I. -isystem /usr/include/hdf5/serial -DFMT_SHARED -D__SANITIZE_ADDRESS__
       -DXP_SOURCE_DIR="\"$PWD\"" -DXP_TORCH_INCLUDES='""' -DXP_TORCH_LIBRARIES='""'
       -fsanitize=address,undefined -fno-sanitize-recover=undefined)  # __SANITIZE_ADDRESS__ is g++'s name for it
libraries=(-lfmt -lzip -lhdf5_serial)
sources=(framework/base/{disk,file,process,text}.cpp
         framework/weights/{element,keras,pickle,pytorch,pytorch_checkpoint,pytorch_tensor,safetensors,safetensors_header,zip}.cpp)
[[ " ${targets[*]} " != *" keras_config "* ]] ||
  sources+=(framework/weights/{keras_graph,keras_layers,keras_names,keras_net,weights}.cpp framework/net/*.cpp)
[[ " ${targets[*]} " != *" hdf5 "* ]] || sources+=(tools/hdf5/{attribute,file,keras,type}.cpp)
# What reads runs of others is linked from an archive of libxp's rooms around it, of which each takes what it needs.
whole_runs=" bundle history_csv mlflow_db mlruns plan predictions_csv runs_csv runs_json tfevents "
rooms=()
for target in "${targets[@]}"; do
  [[ $whole_runs != *" $target "* ]] || mapfile -t rooms < <(
    find framework/{base,data,scores/chance,scores/intervals,store,run/imports,run/exports} -name '*.cpp'
    find framework/scores -maxdepth 1 -name '*.cpp'
    [[ " ${targets[*]} " != *" plan "* ]] || find framework/{net,plugin,plan,weights} registry -name '*.cpp')
done
mkdir -p "$build/objects"
objects=()
header=$(ls -t framework/*/*.h tools/*/*.h | head -1)
compiled() { echo "$build/objects/${1//\//_}.o"; }
to_compile=()
for source in "${sources[@]}" "${rooms[@]}"; do
  object=$(compiled "$source")
  [[ $object -nt $source && $object -nt $header ]] || to_compile+=("$source")
done
export build
printf '%s\n' "${to_compile[@]}" | sort -u | sed '/^$/d' | xargs -r -P "$(nproc)" -I{} bash -c \
  'source=$1; shift; clang++-14 "$@" -fsanitize=fuzzer-no-link -c "$source" -o "$build/objects/${source//\//_}.o"' _ {} "${flags[@]}"
for source in "${sources[@]}"; do objects+=("$(compiled "$source")"); done
plugins=()
if ((${#rooms[@]})); then
  rm -f "$build/rooms.a"
  for source in "${rooms[@]}"; do [[ $source == registry/* ]] || compiled "$source"; done | xargs ar rcs "$build/rooms.a"
  for source in "${rooms[@]}"; do [[ $source != registry/* ]] || plugins+=("$(compiled "$source")"); done
fi
rm -rf "$build/seeds"
python3 tools/fuzz/seeds.py . "$build/seeds"

# Whether it was libhdf5 that looped or died, called by whomever.
inside_libhdf5() { grep -E '^ *#[0-9]+ ' "$1" | grep -m1 -E 'libhdf5|xp::' | grep -q libhdf5; }

failed=0
for target in "${targets[@]}"; do
  if [[ $whole_runs == *" $target "* ]]; then
    linked=("$build/rooms.a" -lSQLiteCpp -lsqlite3 -lcrypto -lyaml-cpp -ldl)
    [[ $target != plan ]] || linked=("${plugins[@]}" "${linked[@]}")  # which register themselves
  else
    linked=("${objects[@]}")
  fi
  clang++-14 "${flags[@]}" -fsanitize=fuzzer "tools/fuzz/$target.cpp" "${linked[@]}" "${libraries[@]}" -o "$build/$target"
  mkdir -p "$build/corpus/$target" "$build/seeds/$target"
  leaks=$([[ $target == hdf5 ]] && echo 0 || echo 1)  # libhdf5 leaks on damaged files; its process ends after one
  refused=$((1 - leaks))  # it asks for as much memory as a damaged file says, and bears that there is none
  inside=0
  for ((end = SECONDS + seconds; ; ++inside)); do
    left=$((end > SECONDS ? end - SECONDS : 1))
    if ASAN_OPTIONS=allocator_may_return_null=$refused "$build/$target" -detect_leaks="$leaks" \
        -max_total_time="$left" -timeout=10 -rss_limit_mb=1024 -artifact_prefix="$build/$target-" \
        "$build/corpus/$target" "$build/seeds/$target" > "$build/$target.log" 2>&1; then
      echo "$target: $(grep -o 'Done.*' "$build/$target.log")," \
           "$(grep -o 'cov: [0-9]*' "$build/$target.log" | tail -1 | tr -d :) edges: no crash$([[ $leaks == 0 ]] || echo ', no leak')" \
           "$( ((inside)) && echo "; $inside times libhdf5 looped or died, for which its process is apart")"
    elif [[ $target == hdf5 ]] && inside_libhdf5 "$build/$target.log"; then
      rm -f "$build/corpus/$target/$(grep -o 'written to .*' "$build/$target.log" | tail -1 | grep -oE '[0-9a-f]{40}$')"
      ((SECONDS >= end)) || continue
      echo "$target: $((inside + 1)) times libhdf5 looped or died, for which its process is apart; nothing of xp's did"
    else
      failed=1
      echo "$target: FAILED ($build/$target.log)"
      grep -m3 -E 'ERROR|SUMMARY|runtime error' "$build/$target.log" || true
    fi
    break
  done
done
exit $failed
