#!/usr/bin/env python3
"""How often what inquit is so sure of is right: reliability tables and expected calibration errors.

usage: calibration.py GOLD.jsonl PRED.jsonl [--article] [--bins 10] [--tools ../shared/tools]

GOLD and PRED are those of ../shared/tools/score.py, whose matching decides what is right:
  names      a name of the gold, with its fine type
  quotes     a quotation of the gold, by an overlap of at least 0.3 or 0.8
  speakers   the gold's speaker, among the quotations matched at 0.3
The error of a bin is |mean score - share right|; the expected calibration error is their mean, each bin weighing
as much as it holds.
"""
import argparse
import collections
import importlib.util
import json


def load_judge(tools):
    spec = importlib.util.spec_from_file_location("score", f"{tools}/score.py")
    judge = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(judge)
    return judge


def article_only(gold, pred):
    noise = [(b["start"], b["end"]) for b in gold["blocks"] if b["kind"] == "boilerplate"]
    for x in (gold, pred):
        x["mentions"] = [m for m in x["mentions"] if not any(a <= m["start"] < b for a, b in noise)]
        starts = [(q, q["content"][0]["start"] if isinstance(q["content"][0], dict) else q["content"][0][0])
                  for q in x["quotes"] if q["content"]]
        x["quotes"] = [q for q, start in starts if not any(a <= start < b for a, b in noise)]


def outcomes(judge, gold, pred, found):
    """Adds (score, right) pairs to found's lists."""
    text, entities, forms = gold["text"], {e["id"]: e for e in gold["entities"]}, collections.defaultdict(set)
    for m in gold["mentions"]:
        if "entity" in m:
            forms[m["entity"]].add(text[m["start"]:m["end"]].lower())
    names = {(m["start"], m["end"], m["type"]) for m in gold["mentions"]}
    found["names"] += [(m["score"], (m["start"], m["end"], m["type"]) in names)
                       for m in pred["mentions"] if m["form"] == "name"]
    sides = [[judge.characters(text, judge.spans(q["content"])) for q in x["quotes"]] for x in (gold, pred)]
    matched = judge.pairs(*sides, 0.3)
    overlap = {p: score for score, _, p in matched}
    for i, q in enumerate(pred["quotes"]):
        found["quotes 0.3"].append((q["score"], i in overlap))
        found["quotes 0.8"].append((q["score"], overlap.get(i, 0) >= 0.8))
    for _, g, p in matched:
        q = pred["quotes"][p]
        right = judge.same_speaker(gold["quotes"][g], entities, forms, q["speaker"])
        if right is not None:
            found["speakers"].append((q["speaker_score"], right))


def table(pairs, bins):
    """[(count, mean score, share right)] of each bin that holds any, and the expected calibration error."""
    held = collections.defaultdict(list)
    for score, right in pairs:
        held[min(int(score * bins), bins - 1)].append((score, right))
    rows = [(len(x), sum(s for s, _ in x) / len(x), sum(r for _, r in x) / len(x)) for _, x in sorted(held.items())]
    return rows, sum(n * abs(mean - share) for n, mean, share in rows) / len(pairs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold")
    parser.add_argument("pred")
    parser.add_argument("--article", action="store_true", help="leave out what begins in a boilerplate block of the gold")
    parser.add_argument("--bins", type=int, default=10)
    parser.add_argument("--tools", default="../shared/tools")
    args = parser.parse_args()
    judge = load_judge(args.tools)
    with open(args.pred, encoding="utf-8") as lines:
        preds = {str(d["id"]): d for d in map(json.loads, lines)}
    found = collections.defaultdict(list)
    with open(args.gold, encoding="utf-8") as lines:
        for gold in map(json.loads, lines):
            if args.article:
                article_only(gold, preds[str(gold["id"])])
            outcomes(judge, gold, preds[str(gold["id"])], found)
    for kind, pairs in found.items():
        rows, error = table(pairs, args.bins)
        print(f"{kind}: {len(pairs)}, expected calibration error {error:.3f}")
        for count, mean, share in rows:
            print(f"  {count:5}  score {mean:.2f}  right {share:.2f}")


if __name__ == "__main__":
    main()
