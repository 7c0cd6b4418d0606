"""The network: one encoder, five heads.

    pieces [W, P] ─ embeddings + case + mark state ─ encoder ─ h [W, T, D] (each token's first piece) ─┬─ names   [W, T, 21]
                                                                                                       ├─ anchors [W, T, 3]
                                                                                                       ├─ ends    [W, T]
                                                                                                       ├─ tags    [W, T, 17]
                                                                                                       └─ roles   [A, T, 5]

W windows, P pieces (at most 512 with [CLS] and the [SEP] behind each paragraph), T tokens, D width, A anchors.
src/net runs the same arithmetic in C; export.py writes the state_dict under the names it has here.
"""
import dataclasses
import functools
import json

import torch
import torch.nn.functional as F
from torch import nn

NAME_TYPES = ["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK", "LAW"]
NAME_LABELS = 1 + 2 * len(NAME_TYPES)  # O, then B and I of each type in turn
ANCHOR_LABELS = 3  # none, cue, first token of content that no cue claims
ROLE_LABELS = 5  # none, content B I, source B I
TAGS = ["ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
        "SCONJ", "SYM", "VERB", "X"]
CASES = 30  # shape of the token + 10 * case of its paragraph
MARK_STATES = 5  # outside, inside, opens, closes, stray
SCHEMES = 2  # this project's guide, PolNeAR's; training only: reading is always scheme 0
BUCKET_STARTS = [1, 2, 3, 4, 5, 7, 10, 15, 23, 36, 61]  # smallest distance of each bucket
BUCKETS = 2 * len(BUCKET_STARTS) + 1


@dataclasses.dataclass
class Shape:
    pieces: int = 30522
    positions: int = 512
    width: int = 384
    layers: int = 6
    heads: int = 12
    hidden: int = 1536
    role_width: int = 128
    role_convolutions: int = 2


@functools.cache
def bucket_starts(device):
    return torch.tensor(BUCKET_STARTS, device=device)


def bucket(distance):
    """Signed distances in tokens (a tensor) to 0 .. BUCKETS - 1; distance 0 is the middle one."""
    size = torch.bucketize(distance.abs(), bucket_starts(distance.device), right=True)
    return len(BUCKET_STARTS) + torch.sign(distance) * size


def attend(q, k, v, mask):
    """[W, heads, P, size] each; mask [W, 1, 1, P] or None"""
    # Written out: twice as fast on a CPU as torch's own, which on a GPU makes a plan for each new shape.
    scores = q * q.shape[-1] ** -0.5 @ k.transpose(-1, -2)
    if mask is not None:
        scores = scores.masked_fill_(~mask, -1e4)
    return torch.softmax(scores, -1) @ v


