#!/usr/bin/env python3
"""Runs the commands shown in prose and compares what they print with what stands below them.

usage: transcript.py SUITE FILE...

A command is an indented line that begins with "$ ", or such a line between ``` lines; `> ` lines go on with it.
What it prints, stdout and stderr as they come, follows up to the next command, blank line or ```; "..." alone
stands for any lines, inside a line for any characters.  An exit code other than 0 is the last line, as [1].
A command with nothing below it prints nothing, unless its file is a manual (.scd, .md): there it must only
succeed.  All commands of a file run in one fresh folder, in which corpus/ and models/ are the project's, with
the program built in $BUILD first in PATH.

In a .md file, a row | what | `command` | `a line` `another line` | exit code | of a table is a command, too, run in a new
folder within that one; \\| in it is a |.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = (ROOT / os.environ.get("BUILD", "build")).resolve()


def cases(lines, manual):
    """[(line number, command, expected lines)]"""
    found, fenced, current = [], False, None
    for number, line in enumerate(lines, 1):
        if line.strip().startswith("```"):
            fenced, current = not fenced, None
            continue
        shown = line.strip() if fenced else line[2:] if line.startswith("  ") else None
        if fenced:
            shown = line.removeprefix("\t")
        if shown is None or not shown.strip():
            current = None
        elif shown.startswith("$ "):
            current = (number, [shown[2:]], [])
            found.append(current)
        elif current and shown.startswith("> ") and not current[2]:
            current[1].append(shown[2:])
        elif current:
            current[2].append(shown)
    return [(n, "\n".join(c), e) for n, c, e in found]


def row_of(line):
    """(command, expected lines), where the line is a row of a table with a command."""
    found = re.fullmatch(r"\| .*? \| `(.*)` \| (?:(`.*`) ?)?\| (\d+) \|", re.sub(r"\|  \|", "| |", line))
    if not found:
        return None
    command, gives, code = (part.replace("\\|", "|") if part else "" for part in found.groups())
    return command, re.findall(r"`([^`]*)`", gives) + ([f"[{code}]"] if code != "0" else [])


def rows(lines):
    """[(line number, command, expected lines)]"""
    found = [(number, row_of(line)) for number, line in enumerate(lines, 1)]
    return [(n, f"mkdir row-{n} && cd row-{n} || exit; {row[0]}", row[1]) for n, row in found if row]


def pattern(expected):
    parts = []
    for line in expected:
        if line == "...":
            parts.append(r"(?:.*\n)*")
        else:
            parts.append(".*".join(map(re.escape, line.split("..."))) + r"\n")
    return re.compile("".join(parts))


def run(command, folder):
    kept = {k: v for k, v in os.environ.items() if k not in ("INQUIT_MODEL", "NO_COLOR", "COLUMNS")}
    env = dict(kept, PATH=f"{BUILD}:{os.environ['PATH']}", LC_ALL="C.UTF-8", TERM="dumb", BUILD=str(BUILD),
               PYTHONPATH=str(ROOT / "bindings" / "python"), LD_LIBRARY_PATH=str(BUILD))
    model = ROOT / "models" / "en.inq"
    if BUILD != ROOT / "build" or not model.exists():  # a sanitizer's build has no ../models
        env["INQUIT_MODEL"] = str(model if model.exists() else ROOT / "models" / "tiny.inq")
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=env, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=600)  # a hang, not a bound on a busy machine
    out = done.stdout.decode("utf-8", "replace")
    if out and not out.endswith("\n"):
        out += "\n"
    return out + (f"[{done.returncode}]\n" if done.returncode else "")


def check_file(path):
    passed = failed = 0
    manual = path.suffix in (".scd", ".md")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("corpus", "models", "src"):
            os.symlink(ROOT / name, pathlib.Path(folder, name))
        lines = path.read_text(encoding="utf-8").splitlines()
        table = rows(lines) if path.suffix == ".md" else []
        for number, command, expected in cases(lines, manual) + table:
            if manual and re.match(r"(make|git|pip|sudo)\b", command):
                continue  # building and installing are tested on their own
            got = run(command, folder)
            loose = manual and not expected and (number, command, expected) not in table
            right = not re.search(r"^\[\d+\]\n\Z", got, re.M) if loose else pattern(expected).fullmatch(got)
            passed += bool(right)
            failed += not right
            if not right:
                want = "\n".join(expected)
                print(f"{path}:{number}: $ {command}\n--- expected\n{want}\n--- got\n{got}")
    return passed, failed


def main():
    sums = [check_file(pathlib.Path(p).resolve()) for p in sys.argv[2:]]
    passed, failed = sum(p for p, _ in sums), sum(f for _, f in sums)
    print(f"{sys.argv[1]}: {passed} passed, {failed} failed")
    sys.exit(failed > 0 or passed == 0)


main()
