"""Proves that C and PyTorch compute the same fast network: agree.py's twin.

    python3 fast_agree.py CHECKPOINT ARTICLES.jsonl [COUNT]
"""
import json
import subprocess
import sys
import tempfile

import numpy as np
import torch

import agree
import fast_export
import fast_windows as fw
from fast import REACH, Words
from network import ANCHOR_LABELS, NAME_LABELS, ROLE_LABELS, TAGS


def windows_of(text, words):
    d = agree.document(text)
    for start, end in fw.cut(d.block, 480, 480):
        a = fw.article("", words, d.tokens[start:end], d.state[start:end], d.block[start:end], d)
        window = fw.Window(a, 0, end - start, words)
        window.asked = [(t, t % 2, [], None) for t in range(0, end - start, max(1, (end - start) // 3))]
        window.anchors = lambda asked=window.asked: asked
        yield window


def lines(window):
    a = window.article
    for token, block, state in zip(a.tokens, window.block, a.state):
        yield f"{block}\t{state}\t{token}\n"
    for token, kind, _, _ in window.asked:
        yield f"anchor\t{token}\t{1 - kind}\n"
    yield "\n"


def run_c(model, windows, width):
    """A dict of arrays for each window"""
    given = "".join(line for w in windows for line in lines(w))
    done = subprocess.run([agree.PROBE, model], input=given.encode(), stdout=subprocess.PIPE, check=True)
    numbers, at = np.frombuffer(done.stdout, np.float32), 0
    for w in windows:
        out, count = {}, len(w.first)
        for name, columns in (("h", width), ("names", NAME_LABELS), ("anchors", ANCHOR_LABELS), ("ends", 1),
                              ("tags", len(TAGS)), *((("roles", i), ROLE_LABELS) for i in range(len(w.asked)))):
            out[name] = numbers[at:at + columns * count].reshape(count, columns)
            at += out[name].size
        for i, (token, *_) in enumerate(w.asked):  # PyTorch has the tokens around the anchor
            near = token + np.arange(-REACH, REACH + 1)
            out["roles", i] = out["roles", i][near.clip(0, count - 1)]
        yield out


@torch.no_grad()
def run_pytorch(net, window, words):
    b = fw.batch([window], words)
    if next(net.parameters()).dtype == torch.float64:
        b["bag_weights"] = b["bag_weights"].double()
    out = net(b)
    for name in ("names", "anchors", "tags", "roles"):
        out[name] = torch.log_softmax(out[name], -1)
    out["ends"] = torch.nn.functional.logsigmoid(out["ends"]).unsqueeze(-1)
    found = {name: out[name][0].numpy() for name in ("h", "names", "anchors", "ends", "tags")}
    found |= {("inside", i): inside.numpy() for i, inside in enumerate(out["inside"])}
    return found | {("roles", i): roles.numpy() for i, roles in enumerate(out["roles"])}


def compare(given, other, found):
    """Roles only where a token can have one."""
    kept = {name: numbers[other["inside", name[1]]] if name[0] == "roles" else numbers
            for name, numbers in given.items() if name[0] != "inside"}
    agree.compare(kept, {name: other[name][other["inside", name[1]]] if name[0] == "roles" else other[name]
                         for name in kept}, found)


def main(checkpoint, articles, count="10"):
    net, given = fast_export.load(checkpoint)
    words = Words(net.shape, given["frequent"])
    texts = [json.loads(line)["text"] for line in open(articles, encoding="utf-8")][:int(count)]
    windows = [w for text in texts for w in windows_of(text, words)]
    with tempfile.TemporaryDirectory() as folder:
        fast_export.write(given, f"{folder}/network.inq")
        results = list(run_c(f"{folder}/network.inq", windows, net.shape.width))
    exact = [run_pytorch(net, w, words) for w in windows]
    net = fast_export.quantised(net)
    narrow = [run_pytorch(net, w, words) for w in windows]
    net = net.double()
    wide = [run_pytorch(net, w, words) for w in windows]
    found, lost, spread = {}, {}, {}
    for c, before, other, another in zip(results, exact, narrow, wide):
        compare(c, other, found)
        compare(c, before, lost)
        compare(another, other, spread)
    print(f"{len(texts)} articles, {len(windows)} windows, {sum(len(w.first) for w in windows)} tokens")
    for title, tallies in (("C against the quantised network in PyTorch", found), ("the latter, with 64 bits against 32", spread),
                           ("C against the network before it was quantised", lost)):
        print(title)
        for name, t in tallies.items():
            print(f"  {name:8} mean difference {t['sum'] / t['numbers']:.6f}  largest {t['largest']:.4f}"
                  + (f"  labels {t['labels']}: {t['differ']} differ, {t['ties']} ties" if t["labels"] else ""))
    wrong = sum(t["differ"] for t in found.values())
    mean, usual = (t["h"]["sum"] / t["h"]["numbers"] for t in (found, spread))
    if wrong or mean > max(agree.TOLERANCE * usual, agree.ACCIDENT):
        sys.exit(f"C and PyTorch do not agree: {wrong} labels, vectors {mean:.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
