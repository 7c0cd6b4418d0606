#!/usr/bin/env python3
"""Kills batch at random moments, again and again, until it ends by itself.

usage: kill.py [KILLS] [SEED]

After each kill -9: every document that a manifest calls done can be found in the output, and none is under its
final name but whole.  At the end: the output is what an undisturbed run gives, and nothing is left over.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = (ROOT / os.environ.get("BUILD", "build") / "inquit").resolve()
KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 4
random.seed(int(sys.argv[2]) if len(sys.argv) > 2 else 7)
LAYOUTS = {"one": [], "shards": ["--shard-size", "7"], "packed": ["--shard-size", "7", "--zstd"], "documents": ["--per-document"]}
passed = failed = 0


def check(what, right):
    global passed, failed
    passed, failed = passed + bool(right), failed + (not right)
    if not right:
        print(what)


def batch(out, *options):
    return [str(PROGRAM), "batch", "news", "-o", out, "-j", "2", "--model", str(ROOT / "models" / "tiny.inq"), *options]


def called_done(folder):
    """{document: manifest entry} of all runs that left a manifest, the latest last; a torn last line is none."""
    entries = {}
    for path in sorted(folder.glob("*manifest*"), key=lambda p: p.stat().st_mtime):
        for line in path.read_text().splitlines(keepends=True):
            if line.endswith("\n"):
                entry = json.loads(line)
                entries[entry["document"]] = entry
    return entries


def lines_in(folder):
    """All whole lines of output, packed or not, whatever the file is called."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file() and "manifest" not in path.name and not path.name.endswith(".part.zst"):
            data = path.read_bytes()
            if path.name.endswith(".zst"):
                data = subprocess.run(["zstd", "-dcq"], input=data, capture_output=True, check=True).stdout
            found.update(data.split(b"\n")[:-1])
    return found


def whole(path):
    if path.name.endswith(".zst"):
        return subprocess.run(["zstd", "-tq", str(path)], capture_output=True).returncode == 0
    return path.read_bytes().endswith(b"\n")


def try_layout(name, options, kills):
    folder = pathlib.Path("out-" + name)
    out = str(folder / "out.jsonl") if name == "one" else str(folder)
    folder.mkdir()
    lost = torn = 0
    for _ in range(kills):
        run = subprocess.Popen(batch(out, "--resume", *options), stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0.01, LONGEST))
        run.kill()
        run.wait()
        there = lines_in(folder)
        lost += sum(want[d] not in there for d in called_done(folder))
        torn += sum(not whole(p) for p in folder.rglob("*")
                    if p.is_file() and ".part" not in p.name and "manifest" not in p.name)
    check(f"{name}: {lost} documents called done are lost", lost == 0)
    check(f"{name}: {torn} files are torn", torn == 0)
    end = subprocess.run(batch(out, "--resume", *options), capture_output=True)
    check(f"{name}: the last run: {end.stderr.decode()}", end.returncode == 0)
    check(f"{name}: not what an undisturbed run gives", lines_in(folder) == set(want.values()))
    left = [str(p) for p in folder.rglob("*.part*")]
    check(f"{name}: left over: {left}", not left)


with tempfile.TemporaryDirectory() as scratch:
    os.chdir(scratch)
    os.mkdir("news")
    for i in range(40):
        for j, text in enumerate(sorted((ROOT / "corpus").glob("wire-*.txt"))):
            pathlib.Path("news", f"{i:03}-{j}.txt").write_bytes(text.read_bytes() + f"\n\nArticle {i}.\n".encode())
    began = time.monotonic()
    subprocess.run(batch("want.jsonl"), check=True)
    LONGEST = max(0.05, 1.2 * (time.monotonic() - began))
    names = sorted(os.listdir("news"))
    want = dict(zip(("news/" + n for n in names), pathlib.Path("want.jsonl").read_bytes().split(b"\n")[:-1], strict=True))
    for name, options in LAYOUTS.items():
        try_layout(name, options, max(1, KILLS // len(LAYOUTS)))
print(f"killed: {passed} passed, {failed} failed")
sys.exit(failed > 0)
