#!/usr/bin/python3
"""Writes the manifests of a folder of class folders: what `xp data audit` takes for copies of one radiograph is a group.

    divide.py DIR INTO [FOLDS]

INTO/all.csv      path, label, group and fold (the outer one, 1 to FOLDS, 5 unless said) of every image
INTO/outer3.csv   the same without fold and without the images of fold 3: whoever chooses by it cannot see them

Folds are dealt class by class, groups in the order of the SHA-256 of their first image's name, larger ones first: the
same on every machine, and no choice of anybody's.
"""
import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

XP = os.environ.get("XP", str(Path(__file__).resolve().parents[3] / "xp"))
SUFFIXES = {".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff"}


def copies(folder):
    """Pairs of names, as the audit has them: "Scol/a.jpg = Scol/b.jpg: cropped to 97 %"."""
    said = subprocess.run([XP, "data", "audit", folder, "--json"], stdout=subprocess.PIPE)
    if said.returncode not in (0, 3):  # 3: it found a leak, and tells it all the same
        sys.exit(said.returncode)
    for finding in json.loads(said.stdout)[0]["findings"]:
        if "copies" in finding["name"]:
            for pair in finding["samples"]:
                first, second = pair.split(" = ")
                yield first, second.rsplit(": ", 1)[0]


def groups(names, pairs):
    """The first name of each one's group."""
    first = {name: name for name in names}
    for a, b in pairs:
        if a not in first or b not in first:
            sys.exit(f"divide: the audit names {a} and {b}, which are not both in the folder")
        one, other = sorted((first[a], first[b]))
        first = {name: one if of == other else of for name, of in first.items()}
    return first


def folds(names, first, number):
    """The fold of each group, by its first name."""
    out = {}
    for label in sorted({name.split("/")[0] for name in names}):
        members = [n for n in names if n.split("/")[0] == label]
        sizes = {g: sum(first[n] == g for n in members) for g in {first[n] for n in members}}
        for i, g in enumerate(sorted(sizes, key=lambda g: (-sizes[g], hashlib.sha256(g.encode()).hexdigest()))):
            out.setdefault(g, i % number + 1)
    return out


def write(file, columns, rows):
    with open(file, "w", newline="") as out:
        table = csv.DictWriter(out, columns, extrasaction="ignore")
        table.writeheader()
        table.writerows(rows)


def main(folder, into, number=5):
    folder, into, number = Path(folder), Path(into), int(number)
    names = sorted(str(f.relative_to(folder)) for f in folder.glob("*/*") if f.suffix.lower() in SUFFIXES)
    first = groups(names, copies(folder))
    fold_of = folds(names, first, number)
    into.mkdir(parents=True, exist_ok=True)
    rows = [{"path": os.path.relpath(folder / name, into), "label": name.split("/")[0], "group": first[name],
             "fold": fold_of[first[name]]} for name in names]
    write(into / "all.csv", ["path", "label", "group", "fold"], rows)
    for fold in range(1, number + 1):
        write(into / f"outer{fold}.csv", ["path", "label", "group"], [r for r in rows if r["fold"] != fold])
    print(f"{len(names)} images, {len(names) - len(set(first.values()))} of them copies of another; {into}/all.csv and "
          f"outer1.csv to outer{number}.csv")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
