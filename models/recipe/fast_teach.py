"""What a teacher thinks of all of data/text, in files of about --words words each, for fast_train.py.

usage: fast_teach.py --teacher MODEL.inq [--words 800000] [--most N] [--jobs 2] FOLDER
       fast_teach.py --teacher MODEL.inq --gold FILE          of the annotated articles

FOLDER/0000.lessons, 0001.lessons, ...: each has articles of every kind, drawn at random; with --most, all of
world_articles are among them.  A file that is there is left as it is, so that the same command goes on where it was
stopped.  build/lessons does the reading.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess

import numpy as np

import corpus
from documents import DATA

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "build" / "lessons"
SEED = 13


def chosen(articles, most):
    """At random, of about `most` words: all from all over the world, and of the press offices half of their share"""
    order = np.random.default_rng(SEED)
    hurry = {"world_articles": 1e9, "congress_press": 0.5}
    key = [order.random() / hurry.get(id_.rsplit("-", 1)[0], 1) for id_, _ in articles]
    out = []
    for i in np.argsort(key):
        if most <= 0:
            break
        out.append(articles[i])
        most -= len(articles[i][1].split())
    return [out[i] for i in order.permutation(len(out))]


def shares(articles, words):
    """Lists of articles of about `words` words each"""
    out, count = [[]], 0
    for article in articles:
        if count >= words:
            out.append([])
            count = 0
        out[-1].append(article)
        count += len(article[1].split())
    return out


def teach(teacher, articles, path):
    """Nobody sees half a file."""
    lines = "".join(json.dumps({"id": id_, "text": text}) + "\n" for id_, text in articles)
    part = path.with_suffix(".part")
    with part.open("wb") as out:
        subprocess.run([PROGRAM, teacher], input=lines.encode(), stdout=out, check=True)
    os.replace(part, path)
    print(path, len(articles), flush=True)


def gold():
    for name in ("gold/train", "gold/train-world", "quotes/polnear-train"):
        for line in (DATA / f"{name}.jsonl").open(encoding="utf-8"):
            d = json.loads(line)
            yield d["id"], d["text"]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--teacher", required=True)
    ap.add_argument("--gold", type=pathlib.Path)
    ap.add_argument("--words", type=int, default=800_000)
    ap.add_argument("--most", type=int, help="no more files than that")
    ap.add_argument("--jobs", type=int, default=2)
    ap.add_argument("folder", type=pathlib.Path, nargs="?")
    args = ap.parse_args()
    if args.gold:
        teach(args.teacher, list(gold()), args.gold)
    if not args.folder:
        return
    args.folder.mkdir(parents=True, exist_ok=True)
    most = args.most * args.words if args.most else float("inf")
    todo = list(enumerate(shares(chosen(list(corpus.teaching()), most), args.words)))[:args.most]
    paths = {i: args.folder / f"{i:04}.lessons" for i, _ in todo}
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        made = [pool.submit(teach, args.teacher, share, paths[i]) for i, share in todo if not paths[i].exists()]
        for result in made:
            result.result()


if __name__ == "__main__":
    main()
