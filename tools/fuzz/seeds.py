"""seeds.py ROOT OUT: what each fuzzer begins with, from the fixtures of tests/weights and, where they are, the real
files of ../shared. A folder for each target."""
import glob
import json
import os
import shutil
import struct
import sys
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
