"""Proves that C and PyTorch compute the same network.

    python3 agree.py CHECKPOINT ARTICLES.jsonl [COUNT]

First the pieces and shapes of all tokens and of random characters.  Then articles are cut into windows, build/probe
(make build/probe) and the quantised network in PyTorch (export.py) run over them, and every label and every number
is compared.  Labels may differ only where the two best are nearly tied.  Numbers differ since a byte that is rounded
the other way moves others behind it: PyTorch with 64 bits differs from PyTorch with 32 as much, and that is the
measure.  CHECKPOINT "pretrained" takes the pretrained encoder under untrained heads.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

import numpy as np
import torch

import export
import wordpiece
from documents import Document
from network import ANCHOR_LABELS, NAME_LABELS, ROLE_LABELS, TAGS, Network, load_pretrained
from windows import Window, batch, cut

PROBE = pathlib.Path(__file__).resolve().parents[2] / "build" / "probe"
TOLERANCE = 1.3  # times the mean difference of the vectors between 64 and 32 bits, when that is no accident
ACCIDENT = 1e-3
TIE = 0.1  # between the logarithms of two labels' probabilities


def document(text):
    """Plain tokens and marks: it is the network that is compared."""
    tokens, block, state, inside = [], [], [], False
    for number, paragraph in enumerate(p for p in text.split("\n") if p.strip()):
        for token in re.findall(r"\w+(?:['’.]\w+)*|[^\w\s]", paragraph):
            mark = token in "\"“”"
            inside = inside != mark
            tokens.append(token)
            block.append(number)
            state.append((2 if inside else 3) if mark else int(inside))
    block, state = np.array(block), np.array(state)
    blank = np.zeros(len(tokens), int)
    pieces = [wordpiece.pieces(t, bool(s >= 2)) for t, s in zip(tokens, state)]
    return Document("", "", tokens, block, state, wordpiece.cases(tokens, block), pieces, blank, blank, blank, blank, [])


def windows_of(article):
    d = document(article)
    for start, end in cut(d, 480, 480):
        part = document_part(d, start, end)
        window = Window(part, 0, end - start)
        window.tokens = part.tokens
        window.quotes = [(a, a % 2, []) for a in range(0, end - start, max(1, (end - start) // 3))]
        yield window


def document_part(d, start, end):
    """The window as a document of its own: C sees no more of a paragraph that is cut."""
    part = slice(start, end)
    d = Document(d.id, d.set, d.tokens[part], d.block[part], d.state[part], None, d.pieces[part], *[x[part] for x in (
        d.names, d.anchors, d.ends, d.tags)], [])
    d.case = wordpiece.cases(d.tokens, d.block)
    return d


def lines(window, states):
    for token, block, state in zip(window.tokens, window.blocks, states):
        yield f"{block}\t{state}\t{token}\n"
    for anchor, kind, _ in window.quotes:
        yield f"anchor\t{anchor}\t{1 - kind}\n"
    yield "\n"


def compare_pieces(model, tokens):
    """Every token's shape and pieces, as a mark and not; random strings of all of Unicode among them."""
    order = np.random.default_rng(1)
    chars = np.array([chr(c) for c in range(33, 0x30000) if unicodedata.category(chr(c)) not in ("Cs", "Cn", "Zl", "Zp")])
    narrow = chars[:1500]
    for pool, count in ((chars, 10000), (narrow, 20000)):
        tokens = tokens + ["".join(order.choice(pool, order.integers(1, 12))) for _ in range(count)]
    given = "".join(f"{i % 7 == 0:d}\t{t}\n" for i, t in enumerate(tokens))
    raw = subprocess.run([PROBE, model, "pieces"], input=given.encode(), stdout=subprocess.PIPE, check=True).stdout
    wrong = 0
    for i, (token, line) in enumerate(zip(tokens, raw.decode().splitlines(), strict=True)):
        expected = [wordpiece.shape(token), *wordpiece.pieces(token, i % 7 == 0)]
        if [int(x) for x in line.split()] != expected:
            wrong += 1
            if wrong < 10:
                print("pieces differ:", ascii(token), line, expected)
    print(f"{len(tokens)} tokens, {wrong} with other pieces or shape")
    return wrong


