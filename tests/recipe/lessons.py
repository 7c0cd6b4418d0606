#!/usr/bin/env python3
"""Tests of what networks learn from: lessons, windows, and changes that leave labels as they are.  They need
PyTorch.  The last line is "lessons: N passed, N failed"."""
import contextlib
import io
import json
import pathlib
import sys
import tempfile
import types
from unittest import mock

import numpy as np
import torch

import checks

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "models" / "recipe"))
import annotate  # noqa: E402
import articles  # noqa: E402
import corpus  # noqa: E402
import corrected  # noqa: E402
import documents  # noqa: E402
import export  # noqa: E402
import fast  # noqa: E402
import fast_export  # noqa: E402
import layout  # noqa: E402
import pack  # noqa: E402
import training  # noqa: E402
import windows  # noqa: E402
import wordpiece  # noqa: E402

TOKENS = ["Trade", "news", "“", "We", "won", "”", ",", "Ana", "Reyes", "said", "."]
STATE = np.array([0, 0, 2, 1, 1, 3, 0, 0, 0, 0, 0], np.uint8)
FRESH = np.array([1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], bool)


def lesson(sure=255, cue=255):
    names = np.zeros((len(TOKENS), 6), np.uint8)
    names[:, 3] = 255
    names[7] = [1, 0, 0, sure, 255 - sure, 0]
    anchors, ends = np.zeros((len(TOKENS), 2), np.uint8), np.zeros((len(TOKENS), 1), np.uint8)
    anchors[9, 0] = cue
    tags = np.tile(np.array([7, 0, 255, 0], np.uint8), (len(TOKENS), 1))
    content = np.array([[0, 255, 0, 0, 0]] + [[0, 0, 255, 0, 0]] * 3, np.uint8)
    return articles.Lesson("world_articles-1", TOKENS, STATE, FRESH, names, anchors, ends, tags, [(9, 0, 2, content)])


def article(given=None):
    words = articles.Words()
    return articles.of_lesson(given or lesson(), words), words


def lessons_are_read_as_they_were_written():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "a.lessons"
        with path.open("wb") as out:
            for given in (lesson(), lesson(200), lesson(100)):
                articles.write_lesson(out, given)
        read = list(articles.read_lessons(path))
        assert [x.names[7, 3] for x in read] == [255, 200, 100] and read[0].tokens == TOKENS
        assert (read[0].state == STATE).all() and (read[0].fresh == FRESH).all()
        token, kind, first, cells = read[0].roles[0]
        assert (token, kind, first) == (9, 0, 2) and (cells == lesson().roles[0][3]).all()
        assert [x.names[7, 3] for x in articles.read_lessons(path, 1, 2)] == [200]
        assert articles.tokens_of(path) == {"lesson_world": 33}


def pieces_stand_where_the_tokens_say():
    a, words = article()
    w = windows.PieceWindow(a, 0, len(TOKENS), words)
    assert w.pieces[0] == windows.CLS and w.size == len(w.pieces)
    assert [int(w.pieces[f]) for f in w.first] == [
        wordpiece.pieces(t, s >= 2)[0] for t, s in zip(TOKENS, STATE)]
    assert w.pieces[w.first[2] - 1] == windows.SEP and w.pieces[-1] == windows.SEP
    assert w.marks[w.first[2]] == 2 and w.cases[w.first[3]] % 10 == wordpiece.shape("We")


def windows_cover_all_tokens_once():
    order = np.random.default_rng(3)
    lengths, block = order.integers(1, 5, 500), np.sort(order.integers(0, 20, 500))
    found = windows.cut(lengths, block, 60, 30)
    assert [a for a, _ in found] == [0, *(b for _, b in found[:-1])] and found[-1][1] == 500
    ends = np.diff(block, append=-1) != 0
    assert all(1 + (lengths + ends)[a:b].sum() <= 61 for a, b in found)


def a_lost_paragraph_ends_a_sentence():
    a, words = article()
    block = np.zeros(len(TOKENS), np.int32)
    w = windows.PieceWindow(a, 0, len(TOKENS), words, None, block)
    b = windows.batch([w])
    assert b["ends"][0, 1] == 1 and (b["ends"][0, 2:] == -1).all() and b["lesson_ends"][0, 1, 0] == 255
    assert (w.pieces == windows.SEP).sum() == 1


def roles_are_probabilities():
    a, words = article()
    b = windows.batch([windows.PieceWindow(a, 0, len(TOKENS), words)], multiple=16)
    assert b["roles"].shape == (1, 16, 5) and b["pieces"].shape[1] % 16 == 0
    assert torch.equal(b["roles"][0].argmax(-1)[:7], torch.tensor([0, 0, 1, 2, 2, 2, 0]))
    assert b["roles"][0].sum(-1).tolist() == [1] * len(TOKENS) + [0] * (16 - len(TOKENS))


