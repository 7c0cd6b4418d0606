#!/usr/bin/env python3
"""inquit eval gives the judge's figures: on corpus/, with output made of the gold by spoiling it in every way.

Needs ../shared/tools (the judge and the aligner); tests/run leaves it out where they are missing.
"""
import json
import os
import pathlib
import random
import subprocess
import sys

BUILD, TOOLS = pathlib.Path(os.environ.get("BUILD", "build")), pathlib.Path(os.environ.get("DATA", "../shared")) / "tools"
TYPES = "PERSON ORG GPE LOC FAC NORP PRODUCT EVENT WORK LAW".split()


def moved(text, span, chance):
    start, end = span
    if random.random() < chance:
        start = min(max(0, start + random.randint(-8, 8)), len(text))
        end = min(max(start, end + random.randint(-30, 30)), len(text))
    return {"start": start, "end": end, "text": text[start:end]}


def mentions(gold):
    for m in gold["mentions"]:
        if random.random() < 0.1:
            continue
        kind = m["type"] if random.random() < 0.9 else random.choice(TYPES)
        form = "name" if random.random() < 0.9 else "pronoun"
        spoiled = dict(moved(gold["text"], (m["start"], m["end"]), 0.1), type=kind, form=form)
        yield from [spoiled] * (2 if random.random() < 0.05 else 1)


def speaker(gold, quote):
    names = {e["id"]: e["name"] for e in gold["entities"]}
    who = names.get(quote.get("speaker"), quote.get("speaker")) or quote.get("speaker_text")
    others = list(names.values()) + ["a spokesman"]
    ways = [lambda: who] * 6 + [lambda: who and who.split()[-1], lambda: random.choice(others), lambda: None,
                                lambda: who and who.upper()]
    name = random.choice(ways)()
    return name and {"entity": None, "name": name, "type": None}


def quotes(gold):
    for q in gold["quotes"]:
        for _ in range(random.choice([0, 1, 1, 1, 1, 1, 1, 2])):
            part = {key: q.get(key) and random.random() < 0.9 and moved(gold["text"], q[key], 0.5) or None
                    for key in ("cue", "source")}
            yield dict(part, type=q["type"], content=[moved(gold["text"], c, 0.5) for c in q["content"]],
                       speaker=speaker(gold, q))


def spoiled(gold):
    """An output line, or None for an article that is missing."""
    chance = random.random()
    if chance < 0.1:
        return {"inquit": 1, "id": gold["id"], "error": {}} if chance < 0.05 else None
    blocks = [dict(b, kind=b["kind"] if random.random() < 0.9 else "boilerplate") for b in gold["blocks"]]
    return {"inquit": 1, "id": gold["id"], "offsets": "codepoint", "blocks": blocks, "entities": [],
            "mentions": list(mentions(gold)), "quotes": list(quotes(gold))}


def answer(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def main():
    gold, guess = BUILD / "eval.gold.jsonl", BUILD / "eval.jsonl"
    subprocess.run([sys.executable, TOOLS / "align.py", "corpus", "corpus/annotation.jsonl", gold], check=True,
                   stderr=subprocess.DEVNULL)
    articles = [json.loads(line) for line in gold.open(encoding="utf-8")]
    passed = failed = 0
    for seed in range(3):
        random.seed(seed)
        guess.write_text("".join(json.dumps(out) + "\n" for out in map(spoiled, articles) if out))
        for options in ([], ["--article"]):
            judge = [sys.executable, TOOLS / "score.py", *options, gold, guess]
            ours = [BUILD / "inquit", "eval", *options, gold, guess]
            same = [answer(*judge) == answer(*ours),
                    json.loads(answer(*judge, "--json")) == json.loads(answer(*ours, "--format", "json"))]
            passed += sum(same)
            failed += 2 - sum(same)
            if not all(same):
                print(f"seed {seed} {options}: the judge says\n{answer(*judge)}inquit eval says\n{answer(*ours)}")
    print(f"judge: {passed} passed, {failed} failed")


if __name__ == "__main__":
    main()
