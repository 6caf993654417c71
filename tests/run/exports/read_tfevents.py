"""read_tfevents.py FILE…: an independent reader of TensorBoard's event files, with nothing but Python's own library.

Written from the formats' definitions, not from xp:
- TFRecord (https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details"):
  uint64 length, uint32 masked_crc32c(length), bytes, uint32 masked_crc32c(bytes), little-endian;
  masked = ((crc >> 15) | (crc << 17)) + 0xa282ead8.
- CRC-32C: RFC 3720, appendix B.4 (reflected polynomial 0x82f63b78).
- Protocol buffers' wire format: https://protobuf.dev/programming-guides/encoding/
- Event, Summary, SummaryMetadata, TensorProto, HParamsPluginData: the .proto files of github.com/tensorflow/tensorboard.

Prints, as JSON, what TensorBoard would show: for each tag the points as [step, value], value being float32 as its text;
also `exact`, the tensor's double_val.
"""
import json
import struct
import sys

TABLE = []
for i in range(256):
    c = i
    for _ in range(8):
        c = (c >> 1) ^ 0x82F63B78 if c & 1 else c >> 1
    TABLE.append(c)


def crc32c(data):
    c = 0xFFFFFFFF
    for b in data:
        c = TABLE[(c ^ b) & 0xFF] ^ (c >> 8)
    return c ^ 0xFFFFFFFF


assert crc32c(b"123456789") == 0xE3069283  # the check value of the Castagnoli polynomial


def masked(data):
    c = crc32c(data)
    return (((c >> 15) | (c << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        length, crc = struct.unpack_from("<QI", data, at)
        assert masked(data[at : at + 8]) == crc, "length's CRC at %d" % at
        body = data[at + 12 : at + 12 + length]
        assert len(body) == length and masked(body) == struct.unpack_from("<I", data, at + 12 + length)[0], "CRC at %d" % at
        yield body
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return value, at


def fields(data):
    """{number: [values]}: varints as integers, others as bytes."""
    out, at = {}, 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
        else:
            size, at = (8, at) if kind == 1 else (4, at) if kind == 5 else varint(data, at)
            assert kind in (1, 2, 5)
            value, at = data[at : at + size], at + size
            assert len(value) == size
        out.setdefault(key >> 3, []).append(value)
    return out


def signed(value):
    return value - (1 << 64) if value >> 63 else value


def text(x):
    return "NaN" if x != x else repr(x)


def hparam(value):
    f = fields(value)
    if 2 in f:
        return struct.unpack("<d", f[2][0])[0]
    return f[3][0].decode() if 3 in f else bool(f[4][0])


def read(path):
    out = {"version": None, "scalars": {}, "exact": {}, "texts": {}, "hparams": {}, "status": None, "descriptions": {}}
    with open(path, "rb") as file:
        data = file.read()
    for record in records(data):
        event = fields(record)
        step = signed(event.get(2, [0])[0])
        if 3 in event:
            out["version"] = event[3][0].decode()
        for summary in event.get(5, []):
            for value in fields(summary).get(1, []):
                v = fields(value)
                tag = v[1][0].decode()
                meta = fields(v[9][0]) if 9 in v else {}
                plugin = fields(meta[1][0]) if 1 in meta else {}
                name = plugin.get(1, [b""])[0].decode()
                if name == "hparams":
                    held = fields(plugin[2][0])
                    for start in held.get(3, []):
                        for entry in fields(start).get(1, []):
                            e = fields(entry)
                            out["hparams"][e[1][0].decode()] = hparam(e[2][0])
                    for end in held.get(4, []):
                        out["status"] = fields(end)[1][0]
                    continue
                tensor = fields(v[8][0])
                kind = tensor[1][0]
                assert tensor.get(2, [b""])[0] == b"", "rank 0"
                if name == "text":
                    assert kind == 7  # DT_STRING
                    out["texts"][tag] = tensor[8][0].decode()
                    continue
                assert name == "scalars" and kind == 1, "TensorBoard shows DT_FLOAT alone"
                assert meta[4] == [1]  # DATA_CLASS_SCALAR
                out["descriptions"][tag] = meta[3][0].decode()
                out["scalars"].setdefault(tag, []).append([step, text(struct.unpack("<f", tensor[5][0])[0])])
                out["exact"].setdefault(tag, []).append([step, text(struct.unpack("<d", tensor[6][0])[0])])
    return out


if __name__ == "__main__":
    print(json.dumps([read(path) for path in sys.argv[1:]], sort_keys=True))
