"""Trains the fast network on annotated articles and on lessons.

usage: fast_train.py [--start MODEL.inq] [--lessons FOLDER] [--rounds 16] [--width 128] [...] [--out models/work/fast.pt]
"""
import argparse
import collections
import pathlib
import typing

import torch

import articles
import documents
import fast_export
import fast_windows
import training
import word_classes
from fast import FastNetwork, FastShape, FastWords, fold
from network import read_safetensors
from pack import Pack
from places import WORK

STEP = 2000  # positions of a batch
SHARE = {"home": 0.25, "world": 0.5, "polnear": 0.06, "ud_ewt": 0.06, "ud_gum": 0.06, "lesson": 0.5, "lesson_world": 1.5}  # seen in a round
FREQUENT = 2  # times that a word of the annotated articles is seen before it has a row of its own
MOST_FREQUENT, MOST_WORDS = 60000, 76000  # rows of words while it learns, and in the end
RATE = 3e-3
AVERAGE, AVERAGE_EVERY = 0.99, 4


def frequent_words(args):
    """The words of the annotated articles and of the first file of lessons, the most frequent first."""
    docs = documents.cached(WORK / "documents.pickle", training.annotated)
    count = collections.Counter(t for d in docs if d.set in SHARE for t in d.tokens)
    for path in training.lessons_of(args)[:1]:
        for lesson in articles.read_lessons(path):
            count.update(lesson.tokens)
    return [w for w, n in count.most_common(MOST_FREQUENT) if n >= FREQUENT]


class Begun(typing.NamedTuple):
    """What to go on from: words and weights, those of a model file, or the average that an earlier run left"""
    frequent: list
    weights: dict

    @classmethod
    def read(cls, path):
        if path.suffix == ".inq":
            return cls(*fast_export.begun(Pack.read(path)))
        made = torch.load(path, map_location="cpu", weights_only=True)
        average = torch.load(path.with_suffix(".state"), map_location="cpu", weights_only=False)["parts"][1]
        weights = {name.removeprefix("module."): part for name, part in average.items() if name.startswith("module.")}
        return cls(made["frequent"][:made["learned"]], weights)


def optimisers(net, rate):
    """The rows of words are changed only where a batch has them."""
    body = [p for n, p in net.named_parameters() if n != "rows.weight"]
    return body, [torch.optim.AdamW(body, lr=rate, betas=(0.9, 0.98), weight_decay=0.01),
                  torch.optim.SparseAdam([net.rows.weight], lr=rate, betas=(0.9, 0.98))]


def options():
    ap = training.options(argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter), 16, STEP)
    ap.add_argument("--width", type=int, default=FastShape.width)
    ap.add_argument("--hidden", type=int, default=FastShape.hidden)
    ap.add_argument("--filters", type=int, default=FastShape.filters)
    ap.add_argument("--role-width", type=int, default=FastShape.role_width)
    numbers = lambda s: tuple(map(int, s.split(",")))
    ap.add_argument("--dilations", type=numbers, default=FastShape.dilations)
    ap.add_argument("--role-dilations", type=numbers, default=FastShape.role_dilations)
    ap.add_argument("--dropout", type=float, default=0, help="there are more lessons than it can learn by heart")
    ap.add_argument("--rate", type=float, default=RATE)
    ap.add_argument("--start", type=pathlib.Path, help="a model file, or a checkpoint with its .state, to go on from: of the same shape, but for layers behind its own")
    ap.add_argument("--no-classes", action="store_true", help="do without word_classes.py, as a model file does")
    ap.add_argument("--out", type=pathlib.Path, default=WORK / "fast.pt")
    return ap.parse_args()


def main():
    args = options()
    training.begin(args)
    begun = Begun.read(args.start) if args.start else None
    torch.manual_seed(args.seed)
    frequent = begun.frequent if begun else frequent_words(args)
    classes = ({}, 0) if args.no_classes or args.start and args.start.suffix == ".inq" else documents.cached(WORK / "classes.pickle", word_classes.words)
    shape = FastShape(words=len(frequent), classes=classes[1], hidden=args.hidden, width=args.width, filters=args.filters,
                      dilations=args.dilations, role_width=args.role_width, role_dilations=args.role_dilations)
    words = FastWords(shape, frequent, classes[0])
    m = training.material(args, words, fast_windows.WordWindow, fast_windows.word_lengths, fast_windows.batch)
    net = FastNetwork(shape, args.dropout)
    net.take_pieces(read_safetensors(args.pretrained / "model.safetensors")["embeddings.word_embeddings.weight"])
    if begun:
        net.take(begun.weights)
    net.to(args.device)
    shares = [{name: args.share * share for name, share in SHARE.items()}] * args.rounds
    steps = training.steps_of(m, shares, args.step)
    print({"annotated": len(m.annotated), "lessons": len(m.lessons), "steps": steps}, flush=True)
    body, parts = optimisers(net, args.rate)
    learner = training.Learner(net, parts, steps, args, AVERAGE, AVERAGE_EVERY, body, narrow=False)

    def keep(weights):
        made = fold({"shape": vars(shape), "frequent": frequent, "weights": weights}, words.classes, MOST_WORDS)
        torch.save(made | {"learned": len(frequent), "weights": training.halved(made["weights"])}, args.out)

    training.train(learner, m, shares, args, keep)


if __name__ == "__main__":
    main()
