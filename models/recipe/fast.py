"""The fast network: a word's record, summed once for each word, and a small convolutional net over the records.

    words ─ rows of pieces, of the word and its classes, of its beginnings and endings ─ record ─ + case + mark state ─ layers ─ h ─ heads

    layer    x + a · relu(b),  a, b = mix(Σ_k filter_k · n[position + (k - TAPS / 2) · dilation]),  n = x / its length
    roles    relu(A · h[anchor] + T · h[token] + distance + paragraph + kind) ─ layers ─ out      for REACH tokens around

A filter is a number for each channel, so that what mixes channels is one matrix a layer, of `filters` * width inputs.
Classes are what word_classes.py knows of a word; once trained, fold() adds their rows to the word's own.
A position is a token or a paragraph's end.  src/net/fast.c runs the same arithmetic; fast_export.py writes it.
"""
import dataclasses

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from articles import Words
from network import ANCHOR_LABELS, BUCKETS, CASES, MARK_STATES, NAME_LABELS, ROLE_LABELS, TAGS, bucket
from pack import fnv1a

TAPS = 5
REACH = 56  # tokens on each side of an anchor that may have a role
PARAGRAPHS = 1  # paragraphs on each side
SMALLEST = 1e-6  # of a row's mean square
PREFIXES, SUFFIXES = (2, 3), (2, 3, 4)  # bytes
COMMON = 5000  # words, the most frequent, of which no article is without


@dataclasses.dataclass
class FastShape:
    pieces: int = 30522
    words: int = 0  # that have a row of their own
    affixes: int = 8192  # a power of two
    classes: int = 0  # of words, while the network learns
    hidden: int = 512  # of what a word's rows go through before they are its record; 0: nothing
    width: int = 128
    dilations: tuple = (1, 2, 4, 8, 1)
    filters: int = 1
    role_width: int = 64
    role_dilations: tuple = (1, 2)


# ---- Words ---------------------------------------------------------------------------------------


def affix_rows(word, count):
    """The rows, below count, of a word's beginnings and endings: cut between bytes, capitals kept."""
    data = word.encode()
    parts = [b"<" + data[:n] for n in PREFIXES if n <= len(data)] + [b">" + data[-n:] for n in SUFFIXES if n <= len(data)]
    return [fnv1a(part) & count - 1 for part in parts]


class FastWords(Words):
    """Words with the rows that make up their records."""

    def __init__(self, shape, frequent, classes=None):
        """frequent: the shape.words words that have a row of their own, in order; classes: word_classes.words()"""
        super().__init__()
        self.shape, self.frequent, self.classes = shape, {w: i for i, w in enumerate(frequent)}, classes or {}
        self.rows, self.weights, self.own = [], [], []

    def add(self, word):
        super().add(word)
        s, pieces = self.shape, self.pieces[-1]
        self.own.append(self.frequent.get(word, -1))
        own = [s.pieces + self.frequent[word]] if word in self.frequent else []
        affixes = [s.pieces + s.words + row for row in affix_rows(word, s.affixes)]
        classes = [s.pieces + s.words + s.affixes + n for n in self.classes.get(word, ())]
        whole = own + affixes + classes
        self.rows.append(np.array(pieces + whole, np.int32))
        self.weights.append(np.array([1 / len(pieces)] * len(pieces) + [1] * len(whole), np.float32))

    def bag(self, numbers):
        """For an EmbeddingBag: rows, their weights and their words [N], and where each word's begin [len(numbers)]; and the
        number that a word has among the frequent ones, or -1 [len(numbers)]"""
        rows = [self.rows[n] for n in numbers]
        lengths = np.array([len(r) for r in rows])
        return {"bag_own": torch.tensor([self.own[n] for n in numbers]),
                "bag_rows": torch.from_numpy(np.concatenate(rows)).long(),
                "bag_weights": torch.from_numpy(np.concatenate([self.weights[n] for n in numbers])),
                "bag_words": torch.from_numpy(np.repeat(np.arange(len(numbers)), lengths)),
                "bag_starts": torch.from_numpy(np.cumsum(lengths) - lengths)}


# ---- The network ---------------------------------------------------------------------------------


def normal(x):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + SMALLEST)


class Records(nn.Module):
    """What becomes of the sums of rows [words, width], once for each word"""

    def __init__(self, shape):
        super().__init__()
        self.inner = nn.Linear(shape.width, shape.hidden) if shape.hidden else None
        self.outer = nn.Linear(shape.hidden, shape.width) if shape.hidden else None

    def forward(self, x):
        return x + self.outer(F.relu(self.inner(normal(x)))) if self.inner else x


