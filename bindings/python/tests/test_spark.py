"""What a Spark task does with its batches, without Spark; tests/spark/run.py has a whole cluster."""
import pickle

import pytest

import inquit
import inquit.spark

pyarrow = pytest.importorskip("pyarrow")
SCHEMA = pyarrow.schema([("id", pyarrow.string()), ("length", pyarrow.int32()),
                         ("error", pyarrow.struct([("code", pyarrow.string()), ("at", pyarrow.int64())]))])
QUOTES = pyarrow.schema([("document", pyarrow.string()), ("text", pyarrow.string())])


def batch(texts, kind):
    count = len(texts)
    return pyarrow.RecordBatch.from_arrays([pyarrow.array(range(count), pyarrow.int16()), pyarrow.array(texts, kind),
                                            pyarrow.array([f"d{i}" for i in range(count)])], ["kept", "_text", "_id"])


def made(schema, rows, texts, kind=None):
    options = pickle.loads(pickle.dumps(inquit.spark._Options(None, {"layers": "tokens", "min_score": {"quotes": 0.0}})))
    batches = list(inquit.spark._map(schema, rows, options, [batch(texts, kind or pyarrow.string())]))
    assert all(b.schema.names == ["kept", *schema.names] for b in batches)
    return [row for b in batches for row in b.to_pylist()]


def test_a_row_a_document(text):
    rows = made(SCHEMA, inquit.spark._document_rows, [text, None, ""])
    assert [(row["kept"], row["id"], row["length"]) for row in rows] == [(0, "d0", len(text)), (1, "d1", None), (2, "d2", 0)]
    assert [row["error"] for row in rows] == [None, {"code": "argument", "at": None}, None]


def test_bytes_that_are_no_text(text):
    rows = made(SCHEMA, inquit.spark._document_rows, [text.encode(), b"caf\xe9"], pyarrow.binary())
    assert [row["error"] for row in rows] == [None, {"code": "utf8", "at": 3}]


def test_a_row_a_quotation(text):
    texts = [None, text, "Nothing.", text + text]
    want = [(i, f"d{i}", quote.text) for i, t in enumerate(texts) if t for quote in inquit.read(t).quotes]
    rows = made(QUOTES, inquit.spark._quote_rows, texts)
    assert want and [tuple(row.values()) for row in rows] == want


def test_what_a_list_of_names_says(text, tmp_path):
    names = tmp_path / "names.tsv"
    names.write_text("name\ttype\tid\tparty\nAmira Haddad\tPERSON\tQ1\tgreen\n", encoding="utf-8")
    kind = pyarrow.struct([("name", pyarrow.string()), ("ref", pyarrow.string()),
                           ("attributes", pyarrow.map_(pyarrow.string(), pyarrow.string()))])
    options = inquit.spark._Options(None, {"names": str(names)})
    found, = inquit.spark._map(pyarrow.schema([("entities", pyarrow.list_(kind))]), inquit.spark._document_rows, options,
                               [batch([text], pyarrow.string())])
    entity, = [e for e in found.to_pylist()[0]["entities"] if e["ref"]]
    assert entity == {"name": "Amira Haddad", "ref": "Q1", "attributes": [("party", "green")]}


def test_options_that_there_are_not():
    with pytest.raises(TypeError, match="'layer'"):
        inquit.spark.annotate(None, layer=["tokens"])


def test_many_texts_come_in_parts():
    count = 2 * inquit.spark.TEXTS + 1
    options = inquit.spark._Options(None, {})
    batches = list(inquit.spark._map(SCHEMA, inquit.spark._document_rows, options, [batch(["No."] * count, pyarrow.string())]))
    assert [b.num_rows for b in batches] == [inquit.spark.TEXTS, inquit.spark.TEXTS, 1]
    assert [row["kept"] for b in batches for row in b.to_pylist()] == list(range(count))
