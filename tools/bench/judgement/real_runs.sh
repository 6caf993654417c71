#!/bin/bash
# Trains small networks with a planted fault or none, on drawn radiographs and, where they are, on those of
# ../shared/data/fraiwan338; asks `xp diagnose` what it thinks of each, and prints the table of docs/judgement.md. A
# fault is found where the finding that names it is at least a warning; a run without a fault that is warned of
# anything is a false alarm. The same command goes on where it was: what has FINISHED is not trained again.
#
#   tools/bench/judgement/real_runs.sh WORK [PATTERN [SEED]]    (PATTERN: of names; all take some minutes on 2 cores)
# SEED is added to every seed of data, split, initialisation and order that a run would have (default 0).
set -euo pipefail
work=$(mkdir -p "${1:?a folder to keep the runs in}" && realpath "$1")
pattern=${2:-.}
shift_by=${3:-0}
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
xp=${XP:-$checkout/xp}
radiographs=$(realpath "$checkout/../shared/data/fraiwan338" 2>/dev/null || true)
export XP_HOME=$work/home NO_COLOR=1
mkdir -p "$work/runs"

# NAME | the finding that tells the fault; none: healthy | options. Two only where chance decides which way the fault
# shows: a rate that is too high either throws the network off at once, so that it never learns, or later; two epochs
# either still bring much, or have taught nothing.
# Healthy: clear signs, enough images, a rate that falls to nothing.
well="--set dataset.difficulty=0 --set dataset.images=1500 --set model.filters=16,32,64,64 --set schedule=cosine --set optimizer.rate=6e-4 --set train.epochs=18"
plain="--set model.dense=256 --set model.batch_norm=false --set optimizer.rate=1e-3"
drawn="
healthy                 |                        | $well
healthy-attention       |                        | $well --set attention=eca --set seed=2
healthy-two-classes     |                        | $well --set dataset.task=double_curve
healthy-weighted        |                        | $well --set dataset.shares=1:2:2 --set class_weight=balanced
healthy-drawn-evenly    |                        | $well --set dataset.shares=1:2:2 --set balance=weighted
healthy-dropout         |                        | $well --set model.dropout=0.2
healthy-controls        |                        | $well --set seed=3 --control majority --control image-statistics
healthy-folds           |                        | $well --set split=k_fold --set split.k=3 --set split.validation=0.15
healthy-large-test      |                        | $well --set split.test=0.4 --set dataset.images=2000 --set seed=5
healthy-seed            |                        | $well --set seed=7 --set split.seed=3 --set dataset.seed=11
few-images              | overfitting            |
tiny-training           | memorisation           | $plain --set dataset.images=240 --set split.test=0.5 --set split.validation=0.25 --set train.epochs=60
trained-too-long        | overfitting            | --set dataset.images=300 --set split.test=0.4 --set split.validation=0.25 --set model.dense=128 --set train.epochs=50 --set dataset.difficulty=1
rate-too-high           | underfitting,diverged  | --set optimizer.rate=1 --set model.batch_norm=false
rate-far-too-high       | failed                 | --set optimizer=sgd --set optimizer.rate=100 --set model.batch_norm=false
rate-too-low            | underfitting           | --set optimizer.rate=1e-7
one-epoch               | underfitting           | --set train.epochs=1 --set optimizer.rate=1e-4
two-epochs              | not converged,underfitting | --set train.epochs=2 --set optimizer.rate=3e-4 --set dataset.difficulty=1
shuffled-labels         | no better than guessing | --set dataset.label_noise=0.667
duplicates              | audit                  | --set dataset.duplicates=0.3
near-copies             | audit                  | --set dataset.copies=0.3
marker                  | audit                  | --set dataset.marker=1
exposure                | audit                  | --set dataset.exposure=0.8
size                    | audit                  | --set dataset.size=0.8
imbalance               | class collapse         | --set dataset.shares=1:1:30 --set dataset.difficulty=1 --set train.epochs=6
no-validation           | small validation part  | --set split.validation=0 --set train.monitor=train/loss
small-validation        | small validation part  | --set split.validation=0.02
twelve-test-images      | small test set         | --set split.test=0.02
no-test                 | no test set            | --set split.test=0
worse-than-a-control    | no better than image-statistics | --set dataset.size=0.8 --set optimizer.rate=1e-5 --control image-statistics
overconfident           | miscalibration         | --set dataset.images=400 --set split.test=0.4 --set dataset.difficulty=1 --set train.monitor=train/loss --set train.epochs=40
folds-overfit           | folds: overfitting     | $plain --set split=k_fold --set split.k=2 --set split.validation=0.25 --set dataset.images=240 --set train.epochs=50
"
# Some of these show one radiograph twice (docs/results.md): a random split leaks, whatever else a run does.
real="
radiographs             | audit                  | --set class_weight=balanced --set split.test=0.35 --set model.dropout=0.3 --set train.epochs=14
radiographs-overfit     | overfitting            | --set split.test=0.3 --set model.dense=128 --set train.epochs=40
radiographs-rate-low    | underfitting           | --set optimizer.rate=1e-7 --set split.test=0.3
radiographs-small-test  | small test set         | --set split.test=0.04 --set train.epochs=8
"

shifted() {  # SEEDS OPTIONS: the options, with each of these seeds (1 where it is not among them) moved on
  local options=$2 key seed
  for key in $1; do
    seed=$(grep -oP "(?<= $key=)\d+" <<< "$options" || echo 1)
    options=$(sed "s/--set $key=[0-9]*//" <<< "$options")" --set $key=$((seed + shift_by))"
  done
  echo "$options"
}

train() {  # NAME OPTION…
  local name=$1 file=$work/runs/$1
  shift
  if [[ ! $name =~ $pattern ]] || [[ -s $file ]]; then return 0; fi
  local said
  said=$("$xp" run "$checkout/tools/bench/judgement/real_runs.cpp" --name "$name" -q "$@" 2> "$file.log") || true
  said=$(awk '$1 ~ /^run[0-9]+$/ { print $1; exit }' <<< "$said")
  if [[ -z $said ]]; then
    cat "$file.log" >&2
    return 0
  fi
  echo "$said" > "$file"
}

each() {  # TABLE SEEDS OPTION…
  local table=$1 seeds=$2 name findings options
  shift 2
  while IFS='|' read -r name findings options; do
    name=${name// /}
    # shellcheck disable=SC2086
    [[ -z $name ]] || train "$name" "$@" $(shifted "$seeds" "$options")
  done <<< "$table"
}

each "$drawn" "seed split.seed dataset.seed"
[[ -d $radiographs ]] && each "$real" "seed split.seed" --data "$radiographs" || echo "real_runs: no radiographs at ../shared/data/fraiwan338: left out" >&2

while IFS='|' read -r name findings _; do
  name=${name// /}
  [[ -n $name && -s $work/runs/$name ]] || continue
  echo "$name|$findings|$("$xp" diagnose "$(< "$work/runs/$name")" --json | tr -d '\n')"
done <<< "$drawn$real" | python3 "$checkout/tools/bench/judgement/real_runs.py"
