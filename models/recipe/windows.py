"""Articles to windows to batches.

A window is a run of whole paragraphs of at most `budget` positions; a paragraph that is longer is cut.  For the
transformer (PieceWindow) a position is a wordpiece, [CLS], or the [SEP] behind a paragraph:

    pieces  [CLS] the quick fox [SEP] jumps ##ed [SEP]     cases, marks run beside them
    tokens        0   1     2         3                    first: where each token's first piece stands
    blocks        0   0     0         1

fast_windows.py has the fast network's.
"""
import numpy as np
import torch

from articles import COLUMNS, paragraph_cases
from network import CASES, MARK_STATES, ROLE_LABELS

CLS, SEP = 101, 102
NAME_WEIGHT = {"home": 1, "world": 1, "gmb": 0.2}  # others 0.5
QUOTE_WEIGHT = {"polnear": 0.4}  # others 1


def cut(lengths, block, budget, first_budget):
    """[(first token, behind the last)] of windows of at most budget positions; the first one of first_budget.

    lengths: [T] positions of each token, without its paragraph's end.
    """
    last = np.flatnonzero(np.diff(block, append=-1))
    lengths = lengths.copy()
    lengths[last] += 1
    begins = np.concatenate([[0], last[:-1] + 1]) if len(last) else []
    sums = np.concatenate([[0], np.cumsum(lengths)])
    out, start, used, room = [], 0, 1, first_budget
    for a, b in zip(begins, last + 1):
        need = int(sums[b] - sums[a])
        if used + need > room and a > start:
            out.append((start, a))
            start, used, room = a, 1, budget
        if need + 1 > budget:  # a paragraph longer than a window
            for t in range(a, b):
                if used + lengths[t] + 1 > budget:
                    out.append((start, t))
                    start, used, room = t, 1, budget
                used += int(lengths[t])
        else:
            used += need
    if start < len(lengths):
        out.append((start, len(lengths)))
    return [(a, b) for a, b in out if a < b]


class Window:
    """Tokens `start` to `end` of an article, perhaps with other words and paragraphs (articles.Augment)."""

    def __init__(self, a, start, end, words, new=None, block=None):
        part = slice(start, end)
        self.article, self.start, self.end, self.set = a, start, end, a.set
        self.numbers, self.state = (a.words if new is None else new)[part], a.state[part]
        self.blocks = (a.block if block is None else block)[part] - (a.block if block is None else block)[start]
        last, was_last = (np.diff(b, append=-1) != 0 for b in (self.blocks, a.block[part]))
        self.was_last, self.joined = was_last, was_last & ~last
        letters = words.letter_table()[self.numbers]
        self.case = letters[:, 0] + 10 * paragraph_cases(letters, self.blocks)

    def anchors(self):
        """[(token of the window, kind, gold roles [(token, role)] or None, lesson's (first, cells) or None)]"""
        a, out = self.article, []
        if a.gold is not None:
            out += [(t - self.start, kind, [(i - self.start, r) for i, r in roles], None)
                    for t, kind, roles in a.gold.quotes if self.start <= t < self.end]
        if a.teacher is not None:
            out += [(t - self.start, kind, None, (first - self.start, cells))
                    for t, kind, first, cells in a.teacher.roles if self.start <= t < self.end]
        return out


class PieceWindow(Window):
    def __init__(self, a, start, end, words, new=None, block=None):
        super().__init__(a, start, end, words, new, block)
        starts, counts, flat = words.piece_table()
        counts = counts[self.numbers]
        fresh = np.diff(self.blocks, prepend=0) != 0
        self.first = 1 + np.cumsum(counts) - counts + np.cumsum(fresh)
        self.size = int(self.first[-1] + counts[-1] + 1)
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        at = np.repeat(self.first, counts) + within
        self.pieces = np.full(self.size, SEP, np.int32)
        self.pieces[0] = CLS
        self.pieces[at] = flat[np.repeat(starts[self.numbers], counts) + within]
        self.cases, self.marks = np.full(self.size, CASES, np.int8), np.full(self.size, MARK_STATES, np.int8)
        self.cases[at], self.marks[at] = np.repeat(self.case, counts), np.repeat(self.state, counts)


def piece_lengths(numbers, words):
    return words.piece_table()[1][numbers]


# ---- Batches -----------------------------------------------------------------------------------------


