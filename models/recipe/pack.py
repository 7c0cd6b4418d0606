"""Writes a model file (src/model/FORMAT.md): named tensors, lists of strings, and tables; takes over sections of one.

    pack = Pack()
    pack.add("block.weights", array)          # uint8, int8, int32, uint32 or float32; one or two dimensions
    pack.strings("block.kinds", ["body", ...])
    pack.table("lexicon", {"said": 4096})     # a dict of str (or bytes) to numbers below 2^32
    pack.take("models/en.inq", lambda name: name.startswith("net."))
    pack.write("models/en.inq")

and reads one:

    pack = Pack.read("models/en.inq")         # refuses one that is no model file or is damaged
    pack.array("block.weights"), pack.list("block.kinds"), pack.dict("lexicon")
"""

import os
import struct
import zlib

import numpy as np

MAGIC = b"\x89INQ\r\n\x1a\n"
VERSION = 1
ALIGN = 64
LANES = 512
KINDS = {"uint8": 1, "int8": 2, "int32": 3, "uint32": 4, "float32": 5}
STRINGS = 6
MASK = 2**64 - 1
HEADER, ROW = struct.Struct("<8s2I2Q32x"), struct.Struct("<96s4I2Q")
TYPES = {number: np.dtype(name).newbyteorder("<") for name, number in KINDS.items()}


class Pack:
    def __init__(self):
        self.sections = {}  # name: (kind, rows, columns, bytes)

    def _put(self, name, kind, rows, columns, data):
        if not 0 < len(name.encode()) < 96 or name in self.sections:
            raise ValueError(f"section {name!r}: the name is empty, too long or taken")
        self.sections[name] = (kind, rows, columns, data)

    def add(self, name, array):
        array = np.ascontiguousarray(array)
        if array.dtype.name not in KINDS or array.ndim not in (1, 2):
            raise ValueError(f"section {name!r}: {array.dtype} of {array.ndim} dimensions cannot be stored")
        columns = array.shape[1] if array.ndim == 2 else 1
        self._put(name, KINDS[array.dtype.name], array.shape[0], columns, array.astype(array.dtype.newbyteorder("<")).tobytes())

    def strings(self, name, strings):
        encoded = [s if isinstance(s, bytes) else s.encode() for s in strings]
        offsets = np.zeros(len(encoded) + 1, "<u4")
        offsets[1:] = np.cumsum([len(s) for s in encoded], dtype=np.int64)
        self._put(name, STRINGS, len(encoded), 1, offsets.tobytes() + b"".join(encoded))

    def table(self, name, values):
        keys = [key if isinstance(key, bytes) else key.encode() for key in values]
        self.strings(name + ".keys", keys)
        self.add(name + ".values", np.array(list(values.values()), np.uint32))
        self.add(name + ".slots", slots(keys))

    def take(self, path, wanted):
        """The sections of a model file whose names are wanted, as they are."""
        for name, section in Pack.read(path).sections.items():
            if wanted(name):
                self._put(name, *section)

    def write(self, path):
        """Writes beside the path first and renames then, so that nobody sees half a file."""
        data = self.bytes()
        with open(f"{path}.new", "wb") as file:
            file.write(data)
        os.replace(f"{path}.new", path)

    def bytes(self):
        if not self.sections:
            raise ValueError("a model file needs a section")
        table, body = b"", []
        start = HEADER.size + ROW.size * len(self.sections)
        for name in sorted(self.sections, key=str.encode):
            kind, rows, columns, data = self.sections[name]
            gap = -start % ALIGN
            start += gap
            table += ROW.pack(name.encode(), kind, rows, columns, 0, start, len(data))
            body += [bytes(gap), data]
            start += len(data)
        body.append(bytes(-start % ALIGN))
        tail = bytes(32) + table + b"".join(body)
        return HEADER.pack(MAGIC, VERSION, len(self.sections), len(tail) + 32, checksum(tail))[:32] + tail

    # ---- Reading

    @classmethod
    def read(cls, path):
        with open(path, "rb") as file:
            raw = file.read()
        magic, version, count, size, total = HEADER.unpack_from(raw.ljust(HEADER.size, b"\0"))
        if magic != MAGIC or version != VERSION:
            raise ValueError(f"{path} is no model file of version {VERSION}")
        if size != len(raw) or checksum(raw[32:]) != total:
            raise ValueError(f"{path} is damaged: its size or checksum is wrong")
        pack = cls()
        for name, kind, rows, columns, _, start, length in ROW.iter_unpack(raw[HEADER.size:HEADER.size + count * ROW.size]):
            pack._put(name.rstrip(b"\0").decode(), kind, rows, columns, raw[start:start + length])
        return pack

    def array(self, name):
        """[rows, columns], or [rows] where there is one column"""
        kind, rows, columns, data = self._get(name)
        if kind == STRINGS:
            raise ValueError(f"section {name!r} holds strings")
        numbers = np.frombuffer(data, TYPES[kind]).reshape(rows, columns)
        return numbers[:, 0] if columns == 1 else numbers

    def list(self, name):
        kind, rows, _, data = self._get(name)
        if kind != STRINGS:
            raise ValueError(f"section {name!r} holds numbers")
        offsets, body = np.frombuffer(data, "<u4", rows + 1).tolist(), data[4 * (rows + 1):]
        return [body[a:b].decode() for a, b in zip(offsets, offsets[1:])]

    def dict(self, name):
        return dict(zip(self.list(name + ".keys"), self.array(name + ".values").tolist()))

    def _get(self, name):
        if name not in self.sections:
            raise ValueError(f"there is no section {name!r}")
        return self.sections[name]


def checksum(data):
    words = np.frombuffer(data + bytes(-len(data) % (8 * LANES)), "<u8").reshape(-1, LANES)
    prime = np.uint64(0x9E3779B97F4A7C15)
    left, right = np.uint64(29), np.uint64(35)
    lanes = np.arange(LANES, dtype=np.uint64)
    for row in words:
        lanes ^= row
        lanes = (lanes << left | lanes >> right) * prime
    total = len(data)
    for lane in lanes.tolist():
        total ^= lane
        total = ((total << 29 | total >> 35) & MASK) * int(prime) & MASK
    return total


def fingerprint(pack):
    """Of the network and its vocabulary alone: a new card or lexicon does not change it.  tests/agree/agree.c has
    the same."""
    total = 0
    for name in sorted(pack.sections, key=str.encode):
        if name.startswith(("net.", "fast.")) or name == "vocab.keys":
            total = zlib.crc32(name.encode() + pack.sections[name][3], total)
    return total


def fnv1a(data):
    total = 14695981039346656037
    for byte in data:
        total = (total ^ byte) * 1099511628211 & MASK
    return total


def slots(keys):
    """Open addressing with linear probing, at most half full: 1 + the key's index, 0 where free."""
    room = 1
    while room < 2 * len(keys):
        room *= 2
    table = np.zeros(room, np.uint32)
    for i, key in enumerate(keys):
        at = fnv1a(key) & room - 1
        while table[at]:
            if keys[table[at] - 1] == key:
                raise ValueError(f"the key {key!r} stands twice")
            at = at + 1 & room - 1
        table[at] = i + 1
    return table
