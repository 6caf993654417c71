"""seeds.py ROOT OUT: what each fuzzer begins with, from the fixtures of tests/weights and tests/run/imports and, where they
are, the real files of ../shared. A folder for each target."""
import glob
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile

root, out = sys.argv[1:]
fixtures = os.path.join(root, "tests/weights/fixtures/")
real = os.path.join(root, "../shared/data/weights/")


def seed(target, name, content):
    os.makedirs(os.path.join(out, target), exist_ok=True)
    with open(os.path.join(out, target, name), "wb") as file:
        file.write(content)


def safetensors(tensors, metadata):
    header, numbers = {"__metadata__": metadata}, b""
    for name, kind, shape, content in tensors:
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(numbers), len(numbers) + len(content)]}
        numbers += content
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + numbers


small = [("a", "F32", [2, 1], bytes(8)), ("b.c", "BF16", [3], bytes(6)), ("n", "I64", [], bytes(8)), ("e", "U8", [0], b"")]
seed("safetensors", "small", safetensors(small, {"plan": "abc"}))
seed("safetensors", "none", safetensors([], {}))
seed("hdf5_answer", "small", b"\0" + safetensors(small, {"format": "Keras HDF5", "model_config": "{}"}))
seed("hdf5_answer", "refused", b"\x02there is no kernel in it\ncopy it again")
seed("hdf5_answer", "killed", b"\x8b")
for path in glob.glob(fixtures + "*.pt"):
    name = os.path.basename(path)
    if os.path.getsize(path) < 10000:
        shutil.copy(path, (seed("pytorch", name, b""), os.path.join(out, "pytorch", name))[1])
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for entry in archive.namelist():
                if entry.endswith("data.pkl"):
                    seed("pickle", name, archive.read(entry))
for path in glob.glob(fixtures + "*.h5"):
    with open(path, "rb") as file:
        seed("hdf5", os.path.basename(path), file.read())
for path in glob.glob(fixtures + "*.keras"):
    with open(path, "rb") as file:
        seed("keras_archive", "fixture", file.read())
    with zipfile.ZipFile(path) as archive:
        seed("keras_config", "fixture", archive.read("config.json"))
for path in glob.glob(os.path.join(root, "tests/**/*keras*.json"), recursive=True) + glob.glob(real + "*.json"):
    with open(path, "rb") as file:
        seed("keras_config", os.path.basename(path), file.read())
for path in glob.glob(real + "*.hdf5"):
    with open(path, "rb") as file:
        content = file.read()
    begin = content.find(b'{"class_name"')
    if begin >= 0:
        seed("keras_config", "real", content[begin:].split(b"\0")[0])

# ---- runs and results of other tools
foreign = os.path.join(root, "tests/run/imports/fixtures/foreign")
seed("predictions_csv", "wide", b"image,label,p_A,p_B\na.png,A,0.75,0.25\n\"b, 2.png\",B,0.5,0.5\n")
seed("predictions_csv", "named", b"file;y_true;prediction\na;A;B\nb;B;B\n")
seed("history_csv", "keras", b"epoch,accuracy,loss,lr,val_accuracy,val_loss\n0,0.5,0.9,0.001,0.5,nan\n1,0.75,0.5,0.001,0.5,1e3\n")
seed("history_csv", "lightning", b"epoch,step,train_loss,val_loss\n0,9,,0.5\n0,9,0.7,\n1,19,,0.4\n1,19,0.6,\n")
packed = b""
for folder, _, names in sorted(os.walk(os.path.join(foreign, "mlruns"))):
    for name in sorted(names):
        with open(os.path.join(folder, name), "rb") as file:
            packed += b"== " + os.path.relpath(os.path.join(folder, name), os.path.join(foreign, "mlruns")).encode() + b"\n" + file.read() + b"\n"
seed("mlruns", "fixture", packed)
with open(os.path.join(foreign, "mlflow.db"), "rb") as file:
    seed("mlflow_db", "fixture", file.read())
for path in glob.glob(foreign + "/**/*tfevents*", recursive=True):
    with open(path, "rb") as file:
        content = file.read()
    seed("tfevents", path.split("/")[-2], content)
    records, at = [], 0
    while at < len(content):
        length = struct.unpack_from("<Q", content, at)[0]
        records.append(content[at + 12 : at + 12 + length])
        at += 16 + length
    seed("tfevents", path.split("/")[-2] + "_records", b"\n--\n".join(records))
for path in glob.glob(os.path.join(root, "tools/fuzz/seeds/*/*")):
    with open(path, "rb") as file:
        seed(path.split("/")[-2], os.path.basename(path), file.read())
with open(os.path.join(root, "tests/plan/fixtures/plan_format_1.json"), "rb") as file:
    seed("plan", "format_1", file.read())
xp = os.path.abspath(os.path.join(root, "build/release/bin/xp"))  # of the schema that is fuzzed, where it was built
if os.path.exists(xp):
    with tempfile.TemporaryDirectory() as home:
        settings = dict(cwd=home, env=dict(os.environ, XP_HOME=os.path.join(home, "home")), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(os.path.join(home, "said.csv"), "w") as file:
            file.write("image,label,p_A,p_B\na.png,A,0.75,0.25\nb.png,B,0.5,0.5\n")
        if subprocess.run([xp, "import", "predictions", "said.csv"], **settings).returncode == 0:
            subprocess.run([xp, "export", "run1", "small.xprun"], **settings)
        if os.path.exists(os.path.join(home, "small.xprun")):
            with open(os.path.join(home, "small.xprun"), "rb") as file:
                seed("bundle", "small", file.read())
