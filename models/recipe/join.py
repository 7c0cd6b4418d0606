"""Lessons that two teachers have given on the same articles, as one: the weighted mean of their probabilities.

usage: join.py [--weight 0.667] [--role-weight 0.35] FIRST SECOND OUT      files of lessons, or folders of them

The weights are the first one's.  An anchor that only one of them has keeps the roles that this one gave it.
"""
import argparse
import pathlib

import numpy as np

import articles
from network import NAME_LABELS, ROLE_LABELS, TAGS

ANCHOR_FLOOR = 25  # of 255, in the mean


def dense(rows, count, labels):
    """[T, 2 count] labels and bytes -> [T, labels] probabilities"""
    out = np.zeros((len(rows), labels), np.float32)
    np.add.at(out, (np.arange(len(rows))[:, None], rows[:, :count].astype(int)), rows[:, count:].astype(np.float32))
    return out / np.maximum(out.sum(1, keepdims=True), 1)


def best(probabilities, count):
    """The other way round"""
    at = np.argsort(-probabilities, axis=1, kind="stable")[:, :count]
    values = np.round(255 * np.take_along_axis(probabilities, at, 1))
    return np.concatenate([np.where(values > 0, at, 0), values], 1).astype(np.uint8)


def mean(a, b, weight):
    return np.round(weight * a.astype(np.float32) + (1 - weight) * b).astype(np.uint8)


def joined_roles(a, b, weight):
    """(first token, cells) of two such"""
    first, last = min(a[0], b[0]), max(a[0] + len(a[1]), b[0] + len(b[1]))
    both = np.zeros((2, last - first, ROLE_LABELS), np.float32)
    both[:, :, 0] = 255
    for row, (start, cells) in zip(both, (a, b)):
        row[start - first:start - first + len(cells)] = cells
    return first, mean(both[0], both[1], weight)


def joined(a, b, weight, role_weight):
    if a.id != b.id or a.tokens != b.tokens:
        raise ValueError(f"{a.id}: the two lessons are not on the same text")
    anchors = mean(a.anchors, b.anchors, weight)
    mine, others = ({token: (kind, first, cells) for token, kind, first, cells in x.roles} for x in (a, b))
    roles = []
    for token in np.flatnonzero(anchors.astype(int).sum(1) >= ANCHOR_FLOOR).tolist():
        if token in mine and token in others:
            roles.append((token, mine[token][0], *joined_roles(mine[token][1:], others[token][1:], role_weight)))
        elif token in mine or token in others:
            roles.append((token, *(mine.get(token) or others[token])))
    names, tags = (best(weight * dense(x, n, labels) + (1 - weight) * dense(y, n, labels), n)
                   for x, y, n, labels in ((a.names, b.names, articles.TEACHER_NAMES, NAME_LABELS),
                                           (a.tags, b.tags, articles.TEACHER_TAGS, len(TAGS))))
    return a._replace(names=names, anchors=anchors, ends=mean(a.ends, b.ends, 0.5), tags=tags, roles=roles)


def join(first, second, out, weight, role_weight):
    pairs = zip(articles.read_lessons(first), articles.read_lessons(second), strict=True)
    articles.write_lessons((joined(a, b, weight, role_weight) for a, b in pairs), out)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--weight", type=float, default=2 / 3)
    ap.add_argument("--role-weight", type=float, default=0.35)
    ap.add_argument("paths", nargs=3, type=pathlib.Path, metavar=("FIRST", "SECOND", "OUT"))
    args = ap.parse_args()
    first, second, out = args.paths
    pairs = [(first, second, out)]
    if first.is_dir():
        out.mkdir(parents=True, exist_ok=True)
        pairs = [(path, second / path.name, out / path.name) for path in sorted(first.glob("*.lessons"))]
    for pair in pairs:
        join(*pair, args.weight, args.role_weight)


if __name__ == "__main__":
    main()
