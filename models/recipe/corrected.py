"""Articles of data/text whose names, quotations and speakers a model found and people corrected, in the form of data/gold.

usage: corrected.py OUT.jsonl

corrected.jsonl has no text, only where things stand in it; the text comes from data/text.  A line of it:

    id, sha256   of the article, and of its text in UTF-8
    blocks       [[start, end, kind]], of those that are not body
    names        [[start, end, type, entity]]
    quotes       [{content: [[start, end]], type, cue?, source?: [start, end], speaker?: entity, where the words stand, or words}]

All spans are half-open, in code points.
"""
import hashlib
import json
import pathlib
import re
import sys

import corpus

STANDOFF = pathlib.Path(__file__).with_name("corrected.jsonl")
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


def gold(row, text):
    found = entities(text, row["names"])
    known = {e["id"] for e in found}
    return {"id": row["id"], "text": text, "blocks": blocks(text, row["blocks"]),
            "mentions": [{"start": s, "end": e, "entity": entity, "type": kind} for s, e, kind, entity in row["names"]],
            "entities": found, "quotes": [quote(q, known, text) for q in row["quotes"]], "kind": "world"}


def read():
    """The articles, in the order of corrected.jsonl"""
    rows = {}
    for line in STANDOFF.open(encoding="utf-8"):
        row = json.loads(line)
        rows[row["id"]] = row
    texts = {d["id"]: d["text"] for name in ("news_articles", "world_articles") for d in corpus.documents(name) if d["id"] in rows}
    for id_, row in rows.items():
        if hashlib.sha256(texts.get(id_, "").encode()).hexdigest() != row["sha256"]:
            raise ValueError(f"{STANDOFF.name}: data/text has no such text of {id_}")
        yield gold(row, texts[id_])


def main():
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        for article in read():
            out.write(json.dumps(article, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
