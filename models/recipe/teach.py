"""What a model thinks of articles, token by token: its probabilities.

usage: teach.py [--part 0/1] MODEL.inq TEXTS FOLDER

Reads TEXTS/*.lessons (texts.py) and writes FOLDER/*.lessons (articles.py says what is in them).  A file that is there is
left as it is.  --part 0/3: every third file.  The encoder is run by build/probe on a CPU: PyTorch takes three times as
long.
"""
import argparse
import pathlib
import subprocess

import numpy as np
import torch

import agree
import articles
import export
import training
import windows
from pack import Pack

CORE, WINDOW = 330, 480  # pieces that are decided, and that are seen
STEP = 24000  # pieces of a batch
ANCHOR_FLOOR, ROLE_FLOOR = 0.1, 0.01  # least probabilities that are kept
MOST_ANCHORS = 60  # of a window


class Seen(windows.PieceWindow):
    """A window whose middle is decided"""

    def __init__(self, a, core, words):
        start, end = core
        lengths = windows.piece_lengths(a.words, words) + (np.diff(a.block, append=-1) != 0)
        room = (WINDOW - 1 - int(lengths[start:end].sum())) // 2
        before, behind = np.cumsum(lengths[:start][::-1]), np.cumsum(lengths[end:])
        super().__init__(a, start - int((before <= room).sum()), end + int((behind <= room).sum()), words)
        self.core = start - self.start, end - self.start


def windows_of(a, words):
    return [Seen(a, core, words) for core in windows.cut(windows.piece_lengths(a.words, words), a.block, CORE, CORE)]


class Compiled(torch.nn.Module):
    """The network of a model file, its encoder in C: a batch has its `windows`"""

    def __init__(self, path):
        super().__init__()
        self.path, self.network = path, export.network_of(Pack.read(path))
        self.roles = self.network.roles

    def forward(self, b):
        h = torch.zeros(*b["first"].shape, self.network.shape.width)
        for row, found in zip(h, self.vectors(b["windows"])):
            row[:len(found)] = torch.from_numpy(found.copy())
        return self.network.heads(h)

    def vectors(self, group):
        """Of each window, [T, D]"""
        given = "".join("".join(agree.token_lines(w.article.tokens[w.start:w.end], w.blocks, w.state)) + "\n" for w in group)
        raw = subprocess.run([agree.PROBE, self.path], input=given.encode(), capture_output=True, check=True).stdout
        width, at = self.network.shape.width, 0
        for w in group:
            count = w.end - w.start
            yield np.frombuffer(raw, np.float32, count * width, at).reshape(count, width)
            at += 4 * count * (width + agree.SCORES)


def load(path, device):
    return (Compiled(path) if device == "cpu" else export.network_of(Pack.read(path))).eval().to(device)


def byte(x):
    return (255 * x + 0.5).to(torch.uint8).cpu().numpy()


def best(probabilities, count):
    """The likeliest labels as they are written, 0 for one that has no share, and their probabilities"""
    found = torch.topk(probabilities, count, dim=-1)
    return torch.cat([torch.where(found.values >= 0.5 / 255, found.indices / 255, 0), found.values], -1)


@torch.inference_mode()
def read(teacher, b):
    """All heads, in bytes, and the vectors; roles for the batch's anchors are asked afterwards: roles_of()"""
    out = teacher(b | {"anchor": b["anchor"][:0]})
    names, tags, anchors = (torch.softmax(out[n].float(), -1) for n in ("names", "tags", "anchors"))
    columns = {"names": best(names, articles.TEACHER_NAMES), "anchors": anchors[..., 1:],
               "ends": torch.sigmoid(out["ends"].float())[..., None], "tags": best(tags, articles.TEACHER_TAGS)}
    return {k: byte(v) for k, v in columns.items()}, out["h"]


@torch.inference_mode()
def roles_of(teacher, h, b, asked, device):
    """[A, T, 5] bytes; asked: [A, 3] window, token, kind"""
    window, anchor, kind = torch.tensor(asked, device=device).T
    return byte(torch.softmax(teacher.roles(h, b["blocks"], window, anchor, kind, b["real"]).float(), -1))


def asked_of(group, anchors):
    """Tokens that are likely enough to be anchors: [A, 3]"""
    out = []
    for i, w in enumerate(group):
        scores = anchors[i, w.core[0]:w.core[1]].astype(int)
        likely = np.flatnonzero(scores.sum(1) >= 255 * ANCHOR_FLOOR)
        for t in sorted(likely[np.argsort(-scores[likely].sum(1), kind="stable")][:MOST_ANCHORS]):
            out.append((i, int(t) + w.core[0], int(scores[t, 1] > scores[t, 0])))
    return out


def cells_of(roles):
    """(first token that has a role, their cells); the anchor alone when there is none: None"""
    some = np.flatnonzero(255 - roles[:, 0].astype(int) >= 255 * ROLE_FLOOR)
    return (int(some[0]), roles[some[0]:some[-1] + 1]) if len(some) else None


def lessons_on(given, teacher, words, device):
    """The lessons on some articles, in order."""
    made = [windows_of(a, words) for a in given]
    columns = [{name: np.zeros((len(a.tokens), n), np.uint8) for name, n in articles.COLUMNS.items()} for a in given]
    roles, place = [[] for _ in given], {id(a): i for i, a in enumerate(given)}
    for group in windows.batches([w for ws in made for w in ws], STEP, np.random.default_rng(1)):
        b = {k: v.to(device) for k, v in windows.batch(group, multiple=16).items()} | {"windows": group}
        with training.narrow_numbers(device):
            found, h = read(teacher, b)
            asked = asked_of(group, found["anchors"])
            told = roles_of(teacher, h, b, asked, device) if asked else []
        for i, w in enumerate(group):
            first, last = w.core
            for name, part in found.items():
                columns[place[id(w.article)]][name][w.start + first:w.start + last] = part[i, first:last]
        for (i, token, kind), cells in zip(asked, told):
            w = group[i]
            kept = cells_of(cells[:w.end - w.start]) or (token, cells[token:token + 1])
            roles[place[id(w.article)]].append((w.start + token, kind, w.start + kept[0], kept[1]))
    for a, c, r in zip(given, columns, roles):
        yield articles.Lesson(a.id, a.tokens, a.state, np.diff(a.block, prepend=-1) != 0, *c.values(), sorted(r, key=lambda x: x[0]))


def write(lessons, path):
    print(path, articles.write_lessons(lessons, path), flush=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--part", type=lambda s: tuple(map(int, s.split("/"))), default=(0, 1))
    ap.add_argument("--device", default="cpu")
    ap.add_argument("model")
    ap.add_argument("texts", type=pathlib.Path)
    ap.add_argument("folder", type=pathlib.Path)
    args = ap.parse_args()
    words = articles.Words()
    teacher = load(args.model, args.device)
    args.folder.mkdir(parents=True, exist_ok=True)
    part, parts = args.part
    for path in sorted(args.texts.glob("*.lessons"))[part::parts]:
        if not (args.folder / path.name).exists():
            given = [articles.of_lesson(x, words) for x in articles.read_lessons(path)]
            write(lessons_on(given, teacher, words, args.device), args.folder / path.name)


if __name__ == "__main__":
    main()