def a_network_may_keep_some_of_its_layers():
    a, words = article()
    b = windows.batch([windows.PieceWindow(a, 0, len(TOKENS), words)])
    tiny = lambda: export.network_of(pack.Pack.read(ROOT / "models" / "tiny.inq"))
    with torch.no_grad():
        whole, both, one = (n(b)["h"] for n in (tiny(), tiny().only([0, 1]), tiny().only([1])))
    assert torch.equal(whole, both) and not torch.equal(whole, one)
    made, last = pack.Pack(), tiny().only([1])
    export.add_network(made, last.state_dict(), last.shape)
    assert made.array("net.shape")[3] == 1 and "net.layer.1.qkv.weights" not in made.sections


def changes_keep_the_tokens():
    a, words = article()
    order = np.random.default_rng(1)
    augment = articles.Augment(order, None, words, swap=0, lower=0.3, upper=0.3, misread=0.9, joined=0.5)
    seen = set()
    for _ in range(200):
        new, block = augment.of(a)
        assert new is None or len(new) == len(TOKENS)
        assert block is None or block[0] == 0 or block[0] == 1
        seen.add((new is not None, block is not None and block[-1] != a.block[-1]))
    assert len(seen) == 4


def initials_become_others_wherever_they_stand():
    pools = documents.Pools.__new__(documents.Pools)
    pools.common, pools.articles, pools.words = {"bank", "of", "us"}, {}, {}
    tokens = ["BANK", "T1", "beat", "WBG", ",", "T1", "said", "in", "NYC"]
    names = np.full(len(tokens), documents.OUTSIDE)
    names[[0, 1, 3, 5]], names[8] = documents.ORG_B, documents.GPE_B
    seen = set()
    for seed in range(100):
        d = articles.Named(tokens, names)
        swaps = pools.swaps(d, np.random.default_rng(seed))
        assert set(swaps) == {("T1", "org"), ("WBG", "org")}, "no common word and no place"
        assert all(2 <= len(word) <= 5 and word.isalnum() and word == word.upper() for word in swaps.values())
        seen |= set(swaps.values())
    digits = sum(not word.isalpha() for word in seen)
    assert len(seen) > 150 and 0 < digits < len(seen) / 2


def what_annotators_have_read_is_no_lesson():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "0000.lessons"
        articles.write_lessons([lesson(), lesson()._replace(id="news_articles-5")], path)
        words = articles.Words()
        seen = lambda annotated: [a.id for a in training.Rounds(
            types.SimpleNamespace(words=words, annotated=annotated, lessons=[path]), [{}], None, 0).lessons(0, 0, 1)]
        assert seen([]) == ["world_articles-1", "news_articles-5"]
        assert seen([articles.of_lesson(lesson(), words)]) == ["news_articles-5"]


def a_fast_model_is_read_back():
    tiny = pack.Pack.read(ROOT / "models" / "tiny-fast.inq")
    frequent, weights = fast_export.begun(tiny)
    made = pack.Pack()
    fast_export.add_fast(made, {"shape": vars(fast_export.shape_of(tiny)), "frequent": frequent, "weights": weights})
    for name in tiny.sections:
        if name.startswith("fast.") and not name.startswith("fast.words") and not name.startswith("fast.records"):
            assert np.allclose(made.array(name), tiny.array(name), atol=1e-6), name
    assert made.dict("fast.words") == tiny.dict("fast.words")
    records = [layout.restored(x.array("fast.records"), x.array("fast.records.scales")) for x in (made, tiny)]
    assert np.abs(records[0] - records[1]).max() <= 0.02 * np.abs(records[1]).max()


