#!/usr/bin/env python3
"""What of the style a machine can be sure of, in every file that git knows.

usage: style.py

C: functions of at most 60 lines, lines of at most 120 characters, headers with a guard named after their path; a .c
file includes its own header first; no code is left in comments.  All text: no blanks at the ends of lines, no tabs but
where they mean something, a line end at the end, nothing put off with a word for later.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LONGEST_FUNCTION, LONGEST_FILE, WIDEST = 60, 520, 120
LATER = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]) + r")\b")
TEXT = {".c", ".h", ".py", ".sh", ".md", ".scd", ".test", ".json", ".bash", ""}
C = (".c", ".h")
passed, failed = 0, 0


def check(path, wrong):
    global passed, failed
    passed, failed = passed + (not wrong), failed + bool(wrong)
    for line, why in wrong[:5]:
        print(f"{path}:{line}: {why}")


def text_faults(path, text):
    lines = text.split("\n")
    tabs_mean = path.suffix in (".scd", ".test", ".md", "")
    for number, line in enumerate(lines, 1):
        if len(line) > WIDEST and path.suffix in C and "http" not in line:
            yield number, f"{len(line)} characters wide"
        if line != line.rstrip() and path.suffix != ".test":
            yield number, "blanks at the end"
        if "\t" in line and not tabs_mean:
            yield number, "a tab"
        if LATER.search(line):
            yield number, "put off for later"
    if text and not text.endswith("\n"):
        yield len(lines), "no line end at the end"


def without_comments(text):
    """The same lines with comments and the insides of strings blanked, so that braces and semicolons count."""
    found = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
    return found.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


def function_faults(text):
    begin = None
    for number, line in enumerate(without_comments(text).split("\n"), 1):
        if re.match(r".*\)\s*\{\s*$", line) and not begin:
            begin = number  # also the last line of a long list of parameters
        elif line.startswith("}"):
            if begin and number - begin + 1 > LONGEST_FUNCTION:
                yield begin, f"{number - begin + 1} lines without an end"
            begin = None


def comment_faults(text):
    for comment in re.finditer(r"/\*(.*?)\*/", text, re.S):
        for offset, line in enumerate(comment[1].split("\n")):
            if re.search(r"(\w\(.*\)|=\s*\S+|\b(return|break|continue)\b.*);\s*$", line) or re.search(r"^\s*\*?\s*(if|for|while) \(.*\)", line):
                yield text.count("\n", 0, comment.start()) + 1 + offset, f"code in a comment: {line.strip()}"
    for match in re.finditer(r"(?m)^\s*//.*|;\s*//.*|^\s*#\s*if 0\b.*", text):
        yield text.count("\n", 0, match.start()) + 1, f"{match[0].strip()[:40]}"


def guard_faults(path, text):
    parts = path.parts[1:]
    name = re.sub(r"\W", "_", "_".join(parts)).upper()
    names = [name, "TESTS_" + path.stem.upper() + "_H", path.stem.upper() + "_H"]  # those of tests and the public one
    if not path.stem.endswith("_body") and not any(f"#ifndef {n}\n#define {n}\n" in text and text.endswith("\n#endif\n") for n in names):
        yield 1, f"no header guard {name}"


def include_faults(path, text):
    own = path.with_suffix(".h")
    first = re.search(r'^#include [<"](.*?)[>"]', text, re.M)
    if path.parts[0] == "src" and (ROOT / own).exists() and first and first[1] != "/".join(own.parts[1:]):
        yield text.count("\n", 0, first.start()) + 1, f"{own} comes first"


def check_file(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    check(path, list(text_faults(path, text)))
    if path.suffix not in C:
        return
    check(path, list(function_faults(text)) + list(comment_faults(text) if path.suffix == ".c" else []))
    check(path, list(guard_faults(path, text) if path.suffix == ".h" else include_faults(path, text)))
    if path.parts[0] == "src" and text.count("\n") > LONGEST_FILE:
        check(path, [(LONGEST_FILE, f"{text.count(chr(10))} lines in one file")])


def main():
    names = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-zco", "--exclude-standard", "src", "tests", "bindings", "Makefile", "models"],
                           capture_output=True, check=True).stdout.decode().split("\0")
    for path in map(pathlib.Path, filter(None, names)):
        if path.suffix in TEXT and "seeds" not in path.parts and "golden" not in path.parts and (ROOT / path).is_file():
            check_file(path)
    print(f"style: {passed} passed, {failed} failed")
    sys.exit(failed > 0 or passed == 0)


main()
