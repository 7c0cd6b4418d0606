#!/usr/bin/env python3
"""The scores of the shipped models on corpus/, against floors a little below what they reached when they were made.

Needs ../shared/tools (the judge and the aligner); tests/run leaves it out where they are missing.
"""
import json
import os
import pathlib
import subprocess
import sys

FLOORS = {  # by model
    "en": {("names", "core", "f"): 0.88, ("quotes", "0.3", "f"): 0.95, ("quotes", "0.8", "f"): 0.92,
           ("said", "f"): 0.75, ("speaker", "accuracy"): 0.79, ("blocks", "accuracy"): 0.91},
    "en-fast": {("names", "core", "f"): 0.83, ("quotes", "0.3", "f"): 0.94, ("quotes", "0.8", "f"): 0.89,
                ("said", "f"): 0.72, ("speaker", "accuracy"): 0.79, ("blocks", "accuracy"): 0.91}}


def scores_of(model, gold, guess, tools):
    build = pathlib.Path(os.environ.get("BUILD", "build"))
    with guess.open("wb") as out:
        subprocess.run([build / "inquit", "--model", f"models/{model}.inq", "--input", "jsonl", gold], check=True, stdout=out)
    return json.loads(subprocess.run([sys.executable, tools / "score.py", gold, guess, "--json"], check=True,
                                     capture_output=True).stdout)


def main():
    build, tools = pathlib.Path(os.environ.get("BUILD", "build")), pathlib.Path(os.environ.get("DATA", "../shared")) / "tools"
    gold, guess = build / "corpus.gold.jsonl", build / "corpus.jsonl"
    subprocess.run([sys.executable, tools / "align.py", "corpus", "corpus/annotation.jsonl", gold], check=True,
                   stderr=subprocess.DEVNULL)
    passed = failed = 0
    for model in filter(lambda name: pathlib.Path(f"models/{name}.inq").exists(), FLOORS):
        scores = scores_of(model, gold, guess, tools)
        for path, floor in FLOORS[model].items():
            value = scores
            for key in path:
                value = value[key]
            passed, failed = passed + (value >= floor), failed + (value < floor)
            if value < floor:
                print(f"{model}, {' '.join(path)}: {value:.3f} is below {floor}")
    print(f"score: {passed} passed, {failed} failed")


if __name__ == "__main__":
    main()
