"""Articles of data/text whose names, quotations and speakers a model found and that were then corrected, in the form of data/gold.

usage: corrected.py OUT.jsonl [unseen.jsonl]

corrected.jsonl is what models learn from, unseen.jsonl what none learns from, to measure.  They have no text, only where
things stand in it; the text comes from data/text.  A line:

    id, sha256   of the article, and of its text in UTF-8
    blocks       [[start, end, kind]], of those that are not body
    names        [[start, end, type, entity]]
    quotes       [{content: [[start, end]], type, cue?, source?: [start, end], speaker?: entity, where the words stand, or words}]

All spans are half-open, in code points.
"""
import argparse
import hashlib
import json
import pathlib
import re

import corpus

STANDOFF = "corrected.jsonl"
PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")  # as ../shared/tools/align.py has it


def blocks(text, given):
    kinds = {start: kind for start, _, kind in given}
    return [{"start": m.start(), "end": m.end(), "kind": kinds.get(m.start(), "body")} for m in PARAGRAPH.finditer(text)]


def entities(text, names):
    """Each one's type, and its longest name as the canonical one"""
    found = {}
    for start, end, kind, entity in names:
        best = found.setdefault(entity, {"id": entity, "type": kind, "name": ""})
        if end - start > len(best["name"]):
            best["name"] = text[start:end]
    return list(found.values())


def quote(given, known, text):
    speaker = given.get("speaker")
    if speaker is None or str(speaker) in known:
        return given
    words = speaker if isinstance(speaker, str) else text[slice(*speaker)]
    return {**{k: v for k, v in given.items() if k != "speaker"}, "speaker_text": words}


def gold(id_, row, text):
    found = entities(text, row["names"])
    known = {e["id"] for e in found}
    return {"id": id_, "text": text, "blocks": blocks(text, row["blocks"]),
            "mentions": [{"start": s, "end": e, "entity": entity, "type": kind} for s, e, kind, entity in row["names"]],
            "entities": found, "quotes": [quote(q, known, text) for q in row["quotes"]], "kind": "world"}


def read(standoff):
    """The articles, in the file's order, with the ids that lessons on them have"""
    rows = {}
    for line in pathlib.Path(__file__).with_name(standoff).open(encoding="utf-8"):
        row = json.loads(line)
        rows[row["id"]] = row
    texts = {d["id"]: (id_, d["text"]) for name in ("news_articles", "world_articles") for id_, d in corpus.articles(name) if d["id"] in rows}
    for row in rows.values():
        id_, text = texts.get(row["id"], ("", ""))
        if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            raise ValueError(f"{standoff}: data/text has no such text of {row['id']}")
        yield gold(id_, row, text)


def write(path, standoff=STANDOFF):
    lines = [json.dumps(article, ensure_ascii=False) + "\n" for article in read(standoff)]
    pathlib.Path(path).write_text("".join(lines), encoding="utf-8")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out", metavar="OUT.jsonl")
    ap.add_argument("standoff", nargs="?", default=STANDOFF, choices=[STANDOFF, "unseen.jsonl"])
    args = ap.parse_args()
    write(args.out, args.standoff)


if __name__ == "__main__":
    main()
