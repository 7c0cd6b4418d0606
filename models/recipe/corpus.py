"""The articles of data/text that a model may read to teach: none shares a run of twelve words with gold/dev or gold/dev-world,
and no annotator has read it."""
import json
import pathlib
import subprocess

from places import DATA

SHORTEST, LONGEST = 60, 4000  # words of an article
RUN = 12  # words
NAMES = ("news_articles", "world_articles", "congress_press")


def documents(name):
    with subprocess.Popen(["zstd", "-dc", str(DATA / "text" / f"{name}.jsonl.zst")], stdout=subprocess.PIPE) as lines:
        yield from map(json.loads, lines.stdout)


def articles(name, shortest=SHORTEST, longest=LONGEST):
    """(id, article) of those of fit length; the id is what lessons on it bear"""
    fit = (d for d in documents(name) if shortest <= len(d["text"].split()) <= longest)
    return ((f"{name}-{i}", d) for i, d in enumerate(fit))


def runs(text):
    words = text.lower().split()
    return (hash(tuple(words[i:i + RUN])) for i in range(len(words) - RUN + 1))


def held_out():
    return {run for name in ("dev", "dev-world") for line in (DATA / "gold" / f"{name}.jsonl").open(encoding="utf-8")
            for run in runs(json.loads(line)["text"])}


def annotated():
    """Their own ids: of what models learn from, and of what they are measured on"""
    return {json.loads(line)["id"] for name in ("corrected", "unseen")
            for line in pathlib.Path(__file__).with_name(f"{name}.jsonl").open(encoding="utf-8")}


def teaching(names=NAMES):
    """(id, text) of all of them, in the files' order"""
    held, known = held_out(), annotated()
    for name in names:
        for id_, d in articles(name):
            if d.get("id") not in known and held.isdisjoint(runs(d["text"])):
                yield id_, d["text"]
