#!/usr/bin/env python3
"""Measures the tokens and the quotation marks against treebanks and gold annotation.

    tests/score/tokens.py                                   all test sets, with the errors behind --errors N
    tests/score/tokens.py ud FILE.conllu ...                F1 of words
    tests/score/tokens.py gold FILE.jsonl ...               edges of names and quotations on token edges; runs

F1 is that of "Words" in the CoNLL 2018 shared task's script: a predicted token is right when some syntactic word
(do|n't, not the surface token don't) has exactly its characters.  Word forms of a multiword token that do not
spell the token are counted as missed.  The text is made again from the words and SpaceAfter, a paragraph for each
newpar and newdoc.
"""
import argparse
import collections
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bindings" / "python"))
DATA = ROOT / ".." / "shared" / "data"


def treebank(path):
    """(text, [(start, end)] of the words) of each document."""
    text, words, missed = [], [], 0
    length, surface_end, covered = 0, 0, 0
    separator = ""

    def put(piece):
        nonlocal length
        text.append(piece)
        length += len(piece)

    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc") or (line.startswith("# newpar") and "newpar_block" not in line):
            if line.startswith("# newdoc") and words:
                yield "".join(text), words, missed
                text, words, missed, length = [], [], 0, 0
            separator = "\n\n" if words else ""
        if not line or line.startswith("#"):
            covered = 0
            continue
        column = line.split("\t")
        if "." in column[0]:
            continue
        if "-" in column[0]:
            put(separator)
            covered = int(column[0].split("-")[1])
            start, surface = length, column[1]
            put(surface)
            separator = "" if "SpaceAfter=No" in column[9] else " "
            at = start
        elif int(column[0]) <= covered:
            form = column[1]
            if surface[at - start:at - start + len(form)] == form:
                words.append((at, at + len(form)))
                at += len(form)
            else:
                missed += 1
        else:
            put(separator)
            words.append((length, length + len(column[1])))
            put(column[1])
            separator = "" if "SpaceAfter=No" in column[9] else " "
    if words:
        yield "".join(text), words, missed


def context(text, start, end):
    return text[max(0, start - 25):start] + "⟦" + text[start:end] + "⟧" + text[end:end + 25]


def score_treebank(path, reader, errors):
    gold = predicted = right = 0
    seen = collections.Counter()
    for text, words, missed in treebank(path):
        marks = reader.marks_of(text)
        ours = set(zip(marks.starts.tolist(), marks.ends.tolist()))
        theirs = set(words)
        gold += len(words) + missed
        predicted += len(ours)
        right += len(ours & theirs)
        if errors:
            for start, end in sorted(theirs - ours):
                around = [text[s:e] for s, e in sorted(ours) if s < end and e > start]
                seen[text[start:end] + "   ours: " + "|".join(around) + "   " + context(text, start, end).replace("\n", "¶")] += 1
    precision, recall = right / predicted, right / gold
    print(f"{path.name}: words {gold}, precision {precision:.4f}, recall {recall:.4f}, "
          f"F1 {2 * precision * recall / (precision + recall):.4f}")
    for example, count in seen.most_common(errors):
        print("   ", count, example)


def edges_of(article):
    for mention in article["mentions"]:
        yield "name", mention["start"], mention["end"]
    for quote in article["quotes"]:
        for start, end in quote["content"]:
            yield "content", start, end
        for part in ("cue", "source"):
            if quote.get(part):
                yield part, *quote[part]


OPENING, CLOSING = "\"'“‘„«`", "\"'”’“»´"


def score_gold(path, reader, errors):
    total, right = collections.Counter(), collections.Counter()
    examples = []
    for line in open(path, encoding="utf-8"):
        article = json.loads(line)
        text = article["text"]
        marks = reader.marks_of(text)
        starts, ends = set(marks.starts.tolist()), set(marks.ends.tolist())
        for what, start, end in edges_of(article):
            total[what + " edges"] += 2
            right[what + " edges"] += (start in starts) + (end in ends)
            if start not in starts or end not in ends:
                examples.append(("edge of " + what, context(text, start, end)))
        score_runs(article, marks, total, right, examples)
    print(path.name + ":", ", ".join(f"{what} {right[what]}/{total[what]} = {100 * right[what] / total[what]:.2f} %"
                                     for what in sorted(total)))
    shown = collections.Counter()
    for what, example in examples:
        shown[what] += 1
        if shown[what] <= errors:
            print("   ", what, "|", example.replace("\n", "¶"))


def score_runs(article, marks, total, right, examples):
    """Runs against the pieces of direct quotations: a piece that begins with a mark begins a run; one that ends
    with a mark ends a run, one left open ends where a run ends.  No edge of a piece parts a run with its other
    edge outside; no cue or source of a quotation stands in a run with its content."""
    text = article["text"]
    runs = sorted((int(marks.starts[a]), int(marks.ends[b])) for a, b in marks.runs)
    begins, stops = {s for s, _ in runs}, {e for _, e in runs}

    def count(what, good, example):
        total[what] += 1
        right[what] += bool(good)
        if not good:
            examples.append((what, example))

    for quote in article["quotes"]:
        held = set()
        for start, end in quote["content"]:
            piece = text[start:end]
            if quote["type"] == "direct" and piece[0] in OPENING:
                what = "marked pieces" if piece[-1] in CLOSING else "pieces left open"
                count(what, start in begins and end in stops, context(text, start, end))
            crossed = [(s, e) for s, e in runs if s < start < e < end or start < s < end < e]
            count("pieces that cross no run", not crossed, context(text, start, end) + " RUN " + str([text[s:e] for s, e in crossed]))
            held |= {(s, e) for s, e in runs if start <= s and e <= end or s <= start and end <= e}
        for part in ("cue", "source"):
            if quote.get(part) and quote["type"] == "direct":
                start, end = quote[part]
                around = [(s, e) for s, e in held if s < end and start < e]
                inside = [c for c in quote["content"] if c[0] <= start and end <= c[1]]
                count("cues and sources apart", not around or inside, context(text, start, end) + " RUN " + str([text[s:e] for s, e in around]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show N errors of each kind")
    parser.add_argument("kind", nargs="?", choices=["ud", "gold"])
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    asked = parser.parse_args()
    import inquit
    reader = inquit.Reader()
    if asked.kind == "ud" or not asked.kind:
        for path in asked.files or [DATA / "ud" / "en_ewt-ud-test.rebuilt.conllu", DATA / "ud" / "en_gum-ud-test.clean.conllu"]:
            score_treebank(path, reader, asked.errors)
    if asked.kind == "gold" or not asked.kind:
        for path in asked.files or [DATA / "gold" / f"{name}.jsonl" for name in ("train", "train-world", "dev", "dev-world")]:
            score_gold(path, reader, asked.errors)


if __name__ == "__main__":
    main()
