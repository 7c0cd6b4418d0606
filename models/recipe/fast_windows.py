"""Windows and batches for the fast network: windows.py's twin.

A position is a token or, behind a paragraph's last one, its end.
"""
import numpy as np
import torch

from fast import REACH
from network import CASES, MARK_STATES, ROLE_LABELS
from windows import Window, anchors_of, labels_of, pad


class WordWindow(Window):
    def __init__(self, a, start, end, words, new=None, block=None):
        super().__init__(a, start, end, words, new, block)
        self.first = 1 + np.arange(end - start) + np.concatenate([[0], np.cumsum(np.diff(self.blocks) != 0)])
        self.size = int(self.first[-1] + 2)
        self.words = np.full(self.size, -1, np.int32)
        self.cases, self.marks = np.full(self.size, CASES, np.int8), np.full(self.size, MARK_STATES, np.int8)
        self.words[self.first], self.cases[self.first], self.marks[self.first] = self.numbers, self.case, self.state


def word_lengths(numbers, words):
    return np.ones(len(numbers), np.int64)


def role_targets(anchors):
    """[A, 2 REACH + 1, 5] probabilities"""
    out = np.zeros((len(anchors), 2 * REACH + 1, ROLE_LABELS), np.float32)
    for row, (_, token, _, gold, taught) in zip(out, anchors):
        row[:, 0] = 1
        if gold is not None:
            for t, role in gold:
                if abs(t - token) <= REACH:
                    row[t - token + REACH] = np.eye(ROLE_LABELS)[role]
        else:
            first, cells = taught
            a, b = max(first, token - REACH), min(first + len(cells), token + REACH + 1)
            if a < b:
                row[a - token + REACH:b - token + REACH] = cells[a - first:b - first]
    return torch.from_numpy(out / np.maximum(out.sum(-1, keepdims=True), 1e-6))


def batch(windows, words):
    """Pads windows to one length: see fast.FastNetwork.forward and training.losses for what is made of it."""
    p, t = max(w.size for w in windows), max(len(w.first) for w in windows)
    numbers = pad([w.words for w in windows], p, -1)
    unique, index = np.unique(numbers.numpy(), return_inverse=True)
    index = torch.from_numpy(index.reshape(numbers.shape)).long()
    if unique[0] < 0:  # a paragraph's end has the row behind the last one
        unique, index = unique[1:], torch.where(index == 0, len(unique) - 1, index - 1)
    given, anchors = anchors_of(windows)
    return {"words": index, **words.bag(unique.tolist()),
            "keep": pad([np.ones(w.size) for w in windows], p, 0).bool(),
            "cases": pad([w.cases for w in windows], p, CASES), "marks": pad([w.marks for w in windows], p, MARK_STATES),
            "first": pad([w.first for w in windows], t, 0), "roles": role_targets(anchors), **given, **labels_of(windows, t)}
