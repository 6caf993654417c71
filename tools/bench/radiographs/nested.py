#!/usr/bin/python3
"""How well can these radiographs be told apart without foreign weights? Chosen on inner folds, reported once on outer ones.

    nested.py WORK [--recipes NAME,NAME…] [--inner N] [--seeds N] [--jobs N] [--also SETTING=VALUE]… [--choose-only]

WORK holds the manifests that divide.py wrote; records go to WORK/home. For each outer fold, every recipe is trained on
N of the 4 inner folds of the other images, and the one whose predictions there, put together, have the best balanced
accuracy (then the least log loss) is trained on all of these images, once a seed. Their mean probability names each
image of the outer fold. No recipe but the chosen one ever meets the outer fold. What has FINISHED is not run again: the
same command goes on where it was.
"""
import argparse
import json
import math
import os
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
        self.work, self.jobs, self.also = Path(work).resolve(), jobs, also
        self.environment = {**os.environ, "XP_HOME": str(self.work / "home"), "NO_COLOR": "1"}
        runs = self.json("list", "--json") if (self.work / "home" / "xp.db").exists() else []
        self.finished = {r["name"]: r["run"] for r in runs if r["status"] == "FINISHED"}

    def json(self, *words):
        done = subprocess.run([XP, *words], stdout=subprocess.PIPE, env=self.environment)
        if done.returncode != 0:
            sys.exit(f"nested: xp {' '.join(words)} ended with {done.returncode}")
        return json.loads(done.stdout or "[]")

    def train(self, name, file, settings):
        """The run of this name; trains it where it has not FINISHED."""
        if name not in self.finished:
            words = [w for s in [*settings, *self.also] for w in ("--set", s)]
            words += ["--threads", str(max(1, (os.cpu_count() or 1) // self.jobs))]
            words += ["--name", name, "--no-pictures", "--quiet", "--json"]
            self.finished[name] = self.json("run", str(HERE / file), *words)[0]["run"]
            print("trained", name, file=sys.stderr, flush=True)
        return self.finished[name]

    def settings(self, recipe):
        own = [s for s in RECIPES[recipe] if not s.startswith("phantoms")]
        if len(own) == len(RECIPES[recipe]):
            return own
        drawn = [s for s in own if s.startswith(("model", "transform.resize."))]
        drawn += [s.removeprefix("phantoms:") for s in RECIPES[recipe] if s.startswith("phantoms:")]
        name = "".join(c if c.isalnum() else "-" for c in "-".join(["phantoms", *drawn]))
        file = self.work / f"{name}.safetensors"
        if not file.exists():
            run = self.train(name, "phantoms.cpp", drawn)
            subprocess.run([XP, "weights", "convert", run, str(file), "--quiet"], check=True, env=self.environment)
        return [*own, f"model.weights={file}"]

    def predictions(self, run):
        """Of its test part: image → (truth, probabilities), and the classes."""
        record = self.json("show", run, "--json")
        return {p["sample"]: (record["classes"].index(p["truth"]), p["probabilities"])
                for p in record["predictions"]["test"]}

    def trained(self, wanted):
        """Predictions of the runs of these (name, file, settings), so many at once."""
        with ThreadPoolExecutor(self.jobs) as pool:
            return list(pool.map(lambda w: self.predictions(self.train(*w)), wanted))


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


def choose(bench, recipes, fold, inner):
    """The recipe for this outer fold; prints what the inner folds said."""
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
        print(f"outer {fold}  {recipe:20} inner balanced accuracy {-scores[recipe][0]:.3f}  log loss "
              f"{scores[recipe][1]:.3f}  on {len(together)} images", flush=True)
    return min(recipes, key=scores.__getitem__)


def outer(bench, recipe, fold, seeds):
    """Predictions of the outer fold by each seed."""
    settings = [*bench.settings(recipe), f"dataset.path={bench.work}/all.csv", "split=predefined",
                f"split.fold={fold}", "split.validation=0"]
    return bench.trained([(f"{recipe}-outer{fold}-seed{s}", "recipes.cpp", [*settings, f"seed={s}"])
                          for s in range(1, seeds + 1)])


def report(by_fold, recipes):
    """by_fold: one list of seeds' predictions a fold."""
    def told(name, folds):
        scores = [balanced_accuracy(f) for f in folds]
        pooled = {image: p for f in folds for image, p in f.items()}
        right = sum(largest(p) == truth for truth, p in pooled.values())
        print(f"{name:24} balanced accuracy {statistics.mean(scores):.3f} ± {statistics.stdev(scores):.3f} over "
              f"{len(folds)} folds, all images together {balanced_accuracy(pooled):.3f}; accuracy {right} of "
              f"{len(pooled)}")
        return pooled
    print(f"\n{len(recipes)} recipes tried: {', '.join(recipes)}")
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
    asked = options.parse_args()
    recipes = asked.recipes.split(",")
    for unknown in set(recipes) - set(RECIPES):
        sys.exit(f"nested: there is no recipe {unknown}; there are {', '.join(RECIPES)}")
    bench = Bench(asked.work, asked.jobs, asked.also)
    folds = range(1, len(list(bench.work.glob("outer*.csv"))) + 1)
    chosen = {fold: choose(bench, recipes, fold, asked.inner) for fold in folds}
    print("chosen: " + ", ".join(f"{recipe} for outer {fold}" for fold, recipe in chosen.items()), flush=True)
    if not asked.choose_only:
        report([outer(bench, recipe, fold, asked.seeds) for fold, recipe in chosen.items()], recipes)


if __name__ == "__main__":
    main()
