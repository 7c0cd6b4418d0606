#!/usr/bin/env python3
"""Tests of what the recipe (models/recipe) shares with the C code, as far as they need no PyTorch: the model file, the
layout of its matrices, and the wordpieces.  The last line is "recipe: N passed, N failed"."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

try:
    import numpy as np
except ImportError:
    print("recipe: 0 passed, 0 failed, 1 skipped (no numpy)")
    sys.exit(0)

import checks  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "models" / "recipe"))
import layout  # noqa: E402
import pack as packs  # noqa: E402
import wordpiece  # noqa: E402

PROBE = ROOT / os.environ.get("BUILD", "build") / "probe"
TINY = ROOT / "models" / "tiny.inq"
MODEL = ROOT / "models" / "en.inq"


def refused(path, why):
    try:
        packs.Pack.read(path)
    except ValueError as error:
        assert why in str(error), error
    else:
        raise AssertionError(f"{path} was read")


def a_model_file_is_written_as_it_was_read():
    assert packs.Pack.read(TINY).bytes() == TINY.read_bytes()


def a_damaged_model_file_is_refused():
    raw = TINY.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "bad.inq"
        for bad, why in ((raw[:-64], "damaged"), (raw[:5000] + bytes([raw[5000] ^ 1]) + raw[5001:], "damaged"),
                         (b"{}", "no model file"), (raw[:8] + b"\2" + raw[9:], "no model file")):
            path.write_bytes(bad)
            refused(path, why)


def what_was_added_is_read_back():
    made = packs.Pack()
    made.add("numbers", np.arange(6, dtype=np.float32).reshape(2, 3))
    made.add("vector", np.array([-1, 7], np.int8))
    made.strings("words", ["", "one", "zwölf"])
    made.table("table", {"said": 4096, "says": 1})
    with tempfile.TemporaryDirectory() as folder:
        made.write(f"{folder}/made.inq")
        read = packs.Pack.read(f"{folder}/made.inq")
    assert read.array("numbers").tolist() == [[0, 1, 2], [3, 4, 5]] and read.array("vector").tolist() == [-1, 7]
    assert read.list("words") == ["", "one", "zwölf"] and read.dict("table") == {"said": 4096, "says": 1}
    for ask, wrong in ((read.array, "words"), (read.list, "vector"), (read.array, "none")):
        try:
            ask(wrong)
        except ValueError:
            continue
        raise AssertionError(f"{wrong} was read as what it is not")


def tables_have_the_slots_that_c_looks_in():
    tiny = packs.Pack.read(TINY)
    assert packs.slots([k.encode() for k in tiny.list("vocab.keys")]).tolist() == tiny.array("vocab.slots").tolist()


def the_fingerprint_is_the_networks_alone():
    one, other = packs.Pack.read(TINY), packs.Pack.read(TINY)
    del other.sections["card"]
    assert packs.fingerprint(one) == packs.fingerprint(other)
    kind, rows, columns, data = other.sections["net.heads.bias"]
    other.sections["net.heads.bias"] = (kind, rows, columns, b"\1" + data[1:])
    assert packs.fingerprint(one) != packs.fingerprint(other)


def matrices_come_back_from_their_layout():
    random = np.random.default_rng(1)
    matrix = random.normal(size=(48, 20)).astype(np.float32)
    matrix[5] = 0
    bytes_, scales = layout.quantise(matrix)
    assert (layout.from_panels(layout.panels(bytes_)) == bytes_).all()
    assert layout.filled(matrix).shape == (20, 64) and (layout.from_filled(layout.filled(matrix), 48) == matrix).all()
    back = layout.restored(bytes_, scales)
    assert (np.abs(back - matrix) <= 0.51 * scales[:, None]).all()
    assert (layout.quantise(back)[0] == bytes_).all()


def the_layout_is_that_of_the_model_file():
    """Its sums were taken before the matrix was laid out."""
    tiny = packs.Pack.read(TINY)
    for name in ("net.layer.0.qkv", "net.layer.1.down", "net.roles.convolution.1"):
        rows = layout.from_panels(tiny.array(name + ".weights")).astype(int)
        assert rows.sum(1).tolist() == tiny.array(name + ".sums").tolist(), name


def words_of_the_corpus():
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "corpus").glob("*.txt")))
    return sorted(set(re.findall(r"\S+|\w+", text)))


def random_words():
    """Of characters that stood in Unicode 3.2 already, so that old and new tables have the same of them."""
    order = np.random.default_rng(1)
    old = [chr(c) for c in range(33, 0x30000)
           if unicodedata.ucd_3_2_0.category(chr(c)) not in ("Cs", "Cn", "Zl", "Zp", "Zs", "Cc", "Co")]
    for pool, count in ((old, 5000), (old[:1200], 15000)):
        for _ in range(count):
            yield "".join(pool[i] for i in order.integers(0, len(pool), order.integers(1, 12)))


def wordpieces_are_those_of_the_c_code():
    path = MODEL if MODEL.exists() else TINY
    wordpiece.take(packs.Pack.read(path).dict("vocab"))
    words = [*words_of_the_corpus(), *random_words()]
    given = "".join(f"{i % 7 == 0:d}\t{word}\n" for i, word in enumerate(words))
    out = subprocess.run([PROBE, path, "pieces"], input=given.encode(), stdout=subprocess.PIPE, check=True).stdout
    wrong = []
    for i, (word, line) in enumerate(zip(words, out.decode().splitlines(), strict=True)):
        wanted = [wordpiece.shape(word), *wordpiece.pieces(word, i % 7 == 0)]
        if [int(x) for x in line.split()] != wanted:
            wrong.append((ascii(word), line, wanted))
    assert len(words) > 25000 and not wrong, f"{len(wrong)} of {len(words)} differ: {wrong[:5]}"


def main():
    return checks.run("recipe", (
        a_model_file_is_written_as_it_was_read, a_damaged_model_file_is_refused, what_was_added_is_read_back,
        tables_have_the_slots_that_c_looks_in, the_fingerprint_is_the_networks_alone,
        matrices_come_back_from_their_layout, the_layout_is_that_of_the_model_file,
        wordpieces_are_those_of_the_c_code))


if __name__ == "__main__":
    sys.exit(main())
