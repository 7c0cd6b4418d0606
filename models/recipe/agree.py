"""Proves that C and PyTorch compute the same network, from the model file alone.

    python3 agree.py MODEL.inq [--record FILE] [--checkpoint NETWORK.pt] [ARTICLE.txt | ARTICLES.jsonl]...

build/probe (make build/probe) cuts the articles into windows as inquit does and runs them; PyTorch runs the network
that it reads back from the model file (export.py), and every label and every number is compared.  Labels may differ
only where the two best are nearly tied.  Numbers differ since a byte that is rounded the other way moves others
behind it: PyTorch with 64 bits differs from PyTorch with 32 as much, and that is the measure.

--record writes down what PyTorch gave, for the test that needs no PyTorch (tests/agree/agree.c).  --checkpoint
counts what rounding the weights to bytes has changed.
"""
import argparse
import json
import pathlib
import subprocess
import sys

import numpy as np
import torch

import export
import wordpiece
from articles import Article, Words
from network import ANCHOR_LABELS, NAME_LABELS, ROLE_LABELS, TAGS
from pack import Pack, fingerprint
from windows import PieceWindow, batch

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROBE = ROOT / "build" / "probe"
ARTICLES = [ROOT / "corpus" / f"{name}.txt" for name in (  # several windows, long paragraphs, many quotations
    "feature-salt-sanatorium", "saoirse-phan-opera-interview", "us-senate-last-mile", "web-naija-tariff-protest",
    "wire-lake-talks-oslo")]
TOLERANCE = 1.3  # times the mean difference of the vectors between 64 and 32 bits, when that is no accident
ACCIDENT = 1e-3
TIE = 0.5  # between the logarithms of two labels' probabilities, which 64 bits instead of 32 move by up to 0.8
ANCHOR_FLOOR = 0.5  # src/doc/quote.c
HEADS = ("names", "anchors", "ends", "tags")
SCORES = NAME_LABELS + ANCHOR_LABELS + 1 + len(TAGS)  # of a token

# ---- Windows ---------------------------------------------------------------------------------------


def texts(paths):
    for path in map(pathlib.Path, paths):
        raw = path.read_text(encoding="utf-8")
        yield from (json.loads(line)["text"] for line in raw.splitlines()) if path.suffix == ".jsonl" else [raw]


def windows(model, text, words):
    raw = subprocess.run([PROBE, model, "windows"], input=text.encode(), stdout=subprocess.PIPE, check=True).stdout
    for part in raw.decode().split("\n\n"):
        rows = [line.split("\t", 2) for line in part.strip("\n").split("\n") if line]
        if rows:
            tokens, block, state = [r[2] for r in rows], np.array([int(r[0]) for r in rows]), np.array([int(r[1]) for r in rows])
            yield asked(PieceWindow, tokens, block, state, words)


def asked(kind, tokens, block, state, words):
    """A window of some kind, of unknown labels, about whose `quotes` [(anchor, kind, [])] the network is asked"""
    out = kind(Article("", "", tokens, words.numbers(tokens, state), state, block), 0, len(tokens), words)
    out.tokens, out.states, out.quotes = tokens, state, []
    out.anchors = lambda: [(anchor, kind, roles, None) for anchor, kind, roles in out.quotes]
    return out


def find_anchors(network, window):
    """Its own: (token, 0 a cue or 1 the start of content)"""
    scores = torch.softmax(network(batch([window]))["anchors"][0], -1).numpy()
    window.quotes = [(int(t), int(scores[t, 2] > scores[t, 1]), []) for t in np.flatnonzero(1 - scores[:, 0] >= ANCHOR_FLOOR)]


# ---- Numbers ---------------------------------------------------------------------------------------


def token_lines(tokens, blocks, states):
    for token, block, state in zip(tokens, blocks, states):
        yield f"{block}\t{state}\t{token}\n"


def lines(window):
    yield from token_lines(window.tokens, window.blocks, window.states)
    for anchor, kind, _ in window.quotes:
        yield f"anchor\t{anchor}\t{1 - kind}\n"
    yield "\n"


def run_c(model, windows):
    """A dict of arrays for each window; roles: a list, one for each anchor"""
    given = "".join(line for w in windows for line in lines(w))
    raw = subprocess.run([PROBE, model], input=given.encode(), stdout=subprocess.PIPE, check=True).stdout
    numbers, at = np.frombuffer(raw, np.float32), 0
    width = (len(numbers) - sum(len(w.tokens) * (SCORES + ROLE_LABELS * len(w.quotes))
                                for w in windows)) // sum(len(w.tokens) for w in windows)
    for w in windows:
        def take(columns):
            nonlocal at
            at += columns * len(w.tokens)
            return numbers[at - columns * len(w.tokens):at].reshape(-1, columns)
        found = {name: take(columns) for name, columns in (
            ("h", width), ("names", NAME_LABELS), ("anchors", ANCHOR_LABELS), ("ends", 1), ("tags", len(TAGS)))}
        yield found | {"roles": [take(ROLE_LABELS) for _ in w.quotes]}


def run_pytorch(network, window):
    return arrays(network(batch([window])))


def arrays(out):
    """What a network says of one window, as run_c() has it: logarithms of probabilities"""
    for name in ("names", "anchors", "tags", "roles"):
        if name in out:
            out[name] = torch.log_softmax(out[name], -1)
    out["ends"] = torch.nn.functional.logsigmoid(out["ends"]).unsqueeze(-1)
    found = {name: out[name][0].numpy() for name in ("h", *HEADS)}
    return found | {"roles": [roles.numpy() for roles in out.get("roles", [])]}


