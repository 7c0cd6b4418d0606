#!/usr/bin/env python3
"""Others load what the program writes, as it is: Python's csv and json, pandas, DuckDB.

Every view in every format, whole documents, and the table of stats must hold what the whole documents' JSON holds.
Without pandas or DuckDB their part is left out, with a word; `make packages` has them.
"""
import csv
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = (ROOT / os.environ.get("BUILD", "build") / "inquit").resolve()
MODEL = ROOT / "models" / "en.inq"
MODEL = MODEL if MODEL.exists() else ROOT / "models" / "tiny.inq"
ARTICLES = ["wire-lake-talks-oslo", "hanseo-baltyk-merger"]
HARD = ["“Commas, \"marks\" and\r\na line end,” said Amira \"Ammi\" Haddad of NA.\n\n“null,” she said. NaN, N/A, 007.\n",
        "Tabs\tand back\\slashes \\t \\N in C:\\new, said Ana Reyes.\n\n= 1 + 1, “-5,” he said. 😀 'x' ''\n", "", " \n"]
passed = failed = skipped = 0


def check(what, right):
    global passed, failed
    passed, failed = passed + bool(right), failed + (not right)
    if not right:
        print(what)


# ---- What must be there: the views as src/out/FORMAT.md says them, made of whole documents -------------------------

def get(value, *keys):
    for key in keys:
        value = None if value is None else value[key]
    return value


def quotes(d, text):
    for q in d["quotes"]:
        yield dict(document=d["id"], quote=q["id"], type=q["type"], start=q["content"][0]["start"],
                   end=q["content"][-1]["end"], text=" ".join(p["text"] for p in q["content"]),
                   cue=get(q, "cue", "text"), lemma=get(q, "cue", "lemma"), source=get(q, "source", "text"),
                   speaker=get(q, "speaker", "name"), speaker_type=get(q, "speaker", "type"),
                   entity=get(q, "speaker", "entity"), score=q["score"], speaker_score=q["speaker_score"], rule=q["rule"])


def entities(d, text):
    for e in d["entities"]:
        yield dict(document=d["id"], entity=e["id"], type=e["type"], name=e["name"], aliases=e["aliases"],
                   mentions=e["mentions"], role=e["role"], affiliation=get(e, "affiliation", "text"),
                   affiliated=get(e, "affiliation", "entity"), ref=e["ref"])


def mentions(d, text):
    names = {e["id"]: e["name"] for e in d["entities"]}
    for m in d["mentions"]:
        yield dict(document=d["id"], **{k: m[k] for k in ("start", "end", "text", "type", "form", "entity")},
                   name=names.get(m["entity"]), score=m["score"])


def sentences(d, text):
    for i, s in enumerate(d["sentences"]):
        yield dict(document=d["id"], sentence=i, **s, text=text[s["start"]:s["end"]])


def tokens(d, text):
    for i, t in enumerate(d["tokens"]):
        yield dict(document=d["id"], token=i, **{k: t[k] for k in ("start", "end", "text", "lemma", "pos", "sentence")})


VIEWS = {f.__name__: f for f in (quotes, entities, mentions, sentences, tokens)}


def inquit(*words):
    run = subprocess.run([PROGRAM, *words], capture_output=True)
    check(f"inquit {' '.join(words)}: {run.stderr.decode()}", run.returncode == 0)
    return run.stdout


# ---- Loading: each gives [{column: value}], with lists joined where the format has none ----------------------------

def flat(row):
    """What has a place in a text has columns for its place in a page, too; these texts are from none."""
    places = {"source_start": None, "source_end": None} if "start" in row else {}
    return {k: "; ".join(v) if isinstance(v, list) else v for k, v in row.items()} | places


def unescaped(text):
    out, at = [], iter(text)
    for c in at:
        out.append({"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}[next(at)] if c == "\\" else c)
    return "".join(out)


def equal(got, want):
    """Numbers may have become strings or reals on the way, an empty field is null."""
    def same(a, b):
        a = None if a == "" or a is None or a != a else a
        if a is None or b is None or isinstance(b, (str, list)):
            return a == b
        return float(a) == float(b)
    return len(got) == len(want) and all(list(g) == list(w) and all(same(g[k], w[k]) for k in w) for g, w in zip(got, want))


def by_python(path, format):
    if format == "json":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if format == "csv":
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file, strict=True))
    lines = [line.split("\t") for line in path.read_bytes().decode().split("\n")[:-1]]
    return [dict(zip(lines[0], map(unescaped, line), strict=True)) for line in lines[1:]]