def rare_words_go_without_their_rows_oftener():
    net = fast.FastNetwork(fast.FastShape(pieces=10, words=fast.COMMON + 10, affixes=8, hidden=0, width=4, dilations=(1,)))
    count = 4000
    own = torch.tensor([10, 10 + fast.COMMON] * count)  # the commonest, a rare one
    rows = torch.stack([own // 5000, own, torch.full_like(own, 10 + fast.COMMON + 10)], 1)  # a piece, itself, an affix
    starts = torch.arange(len(own)) * 3
    given = torch.ones(rows.numel())
    b = {"bag_rows": rows.flatten(), "bag_weights": given, "bag_starts": starts,
         "bag_words": torch.repeat_interleave(torch.arange(len(own)), 3)}
    torch.manual_seed(1)
    kept = net.train().row_weights(b).view(count, 2, 3).mean(0)
    assert kept[:, [0, 2]].min() == 1, "pieces and affixes are always there"
    assert abs(kept[0, 1] - 0.85) < 0.03 and abs(kept[1, 1] - 0.5) < 0.03, kept
    assert torch.equal(net.eval().row_weights(b), given)


def layers_behind_those_of_the_start_add_nothing_yet():
    shape = lambda *dilations: fast.FastShape(pieces=10, words=4, affixes=8, hidden=0, width=4, dilations=dilations, role_width=6, role_dilations=dilations)
    old, net = fast.FastNetwork(shape(1)), fast.FastNetwork(shape(1, 2))
    net.take(old.state_dict())
    assert torch.equal(net.layers[0].mix.weight, old.layers[0].mix.weight)
    for layer, width in ((net.layers[1], 4), (net.roles.layers[1], 6)):
        x, keep = torch.randn(1, 7, width), torch.ones(1, 7, 1)
        assert torch.equal(layer(x, keep), x)
        layer(x, keep).square().sum().backward()
        assert layer.mix.weight.grad[:width].abs().sum() > 0, "it can learn to add something"
    try:
        old.take(net.state_dict())
    except ValueError as err:
        assert "layers.1" in str(err)
    else:
        raise AssertionError("a network that has more layers is taken")


ARTICLE = """Acme to cut jobs

Acme Ltd. said on Monday that Acme will cut jobs. “It is hard,” said Ana Reyes, its head, “but fair.”

The union called it “a disgrace”."""


def found():
    """What the program might have found in ARTICLE, with one Acme too few"""
    at = lambda words, behind=0: [ARTICLE.find(words, behind), ARTICLE.find(words, behind) + len(words)]
    span = lambda words, behind=0: dict(zip(("start", "end", "text"), (*at(words, behind), words)))
    names = [(at("Acme"), "e1", "ORG"), (at("Acme Ltd."), "e1", "ORG"), (at("Ana Reyes"), "e2", "PERSON")]
    quote = lambda content, cue, source, speaker: {"content": content, "cue": cue and span(cue), "source": source and span(source), "speaker": speaker}
    return {"blocks": [{"kind": "title", "start": 0, "end": 16}],
            "entities": [{"id": "e1", "type": "ORG", "name": "Acme Ltd."}, {"id": "e2", "type": "PERSON", "name": "Ana Reyes"}],
            "mentions": [{"start": s[0], "end": s[1], "text": ARTICLE[slice(*s)], "form": "name", "entity": e, "type": t} for s, e, t in names],
            "quotes": [quote([span("Acme will cut jobs", 40)], "said", "Acme Ltd.", {"entity": "e1", "name": "Acme Ltd."}),
                       quote([span("“It is hard,”"), span("“but fair.”")], None, "Ana Reyes", {"entity": "e2", "name": "Ana Reyes"}),
                       quote([span("it “a disgrace”")], "called", "The union", {"entity": None, "name": "The union"})]}


def drafts_become_what_they_were_made_of():
    if not annotate.TOOLS.exists():
        return  # the aligner is not part of the project
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        given = folder / "articles.jsonl", folder / "pred.jsonl"
        given[0].write_text(json.dumps({"id": "world-7", "text": ARTICLE}) + "\n", encoding="utf-8")
        given[1].write_text(json.dumps(found()) + "\n", encoding="utf-8")
        annotate.draft(types.SimpleNamespace(articles=given[0], pred=given[1], folder=folder / "drafts"))
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            annotate.pack(types.SimpleNamespace(folder=folder / "drafts", names=[]))
        assert "[3] The union" in (folder / "drafts" / "n0000.view").read_text(encoding="utf-8")
    row = json.loads(out.getvalue())
    gold = corrected.gold("world_articles-7", row, ARTICLE)
    assert [[m["start"], m["end"]] for m in gold["mentions"]] == [[m["start"], m["end"]] for m in found()["mentions"]]
    assert [q["content"] for q in gold["quotes"]] == [[[c["start"], c["end"]] for c in q["content"]] for q in found()["quotes"]]
    assert [q["type"] for q in gold["quotes"]] == ["indirect", "direct", "mixed"]
    assert [q.get("speaker") for q in gold["quotes"]] == ["E1", "E2", None] and gold["quotes"][2]["speaker_text"] == "The union"
    assert gold["blocks"][0]["kind"] == "title" and "Acme" not in out.getvalue()


def nobody_reads_to_teach_what_annotators_have_read():
    given = [("a-0", {"id": "new", "text": "new"}), ("a-1", {"id": "read", "text": "read"}), ("a-2", {"id": "dev", "text": ARTICLE})]
    with mock.patch.multiple(corpus, annotated=lambda: {"read"}, articles=lambda name: given,
                             held_out=lambda: set(corpus.runs(ARTICLE))):
        assert list(corpus.teaching(["a"])) == [("a-0", "new")]
    assert not {json.loads(line)["id"] for line in (ROOT / "models/recipe/unseen.jsonl").open()} & {
        json.loads(line)["id"] for line in (ROOT / "models/recipe/corrected.jsonl").open()}


def main():
    wordpiece.take(pack.Pack.read(ROOT / "models" / "tiny.inq").dict("vocab"))
    return checks.run("lessons", (
        lessons_are_read_as_they_were_written, pieces_stand_where_the_tokens_say,
        windows_cover_all_tokens_once, a_lost_paragraph_ends_a_sentence, roles_are_probabilities,
        a_network_may_keep_some_of_its_layers, changes_keep_the_tokens, initials_become_others_wherever_they_stand,
        what_annotators_have_read_is_no_lesson, a_fast_model_is_read_back, rare_words_go_without_their_rows_oftener,
        layers_behind_those_of_the_start_add_nothing_yet,
        drafts_become_what_they_were_made_of, nobody_reads_to_teach_what_annotators_have_read))


if __name__ == "__main__":
    sys.exit(main())
