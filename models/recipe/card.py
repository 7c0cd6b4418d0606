"""Writes a model's figures into its card: on every dev set, by ../shared/tools/score.py, from what the program writes.

usage: card.py models/card.json MODEL.inq [--seeds SEED.inq...]

With them go the lowest and the highest figures of the SEED models, which differ from each other by the seed that their
network was trained with.  assemble.py --card then puts the card into the file.
"""
import argparse
import concurrent.futures
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import corrected
from places import DATA, TOOLS

COARSE = {"Universal NER EWT dev": "dev.uner_ewt", "GUM dev": "dev.gum_clean", "Worldwide newswire dev": "dev.worldwide",
          "Universal NER PUD": "test.uner_pud"}


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def polnear():
    """Contents alone: its cues are several spans each, and it has no speakers."""
    for line in (DATA / "quotes/polnear-dev.jsonl").open(encoding="utf-8"):
        d = json.loads(line)
        quotes = [{"content": q["content"], "type": q["type"]} for q in d["quotes"] if q["content"]]
        yield json.dumps({"id": d["id"], "text": d["text"], "quotes": quotes}) + "\n"


def sets(folder):
    """(title, gold file, options of score.py, which of its figures)"""
    yield "gold/dev", DATA / "gold/dev.jsonl", [], ("names", "fine", "quotes", "speakers", "blocks")
    yield "gold/dev-world --article", DATA / "gold/dev-world.jsonl", ["--article"], ("names", "fine", "quotes", "speakers", "blocks")
    corpus = folder / "corpus.jsonl"
    run(sys.executable, TOOLS / "align.py", "corpus", "corpus/annotation.jsonl", corpus, stderr=subprocess.DEVNULL)
    yield "corpus", corpus, [], ("names", "fine", "quotes", "speakers")
    unseen = folder / "unseen.jsonl"
    corrected.write(unseen, "unseen.jsonl")
    yield "corrected articles that no model learns from", unseen, [], ("names", "fine", "quotes", "speakers")
    for title, name in COARSE.items():
        gold = folder / f"{name}.jsonl"
        gold.write_text(run(sys.executable, TOOLS / "tsv2jsonl.py", DATA / f"ner/{name}.tsv"), encoding="utf-8")
        yield title, gold, [], ("names",)
    gold = folder / "polnear.jsonl"
    gold.write_text("".join(polnear()), encoding="utf-8")
    yield "PolNeAR dev", gold, [], ("quotes",)


def figures(score, wanted):
    """{name: per cent} of what score.py --json says"""
    percent = lambda x: round(100 * x, 1)
    out = {}
    if "names" in wanted:
        out["names core F1"] = percent(score["names"]["core"]["f"])
    if "fine" in wanted:
        out["names fine F1"] = percent(score["fine"]["fine"]["f"])
    if "quotes" in wanted:
        out |= {f"quotes F1 {name}": percent(score["quotes"][at]["f"])
                for at, name in (("0.3", "at 0.3"), ("0.8", "at 0.8"), ("exact", "exact"))}
    if "speakers" in wanted:
        out |= {"speakers": percent(score["speaker"]["accuracy"]), "who said what F1": percent(score["said"]["f"])}
    if "blocks" in wanted:
        out["blocks"] = percent(score["blocks"]["accuracy"])
    return out


def scored(model, program):
    """{set: {figure: per cent}}"""
    out = {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for title, gold, options, wanted in sets(folder):
            read = folder / "read.jsonl"
            read.write_text(run(program, "--model", model, "--input", "jsonl", gold), encoding="utf-8")
            out[title] = figures(json.loads(run(sys.executable, TOOLS / "score.py", gold, read, "--json", *options)), wanted)
    return out


def extreme(which, models):
    """min or max of each figure of what scored() gave"""
    return {title: {name: which(m[title][name] for m in models) for name in row} for title, row in models[0].items()}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("card", type=pathlib.Path)
    ap.add_argument("model")
    ap.add_argument("--seeds", nargs="+", default=[], metavar="SEED.inq")
    ap.add_argument("--program", default=os.environ.get("BUILD", "build") + "/inquit")
    args = ap.parse_args()
    card = json.loads(args.card.read_text(encoding="utf-8"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:  # what takes time are other processes
        scores, *seeds = pool.map(lambda model: scored(model, args.program), [args.model, *args.seeds])
    card["date"], card["scores"] = datetime.date.today().isoformat(), scores
    if args.seeds:
        card["seeds"] = {"count": len(seeds), "lowest": extreme(min, seeds), "highest": extreme(max, seeds)}
    args.card.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
