#!/usr/bin/env python3
"""Accuracy against speed: trains a fast network for each of some shapes, or takes models that are there, and measures.

usage: fast_curve.py POINTS.json OUT.tsv

POINTS.json is a list of {"name": ..., "train": "options of fast_train.py"}, with "trainer": "train.py" those of that
one, or {"name": ..., "model": "FILE.inq"}.  A
network that is trained already (models/work/curve/NAME.pt) is not trained again, and a point that stands in OUT.tsv is
left as it is.  A line of OUT.tsv: name, bytes of the model, microseconds a token of the network alone (reading, roles;
build/netspeed on dev-world), words a second of the whole way to JSON (user time of build/inquit on dev and dev-world,
less what it needs to start), then names core F1, quotations F1 at 0.3 and who said what F1 on gold/dev, and the same on
gold/dev-world --article, in per cent, by ../shared/tools/score.py.
"""
import json
import os
import pathlib
import resource
import shlex
import subprocess
import sys

RECIPE = pathlib.Path(__file__).resolve().parent
ROOT, WORK = RECIPE.parents[1], RECIPE.parent / "work" / "curve"
SHARED = ROOT / ".." / "shared"
SETS = (("dev", []), ("dev-world", ["--article"]))
COLUMNS = ("name", "bytes", "read us", "roles us", "words/s", *(f"{set_} {what}" for set_, _ in SETS
                                                               for what in ("names", "quotes", "said")))


def run(*words, **options):
    return subprocess.run([str(w) for w in words], check=True, **options)


def made(point):
    """The model file of a point"""
    if "model" in point:
        return pathlib.Path(point["model"])
    network, model = WORK / f"{point['name']}.pt", WORK / f"{point['name']}.inq"
    if not network.exists():
        part = WORK / f"{point['name']}.part.pt"  # with its .state, from which training goes on
        run(sys.executable, RECIPE / point.get("trainer", "fast_train.py"), "--out", part, *shlex.split(point["train"]))
        os.replace(part, network)
    run(sys.executable, RECIPE / "assemble.py", "--name", point["name"], "--network", network, model)
    return model


def user_seconds(command, out):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    run(*command, stdout=out)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def measure(model):
    golds = [SHARED / "data" / "gold" / f"{name}.jsonl" for name, _ in SETS]
    with golds[1].open("rb") as articles:
        alone = json.loads(run(ROOT / "build" / "netspeed", model, stdin=articles, stdout=subprocess.PIPE).stdout)
    program = [ROOT / "build" / "inquit", "--model", model, "--input", "jsonl"]
    seconds, scores = -len(golds) * user_seconds([*program, "/dev/null"], subprocess.DEVNULL), []
    for gold, (_, options) in zip(golds, SETS):
        with (WORK / "read.jsonl").open("wb") as out:
            seconds += user_seconds([*program, gold], out)
        judged = json.loads(run(sys.executable, SHARED / "tools" / "score.py", gold, WORK / "read.jsonl", "--json", *options,
                                stdout=subprocess.PIPE).stdout)
        scores += [judged["names"]["core"]["f"], judged["quotes"]["0.3"]["f"], judged["said"]["f"]]
    words = sum(len(json.loads(line)["text"].split()) for gold in golds for line in gold.open(encoding="utf-8"))
    return [model.stat().st_size, alone["read"], alone["roles"], round(words / seconds), *(round(100 * s, 1) for s in scores)]


def main(points, out):
    WORK.mkdir(parents=True, exist_ok=True)
    path = pathlib.Path(out)
    if not path.exists():
        path.write_text("\t".join(COLUMNS) + "\n")
    done = {line.split("\t")[0] for line in path.read_text().splitlines()}
    for point in json.loads(pathlib.Path(points).read_text()):
        if point["name"] not in done:
            row = [point["name"], *measure(made(point))]
            with path.open("a") as file:
                file.write("\t".join(map(str, row)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
