#!/usr/bin/env python3
"""inquit.spark on a cluster of two workers, of which one is killed on the way: the rows are those of one process.

usage: run.py [DOCUMENTS] [MODEL]      120 and models/tiny.inq unless given; needs PySpark and Java

The articles of corpus/ stand in for a corpus, as many times as it takes.  The last line counts the checks.
"""
import concurrent.futures
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = (ROOT / os.environ.get("BUILD", "build")).resolve()
COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 120
MODEL = str((ROOT / (sys.argv[2] if len(sys.argv) > 2 else "models/tiny.inq")).resolve())
TASKS = max(12, COUNT // 100)
sys.path.insert(0, str(ROOT / "bindings" / "python"))

import pyarrow.parquet  # noqa: E402
import pyspark  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

os.environ.update(INQUIT_LIBRARY=str(BUILD / "libinquit.so"), PYTHONPATH=str(ROOT / "bindings" / "python"),
                  PYSPARK_PYTHON=sys.executable, SPARK_HOME=os.path.dirname(pyspark.__file__),
                  SPARK_LOCAL_IP="127.0.0.1")

import inquit.spark  # noqa: E402

passed = failed = 0


def check(what, right):
    global passed, failed
    passed, failed = passed + bool(right), failed + (not right)
    if not right:
        print(what)


def articles():
    """(number, id, text), and two that cannot be read."""
    texts = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted((ROOT / "corpus").glob("*.txt"))]
    for i in range(COUNT - 2):
        name, text = texts[i % len(texts)]
        yield i, f"{name}-{i}", f"{text}\n\nArticle {i}.\n".encode()
    yield COUNT - 2, "not-utf8", b"caf\xe9"
    yield COUNT - 1, "nothing", None


def single_process(folder):
    """{id: document} as the program writes it, without the keys that a table has no column for."""
    lines = pathlib.Path(folder, "articles.jsonl")
    with lines.open("w", encoding="utf-8") as out:
        for _, id, text in articles():
            if text is not None and id != "not-utf8":
                print(json.dumps({"id": id, "text": text.decode()}), file=out)
    run = subprocess.Popen([BUILD / "inquit", "filter", "--model", MODEL], stdin=lines.open("rb"), stdout=subprocess.PIPE)
    found = {}
    for line in run.stdout:
        document = json.loads(line)
        del document["inquit"], document["meta"]
        found[document["id"]] = dict(document, error=None)
    check("the single process failed", run.wait() == 0)
    return found


def executors(session):
    """The processes of this application's executors."""
    found, application = [], session.sparkContext.applicationId.encode()
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue  # it ended
        if b"org.apache.spark.executor.CoarseGrainedExecutorBackend" in words and application in words:
            found.append(int(path.parent.name))
    return found


def kill_one(session, running):
    """Kills an executor once tasks are done and others in hand; (its process, tasks done by then), None if too late."""
    tracker = session.sparkContext.statusTracker()
    while not running.done():
        for stage in map(tracker.getStageInfo, tracker.getActiveStageIds()):
            if stage and stage.numCompletedTasks >= 2 and stage.numActiveTasks and len(executors(session)) == 2:
                victim = executors(session)[0]
                os.kill(victim, signal.SIGKILL)
                return victim, stage.numCompletedTasks
        time.sleep(0.05)
    return None


def rows_of(path):
    """Rows of a Parquet folder, a few at a time."""
    for file in sorted(pathlib.Path(path).glob("*.parquet")):
        for batch in pyarrow.parquet.ParquetFile(file).iter_batches(64):
            yield from batch.to_pylist()


def quote_row(document, quote):
    """The row of a quotation, as src/out/FORMAT.md says it."""
    cue, source, speaker = quote["cue"] or {}, quote["source"] or {}, quote["speaker"] or {}
    return {"document": document["id"], "quote": quote["id"], "type": quote["type"], "start": quote["content"][0]["start"],
            "end": quote["content"][-1]["end"], "text": " ".join(piece["text"] for piece in quote["content"]),
            "cue": cue.get("text"), "lemma": cue.get("lemma"), "source": source.get("text"),
            "speaker": speaker.get("name"), "speaker_type": speaker.get("type"), "entity": speaker.get("entity"),
            "score": quote["score"], "speaker_score": quote["speaker_score"], "rule": quote["rule"]}


def compare_documents(path, want):
    seen, wrong = set(), []
    for row in rows_of(path):
        number, id = row.pop("number"), row["id"]
        if id in seen or (row != want[id] if id in want else not row["error"]):
            wrong.append(id)
        if not id.endswith(f"-{number}") and id in want:
            wrong.append(f"{id} has number {number}")
        seen.add(id)
    check(f"{len(wrong)} documents are not those of the single process, such as {wrong[:3]}", not wrong)
    lost = (set(want) | {"not-utf8", "nothing"}) - seen
    check(f"{len(lost)} documents are lost, such as {sorted(lost)[:3]}", not lost and len(seen) == COUNT)
    return len(seen)


def errors_of(path):
    return {row["id"]: row["error"]["code"] for row in rows_of(path) if row["error"]}


def main():
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        want = single_process(folder)
        alone = time.monotonic() - began
        session = (SparkSession.builder.master("local-cluster[2,1,1024]").appName("inquit")
                   .config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "4")
                   .config("spark.local.dir", folder).config("spark.ui.showConsoleProgress", "false").getOrCreate())
        session.sparkContext.setLogLevel("ERROR")
        df = session.createDataFrame(list(articles()), "number int, id string, text binary").repartition(TASKS)
        documents = inquit.spark.annotate(df, model=MODEL, keep=["number"])
        out, began = os.path.join(folder, "documents"), time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            running = pool.submit(lambda: documents.write.parquet(out))
            killed = kill_one(session, running)
            running.result()
        check("the run ended before an executor could be killed", killed)
        check("the executor that was killed lives on", killed and killed[0] not in executors(session))
        seconds = time.monotonic() - began
        seen = compare_documents(out, want)
        check("not the two that cannot be read", errors_of(out) == {"not-utf8": "utf8", "nothing": "argument"})

        try:
            inquit.spark.annotate(df, keep=["id"])
            check("a column that the result has is not refused", False)
        except ValueError as error:
            check(f"refused otherwise: {error}", "'id'" in str(error))

        few = df.where(df.number % max(1, COUNT // 40) == 0)
        said = [row.asDict() for row in inquit.spark.quotes(few, model=MODEL, keep=["number"]).collect()]
        rows = [dict(quote_row(document, quote), number=int(id.rsplit("-", 1)[1]))
                for id, document in want.items() for quote in document["quotes"]
                if int(id.rsplit("-", 1)[1]) % max(1, COUNT // 40) == 0]
        key = lambda row: (row["document"], int(row["quote"][1:]))  # noqa: E731
        check("the rows of quotations differ", rows and sorted(said, key=key) == sorted(rows, key=key))
        session.stop()
    quotes = sum(len(document["quotes"]) for document in want.values())
    print(f"{seen} documents of {COUNT} with {quotes} quotations, {TASKS} tasks; executor {killed and killed[0]} killed "
          f"after {killed and killed[1]}; {seconds:.0f} s, one process {alone:.0f} s; {len(said)} rows of quotations")


main()
print(f"spark: {passed} passed, {failed} failed")
sys.exit(failed > 0 or passed == 0)
