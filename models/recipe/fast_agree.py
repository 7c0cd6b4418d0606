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
from fast import REACH, FastWords
from fast_windows import WordWindow, batch
from windows import cut


def tokens_of(text):
    """Plain tokens, their paragraphs and marks: it is the network that is compared."""
    tokens, block, state, inside = [], [], [], False
    for number, paragraph in enumerate(p for p in text.split("\n") if p.strip()):
        for token in re.findall(r"\w+(?:['’.]\w+)*|[^\w\s]", paragraph):
            mark = token in "\"“”"
            inside = inside != mark
            tokens.append(token)
            block.append(number)
            state.append((2 if inside else 3) if mark else int(inside))
    return tokens, np.array(block), np.array(state)


def windows_of(text, words):
    tokens, block, state = tokens_of(text)
    for start, end in cut(np.ones(len(tokens), int), block, 480, 480):
        window = agree.asked(WordWindow, tokens[start:end], block[start:end] - block[start], state[start:end], words)
        window.quotes = [(t, t % 2, []) for t in range(0, end - start, max(1, (end - start) // 3))]
        yield window


def run_c(model, windows):
    """As agree.py's, with the roles of the tokens around the anchor alone: those that PyTorch has"""
    for w, out in zip(windows, agree.run_c(model, windows), strict=True):
        near = (np.array([token for token, _, _ in w.quotes])[:, None] + np.arange(-REACH, REACH + 1)).clip(0, len(w.tokens) - 1)
        yield out | {"roles": [roles[at] for roles, at in zip(out["roles"], near, strict=True)]}


@torch.no_grad()
def run_pytorch(net, window, words):
    b = batch([window], words)
    if next(net.parameters()).dtype == torch.float64:
        b["bag_weights"], net.ready = b["bag_weights"].double(), net.ready.double()
    out = net(b)
    return agree.arrays(out) | {"inside": out["inside"].numpy()}


def inside(results, wanted):
    """Roles only where a token can have one."""
    return [given | {"roles": [roles[within] for roles, within in zip(given["roles"], other["inside"], strict=True)]}
            for given, other in zip(results, wanted, strict=True)]


def main(checkpoint, articles, count="10"):
    net, given = fast_export.load(checkpoint)
    words = FastWords(net.shape, given["frequent"])
    texts = [json.loads(line)["text"] for line in open(articles, encoding="utf-8")][:int(count)]
    windows = [w for text in texts for w in windows_of(text, words)]
    with tempfile.TemporaryDirectory() as folder:
        fast_export.write(given, f"{folder}/network.inq")
        results = list(run_c(f"{folder}/network.inq", windows))
    exact = [run_pytorch(net, w, words) for w in windows]
    net = fast_export.quantised(net, given["frequent"])
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
