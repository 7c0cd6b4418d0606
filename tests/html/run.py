#!/usr/bin/env python3
"""Pages: what is taken out of each, and that every position in the HTML is right.

usage: run.py [--update]     --update writes what comes out now into the .expected files; look at the difference

Beside NAME.html, NAME.expected holds the paragraphs, "KIND | TEXT" each, as they are without a model (with one, those
that the page leaves open get their kinds from it), and what the page says of itself.  Then, for every token, name and
quotation: the bytes of the page between source_start and source_end, without tags and comments and with their
references decoded by Python's own html module, are its text.  And the same article as plain text has the same
quotations, and where its paragraphs have the same kinds, the same speakers.
"""
import html
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PROGRAM = ROOT / os.environ.get("BUILD", "build") / "inquit"
Q = [("“", "‘"), ("”", "’")]


def inquit(*arguments, **more):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, cwd=ROOT, **more)
    if done.returncode:
        raise AssertionError(f"inquit {' '.join(map(str, arguments))}: {done.stderr.decode()}")
    return json.loads(done.stdout) if done.stdout else None


def decoded(source, encoding):
    if encoding != "UTF-8":
        return source.decode({"UTF-16LE": "utf-16-le"}.get(encoding, "cp1252"))
    return source.decode("utf-8", "cp1252_byte")


def one_byte(error):  # what is no UTF-8 is a byte of windows-1252
    return error.object[error.start:error.start + 1].decode("cp1252"), error.start + 1


__import__("codecs").register_error("cp1252_byte", one_byte)


def words(source, encoding):
    """What the bytes show: by other means than the program's."""
    text = decoded(source, encoding).replace("\0", "")
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"<(svg|button|aside|noscript|template)\b.*?</\1>", "", text, flags=re.S)
    depth = 0

    def tag(found):
        nonlocal depth
        name = re.match(r"</?([A-Za-z0-9]*)", found[0])[1].lower()
        if name == "q":
            closes = found[0][1] == "/"
            depth -= closes
            mark = Q[closes][depth % 2]
            depth += not closes
            return mark
        return " " if name in ("br", "td", "th", "p", "div", "li") else ""
    text = re.sub(r"</?[A-Za-z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>", tag, text)
    text = re.sub(r"&#(?:1|x1);", "\1", text)  # Python drops what is no character
    return html.unescape(text)


def same(source, encoding, text):
    """No blank and no tag more at either edge, either; which of two marks a <q> has depends on what is around it."""
    def fold(s):
        return re.sub(r"[ \t\r\n\f]+", " ", s).translate({ord("‘"): "“", ord("’"): "”"})
    if "\\" in source.decode("utf-8", "replace"):  # of JSON-LD
        return fold(json.loads(b'"%s"' % source)) == fold(text)
    bare = encoding == "UTF-16LE" or "<" in text or ">" in text or not re.search(rb"^<(?!/?q\b)|[^q]>$", source)
    return bare and fold(words(source, encoding)) == fold(text)


def spans(document):
    for layer in ("blocks", "sentences", "tokens", "mentions"):
        yield from ((layer, item) for item in document[layer] or ())
    for quote in document["quotes"]:
        yield from (("content", piece) for piece in quote["content"])
        yield from ((key, quote[key]) for key in ("cue", "source") if quote[key])


def check_positions(document, page):
    count, encoding = 0, document["html"]["encoding"]
    assert document["html"]["length"] == len(page), "another length"
    for layer, span in spans(document):
        text = document["text"][span["start"]:span["end"]]
        source = page[span["source_start"]:span["source_end"]]
        assert same(source, encoding, text), f"{layer}: {text!r} is not {source!r}"
        count += 1
    assert count, "nothing was checked"


def listing(document):
    lines = [f"{b['kind']} | {document['text'][b['start']:b['end']]}" for b in document["blocks"]]
    return "\n".join([*lines, json.dumps(document["meta"], ensure_ascii=False, sort_keys=True), ""])


def said(document):
    return [([piece["text"] for piece in q["content"]], q["cue"] and q["cue"]["text"], q["source"] and q["source"]["text"],
             q["speaker"] and q["speaker"]["name"]) for q in document["quotes"]]


def check(path, folder, update):
    page, expected = path.read_bytes(), path.with_suffix(".expected")
    marks = inquit("--until", "marks", "--layers", "tokens", path)
    found = listing(marks)
    if update:
        expected.write_text(found)
    assert found == expected.read_text(), f"is not as in {expected.name}:\n{found}"
    check_positions(marks, page)
    model = [] if os.access(ROOT / "models" / "en.inq", os.R_OK) else ["--model", "models/tiny.inq"]
    document = inquit("--layers", "sentences,tokens", *model, path)
    check_positions(document, page)
    (folder / "out.json").write_text(json.dumps(document))
    inquit("validate", folder / "out.json", path)
    if model:
        return  # kinds and quotations mean nothing
    (folder / "plain.txt").write_text(document["text"])
    plain = inquit(folder / "plain.txt")
    kinds = [[block["kind"] for block in d["blocks"]] for d in (document, plain)]
    parts = 4 if kinds[0] == kinds[1] else 3  # who speaks hangs on bylines and titles, which the page knows better
    found, wanted = ([quote[:parts] for quote in said(d)] for d in (document, plain))
    assert found == wanted, f"{found} is not {wanted}"


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(HERE.glob("*.html")):
            try:
                check(path, pathlib.Path(folder), "--update" in sys.argv)
                passed += 1
            except AssertionError as problem:
                print(f"html: {path.name}: {problem}")
                failed += 1
    print(f"html: {passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
