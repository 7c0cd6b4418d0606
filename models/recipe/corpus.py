"""The articles of data/text that may teach: none shares a run of twelve words with gold/dev or gold/dev-world."""
import json
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


def teaching(names=NAMES):
    """(id, text) of all of them, in the files' order"""
    held = held_out()
    for name in names:
        for id_, d in articles(name):
            if held.isdisjoint(runs(d["text"])):
                yield id_, d["text"]
