#!/usr/bin/python3
"""What real_runs.sh asks of each run's diagnosis: lines NAME|FINDINGS|JSON in, docs/judgement.md's table out.
Exit code 3 where fewer than 95 % are found, or more than 5 % of those without a fault are warned of."""

import json
import sys

found = missed = alarms = quiet = 0
print("| run | fault told by | what was said (warnings and worse) | |")
print("|---|---|---|---|")
for line in sys.stdin:
    name, told_by, text = line.rstrip("\n").split("|", 2)
    wanted = [f.strip() for f in told_by.split(",") if f.strip()]
    run = json.loads(text)["runs"][0]
    said = [f for f in run["diagnosis"]["findings"] if f["grade"] in ("warning", "serious")]
    names = [f["name"] for f in said]
    if wanted:
        good = any(w in names for w in wanted)
        found, missed = found + good, missed + (not good)
        verdict = "found" if good else "MISSED"
    else:
        good = not names
        quiet, alarms = quiet + good, alarms + (not good)
        verdict = "quiet" if good else "FALSE ALARM"
    print("| %s | %s | %s | %s |" % (name, ", ".join(wanted) or "none", "; ".join(
        f["grade"] + ": " + f["name"] for f in said) or "–", verdict))
print()
print("%d of %d faults found; %d of %d runs without a fault warned of something." %
      (found, found + missed, alarms, alarms + quiet))
sys.exit(3 if 20 * found < 19 * (found + missed) or 20 * alarms > alarms + quiet else 0)