def labels(scores):
    """(the best label, how far the next one is behind) of each row; one column: whether it is likelier than not"""
    if scores.shape[1] == 1:
        yes = np.minimum(scores[:, 0], -1e-9)
        no = np.log1p(-np.exp(yes))
        return (yes > no).astype(int), np.abs(yes - no)
    best = np.sort(scores, 1)
    return scores.argmax(1), best[:, -1] - best[:, -2]


# ---- Comparing -------------------------------------------------------------------------------------


class Tally:
    def __init__(self):
        self.numbers = self.labels = self.differ = self.ties = 0
        self.largest = self.sum = self.widest = 0.0

    def add(self, is_, wanted, labelled):
        difference = np.abs(is_ - wanted)
        self.numbers += difference.size
        self.largest = max(self.largest, float(difference.max()))
        self.sum += float(difference.sum())
        if labelled:
            (found, _), (right, margin) = labels(is_), labels(wanted)
            self.labels += len(found)
            self.widest = max(self.widest, float(margin[found != right].max(initial=0)))
            self.ties += int(((found != right) & (margin < TIE)).sum())
            self.differ += int(((found != right) & (margin >= TIE)).sum())

    @property
    def mean(self):
        return self.sum / max(1, self.numbers)

    def __str__(self):
        out = f"mean difference {self.mean:.6f}  largest {self.largest:.4f}"
        ties = f"{self.ties} ties" + (f" up to {self.widest:.2f}" if self.widest else "")
        return out + (f"  labels {self.labels}: {self.differ} differ, {ties}" if self.labels else "")


def compare(title, results, wanted):
    tallies = {name: Tally() for name in ("h", *HEADS, "roles")}
    for a, b in zip(results, wanted, strict=True):
        for name in ("h", *HEADS):
            tallies[name].add(a[name], b[name], name != "h")
        for mine, other in zip(a["roles"], b["roles"], strict=True):
            tallies["roles"].add(mine, other, True)
    print(title)
    for name, tally in tallies.items():
        print(f"  {name:8} {tally}")
    return tallies


# ---- For the test without PyTorch ------------------------------------------------------------------

TOKEN_STEP, COLUMN_STEP = 16, 24  # of the vectors, every sixteenth and of that every 24th number
NEAR = 0.5  # margins from here on are no ties on any machine, and are not written down


def record(path, model, windows, wanted, spread):
    """tests/agree/agree.c says what is in it."""
    pack = Pack()
    pack.add("network", np.array([fingerprint(model)], np.uint32))
    pack.add("vectors.step", np.array([TOKEN_STEP, COLUMN_STEP], np.int32))
    pack.add("vectors", np.concatenate([w["h"][::TOKEN_STEP, ::COLUMN_STEP] for w in wanted]).astype(np.float32))
    pack.add("vectors.tolerance", np.array([max(TOLERANCE * spread, ACCIDENT)], np.float32))
    pack.add("windows", np.cumsum([0] + [len(w.tokens) for w in windows]).astype(np.int32))
    pack.strings("tokens", [t for w in windows for t in w.tokens])
    pack.add("blocks", np.concatenate([w.blocks - w.blocks[0] for w in windows]).astype(np.uint8))
    pack.add("marks", np.concatenate([w.states for w in windows]).astype(np.uint8))
    pack.add("quotes", np.array([(i, a, kind) for i, w in enumerate(windows) for a, kind, _ in w.quotes], np.int32))
    for name in HEADS:
        record_labels(pack, name, [w[name] for w in wanted])
    record_labels(pack, "roles", [roles for w in wanted for roles in w["roles"]])
    pack.write(path)
    print(f"{path}: {pathlib.Path(path).stat().st_size} bytes")


def record_labels(pack, name, scores):
    best, margins = labels(np.concatenate(scores))
    near = np.flatnonzero(margins < NEAR)
    pack.add(name, best.astype(np.uint8))
    pack.add(name + ".near", near.astype(np.int32))
    pack.add(name + ".margins", margins[near].astype(np.float32))


@torch.no_grad()
def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("model")
    ap.add_argument("articles", nargs="*", default=ARTICLES)
    ap.add_argument("--record", metavar="FILE")
    ap.add_argument("--checkpoint", metavar="NETWORK.pt")
    args = ap.parse_args()
    model = Pack.read(args.model)
    wordpiece.take(model.dict("vocab"))
    network = export.quantised(export.network_of(model))
    articles = list(texts(args.articles))
    words = Words()
    cut = [w for text in articles for w in windows(args.model, text, words)]
    for w in cut:
        find_anchors(network, w)
    print(f"{len(articles)} articles, {len(cut)} windows, {sum(len(w.pieces) for w in cut)} pieces, "
          f"{sum(len(w.quotes) for w in cut)} anchors")
    results = list(run_c(args.model, cut))
    wanted = [run_pytorch(network, w) for w in cut]
    found = compare("C against the quantised network in PyTorch", results, wanted)
    if args.checkpoint:
        before = export.load(args.checkpoint)
        compare("C against the network before it was quantised", results, [run_pytorch(before, w) for w in cut])
    spread = compare("PyTorch with 64 bits against 32", [run_pytorch(network.double(), w) for w in cut], wanted)["h"].mean
    wrong, mean = sum(t.differ for t in found.values()), found["h"].mean
    if wrong or mean > max(TOLERANCE * spread, ACCIDENT):
        sys.exit(f"C and PyTorch do not agree: {wrong} labels, vectors {mean:.4f}")
    if args.record:
        record(args.record, model, cut, wanted, spread)


if __name__ == "__main__":
    main()
