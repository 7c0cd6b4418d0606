"""Documents as plain values: true to the text, the same as the program's JSON, and fit to travel."""
import copy
import dataclasses
import json
import pathlib
import pickle
import sys

import pytest

import inquit

QUOTE = {"id": "q1", "type": "mixed",
         "content": [{"start": 8, "end": 12, "text": "“No”"}, {"start": 13, "end": 17, "text": "“So”"}],
         "cue": {"start": 4, "end": 7, "text": "say", "lemma": "say"}, "source": {"start": 0, "end": 3, "text": "Ana"},
         "speaker": {"entity": "e1", "name": "Ana", "type": "PERSON"}, "score": 0.5, "speaker_score": 0.25, "rule": "name"}
ENTITY = {"id": "e1", "type": "PERSON", "name": "Ana", "aliases": ["Ana"], "mentions": 1, "role": None,
          "affiliation": {"text": "Larkspur", "entity": None}, "ref": "Q7", "attributes": {"city": "Oslo"}}
ROOT = {"inquit": 1, "id": "a", "model": "m", "offsets": "codepoint", "length": 17,
        "blocks": [{"kind": "body", "start": 0, "end": 17}], "entities": [ENTITY],
        "mentions": [{"start": 0, "end": 3, "text": "Ana", "type": "PERSON", "form": "name", "entity": "e1", "score": 1.0}],
        "quotes": [QUOTE], "sentences": None, "tokens": None, "meta": {"outlet": "x"}}


def made():
    return inquit.Document.from_dict(ROOT, "Ana say “No” “So”")


def spans(document):
    found = list(document.mentions) + list(document.tokens)
    for quote in document.quotes:
        found += [*quote.content, quote.cue, quote.source]
    return [span for span in found if span]


def test_there_and_back():
    assert made().to_dict() == ROOT
    assert json.loads(json.dumps(made().to_dict())) == ROOT


def test_keys_of_a_later_version_do_no_harm():
    later = copy.deepcopy(ROOT)
    later["quotes"][0]["tone"] = later["entities"][0]["wiki"] = later["new"] = 1
    assert inquit.Document.from_dict(later, made().text) == made()


def test_what_a_quote_says():
    quote = made().quotes[0]
    assert (quote.text, quote.start, quote.end) == ("“No” “So”", 8, 17)
    assert (quote.speaker.name, quote.cue.lemma, quote.source.text) == ("Ana", "say", "Ana")
    assert made().entity("e1").affiliation.text == "Larkspur"


def test_of_a_page_every_span_has_its_source():
    page = "<title>A</title><p>“N<b>o</b>,” said Ana Reyes.".encode()
    document = inquit.Annotator(layers=["sentences", "tokens"]).read(html=page, id="a")
    assert [page[slice(*document.source(token))].decode() for token in document.tokens][:5] == ["A", "“", "N<b>o", ",", "”"]
    assert document.html == {"encoding": "UTF-8", "length": len(page)} and document.meta == {"title": "A"}
    root = document.to_dict()
    assert all("source_end" in span for layer in ("blocks", "tokens", "sentences", "mentions") for span in root[layer])
    assert inquit.Document.from_dict(json.loads(json.dumps(root)), document.text) == document
    with pytest.raises(TypeError):
        inquit.read("a", html="b")


def test_nothing_can_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        made().quotes[0].score = 1.0


def test_documents_travel():
    assert pickle.loads(pickle.dumps(made())) == made()


def test_documents_are_true_to_the_text(articles):
    annotator = inquit.Annotator(layers=["sentences", "tokens"])
    for text in articles[:3] + ["😀 “We will not sell,” Amira Haddad said."]:
        document = annotator.read(text, id="a")
        assert document.text == text and document.length == len(text) and document.id == "a"
        assert all(text[span.start:span.end] == span.text for span in spans(document))
        assert inquit.Document.from_dict(document.to_dict(), text) == document
        assert len(document.sentences) > 0


def test_layers_are_none_unless_asked_for(text):
    document = inquit.read(text)
    assert document.sentences is None and document.tokens is None


def test_rows_have_the_columns_of_the_program():
    row = made().quotes_rows()[0]
    assert row == {"document": "a", "quote": "q1", "type": "mixed", "start": 8, "end": 17, "text": "“No” “So”",
                   "cue": "say", "lemma": "say", "source": "Ana", "speaker": "Ana", "speaker_type": "PERSON",
                   "entity": "e1", "score": 0.5, "speaker_score": 0.25, "rule": "name"}


def test_rows_of_a_page_say_where_they_stand_in_it():
    page = b"<p>&ldquo;They are <b>ripe</b>,&rdquo; said Ana Reyes."
    document = inquit.read(html=page)
    row = document.quotes_rows()[0]
    assert page[row["source_start"]:row["source_end"]] == b"&ldquo;They are <b>ripe</b>,&rdquo;"
    pytest.importorskip("pandas")
    assert list(document.quotes_frame().columns)[-2:] == ["source_start", "source_end"]


def test_a_frame_has_a_row_a_quote():
    pandas = pytest.importorskip("pandas")
    frame = made().quotes_frame()
    assert isinstance(frame, pandas.DataFrame) and list(frame["speaker"]) == ["Ana"]
    empty = inquit.Document.from_dict({}, "").quotes_frame()
    assert len(empty) == 0 and list(empty.columns) == list(frame.columns)


def test_without_pandas_a_frame_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install pandas"):
        made().quotes_frame()


def test_types_are_declared():
    assert (pathlib.Path(inquit.__file__).parent / "py.typed").exists()
