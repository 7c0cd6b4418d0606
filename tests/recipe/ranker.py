#!/usr/bin/env python3
"""Tests of the speakers' ranker that sees the network's vectors: C computes what PyTorch learned with, on a ranker of
random weights beside the untrained network of tiny.inq.  Needs PyTorch.  The last line is "ranker: N passed, N failed"."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import types

import numpy as np
import torch

import checks

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RECIPE = ROOT / "models" / "recipe"
sys.path.insert(0, str(RECIPE))
import speakers  # noqa: E402
import traces as tr  # noqa: E402
from pack import Pack, fingerprint  # noqa: E402

TOOL = ROOT / os.environ.get("BUILD", "build") / "speakers"
TINY = str(ROOT / "models" / "tiny.inq")
WIDTH, RANKERS = 8, 2
TEXT = ("Ada Moreau met Peter Lund of Acme.\n\n\u201cNo,\u201d said Moreau. \u201cYes,\u201d said the company. Lund and Moreau left.\n\n"
        "\u201cPerhaps,\u201d said the president.")


def spans(*words):
    return [[TEXT.index(w), TEXT.index(w) + len(w)] for w in words]


def gold():
    """One article as speakers.c reads it"""
    names = (("Ada Moreau", "PERSON", "a"), ("Peter Lund", "PERSON", "p"), ("Acme", "ORG", "o"))
    mentions = [{"start": s, "end": e, "type": t, "entity": i} for (w, t, i) in names for s, e in spans(w)]
    mentions.append({"start": TEXT.index("said Moreau") + 5, "end": TEXT.index("said Moreau") + 11, "type": "PERSON", "entity": "a"})
    quotes = [{"content": spans(said), "source": spans(source)[0], "type": "direct", "speaker": who} for said, source, who in
              (("No,", "the company", "o"), ("Perhaps,", "the president", "p"))]
    return json.dumps({"id": "1", "text": TEXT, "mentions": sorted(mentions, key=lambda m: m["start"]), "quotes": quotes,
                       "blocks": []}).encode() + b"\n"


def features():
    return subprocess.run([TOOL, "names"], stdout=subprocess.PIPE, check=True, text=True).stdout.split()


def fitted(quotes):
    vectors = {"x0": next(tr.vectors(TOOL, TINY, gold()))}
    found = tr.Traces.fit(vectors, quotes)
    found.take("x0", vectors["x0"])
    return found


def random_ranker(names):
    torch.manual_seed(1)
    model = speakers.Ranker(len(names), WIDTH, RANKERS, True)
    torch.nn.init.normal_(model.impression.weight)
    return model.eval()


def write_model(path, names, model, traces):
    pack = Pack()
    pack.take(TINY, lambda name: True)
    pack.strings("speaker.features", names)
    for name, array in speakers.sections(model, traces).items():
        pack.add(f"speaker.{name}", np.asarray(array, np.float32))
    pack.write(path)


def read_scores(path):
    lines = subprocess.run([TOOL, "read", path], input=gold(), stdout=subprocess.PIPE, check=True).stdout
    return [q["score"] for q in json.loads(lines)["quotes"]]


def best_of(model, quotes):
    return [float(torch.softmax(s, 0).max()) for s in speakers.scores_of(model, quotes)[0]]


def c_computes_what_pytorch_learned_with():
    names = features()
    quotes = speakers.candidates(TOOL, TINY, "x", gold(), len(names))
    model, traces = random_ranker(names), fitted(quotes)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/model.inq"
        write_model(path, names, model, traces)
        decided = speakers.candidates(TOOL, path, "x", gold(), len(names))  # whose features have what the ranker decides
        seen = speakers.with_traces(types.SimpleNamespace(traces=traces), decided)
        found, wanted = read_scores(path), best_of(model, seen)
    assert len(found) == 2 and np.allclose(found, wanted, atol=2e-3), (found, wanted)
    blind = [q._replace(asked=np.zeros_like(q.asked), known=np.zeros_like(q.known)) for q in seen]
    assert not np.allclose(wanted, best_of(model, blind), atol=2e-2), wanted


def traces_are_whitened():
    random = np.random.default_rng(2)
    x = random.normal(size=(4000, 48)) * np.linspace(9, 1, 48) + 5
    weights, bias = tr.whitened([x[:1000], x[1000:]])
    y = x @ weights + bias
    assert np.allclose(y.mean(0), 0, atol=1e-6)
    assert np.allclose(np.cov(y.T), np.diag(np.var(y, 0)), atol=1e-3) and (0.5 < y.var(0)).all() and (y.var(0) < 1).all()


def a_mean_is_over_the_first_tokens_of_a_range():
    sums = tr.summed(np.arange(100)[:, None], np.int32)
    found = tr.means(sums, np.array([[-1, -1], [3, 4], [10, 90]]))
    assert found[:, 0].tolist() == [0, 3.5, 10 + (tr.TRACED - 1) / 2]


def synthetic(count, random):
    """Quotations of which only the traces tell who is right: those of the source and of who is meant are alike"""
    found = []
    for _ in range(count):
        known = random.normal(size=(4, 2 * tr.TRACE)).astype(np.float16)
        right = np.arange(4) == random.integers(4)
        asked = np.tile(np.sign(known[right, 0]) * 2, speakers.ASKED * tr.TRACE).astype(np.float16)
        known[:, 0] = np.where(right, known[right, 0], -known[right, 0])
        found.append(speakers.Quote("x", 0, right, np.zeros((4, 3), np.float32), asked, known))
    return found


def a_ranker_learns_from_traces_what_features_do_not_say():
    random = np.random.default_rng(3)
    lessons, others = synthetic(1500, random), synthetic(300, random)
    sees, blind = (speakers.train(lessons, WIDTH, 8, RANKERS, sees) for sees in (True, False))
    assert speakers.hits_of(sees, others).mean() > 0.9 and speakers.hits_of(blind, others).mean() < 0.5
    assert set(speakers.sections(blind)) == {"hidden", "bias", "out"}


def what_changes_places_takes_its_traces_along():
    column = {name: i for i, name in enumerate(features())}
    rows, known = np.zeros((3, len(column)), np.float32), np.arange(3, dtype=np.float16)[:, None]
    right = np.array([True, False, False])
    rows[[0, 1], column["IS_PERSON"]] = rows[2, column["IS_ORG"]] = 1
    rows[[0, 1, 2], column["NEAR"]] = 0.5, 0.2, 0.1
    rows[[0, 2], [column["GENDER_AGREES"], column["GENDER_CLASHES"]]] = 1
    for make, other in ((speakers.exchanged, 1), (speakers.exchanged_firms, 2)):
        made, moved = rows.copy(), known.copy()
        make(made, moved, right, column)
        assert made[0, column["NEAR"]] == rows[other, column["NEAR"]] and moved[0] == other and moved[other] == 0
        assert made[0, column["GENDER_AGREES"]] and made[other, column["GENDER_CLASHES"]] and made[2, column["IS_ORG"]]


def a_ranker_goes_with_the_network_it_was_trained_with():
    names = features()
    model, traces = random_ranker(names), tr.Traces(np.zeros((32, tr.TRACE)), np.zeros(tr.TRACE), 1)
    with tempfile.TemporaryDirectory() as folder:
        for network, refused in ((fingerprint(Pack.read(TINY)), False), (7, True)):
            np.savez(f"{folder}/speakers.npz", features=names, network=np.uint32(network), **speakers.sections(model, traces))
            run = subprocess.run([sys.executable, RECIPE / "assemble.py", "--from", TINY, "--speakers", f"{folder}/speakers.npz",
                                  "--trust", f"{folder}/none", "--card", ROOT / "models" / "card.json", f"{folder}/out.inq"],
                                 stderr=subprocess.PIPE, text=True)
            assert (run.returncode != 0) == refused and ("another network" in run.stderr) == refused, run.stderr
        assert Pack.read(f"{folder}/out.inq").array("speaker.impression").shape == (4 * speakers.SIDE, WIDTH * RANKERS)


CHECKS = [c_computes_what_pytorch_learned_with, traces_are_whitened, a_mean_is_over_the_first_tokens_of_a_range,
          a_ranker_learns_from_traces_what_features_do_not_say, what_changes_places_takes_its_traces_along,
          a_ranker_goes_with_the_network_it_was_trained_with]

if __name__ == "__main__":
    torch.set_num_threads(1)
    sys.exit(checks.run("ranker", CHECKS))