def run_c(model, windows):
    """A dict of arrays for each window"""
    given = "".join(line for w in windows for line in lines(w, [w.marks[f] for f in w.first]))
    raw = subprocess.run([PROBE, model], input=given.encode(), stdout=subprocess.PIPE, check=True).stdout
    numbers, at = np.frombuffer(raw, np.float32), 0
    width = (len(numbers) - sum(len(w.tokens) * (NAME_LABELS + ANCHOR_LABELS + 1 + len(TAGS) + ROLE_LABELS * len(w.quotes))
                                for w in windows)) // sum(len(w.tokens) for w in windows)
    for w in windows:
        out = {}
        for name, columns in (("h", width), ("names", NAME_LABELS), ("anchors", ANCHOR_LABELS), ("ends", 1),
                              ("tags", len(TAGS)), *((("roles", i), ROLE_LABELS) for i in range(len(w.quotes)))):
            out[name] = numbers[at:at + columns * len(w.tokens)].reshape(-1, columns)
            at += out[name].size
        yield out


@torch.no_grad()
def run_pytorch(network, window):
    out = network(batch([window]))
    for name in ("names", "anchors", "tags", "roles"):
        out[name] = torch.log_softmax(out[name], -1)
    out["ends"] = torch.nn.functional.logsigmoid(out["ends"]).unsqueeze(-1)
    found = {name: out[name][0].numpy() for name in ("h", "names", "anchors", "ends", "tags")}
    return found | {("roles", i): roles.numpy() for i, roles in enumerate(out["roles"])}


def compare(c, pytorch, found):
    for name, numbers in c.items():
        other = pytorch[name]
        key = name if isinstance(name, str) else name[0]
        tally = found.setdefault(key, {"numbers": 0, "largest": 0.0, "sum": 0.0, "labels": 0, "differ": 0, "ties": 0})
        difference = np.abs(numbers - other)
        tally["numbers"] += numbers.size
        tally["largest"] = max(tally["largest"], float(difference.max()))
        tally["sum"] += float(difference.sum())
        if numbers.shape[1] > 1 and key != "h":
            best = np.sort(other, 1)
            differ = numbers.argmax(1) != other.argmax(1)
            tie = best[:, -1] - best[:, -2] < TIE
            tally["labels"] += len(numbers)
            tally["ties"] += int((differ & tie).sum())
            tally["differ"] += int((differ & ~tie).sum())


def main(checkpoint, articles, count="20"):
    if checkpoint == "pretrained":
        torch.manual_seed(1)
        network = Network().eval()
        load_pretrained(network, wordpiece.pretrained())
    else:
        network = export.load(checkpoint)
    texts = [json.loads(line)["text"] for line in open(articles, encoding="utf-8")][:int(count)]
    windows = [w for text in texts for w in windows_of(text)]
    with tempfile.TemporaryDirectory() as folder:
        export.write(network, f"{folder}/network.inq")
        results = list(run_c(f"{folder}/network.inq", windows))
        wrong = compare_pieces(f"{folder}/network.inq", sorted({t for w in windows for t in w.tokens}))
    exact = [run_pytorch(network, w) for w in windows]
    network = export.quantised(network)
    found, lost, spread = {}, {}, {}
    narrow = [run_pytorch(network, w) for w in windows]
    wide = [run_pytorch(network.double(), w) for w in windows]
    for c, before, other, another in zip(results, exact, narrow, wide):
        compare(c, other, found)
        compare(c, before, lost)
        compare(another, other, spread)
    print(f"{len(texts)} articles, {len(windows)} windows, {sum(len(w.pieces) for w in windows)} pieces")
    for title, tallies in (("C against the quantised network in PyTorch", found), ("the latter, with 64 bits against 32", spread),
                           ("C against the network before it was quantised", lost)):
        print(title)
        for name, t in tallies.items():
            print(f"  {name:8} mean difference {t['sum'] / t['numbers']:.6f}  largest {t['largest']:.4f}"
                  + (f"  labels {t['labels']}: {t['differ']} differ, {t['ties']} ties" if t["labels"] else ""))
    wrong += sum(t["differ"] for t in found.values())
    mean, usual = (t["h"]["sum"] / t["h"]["numbers"] for t in (found, spread))
    if wrong or mean > max(TOLERANCE * usual, ACCIDENT):
        sys.exit(f"C and PyTorch do not agree: {wrong} labels or tokens, vectors {mean:.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