class Layer(nn.Module):
    """A BERT layer: post-norm."""

    def __init__(self, shape, dropout):
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm1 = nn.LayerNorm(shape.width, eps=1e-12)
        self.up = nn.Linear(shape.width, shape.hidden)
        self.down = nn.Linear(shape.hidden, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.attend = attend  # export.quantised() puts another in its place

    def forward(self, x, mask):
        w, p, d = x.shape
        q, k, v = self.qkv(x).view(w, p, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        y = self.attend(q, k, v, mask)
        x = self.norm1(x + self.dropout(self.out(y.transpose(1, 2).reshape(w, p, d))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, shape, dropout):
        super().__init__()
        self.pieces = nn.Embedding(shape.pieces, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)  # the token type's embedding is added in
        self.cases = nn.Embedding(CASES + 1, shape.width, padding_idx=CASES)  # CASES: [CLS], [SEP]
        self.marks = nn.Embedding(MARK_STATES + 1, shape.width, padding_idx=MARK_STATES)
        self.schemes = nn.Embedding(SCHEMES, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.dropout = nn.Dropout(dropout)
        for small in (self.cases, self.marks, self.schemes):
            nn.init.normal_(small.weight, std=0.005)
        with torch.no_grad():
            self.cases.weight[CASES] = 0
            self.marks.weight[MARK_STATES] = 0

    def forward(self, pieces, cases, marks, lengths, schemes):
        """pieces, cases, marks [W, P]; lengths, schemes [W] -> [W, P, D]"""
        at = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.pieces(pieces) + self.positions(at) + self.cases(cases) + self.marks(marks)
        x = x + self.schemes(schemes)[:, None]
        x = self.dropout(self.norm(x))
        mask = None
        if x.is_cuda or int(lengths.min()) < pieces.shape[1]:  # to ask a GPU is to wait for it
            mask = (at < lengths[:, None])[:, None, None]
        for layer in self.layers:
            x = layer(x, mask)
        return x


def convolve(convolution, x):
    """x [A, T, W] -> [A, T, W]; by products of matrices on a GPU, whose library makes a plan for each new shape"""
    if not x.is_cuda:
        return convolution(x.transpose(1, 2)).transpose(1, 2)
    taps = convolution.kernel_size[0]
    padded = F.pad(x, (0, 0, taps // 2, taps // 2))
    near = torch.cat([padded[:, k:k + x.shape[1]] for k in range(taps)], -1)
    return F.linear(near, convolution.weight.transpose(1, 2).flatten(1), convolution.bias)


class Roles(nn.Module):
    """For one anchor and every token of its window: what the token is to the quotation that hangs there."""

    def __init__(self, shape, dropout):
        super().__init__()
        w = shape.role_width
        self.anchor = nn.Linear(shape.width, w)
        self.token = nn.Linear(shape.width, w, bias=False)
        self.distance = nn.Embedding(BUCKETS, w)
        self.paragraph = nn.Embedding(5, w)  # -2 or more before, 1 before, same, 1 after, 2 or more after
        self.kind = nn.Embedding(2, w)  # the anchor is a cue, or content's first token
        self.norms = nn.ModuleList(nn.LayerNorm(w, eps=1e-12) for _ in range(shape.role_convolutions))
        self.convolutions = nn.ModuleList(nn.Conv1d(w, w, 5, padding=2) for _ in range(shape.role_convolutions))
        self.out = nn.Linear(w, ROLE_LABELS)
        self.dropout = nn.Dropout(dropout)
        for small in (self.distance, self.paragraph, self.kind):
            nn.init.normal_(small.weight, std=0.02)

    def forward(self, h, blocks, window, anchor, kind, real):
        """h [W, T, D]; blocks [W, T]; window, anchor, kind [A]; real [W, T] -> [A, T, 5]"""
        a, t = self.anchor(h[window, anchor]), self.token(h)[window]
        at = torch.arange(h.shape[1], device=h.device)
        near = (blocks[window] - blocks[window, anchor][:, None]).clamp(-2, 2) + 2
        z = a[:, None] + t + self.distance(bucket(at[None] - anchor[:, None])) + self.paragraph(near)
        z = F.gelu(z + self.kind(kind)[:, None])
        keep = real[window][..., None]  # a window's edges are zero to the convolutions, padded or not
        for norm, convolution in zip(self.norms, self.convolutions):
            z = z + self.dropout(F.gelu(convolve(convolution, norm(z) * keep)))
        return self.out(z)


class Network(nn.Module):
    def __init__(self, shape=None, dropout=0.1):
        super().__init__()
        self.shape = shape = shape or Shape()
        self.encoder = Encoder(shape, dropout)
        self.dropout = nn.Dropout(dropout)
        self.names = nn.Linear(shape.width, NAME_LABELS)
        self.anchors = nn.Linear(shape.width, ANCHOR_LABELS)
        self.ends = nn.Linear(shape.width, 1)
        self.tags = nn.Linear(shape.width, len(TAGS))
        self.roles = Roles(shape, dropout)

    def only(self, layers):
        """Keeps those layers of the encoder, by number: a smaller network to be taught again."""
        self.encoder.layers = nn.ModuleList(self.encoder.layers[i] for i in layers)
        self.shape = dataclasses.replace(self.shape, layers=len(layers))
        return self

    def forward(self, batch):
        """batch: see windows.py -> logits; roles only when the batch has anchors."""
        x = self.encoder(batch["pieces"], batch["cases"], batch["marks"], batch["lengths"], batch["schemes"])
        first = batch["first"].unsqueeze(-1).expand(-1, -1, x.shape[-1])  # [W, T] each token's first piece
        h = self.dropout(x.gather(1, first))
        out = self.heads(h)
        if batch["anchor"].numel():
            out["roles"] = self.roles(h, batch["blocks"], batch["window"], batch["anchor"], batch["kind"], batch["real"])
        return out

    def heads(self, h):
        """h [W, T, D] and what each token's vector says -> logits"""
        return {"h": h, "names": self.names(h), "anchors": self.anchors(h), "ends": self.ends(h).squeeze(-1), "tags": self.tags(h)}


def load_pretrained(network, given):
    """Fills the encoder with a BERT checkpoint: {name: tensor}"""

    def copy(module, name):
        module.weight.copy_(given[name + ".weight"])
        module.bias.copy_(given[name + ".bias"])

    e = network.encoder
    with torch.no_grad():
        e.pieces.weight.copy_(given["embeddings.word_embeddings.weight"])
        e.positions.weight.copy_(given["embeddings.position_embeddings.weight"]
                                 + given["embeddings.token_type_embeddings.weight"][0])
        copy(e.norm, "embeddings.LayerNorm")
        for i, layer in enumerate(e.layers):
            at = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                getattr(layer.qkv, part).copy_(torch.cat(
                    [given[f"{at}attention.self.{x}.{part}"] for x in ("query", "key", "value")]))
            copy(layer.out, at + "attention.output.dense")
            copy(layer.norm1, at + "attention.output.LayerNorm")
            copy(layer.up, at + "intermediate.dense")
            copy(layer.down, at + "output.dense")
            copy(layer.norm2, at + "output.LayerNorm")


def read_safetensors(path):
    """name -> tensor; https://github.com/huggingface/safetensors describes the format."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    kinds = {"F32": torch.float32, "I64": torch.int64, "F16": torch.float16}
    out = {}
    for name, row in json.loads(raw[8:8 + size]).items():
        if name != "__metadata__":
            a, b = (8 + size + x for x in row["data_offsets"])
            out[name] = torch.frombuffer(bytearray(raw[a:b]), dtype=kinds[row["dtype"]]).reshape(row["shape"])
    return out
