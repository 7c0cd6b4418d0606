#!/usr/bin/env python3
"""One allocation after another fails, each in a run of the program: either all is written and the exit code is 0, or
something is said of it and the exit code is not 0.  What was written is whole lines in any case.

usage: program.py
"""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = (ROOT / os.environ.get("BUILD", "build")).resolve()
MODEL = str(ROOT / "models" / "tiny.inq")
RUNS = {
    "texts": ["read", "--until", "marks", "a.txt", "b.txt"],
    "lines": ["read", "--until", "marks", "some.jsonl"],
    "records": ["read", "--until", "marks", "some.csv"],
    "a folder": ["read", "--until", "marks", "--include", "*.txt", "."],
    "a list": ["read", "--until", "marks", "--files-from", "list"],
    "a whole article": ["read", "--model", MODEL, "a.txt"],
    "filter": ["filter", "--until", "marks"],
    "batch": ["batch", "--until", "marks", "a.txt", "some.csv", "-o", "out.jsonl"],
    "validate": ["validate", "right.jsonl", "a.txt", "b.txt"],
}
FILES = {
    "a.txt": "“We will not sell,” Amira Haddad said.\n",
    "b.txt": "Nobody came.\n",
    "some.jsonl": '{"id": "1", "text": "“No,” he said.", "more": [1.50]}\n{"id": 2, "text": "Yes."}\n',
    "some.csv": 'id,text,outlet\n1,"“No,” he said.",Post\n2,Yes.,\n',
    "list": "a.txt\nb.txt\n",
}


def run(words, fail_at=0):
    environment = dict(os.environ, LD_PRELOAD=str(BUILD / "fail_malloc.so"), FAIL_AT=str(fail_at), COUNT_TO="../count")
    for old in pathlib.Path().glob("out.jsonl*"):
        old.unlink()
    lines = FILES["some.jsonl"].encode() if words[0] == "filter" else b""
    done = subprocess.run([BUILD / "inquit", *words], env=environment, input=lines, capture_output=True)
    out = pathlib.Path("out.jsonl")
    return done.returncode, out.read_bytes() if out.exists() else done.stdout, done.stderr


def is_right(name, words, fail_at, want):
    code, out, said = run(words, fail_at)
    lost = code == 0 and out != want
    silent = code != 0 and not said
    torn = not set(out.split(b"\n")[:-1]) <= set(want.split(b"\n")) and b'"error"' not in out
    if code < 0 or lost or silent or torn:
        print(f"{name}: allocation {fail_at} fails: exit code {code}, {len(out)} of {len(want)} bytes, said {said[:200]!r}")
    return not (code < 0 or lost or silent or torn)


def try_run(name, words):
    code, want, said = run(words)
    if code or said:
        print(f"{name}: exit code {code}: {said!r}")
        return [False]
    count = int(pathlib.Path("../count").read_text())
    return [is_right(name, words, i, want) for i in range(1, count + 1)]


def main():
    results = []
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(folder + "/files")
        os.chdir(folder + "/files")
        for name, text in FILES.items():
            pathlib.Path(name).write_text(text, encoding="utf-8")
        right = subprocess.run([BUILD / "inquit", "--until", "marks", "a.txt", "b.txt"], stdout=subprocess.PIPE, check=True)
        pathlib.Path("right.jsonl").write_bytes(right.stdout)
        for name in sys.argv[1:] or RUNS:
            results += try_run(name, RUNS[name])
    print(f"memory: {sum(results)} passed, {len(results) - sum(results)} failed")
    sys.exit(not all(results))


main()
