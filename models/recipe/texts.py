"""The articles of data/text that a teacher will read, as the C library cuts them: files of lessons that nobody has given yet.

usage: texts.py [--words 800000] [--most N] [--draw which] FOLDER

FOLDER/0000.lessons, 0001.lessons, ...: files of about --words words, each with articles of every kind, drawn at random;
with --most, all of world_articles are among them; of the others, another word behind --draw takes other ones.  Each article
draws its own lot, so that one that annotators read, which no longer teaches, changes nothing about the others' order.
"""
import argparse
import hashlib
import pathlib

import numpy as np

import articles
import corpus
import layers


def lot(id_, draw):
    """From 0 to 1, for an article in one of two draws"""
    return int.from_bytes(hashlib.sha256(f"{draw} {id_}".encode()).digest()[:8], "big") / 2**64


def chosen(given, most, draw):
    """At random, of about `most` words: all from all over the world come first, and of the press offices half of their share"""
    hurry = {"world_articles": 1e9, "congress_press": 0.5}
    out = []
    for id_, text in sorted(given, key=lambda x: lot(x[0], draw) / hurry.get(x[0].rsplit("-", 1)[0], 1)):
        if most <= 0:
            break
        out.append((id_, text))
        most -= len(text.split())
    return sorted(out, key=lambda x: lot(x[0], "order"))


def shares(given, words):
    """Lists of articles of about `words` words each"""
    out, count = [[]], 0
    for article in given:
        if count >= words:
            out.append([])
            count = 0
        out[-1].append(article)
        count += len(article[1].split())
    return out


def unread(id_, text):
    starts, ends, block, state = layers.layers(text)
    blank = [np.zeros((len(starts), n), np.uint8) for n in articles.COLUMNS.values()]
    return articles.Lesson(id_, [text[a:b] for a, b in zip(starts, ends)], state, np.diff(block, prepend=-1) != 0, *blank, [])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--words", type=int, default=800_000)
    ap.add_argument("--most", type=int, help="no more files than that")
    ap.add_argument("--draw", default="which", metavar="WORD", help="what the lots are drawn by")
    ap.add_argument("folder", type=pathlib.Path)
    args = ap.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    most = args.most * args.words if args.most else float("inf")
    given = chosen(list(corpus.teaching()), most, args.draw)
    for i, share in enumerate(shares(given, args.words)[:args.most]):
        path = args.folder / f"{i:04}.lessons"
        print(path, articles.write_lessons((unread(*article) for article in share), path), flush=True)


if __name__ == "__main__":
    main()