def by_pandas(path, format):
    import pandas
    if format == "json":
        frame = pandas.read_json(path, lines=True, dtype=False, precise_float=True) if path.stat().st_size else None
        return [] if frame is None else frame.astype(object).where(frame.notna(), None).to_dict("records")
    options = {"sep": "\t", "quoting": csv.QUOTE_NONE} if format == "tsv" else {}
    frame = pandas.read_csv(path, keep_default_na=False, dtype=str, **options)
    change = unescaped if format == "tsv" else str
    return [{k: change(v) for k, v in row.items()} for row in frame.to_dict("records")]


def by_duckdb(path, format):
    import duckdb
    how = {"json": f"read_json('{path}', format='newline_delimited')", "csv": f"read_csv('{path}', header=true, all_varchar=true)",
           "tsv": f"read_csv('{path}', header=true, all_varchar=true, delim='\t', quote='', escape='')"}[format]
    found = duckdb.sql(f"SELECT * FROM {how}")
    rows = [dict(zip(found.columns, row)) for row in found.fetchall()]
    return [{k: unescaped(v) if v and format == "tsv" else v for k, v in row.items()} for row in rows]


LOADERS = {"python": by_python}
for package, loader in {"pandas": by_pandas, "duckdb": by_duckdb}.items():
    if importlib.util.find_spec(package):
        LOADERS[package] = loader
    else:
        skipped += 1
        print(f"{package} is missing: make packages")


def check_views(articles, texts, documents, folder):
    for name, view in VIEWS.items():
        want = [row for d in documents for row in view(d, texts[d["id"]])]
        check(f"{name}: there is nothing to compare", len(want) > 5)
        for format in ("json", "csv", "tsv"):
            path = pathlib.Path(folder, f"{name}.{format}")
            path.write_bytes(inquit("--model", str(MODEL), "--emit", name, "--format", format, str(articles)))
            for who, load in LOADERS.items():
                got = load(path, format)
                right = equal(got, want if format == "json" else [flat(row) for row in want])
                check(f"{name}.{format} by {who} is not what the documents hold", right)
                if not right:
                    wanted = want if format == "json" else map(flat, want)
                    print(next(((g, w) for g, w in zip(got, wanted) if not equal([g], [w])), (len(got), len(want))))


def check_documents(path, documents):
    if "pandas" in LOADERS:
        import pandas
        frame = pandas.read_json(path, lines=True, dtype=False, precise_float=True)
        flat_quotes = frame.explode("quotes").dropna(subset="quotes")
        check("pandas: documents", list(frame["id"]) == [d["id"] for d in documents])
        check("pandas: quotes", list(flat_quotes["quotes"]) == [q for d in documents for q in d["quotes"]])
    if "duckdb" in LOADERS:
        import duckdb
        packed = path.with_suffix(".jsonl.zst")
        subprocess.run(["zstd", "-qf", path, "-o", packed], check=True)
        want = [(d["id"], get(q, "speaker", "name"), q["content"][0]["text"]) for d in documents for q in d["quotes"]]
        for file in (path, packed):
            got = duckdb.sql(f"""SELECT id, q.speaker.name, q.content[1].text
                FROM (SELECT id, unnest(quotes) AS q FROM read_json('{file}'))""").fetchall()
            check(f"duckdb: {file.name}", want and sorted(got, key=str) == sorted(want, key=str))


def check_stats(path, folder):
    table = pathlib.Path(folder, "stats.csv")
    table.write_bytes(inquit("stats", "--format", "csv", str(path)))
    want = by_python(table, "csv")
    for who, load in LOADERS.items():
        check(f"the table of stats by {who}", len(want) > 5 and equal(load(table, "csv"), [{k: v or None for k, v in row.items()} for row in want]))


with tempfile.TemporaryDirectory() as folder:
    texts = {name: (ROOT / "corpus" / f"{name}.txt").read_bytes().decode() for name in ARTICLES}
    texts.update((f"hard-{i}", text) for i, text in enumerate(HARD))
    articles, output = pathlib.Path(folder, "articles.jsonl"), pathlib.Path(folder, "output.jsonl")
    articles.write_text("".join(json.dumps({"id": id, "text": text, "outlet": id[:4]}) + "\n" for id, text in texts.items()))
    output.write_bytes(inquit("--model", str(MODEL), "--layers", "sentences,tokens", str(articles)))
    documents = [json.loads(line) for line in output.read_text(encoding="utf-8").split("\n")[:-1]]
    check_views(articles, texts, documents, folder)
    check_documents(output, documents)
    check_stats(output, folder)
print(f"tables: {passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
sys.exit(failed > 0 or passed == 0)
