#!/usr/bin/env python3
"""The score of the shipped model on corpus/, against floors a little below what it reached when it was made.

Needs ../shared/tools (the judge and the aligner); tests/run leaves it out where they are missing.
"""
import json
import os
import pathlib
import subprocess
import sys

FLOORS = {("names", "core", "f"): 0.83, ("quotes", "0.3", "f"): 0.92, ("quotes", "0.8", "f"): 0.87,
          ("said", "f"): 0.66, ("speaker", "accuracy"): 0.74, ("blocks", "accuracy"): 0.90}


def main():
    build, tools = pathlib.Path(os.environ.get("BUILD", "build")), pathlib.Path(os.environ.get("DATA", "../shared")) / "tools"
    gold, guess = build / "corpus.gold.jsonl", build / "corpus.jsonl"
    subprocess.run([sys.executable, tools / "align.py", "corpus", "corpus/annotation.jsonl", gold], check=True,
                   stderr=subprocess.DEVNULL)
    with guess.open("wb") as out:
        subprocess.run([build / "inquit", "--model", "models/en.inq", "--input", "jsonl", gold], check=True, stdout=out)
    scores = json.loads(subprocess.run([sys.executable, tools / "score.py", gold, guess, "--json"], check=True,
                                       capture_output=True).stdout)
    failed = 0
    for path, floor in FLOORS.items():
        value = scores
        for key in path:
            value = value[key]
        if value < floor:
            failed += 1
            print(f"{' '.join(path)}: {value:.3f} is below {floor}")
    print(f"score: {len(FLOORS) - failed} passed, {failed} failed")


if __name__ == "__main__":
    main()
