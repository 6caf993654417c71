#!/bin/bash
# experiments/spine_attention.cpp on the radiographs of WORK/all.csv, which divide.py wrote, beside the control that sees
# nothing but size and thumbnail on the same splits; prints the table of docs/results.md, of the runs of this command and
# of no other. The same command goes on where it was.
#
#   tools/bench/radiographs/networks.sh WORK [OPTION of xp run…]
set -euo pipefail
work=$(realpath "${1:?the folder that divide.py wrote to}")
shift
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
xp=${XP:-$checkout/xp}
export XP_HOME=$work/home

runs=$("$xp" run "$checkout/experiments/spine_attention.cpp" --set dataset=manifest --set "dataset.path=$work/all.csv" \
  --control image-statistics --needed --tag networks "$@")
while read -r run _; do "$xp" show "$run" --json; done <<< "$runs" | python3 -c '
import json, statistics, sys

def spread(values):
    return "%.3f ± %.3f" % (statistics.mean(values), statistics.stdev(values))

records, text = [], sys.stdin.read()
while text.strip():
    record, end = json.JSONDecoder().raw_decode(text.lstrip())
    text = text.lstrip()[end:]
    if record.get("over_folds") and record["status"] == "FINISHED":
        records.append(record)
score = "test/balanced_accuracy"
print("| network | attention | balanced accuracy | of the least and the best split | the control on these splits |")
print("|---|---|---|---|---|")
for r in records:
    own = [c["scores"][score] for c in r["children"] if not c["control"]]
    control = [c["scores"][score] for c in r["children"] if c["control"]]
    print("| %s | %s | %s | %.3f, %.3f | %s |" % (r["settings"]["model"], r["settings"]["attention"], spread(own), min(own),
                                                 max(own), spread(control) if len(control) > 1 else "–"))
'
