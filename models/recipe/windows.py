"""Documents to windows to batches.

A window is a run of whole paragraphs of at most `budget` pieces; a paragraph that is longer is cut.

    pieces  [CLS] the quick fox [SEP] jumps ##ed [SEP]     cases, marks run beside them
    tokens        0   1     2         3                    first: where each token's first piece stands
    blocks        0   0     0         1
"""
import numpy as np
import torch

from network import CASES, MARK_STATES

CLS, SEP = 101, 102


def pieces_of(document):
    """[T] how many positions each token takes; a paragraph's last one takes its [SEP] as well."""
    lengths = np.array([len(p) for p in document.pieces], np.int64)
    last = np.flatnonzero(np.diff(document.block, append=-1))
    lengths[last] += 1
    return lengths, last


def cut(document, budget, first_budget):
    """[(first token, behind the last)] of windows of at most budget pieces; the first one of first_budget."""
    lengths, last = pieces_of(document)
    begins = np.concatenate([[0], last[:-1] + 1]) if len(last) else []
    out, start, used, room = [], 0, 1, first_budget
    for a, b in zip(begins, last + 1):
        need = int(lengths[a:b].sum())
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
    return out


class Window:
    """One window of a document, ready to be put into a batch."""

    def __init__(self, document, start, end, change=None):
        d = document
        pieces, cases, marks, first = [CLS], [CASES], [MARK_STATES], []
        token_pieces, token_cases = (change or plain)(d, start, end)
        for i, t in enumerate(range(start, end)):
            first.append(len(pieces))
            pieces += token_pieces[i]
            cases += [token_cases[i]] * len(token_pieces[i])
            marks += [d.state[t]] * len(token_pieces[i])
            if t + 1 == end or d.block[t + 1] != d.block[t]:
                pieces.append(SEP)
                cases.append(CASES)
                marks.append(MARK_STATES)
        self.pieces, self.cases, self.marks, self.first = pieces[:512], cases[:512], marks[:512], first
        self.first = [min(f, 511) for f in first]
        self.scheme = int(d.set == "polnear")
        self.set = d.set
        part = slice(start, end)
        self.blocks, self.names, self.anchors, self.ends, self.tags = (
            x[part] for x in (d.block, d.names, d.anchors, d.ends, d.tags))
        self.quotes = [(a - start, kind, [(t - start, r) for t, r in roles if start <= t < end])
                       for a, kind, roles in d.quotes if start <= a < end]


def plain(d, start, end):
    return d.pieces[start:end], d.case[start:end]


def pad(rows, width, fill):
    """[rows, width, ...] of numbers"""
    out = np.full((len(rows), width, *np.shape(rows[0])[1:]), fill, np.int64)
    for i, row in enumerate(rows):
        out[i, :len(row)] = row
    return torch.from_numpy(out)


def batch(windows):
    """Pads windows to one length: see network.Network.forward for what is made of it."""
    p, t = max(len(x.pieces) for x in windows), max(len(x.first) for x in windows)

    anchors = [(i, a, kind, roles) for i, x in enumerate(windows) for a, kind, roles in x.quotes]
    roles = np.full((len(anchors), t), -1, np.int64)
    for k, (i, _, _, given) in enumerate(anchors):
        roles[k, :len(windows[i].first)] = 0
        for token, role in given:
            roles[k, token] = role
    return {
        "pieces": pad([x.pieces for x in windows], p, 0), "cases": pad([x.cases for x in windows], p, CASES),
        "marks": pad([x.marks for x in windows], p, MARK_STATES), "first": pad([x.first for x in windows], t, 0),
        "lengths": torch.tensor([len(x.pieces) for x in windows]),
        "schemes": torch.tensor([x.scheme for x in windows]),
        "blocks": pad([x.blocks for x in windows], t, 0),
        "real": pad([[1] * len(x.first) for x in windows], t, 0).bool(),
        "names": pad([x.names for x in windows], t, 0), "anchors": pad([x.anchors for x in windows], t, -1),
        "ends": pad([x.ends for x in windows], t, -1), "tags": pad([x.tags for x in windows], t, -1),
        "window": torch.tensor([a[0] for a in anchors], dtype=torch.long),
        "anchor": torch.tensor([a[1] for a in anchors], dtype=torch.long),
        "kind": torch.tensor([a[2] for a in anchors], dtype=torch.long),
        "roles": torch.from_numpy(roles), "sets": [x.set for x in windows],
    }


def batches(windows, positions, order, length=lambda window: len(window.pieces)):
    """Windows of like length together, about `positions` a batch, in random order."""
    lengths = np.array([length(w) for w in windows])
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


class Augment:
    """Changes that leave the labels as they are: other names, and lost or shouted capitals.

    `pools` says what stands for what: documents.Pools.
    """

    def __init__(self, order, pools, wordpiece, swap=0.35, lower=0.03, upper=0.04):
        self.order, self.pools, self.wordpiece = order, pools, wordpiece
        self.swap, self.lower, self.upper = swap, lower, upper

    def names_of(self, d):
        """(word, type) to another word, for the words of the document's names that may be others; or nothing."""
        if d.set not in ("home", "world") or self.order.random() > self.swap:
            return {}
        return self.pools.swaps(d, self.order)

    def for_document(self, d):
        new, roll = self.names_of(d), self.order.random()

        def change(d, start, end):
            pieces, cases = list(d.pieces[start:end]), np.array(d.case[start:end])
            for i in range(start, end) if new else ():
                kind = self.pools.kind(d, i)
                if kind:
                    pieces[i - start] = self.wordpiece.pieces(new[d.tokens[i], kind[0]], False)
            shape, paragraph = cases % 10, cases // 10
            letters = (shape != 0) & (shape != 7)
            if roll < self.lower:
                cases = np.where(letters & (shape != 8), 1, shape)
            elif roll < self.lower + self.upper:
                cases = np.where(letters & (shape != 8) & (shape != 9), np.where(shape == 4, 4, 3), shape) + 20
            return pieces, cases

        return change
