"""Records as numpy arrays, and quotation marks as runs: what the training tools build on."""
import pytest

import inquit

numpy = pytest.importorskip("numpy")


def test_tokens_are_where_they_say(text):
    layers = inquit.Reader().layers(text)
    assert [text[t["start"]:t["end"]] for t in layers.array("tokens")][:4] == ["😀", "“", "We", "will"]
    assert layers.text == text


def test_units(text):
    layers = inquit.Reader().layers(text)
    data = {"byte": text.encode(), "utf16": text.encode("utf-16-le")}
    first = {unit: layers.array("tokens", unit)[1] for unit in data}
    assert data["byte"][first["byte"]["start"]:first["byte"]["end"]].decode() == "“"
    start, end = 2 * first["utf16"]["start"], 2 * first["utf16"]["end"]
    assert data["utf16"][start:end].decode("utf-16-le") == "“"


def test_marks(text):
    marks = inquit.Reader().marks_of(text)
    assert marks.runs.tolist() == [[1, 7]]
    assert len(marks.starts) == len(marks.state)


def test_states_and_runs_over_paragraphs():
    marks = inquit.Reader().marks_of("“One.\n\n“Two,” he said. “We try\n\nto go,” he said.")
    assert marks.runs.tolist() == [[0, 2], [3, 6], [10, 12], [13, 16]]
    assert marks.state.tolist() == [2, 1, 1, 2, 1, 1, 3, 0, 0, 0, 2, 1, 1, 1, 1, 1, 3, 0, 0, 0]


def test_nothing_gives_empty_arrays():
    assert [len(part) for part in inquit.Reader().marks_of("")] == [0, 0, 0, 0, 0]


def test_layers_outlive_their_reader(text, tiny):
    layers = inquit.Reader(inquit.Model(tiny)).layers(text)
    assert len(layers.array("tokens")) > 0


def test_what_else_was_possible(text, tiny):
    reader = inquit.Reader(inquit.Model(tiny))
    assert len(reader.layers(text * 20).array("source_candidates")) == 0
    layers = reader.layers(text * 20, explain=True)
    anchors, sources = layers.array("anchors"), layers.array("source_candidates")
    assert len(anchors) > 0
    assert numpy.allclose(anchors["cue"] + anchors["start"] + anchors["none"], 1, atol=1e-4)
    assert sorted(set(sources["quote"].tolist())) == list(range(len(anchors)))
    assert (sources["exact"] <= sources["score"] + 1e-6).all()
    assert all(sources["score"][sources["quote"] == i].sum() < 1.001 for i in range(len(anchors)))
    assert layers.explain().startswith("q1  ") and layers.explain(0) + "\nq2" in layers.explain()
    with pytest.raises(inquit.Error):
        layers.explain(len(anchors))