class Layer(nn.Module):
    def __init__(self, width, filters, dilation, dropout):
        super().__init__()
        self.dilation, self.filters = dilation, filters
        self.filter = nn.Parameter(torch.randn(TAPS, filters * width) * TAPS**-0.5)
        self.mix = nn.Linear(filters * width, 2 * width)
        self.dropout = nn.Dropout(dropout)

    def filtered(self, n):
        """n [..., P, width] -> [..., P, filters * width]; beyond the edges is nothing"""
        reach = self.dilation * (TAPS // 2)
        n = F.pad(n, (0, 0, reach, reach))
        count = n.shape[-2] - 2 * reach
        parts = [n[..., k * self.dilation:k * self.dilation + count, :] for k in range(TAPS)]
        if self.filters > 1:
            parts = [torch.cat([p] * self.filters, -1) for p in parts]
        y = parts[0] * self.filter[0]
        for part, weight in zip(parts[1:], self.filter[1:]):
            y = torch.addcmul(y, part, weight)
        return y

    def forward(self, x, keep):
        """keep [..., P, 1]: 0 beyond the end"""
        a, b = self.mix(self.filtered(normal(x) * keep)).chunk(2, -1)
        return x + self.dropout(a * F.relu(b))


class Roles(nn.Module):
    def __init__(self, shape, dropout):
        super().__init__()
        w = shape.role_width
        self.anchor = nn.Linear(shape.width, w)
        self.token = nn.Linear(shape.width, w, bias=False)
        self.distance = nn.Embedding(BUCKETS, w)
        self.paragraph = nn.Embedding(5, w)  # as in network.Roles
        self.kind = nn.Embedding(2, w)
        self.layers = nn.ModuleList(Layer(w, 1, d, dropout) for d in shape.role_dilations)
        self.out = nn.Linear(w, ROLE_LABELS)
        for small in (self.distance, self.paragraph, self.kind):
            nn.init.normal_(small.weight, std=0.1)

    def forward(self, h, blocks, real, window, anchor, kind):
        """-> [A, 2 REACH + 1, 5] around each anchor, and which of those tokens can have a role"""
        at = anchor[:, None] + torch.arange(-REACH, REACH + 1, device=h.device)
        inside = (at >= 0) & (at < h.shape[1])
        at = at.clamp(0, h.shape[1] - 1)
        near = blocks[window[:, None], at] - blocks[window, anchor][:, None]
        inside &= real[window[:, None], at] & (near.abs() <= PARAGRAPHS)
        z = self.token(h)[window[:, None], at] + self.anchor(h[window, anchor])[:, None] + self.kind(kind)[:, None]
        z = z + self.distance(bucket(torch.arange(-REACH, REACH + 1, device=h.device)))
        z = F.relu(z + self.paragraph(near.clamp(-2, 2) + 2))
        keep = inside[..., None].to(z.dtype)
        for layer in self.layers:
            z = layer(z, keep)
        return self.out(normal(z)), inside


class FastNetwork(nn.Module):
    def __init__(self, shape, dropout=0.0, word_dropout=0.15, rare_dropout=0.5):
        """word_dropout, rare_dropout: how often a common word, and any other, has to do without its own row"""
        super().__init__()
        self.shape, self.word_dropout, self.rare_dropout = shape, word_dropout, rare_dropout
        self.rows = nn.EmbeddingBag(shape.pieces + shape.words + shape.affixes + shape.classes, shape.width, mode="sum", sparse=True)
        self.records = Records(shape)
        self.cases = nn.Embedding(CASES + 1, shape.width)  # CASES: a paragraph's end, which has no record
        self.marks = nn.Embedding(MARK_STATES + 1, shape.width)
        self.schemes = nn.Embedding(2, shape.width)  # as in network.Encoder
        self.layers = nn.ModuleList(Layer(shape.width, shape.filters, d, dropout) for d in shape.dilations)
        self.dropout = nn.Dropout(dropout)
        self.names = nn.Linear(shape.width, NAME_LABELS)
        self.anchors = nn.Linear(shape.width, ANCHOR_LABELS)
        self.ends = nn.Linear(shape.width, 1)
        self.tags = nn.Linear(shape.width, len(TAGS))
        self.roles = Roles(shape, dropout)
        self.ready = None  # fast_export.quantised(): the frequent words' records
        nn.init.zeros_(self.rows.weight)
        nn.init.normal_(self.rows.weight[shape.pieces + shape.words:][:shape.affixes], std=0.05)
        for small in (self.cases, self.marks, self.schemes):
            nn.init.normal_(small.weight, std=0.1)

    @torch.no_grad()
    def take_pieces(self, pretrained):
        """Begins with the main components [pieces, width] of pretrained embeddings of the pieces, turned at random so
        that no channel has more of them than another."""
        given = pretrained - pretrained.mean(0)
        _, axes = torch.linalg.eigh(given.T @ given)
        turn = torch.linalg.qr(torch.randn(self.shape.width, self.shape.width))[0]
        made = given @ axes[:, -self.shape.width:] @ turn
        self.rows.weight[:self.shape.pieces] = made / made.square().mean().sqrt()

    @torch.no_grad()
    def take(self, weights):
        """Those of a network that may have had fewer layers: what comes behind them adds nothing as yet."""
        missing, unknown = self.load_state_dict(weights, strict=False)
        stacks = {"layers": self.layers, "roles.layers": self.roles.layers}
        fresh = [layer for name, stack in stacks.items() for i, layer in enumerate(stack) if f"{name}.{i}.filter" in missing]
        if unknown or len(missing) != sum(len(layer.state_dict()) for layer in fresh):
            raise ValueError(f"the network to go on from has another shape: {[*missing, *unknown]}")
        for layer in fresh:
            for part in (layer.mix.weight, layer.mix.bias):
                part[:len(part) // 2] = 0

    def row_weights(self, b):
        """A word has to do without its own row at times, or without those of its classes; the rarer ones oftener, as names
        that the network never saw will have none."""
        rows, weights, starts = b["bag_rows"], b["bag_weights"], b["bag_starts"]
        if not self.training or not self.word_dropout:
            return weights
        own = (rows >= self.shape.pieces) & (rows < self.shape.pieces + self.shape.words)
        classes = rows >= self.shape.pieces + self.shape.words + self.shape.affixes
        share = torch.where(rows < self.shape.pieces + COMMON, self.word_dropout, self.rare_dropout)
        without = torch.rand(len(starts), device=rows.device)[b["bag_words"]] < self.word_dropout
        return weights * ~(own & (torch.rand(len(rows), device=rows.device) < share) | classes & without)

    def forward(self, b):
        """b: see fast_windows.batch"""
        weights = self.row_weights(b)
        records = self.records(self.rows(b["bag_rows"], b["bag_starts"], per_sample_weights=weights))
        if self.ready is not None:
            records = torch.where(b["bag_own"][:, None] >= 0, self.ready[b["bag_own"]], records)
        records = torch.cat([records, records.new_zeros(1, records.shape[1])])
        keep = b["keep"][..., None].to(records.dtype)
        x = F.embedding(b["words"], records) + self.cases(b["cases"]) + self.marks(b["marks"])
        x = self.dropout(x + self.schemes(b["schemes"])[:, None]) * keep
        for layer in self.layers:
            x = layer(x, keep)
        h = normal(x)
        h = self.dropout(h.gather(1, b["first"].unsqueeze(-1).expand(-1, -1, h.shape[-1])))
        out = {"h": h, "names": self.names(h), "anchors": self.anchors(h), "ends": self.ends(h).squeeze(-1),
               "tags": self.tags(h)}
        if b["anchor"].numel():
            out["roles"], out["inside"] = self.roles(h, b["blocks"], b["real"], b["window"], b["anchor"], b["kind"])
        return out


# ---- Classes, once trained ------------------------------------------------------------------------


def fold(checkpoint, classes, most):
    """A checkpoint of fast_train.py without classes: up to `most` words have rows of their own, with those of their
    classes in them; the frequent ones first, then those with the most classes."""
    shape, weights = FastShape(**checkpoint["shape"]), checkpoint["weights"]
    known = set(checkpoint["frequent"])
    others = sorted((w for w in classes if w not in known), key=lambda w: (-len(classes[w]), w))
    words = checkpoint["frequent"] + others[:max(0, most - len(known))]
    rows = weights["rows.weight"]
    behind = shape.pieces + shape.words
    affixes, class_rows = rows[behind:behind + shape.affixes], rows[behind + shape.affixes:]
    own = torch.zeros(len(words), shape.width)
    own[:shape.words] = rows[shape.pieces:behind]
    for i, word in enumerate(words):
        if word in classes:
            own[i] += class_rows[classes[word]].sum(0)
    return {"shape": vars(dataclasses.replace(shape, words=len(words), classes=0)), "frequent": words,
            "weights": weights | {"rows.weight": torch.cat([rows[:shape.pieces], own, affixes])}}
