"""read_mlruns.py FOLDER: an independent reader of MLflow's file store, with PyYAML and Python's own library.

Written after mlflow/store/tracking/file_store.py and mlflow/utils/validation.py of MLflow 2 (github.com/mlflow/mlflow):
which folders are experiments and runs, what meta.yaml must hold, how a line of a metric is read, which names are taken.
Prints what MLflow would show, as JSON.
"""
import json
import os
import re
import sys

import yaml

NAME = re.compile(r"^[/\w.\- ]*$")  # _VALID_PARAM_AND_METRIC_NAMES
RUN = re.compile(r"^[a-zA-Z0-9][\w\-]{0,255}$")  # _RUN_ID_REGEX
STATUS = {1: "RUNNING", 2: "SCHEDULED", 3: "FINISHED", 4: "FAILED", 5: "KILLED"}  # RunStatus


def meta(folder):
    with open(os.path.join(folder, "meta.yaml"), encoding="utf-8") as file:
        return yaml.safe_load(file)


def files(folder):
    out = {}
    for path, _, names in os.walk(folder):
        for name in names:
            key = os.path.relpath(os.path.join(path, name), folder)
            assert NAME.match(key) and os.path.normpath(key) == key and not key.startswith("."), key
            with open(os.path.join(path, name), encoding="utf-8", newline="") as file:
                out[key] = file.read()
    return out


def metric(text):
    out = []
    for line in text.splitlines():
        parts = line.strip().split(" ")
        assert len(parts) in (2, 3), line
        int(parts[0])
        value = float(parts[1])
        out.append([int(parts[2]) if len(parts) == 3 else 0, "NaN" if value != value else repr(value)])
    return out


def run(folder, experiment):
    info = meta(folder)
    assert RUN.match(info["run_id"]) and info["run_id"] == info["run_uuid"] == os.path.basename(folder)
    assert info["experiment_id"] == experiment and isinstance(info["experiment_id"], str)
    assert info["lifecycle_stage"] == "active" and info["source_type"] == 4  # LOCAL
    assert isinstance(info["start_time"], int) and (info["end_time"] is None or isinstance(info["end_time"], int))
    assert info["artifact_uri"].startswith("file:///") and info["artifact_uri"].endswith(info["run_id"] + "/artifacts")
    params, tags = files(os.path.join(folder, "params")), files(os.path.join(folder, "tags"))
    assert all(len(v) <= 6000 and "\n" not in v for v in params.values())
    return {
        "name": info["run_name"],
        "status": STATUS[info["status"]],
        "params": params,
        "tags": tags,
        "metrics": {k: metric(v) for k, v in files(os.path.join(folder, "metrics")).items()},
        "artifacts": sorted(os.path.relpath(os.path.join(p, n), os.path.join(folder, "artifacts"))
                            for p, _, names in os.walk(os.path.join(folder, "artifacts")) for n in names),
        "artifact_uri": info["artifact_uri"],
    }


def read(root):
    out = {}
    for experiment in sorted(os.listdir(root)):
        folder = os.path.join(root, experiment)
        info = meta(folder)
        assert info["experiment_id"] == experiment and info["lifecycle_stage"] == "active"
        assert info["artifact_location"].startswith("file:///")
        runs = [d for d in sorted(os.listdir(folder)) if os.path.isdir(os.path.join(folder, d)) and d not in ("tags", "datasets", "traces")]
        out[info["name"]] = {"id": experiment, "runs": {d: run(os.path.join(folder, d), experiment) for d in runs}}
    assert out["Default"]["id"] == "0"
    return out


if __name__ == "__main__":
    print(json.dumps(read(sys.argv[1]), sort_keys=True))
