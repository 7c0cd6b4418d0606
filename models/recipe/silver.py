#!/usr/bin/env python3
"""Articles without annotation, read by an earlier model, that teach the next one (self-training).

usage: silver.py --teacher MODEL.inq [--words 3000000] OUT.jsonl

Takes all of text/world_articles and, of text/news_articles, as many of each outlet as make up --words together (the
smaller outlets whole), none of which shares more than 22 words in a row with gold/dev or gold/dev-world.  build/inquit
reads them with the teacher; OUT.jsonl has a line for each: id, text, names, quotes and what the teacher is not sure of.
documents.read_silver() makes training documents of them.
"""
import argparse
import json
import pathlib
import subprocess

import numpy as np

import corpus

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "build" / "inquit"
SEED = 11
SHORTEST, LONGEST = 100, 2500  # words of an article
SURE_NAME, SURE_QUOTE = 0.8, 0.75


def choose(words):
    """Round after round, one more article of each outlet; world first."""
    held = corpus.held_out(corpus.RUN)
    order = np.random.default_rng(SEED)
    outlets, chosen, count = {}, [], 0
    for d in corpus.articles("world_articles", SHORTEST, LONGEST):
        outlets.setdefault(("world", d["id"]), []).append(d)
    for d in corpus.articles("news_articles", SHORTEST, LONGEST):
        outlets.setdefault(("news", d["source"]), []).append(d)
    for rows in outlets.values():
        order.shuffle(rows)
    while count < words and outlets:
        for key in sorted(outlets):
            d = outlets[key].pop()
            if held.isdisjoint(corpus.runs(d["text"])):
                chosen.append(d)
                count += len(d["text"].split())
        outlets = {key: rows for key, rows in outlets.items() if rows}
    chosen = [chosen[i] for i in order.permutation(len(chosen))]
    print(f"{len(chosen)} articles, {count} words")
    return chosen


def read(teacher, chosen):
    """The teacher's documents, in order."""
    lines = "".join(json.dumps({"id": d["id"], "text": d["text"]}) + "\n" for d in chosen)
    done = subprocess.run([PROGRAM, "filter", "-j2", "--model", teacher], input=lines, stdout=subprocess.PIPE,
                          text=True, check=True)
    return map(json.loads, done.stdout.splitlines())


def lesson(article, document):
    """What is learned of one article; spans are code points."""
    span = lambda part: [part["start"], part["end"]]
    names, quotes, unsure = [], [], []
    for m in document["mentions"]:
        if m["form"] == "name":
            (names if m["score"] >= SURE_NAME else unsure).append([*span(m), m["type"]])
    for q in document["quotes"]:
        row = {"content": [span(c) for c in q["content"]], "sure": q["score"] >= SURE_QUOTE}
        for part in ("cue", "source"):
            if q.get(part):
                row[part] = span(q[part])
        quotes.append(row)
    return {"id": article["id"], "text": article["text"], "names": names, "unsure": [u[:2] for u in unsure],
            "quotes": quotes}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", required=True)
    parser.add_argument("--words", type=int, default=3_000_000)
    parser.add_argument("out", type=pathlib.Path)
    args = parser.parse_args()
    chosen = choose(args.words)
    with args.out.open("w", encoding="utf-8") as out:
        for article, document in zip(chosen, read(args.teacher, chosen), strict=True):
            if document["mentions"] or document["quotes"]:
                out.write(json.dumps(lesson(article, document)) + "\n")


if __name__ == "__main__":
    main()