def pad(rows, width, fill):
    """[rows, width, ...] of numbers"""
    out = np.full((len(rows), width, *np.shape(rows[0])[1:]), fill, np.int64)
    for i, row in enumerate(rows):
        out[i, :len(row)] = row
    return torch.from_numpy(out)


def anchors_of(windows):
    """The batch's entries for anchors; and [(window, token, kind, gold roles, lesson's roles)]"""
    anchors = [(i, *a) for i, w in enumerate(windows) for a in w.anchors()]
    columns = torch.tensor([a[:3] for a in anchors], dtype=torch.long).reshape(-1, 3)
    weight = [1.0 if a[3] is None else QUOTE_WEIGHT.get(windows[a[0]].set, 1.0) for a in anchors]
    return {"window": columns[:, 0], "anchor": columns[:, 1], "kind": columns[:, 2],
            "role_weight": torch.tensor(weight)}, anchors


def labels_of(windows, t):
    """What annotators and teachers say of each token: -1, or name set 0, or weight 0, where nothing is known.

    Where a paragraph ended that has lost its end, a sentence ends.
    """
    golds, teachers = [w.article.gold for w in windows], [w.article.teacher for w in windows]
    out = {name: pad([getattr(g, name)[w.start:w.end] if g is not None else [] for g, w in zip(golds, windows)], t, fill)
           for name, fill in (("names", 0), ("anchors", -1), ("ends", -1), ("tags", -1))}
    for name, columns in COLUMNS.items():
        nothing = np.zeros((0, columns), np.uint8)
        out["lesson_" + name] = pad([getattr(x, name)[w.start:w.end] if x is not None else nothing
                                     for x, w in zip(teachers, windows)], t, 0)
    joined, was_last = (pad([getattr(w, name) for w in windows], t, 0).bool() for name in ("joined", "was_last"))
    out["ends"] = torch.where(joined, 1, out["ends"])
    out["lesson_ends"] = torch.where(was_last[..., None], 255, out["lesson_ends"])
    return out | {"taught": torch.tensor([x is not None for x in teachers]),
                  "name_weight": torch.tensor([NAME_WEIGHT.get(w.set, 0.5) for w in windows]),
                  "quote_weight": torch.tensor([QUOTE_WEIGHT.get(w.set, 1.0) for w in windows]),
                  "real": pad([np.ones(w.end - w.start) for w in windows], t, 0).bool(),
                  "blocks": pad([w.blocks for w in windows], t, 0),
                  "schemes": torch.tensor([int(w.set == "polnear") for w in windows])}


def role_targets(windows, anchors, t):
    """[A, t, 5] probabilities, 0 beyond a window's end"""
    out = np.zeros((len(anchors), t, ROLE_LABELS), np.float32)
    for row, (i, _, _, gold, taught) in zip(out, anchors):
        length = windows[i].end - windows[i].start
        row[:length, 0] = 1
        if gold is not None:
            for token, role in gold:
                if 0 <= token < length:
                    row[token] = np.eye(ROLE_LABELS)[role]
        else:
            first, cells = taught
            a, b = max(first, 0), min(first + len(cells), length)
            if a < b:
                row[a:b] = cells[a - first:b - first]
    return torch.from_numpy(out / np.maximum(out.sum(-1, keepdims=True), 1e-6))


def batch(windows, words=None, multiple=1):
    """Pads windows to one length: see network.Network.forward and training.losses for what is made of it.

    multiple: of which that length is to be one; a GPU is slow at odd ones.
    """
    p, t = (-(-max(n) // multiple) * multiple for n in ([w.size for w in windows], [len(w.first) for w in windows]))
    given, anchors = anchors_of(windows)
    return {"pieces": pad([w.pieces for w in windows], p, 0), "cases": pad([w.cases for w in windows], p, CASES),
            "marks": pad([w.marks for w in windows], p, MARK_STATES), "first": pad([w.first for w in windows], t, 0),
            "lengths": torch.tensor([w.size for w in windows]),
            "roles": role_targets(windows, anchors, t), **given, **labels_of(windows, t)}


def batches(windows, positions, order):
    """Windows of like length together, about `positions` a batch, in random order."""
    lengths = np.array([w.size for w in windows])
    out, now, longest = [], [], 0
    for i in np.argsort(lengths + order.uniform(0, 24, len(windows))):
        longest = max(longest, lengths[i])
        if now and longest * (len(now) + 1) > positions:
            out.append(now)
            now, longest = [], lengths[i]
        now.append(windows[i])
    out += [now] if now else []
    order.shuffle(out)
    return out
