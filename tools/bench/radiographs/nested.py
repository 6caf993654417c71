#!/usr/bin/python3
"""How well can these radiographs be told apart without foreign weights? Chosen on inner folds, reported once on outer ones.

    nested.py WORK [--recipes NAME,NAME…] [--inner N] [--seeds N] [--jobs N] [--also SETTING=VALUE]… [--choose-only]
                   [--again]

WORK holds the manifests that divide.py wrote; records go to WORK/home. For each outer fold, every recipe is trained on
N of the 4 inner folds of the other images, and the one whose predictions there, put together, have the best balanced
accuracy (then the least log loss) is trained on all of these images, once a seed. Their mean probability names each
image of the outer fold. No recipe but the chosen one ever meets the outer fold. What has FINISHED with the same identity
(settings, data, weights) is not run again: the same command goes on where it was.

WORK/tried.jsonl, to which lines are only added, remembers every recipe that was ever judged on these images and every
look at the outer folds. The report counts them all, and a second look with another choice needs --again, which it says.
"""
import argparse
import datetime
import hashlib
import json
import math
import os
import re
import statistics
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
XP = os.environ.get("XP", str(HERE.parents[2] / "xp"))

# What each sets beside recipes.cpp. "phantoms": begins from weights that drawn spines left; "phantoms:" before a setting:
# of that beginning alone.
AVERAGED = ["train.moving_average=0.99", "train.flip_at_test=true"]
STRONG = ["transform.affine.degrees=15", "transform.affine.scale=0.2", "transform.affine.x=0.1",
          "transform.affine.shear=5"]
LETTERBOX = ["transform.resize.fit=letterbox"]
HARD = ["phantoms:dataset.difficulty=0.8", "phantoms:dataset.images=6000"]
SMOOTH = ["loss.smoothing=0.1", "optimizer=adamw", "optimizer.rate=5e-4", "optimizer.weight_decay=0.05",
          "schedule.warmup=3"]
RECIPES = {
    "plain": [],
    "averaged": AVERAGED,
    "phantoms": ["phantoms"],
    "phantoms_averaged": ["phantoms", *AVERAGED],
    "phantoms_letterbox": ["phantoms", *AVERAGED, *LETTERBOX],
    "phantoms_strong": ["phantoms", *AVERAGED, *STRONG],
    "phantoms_strong_letterbox": ["phantoms", *AVERAGED, *STRONG, *LETTERBOX],
    "phantoms_strong_smooth": ["phantoms", *AVERAGED, *STRONG, *SMOOTH],
    "phantoms_hard_strong": ["phantoms", *HARD, *AVERAGED, *STRONG],
    "phantoms_strong_large": ["phantoms", *AVERAGED, *STRONG, "transform.resize.size=224"],
}


