#!/usr/bin/env python3
"""Fits how far scores can be trusted (src/doc/trust.h): a rising map from score to share right.

usage: trust.py OUT.npz --pred PRED.jsonl... --gold GOLD.jsonl... [--part 3] [--tools ../shared/tools]

PRED is what the model without maps writes for GOLD.  The network's scores on what it learned from say nothing,
so the maps are fitted on articles that it has not seen: of dev and dev-world, every `part`-th article; the others
measure (tests/score/calibration.py does, too).  Maps never reorder scores, and decide nothing but a --min-score.
"""
import argparse
import collections
import json
import pathlib

import numpy as np

from places import module_at

LEAST = 40  # outcomes behind a knot
KINDS = {"names": "names", "quotes": "quotes 0.8", "speakers": "speakers"}


def load_measure():
    return module_at(pathlib.Path(__file__).parents[2] / "tests" / "score" / "calibration.py")


def knots(pairs):
    """[knots, 2]: outcomes in order of their scores, pooled until groups are large and rise (isotonic regression)."""
    groups = []  # [count, sum of scores, sum of rights]
    for score, right in sorted(pairs):
        groups.append([1, score, right])
        while len(groups) > 1 and (groups[-2][0] < LEAST or
                                   groups[-2][2] * groups[-1][0] >= groups[-1][2] * groups[-2][0]):
            last = groups.pop()
            groups[-1] = [a + b for a, b in zip(groups[-1], last)]
    if len(groups) > 1 and groups[-1][0] < LEAST:
        last = groups.pop()
        groups[-1] = [a + b for a, b in zip(groups[-1], last)]
    points = [(s / n, (r + 1) / (n + 2) if r in (0, n) else r / n) for n, s, r in groups]
    points = [(0.0, points[0][1])] + [p for p in points if 0 < p[0] < 1] + [(1.0, points[-1][1])]
    points = [p for i, p in enumerate(points) if i == 0 or p[0] > points[i - 1][0] + 1e-6]
    points[-1] = (1.0, points[-1][1])
    return np.maximum.accumulate(np.array(points, np.float32), 0)


def outcomes(measure, judge, golds, preds, wanted):
    found = collections.defaultdict(list)
    for gold_path, pred_path in zip(golds, preds):
        with open(pred_path, encoding="utf-8") as lines:
            read = {str(d["id"]): d for d in map(json.loads, lines)}
        with open(gold_path, encoding="utf-8") as lines:
            for i, gold in enumerate(map(json.loads, lines)):
                if wanted(i):
                    measure.article_only(gold, read[str(gold["id"])])
                    measure.outcomes(judge, gold, read[str(gold["id"])], found)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", nargs="+", required=True)
    parser.add_argument("--pred", nargs="+", required=True)
    parser.add_argument("--part", type=int, default=3)
    parser.add_argument("--tools", default="../shared/tools")
    parser.add_argument("out")
    args = parser.parse_args()
    measure = load_measure()
    judge = measure.load_judge(args.tools)
    fitted = outcomes(measure, judge, args.gold, args.pred, lambda i: i % args.part == 0)
    others = outcomes(measure, judge, args.gold, args.pred, lambda i: i % args.part != 0)
    maps = {}
    for name, kind in KINDS.items():
        maps[name] = knots(fitted[kind])
        mapped = [(float(np.interp(s, *maps[name].T)), right) for s, right in others[kind]]
        before, after = (measure.table(pairs, 10)[1] for pairs in (others[kind], mapped))
        print(f"{name}: {len(fitted[kind])} outcomes, {len(maps[name])} knots; calibration error on {len(mapped)} others "
              f"{before:.3f} before, {after:.3f} after")
    np.savez(args.out, **maps)


if __name__ == "__main__":
    main()
