#!/usr/bin/env python3
"""Texts made to take long go through the whole program in time that grows with them and not faster.

usage: growth.py MODEL.inq [NAME...]

Each kind of text is read at one size and at eight times that.  Linear work takes eight times the processor's time,
quadratic work sixty-four; the bound of twenty leaves room for a busy machine, as does taking the best of a few tries.
"""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = (ROOT / os.environ.get("BUILD", "build") / "inquit").resolve()
FACTOR, BOUND, TRIES = 8, 20, 3
CLOCK = 0.05  # seconds below which a start of the program is most of what is measured


def letters(n):
    return "".join(chr(97 + n // 26**k % 26) for k in range(4))


def distinct_names(n):
    return "".join(f"{letters(i).capitalize()} {letters(i)[::-1].capitalize()}son said no. " for i in range(n))


KINDS = {
    "opening marks": ("“", 1500),
    "closing marks": ("”", 1500),
    "straight marks": ('"', 1500),
    "opening single marks": ("‘", 1500),
    "marks that open words": ("“a ", 700),
    "marks in marks": (lambda n: "“a " * n + " a”" * n, 400),
    "two kinds of marks in each other": (lambda n: "“a ‘b " * n + " b’ a”" * n, 200),
    "a mark in every paragraph": ("“a\n\n", 500),
    "one mark never closed": (lambda n: "“" + "It rained in Oslo. " * n, 300),
    "one mark never closed over paragraphs": (lambda n: "“" + "It rained in Oslo.\n\n" * n, 300),
    "guillemets in each other": (lambda n: "« a " * n + " »" * n, 400),
    "one word": ("a", 500000),
    "one word of two cases": ("aB", 1500),
    "brackets in each other": (lambda n: "[(" * n + "a" + ")]" * n, 400),
    "capitals": ("THE MAN SAID NO TO IBM ", 250),
    "line ends": ("\n", 500000),
    "short lines": ("a\n", 1500),
    "short paragraphs": ("a\n\n", 1000),
    "one letter a script": ("aбγ字あ한 ", 250),
    "zero-width characters": ("\u200b", 200000),
    "a zero-width character a letter": ("a\u200b", 100000),
    "marks on one letter": (lambda n: "a" + "\u0301" * n, 100000),
    "NULs": ("\0", 1500),
    "distinct names": (distinct_names, 400),
    "one name": ("Tom Reyes ", 800),
    "names in a row": ("Tom, Ana, Liu, ", 250),
    "said": ("said ", 1500),
    "he said": ("“No,” he said. ", 200),
    "he said, in paragraphs": ("“No,” he said.\n\n", 200),
    "one speaker": ("“No,” Tom Reyes said. ", 200),
    "pronouns": ("he she they ", 600),
    "descriptions": ("the firm said. ", 400),
    "initials": ("A.B.C. ", 1000),
    "a name of ands": ("A & ", 800),
    "a name of ofs": ("Bank of ", 800),
    "full stops": (".", 100000),
    "a number": ("1,", 1500),
    "an address": (lambda n: "http://a.com/" + "a/" * n, 50000),
    "handles": ("@a ", 1500),
    "hyphens": ("a-", 1500),
    "emoji": ("🎉\u200d", 1500),
    "colons": ("Tom: ", 800),
}


def seconds(text, model, folder):
    path = pathlib.Path(folder, "text.txt")
    path.write_text(text, encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([PROGRAM, "--model", model, "--layers", "sentences,tokens", path], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def is_linear(name, model, folder):
    make, size = KINDS[name]
    text = make if callable(make) else lambda n: make * n
    ratio = float("inf")
    for _ in range(TRIES):
        little, much = (seconds(text(n), model, folder) for n in (size, FACTOR * size))
        ratio = min(ratio, much / (little + CLOCK))
        if ratio < BOUND:
            return True
    print(f"{name}: {FACTOR} times the text takes {ratio:.1f} times as long ({little:.2f} s, {much:.2f} s)")
    return False


def main():
    model = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        right = [is_linear(name, model, folder) for name in sys.argv[2:] or KINDS]
    print(f"growth: {sum(right)} passed, {len(right) - sum(right)} failed")
    sys.exit(not all(right))


main()
