"""Proves that C and PyTorch compute the same fast network: agree.py's twin.

    python3 fast_agree.py CHECKPOINT ARTICLES.jsonl [COUNT]
"""
import json
import re
import sys
import tempfile

import numpy as np
import torch

import agree
import fast_export
import fast_windows as fw
import wordpiece
from documents import Document
from fast import REACH, Words


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


def windows_of(text, words):
    d = document(text)
    for start, end in fw.cut(d.block, 480, 480):
        a = fw.article("", words, d.tokens[start:end], d.state[start:end], d.block[start:end], d)
        window = fw.Window(a, 0, end - start, words)
        asked = [(t, t % 2, [], None) for t in range(0, end - start, max(1, (end - start) // 3))]
        window.anchors = lambda asked=asked: asked
        window.tokens, window.states, window.blocks = a.tokens, a.state, window.block  # for agree.run_c()
        window.quotes = [(t, kind, roles) for t, kind, roles, _ in asked]
        yield window


def run_c(model, windows):
    """As agree.py's, with the roles of the tokens around the anchor alone: those that PyTorch has"""
    for w, out in zip(windows, agree.run_c(model, windows), strict=True):
        near = (np.array([token for token, _, _ in w.quotes])[:, None] + np.arange(-REACH, REACH + 1)).clip(0, len(w.tokens) - 1)
        yield out | {"roles": [roles[at] for roles, at in zip(out["roles"], near, strict=True)]}


@torch.no_grad()
def run_pytorch(net, window, words):
    b = fw.batch([window], words)
    if next(net.parameters()).dtype == torch.float64:
        b["bag_weights"] = b["bag_weights"].double()
    out = net(b)
    return agree.arrays(out) | {"inside": out["inside"].numpy()}


def inside(results, wanted):
    """Roles only where a token can have one."""
    return [given | {"roles": [roles[within] for roles, within in zip(given["roles"], other["inside"], strict=True)]}
            for given, other in zip(results, wanted, strict=True)]


def main(checkpoint, articles, count="10"):
    net, given = fast_export.load(checkpoint)
    words = Words(net.shape, given["frequent"])
    texts = [json.loads(line)["text"] for line in open(articles, encoding="utf-8")][:int(count)]
    windows = [w for text in texts for w in windows_of(text, words)]
    with tempfile.TemporaryDirectory() as folder:
        fast_export.write(given, f"{folder}/network.inq")
        results = list(run_c(f"{folder}/network.inq", windows))
    exact = [run_pytorch(net, w, words) for w in windows]
    net = fast_export.quantised(net)
    narrow = [run_pytorch(net, w, words) for w in windows]
    wide = [run_pytorch(net.double(), w, words) for w in windows]
    print(f"{len(texts)} articles, {len(windows)} windows, {sum(len(w.first) for w in windows)} tokens")
    wanted, results = inside(narrow, narrow), inside(results, narrow)
    found = agree.compare("C against the quantised network in PyTorch", results, wanted)
    agree.compare("C against the network before it was quantised", results, inside(exact, narrow))
    spread = agree.compare("PyTorch with 64 bits against 32", inside(wide, narrow), wanted)["h"].mean
    wrong, mean = sum(t.differ for t in found.values()), found["h"].mean
    if wrong or mean > max(agree.TOLERANCE * spread, agree.ACCIDENT):
        sys.exit(f"C and PyTorch do not agree: {wrong} labels, vectors {mean:.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