class Bench:
    def __init__(self, work, jobs, also):
        self.work, self.jobs, self.also, self.drawn = Path(work).resolve(), jobs, also, {}
        self.environment = {**os.environ, "XP_HOME": str(self.work / "home"), "NO_COLOR": "1"}

    def xp(self, *words):
        done = subprocess.run([XP, *words], stdout=subprocess.PIPE, env=self.environment, text=True)
        if done.returncode != 0:
            sys.exit(f"nested: xp {' '.join(words)} ended with {done.returncode}")
        return done.stdout

    def show(self, run):
        return json.loads(self.xp("show", run, "--json"))

    def names(self):
        """Of all runs of WORK, those that were deleted among them."""
        if not (self.work / "home" / "xp.db").exists():
            return set()
        return {r["name"] for more in ([], ["--deleted"]) for r in json.loads(self.xp("list", "--json", *more) or "[]")}

    def train(self, name, file, settings):
        """The run with these settings on these files, whatever it is called; trains it where none has FINISHED."""
        words = [w for s in [*settings, *self.also] for w in ("--set", s)]
        words += ["--threads", str(max(1, (os.cpu_count() or 1) // self.jobs))]
        words += ["--name", name, "--no-pictures", "--needed", "--quiet"]
        run, status = self.xp("run", str(HERE / file), *words).split()[-2:]
        print(f"{name} is {run}", file=sys.stderr, flush=True)
        return run if status == "FINISHED" else sys.exit(f"nested: {run} ({name}) is {status}")

    def settings(self, recipe):
        own = [s for s in RECIPES[recipe] if not s.startswith("phantoms")]
        if len(own) == len(RECIPES[recipe]):
            return own
        drawn = [s for s in own if s.startswith(("model", "transform.resize."))]
        drawn += [s.removeprefix("phantoms:") for s in RECIPES[recipe] if s.startswith("phantoms:")]
        name = "".join(c if c.isalnum() else "-" for c in "-".join(["phantoms", *drawn]))
        if name not in self.drawn:
            run = self.train(name, "phantoms.cpp", drawn)
            self.drawn[name] = self.work / f"phantoms-{self.show(run)['identity'][:16]}.safetensors"
            if not self.drawn[name].exists():
                part = self.drawn[name].with_suffix(".part.safetensors")
                print(self.xp("weights", "convert", run, str(part), "--quiet"), end="", file=sys.stderr)
                part.rename(self.drawn[name])
        return [*own, f"model.weights={self.drawn[name]}"]

    def predictions(self, run):
        """Of its test part: image → (truth, probabilities), and the classes."""
        record = self.show(run)
        return {p["sample"]: (record["classes"].index(p["truth"]), p["probabilities"])
                for p in record["predictions"]["test"]}

    def trained(self, wanted):
        """Predictions of the runs of these (name, file, settings), so many at once."""
        with ThreadPoolExecutor(self.jobs) as pool:
            return list(pool.map(lambda w: self.predictions(self.train(*w)), wanted))


class Log:
    """What was ever tried on the images of WORK, and each look at the outer folds; runs that were made without it count
    by their names."""

    def __init__(self, bench):
        self.bench, self.file = bench, bench.work / "tried.jsonl"
        self.lines = [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []

    def add(self, **line):
        if all({**line, "when": known["when"]} != known for known in self.lines):
            self.lines.append({**line, "when": datetime.datetime.now(datetime.timezone.utc).isoformat("T", "seconds")})
            with open(self.file, "a") as out:
                out.write(json.dumps(self.lines[-1]) + "\n")

    def recipe(self, name):
        """All that makes it what it is."""
        files = b"".join((HERE / file).read_bytes() for file in ("recipes.cpp", "phantoms.cpp"))
        return {"recipe": name, "settings": [*RECIPES[name], *self.bench.also],
                "files": hashlib.sha256(files).hexdigest()[:16]}

    def names(self, kind):
        """(recipe, outer fold) of the runs of WORK, by how train() calls them."""
        found = [re.fullmatch(rf"(.+)-outer(\d+)-{kind}\d+", name) for name in self.bench.names()]
        return {(match[1], int(match[2])) for match in found if match}

    def tried(self):
        """Each recipe once; one whose settings or files were changed is another."""
        logged = {json.dumps(line["recipe"]): line["recipe"] for line in self.lines if line["look"] == "inner"}.values()
        older = {name for name, _ in self.names("inner")} - {r["recipe"] for r in logged}
        changes = [[s for s in r["settings"] if s not in RECIPES.get(r["recipe"], [])] for r in logged]
        return sorted([*older, *(" ".join([r["recipe"], *also]) for r, also in zip(logged, changes))])

    def outer(self, chosen, seeds, again):
        """Writes the look down before it is taken. The sentences on earlier ones, which must be allowed."""
        look = {"look": "outer", "chosen": {str(fold): self.recipe(r) for fold, r in chosen.items()}, "seeds": seeds,
                "images": hashlib.sha256((self.bench.work / "all.csv").read_bytes()).hexdigest()}
        before = [f"{line['when']}: " + ", ".join(r["recipe"] for r in line["chosen"].values())
                  for line in self.lines if line["look"] == "outer" and {**look, "when": line["when"]} != line]
        logged = {(r["recipe"], int(fold)) for line in self.lines if line["look"] == "outer"
                  for fold, r in line["chosen"].items()}
        unlogged = self.names("seed") - logged - {(recipe, fold) for fold, recipe in chosen.items()}
        before += [f"before there was a log: {recipe} met outer fold {fold}" for recipe, fold in sorted(unlogged)]
        if before and not again:
            sys.exit("nested: the outer folds were looked at before, so a choice made since is no blind one:\n  " +
                     "\n  ".join(before) + "\n--again looks all the same, and the report says so")
        self.add(**look)
        return before


def largest(probabilities):
    return max(range(len(probabilities)), key=probabilities.__getitem__)


def balanced_accuracy(predictions):
    right = {}
    for truth, p in predictions.values():
        right.setdefault(truth, []).append(largest(p) == truth)
    return statistics.mean(statistics.mean(hits) for hits in right.values())


def log_loss(predictions):
    return statistics.mean(-math.log(max(p[truth], 1e-12)) for truth, p in predictions.values())


def mean(members):
    """One probability a class and image: the mean over members."""
    return {image: (truth, [statistics.mean(m[image][1][c] for m in members) for c in range(len(p))])
            for image, (truth, p) in members[0].items()}


def choose(bench, log, recipes, fold, inner):
    """The recipe for this outer fold; prints, and logs, what the inner folds said."""
    wanted = []
    for recipe in recipes:
        settings = [*bench.settings(recipe), f"dataset.path={bench.work}/outer{fold}.csv"]
        wanted += [(f"{recipe}-outer{fold}-inner{i}", "recipes.cpp", [*settings, f"split.fold={i}"])
                   for i in range(1, inner + 1)]
    parts = iter(bench.trained(wanted))
    scores = {}
    for recipe in recipes:
        together = {image: p for _ in range(inner) for image, p in next(parts).items()}
        scores[recipe] = (-balanced_accuracy(together), log_loss(together))
        log.add(look="inner", recipe=log.recipe(recipe), outer=fold, inner=inner,
                balanced_accuracy=-scores[recipe][0], log_loss=scores[recipe][1])
        print(f"outer {fold}  {recipe:20} inner balanced accuracy {-scores[recipe][0]:.3f}  log loss "
              f"{scores[recipe][1]:.3f}  on {len(together)} images", flush=True)
    return min(recipes, key=scores.__getitem__)


def outer(bench, recipe, fold, seeds):
    """Predictions of the outer fold by each seed."""
    settings = [*bench.settings(recipe), f"dataset.path={bench.work}/all.csv", "split=predefined",
                f"split.fold={fold}", "split.validation=0"]
    return bench.trained([(f"{recipe}-outer{fold}-seed{s}", "recipes.cpp", [*settings, f"seed={s}"])
                          for s in range(1, seeds + 1)])


def report(by_fold, tried, before):
    """by_fold: one list of seeds' predictions a fold. before: looks at the outer folds before this one."""
    def told(name, folds):
        scores = [balanced_accuracy(f) for f in folds]
        pooled = {image: p for f in folds for image, p in f.items()}
        right = sum(largest(p) == truth for truth, p in pooled.values())
        print(f"{name:24} balanced accuracy {statistics.mean(scores):.3f} ± {statistics.stdev(scores):.3f} over "
              f"{len(folds)} folds, all images together {balanced_accuracy(pooled):.3f}; accuracy {right} of "
              f"{len(pooled)}")
        return pooled
    print(f"\n{len(tried)} recipes ever tried on these images: {', '.join(tried)}")
    print("the outer folds were not looked at before" if not before else
          "NOT BLIND, the outer folds were looked at before:\n  " + "\n  ".join(before))
    for seed in range(len(by_fold[0])):
        told(f"seed {seed + 1} alone", [fold[seed] for fold in by_fold])
    pooled = told(f"mean of {len(by_fold[0])} seeds", [mean(fold) for fold in by_fold])
    for truth in sorted({t for t, _ in pooled.values()}):
        named = [largest(p) for t, p in pooled.values() if t == truth]
        print(f"  class {truth}: named " + ", ".join(f"{c}: {named.count(c)}" for c in sorted(set(named))))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("work")
    options.add_argument("--recipes", default=",".join(RECIPES))
    options.add_argument("--inner", type=int, default=2)
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--jobs", type=int, default=1)
    options.add_argument("--also", action="append", default=[])
    options.add_argument("--choose-only", action="store_true")
    options.add_argument("--again", action="store_true")
    asked = options.parse_args()
    recipes = asked.recipes.split(",")
    for unknown in set(recipes) - set(RECIPES):
        sys.exit(f"nested: there is no recipe {unknown}; there are {', '.join(RECIPES)}")
    bench = Bench(asked.work, asked.jobs, asked.also)
    log = Log(bench)
    folds = range(1, len(list(bench.work.glob("outer*.csv"))) + 1)
    chosen = {fold: choose(bench, log, recipes, fold, asked.inner) for fold in folds}
    print("chosen: " + ", ".join(f"{recipe} for outer {fold}" for fold, recipe in chosen.items()), flush=True)
    if not asked.choose_only:
        before = log.outer(chosen, asked.seeds, asked.again)
        report([outer(bench, recipe, fold, asked.seeds) for fold, recipe in chosen.items()], log.tried(), before)


if __name__ == "__main__":
    main()
