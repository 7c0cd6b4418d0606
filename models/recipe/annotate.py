"""Articles of data/text for annotators: what a model found, to be corrected by hand, and back.

usage: annotate.py draft ARTICLES.jsonl PRED.jsonl FOLDER     PRED: what inquit read in ARTICLES ({"id", "text"})
       annotate.py check FOLDER [NAME...]
       annotate.py pack FOLDER [NAME...] >> corrected.jsonl

draft writes NAME.txt (the text), NAME.view (its paragraphs, numbered) and NAME.json, which is corrected: the form that
../shared/tools/align.py reads, spread over lines.  check says what in NAME.json does not fit the text.  pack turns what
fits into lines of corrected.jsonl, which have no text.  NAME is n0000, n0001, ... in the order of ARTICLES;
FOLDER/index.json has the article's own id of each.
"""
import argparse
import hashlib
import json
import pathlib
import sys

from places import TOOLS, module_at

LONGEST = 90  # characters of content that are written whole
ENDS = 5  # words of a longer one, at each end


def load_aligner():
    return module_at(TOOLS / "align.py")


class Draft:
    """What a model found in an article, in annotators' form"""

    def __init__(self, aligner, name, text, found):
        self.aligner, self.text, self.found = aligner, text, found
        self.paragraphs = aligner.paragraphs(text)
        self.names = [m for m in found["mentions"] if m["form"] == "name" and m["entity"]]
        self.row = {"id": name, "blocks": self.blocks(), "entities": self.entities(), "except": [], "quotes": []}
        self.mend_names()
        self.row["quotes"] = [self.quote(q) for q in found["quotes"]]

    def paragraph_at(self, place):
        return next((i for i, (a, b) in enumerate(self.paragraphs, 1) if a <= place < b), len(self.paragraphs))

    def blocks(self):
        kinds = {str(self.paragraph_at(b["start"])): b["kind"] for b in self.found["blocks"]}
        return {p: kind for p, kind in kinds.items() if kind != "body"}

    def number(self, entity):
        return "E" + entity[1:]

    def entities(self):
        """[id, type, name, forms]"""
        out = []
        for e in self.found["entities"]:
            mine = [m for m in self.names if m["entity"] == e["id"]]
            if mine:
                out.append([self.number(e["id"]), e["type"], e["name"], list(dict.fromkeys(m["text"] for m in mine))])
        return out

    def aligned(self):
        return self.aligner.align(self.row, self.text)[0]

    def mend_names(self):
        """Adds an exception for every place that the forms alone would give to somebody else."""
        wanted = {(m["start"], m["end"]): self.number(m["entity"]) for m in self.names}
        for _ in range(4):  # without a form's long name a shorter one's place may show
            made = {(m["start"], m["end"]): m["entity"] for m in self.aligned()["mentions"]}
            wrong = {span for span, entity in made.items() if wanted.get(span) != entity}
            if not wrong:
                return
            for a, b in sorted(wrong):
                form = self.text[a:b]
                nth = self.aligner.whole_words(form, self.text).index((a, b)) + 1
                self.row["except"] = [e for e in self.row["except"] if e[:2] != [form, nth]]
                self.row["except"].append([form, nth, wanted.get((a, b))])

    def shortened(self, words):
        part = words.split()
        return " ".join(part[:ENDS]) + " ... " + " ".join(part[-ENDS:]) if len(words) > LONGEST and len(part) > 2 * ENDS else words

    def quote(self, found):
        """A row that aligns to what was found, or as near to it as can be"""
        spans = [(c["start"], c["end"]) for c in found["content"]]
        parts = spans + [(found[k]["start"], found[k]["end"]) for k in ("cue", "source") if found[k]]
        ps = sorted({self.paragraph_at(a) for a, _ in parts})
        row = {"p": ps[0] if len(ps) == 1 else ps, "content": [self.shortened(self.text[a:b]) for a, b in spans]}
        for key in ("cue", "source"):
            if found[key]:
                row[key] = found[key]["text"]
        speaker = found["speaker"]
        if speaker:
            row["speaker"] = self.number(speaker["entity"]) if speaker["entity"] else speaker["name"]
        return self.exact(row, spans, found, ps)

    def exact(self, row, spans, found, ps):
        first = self.paragraphs[ps[0] - 1][0]
        last = self.paragraphs[ps[-1] - 1][1]
        made = self.alone(row)
        if not made or made["content"] != [list(s) for s in spans]:
            row["content"] = [self.text[a:b] for a, b in spans]
            made = self.alone(row)
        for key in ("cue", "source"):
            if made and found[key] and made.get(key) != [found[key]["start"], found[key]["end"]]:
                places = [(a + first, b + first) for a, b in self.aligner.whole_words(row[key], self.text[first:last])]
                span = (found[key]["start"], found[key]["end"])
                if span in places:
                    row[key + "_n"] = places.index(span) + 1
        return row

    def alone(self, row):
        made = self.aligner.align(self.row | {"quotes": [row]}, self.text)[0]["quotes"]
        return made[0] if made else None


def spread(row):
    """One entity, exception or quotation a line"""
    line = lambda x: json.dumps(x, ensure_ascii=False)
    lists = [f' "{key}":[\n' + ",\n".join("  " + line(x) for x in row[key]) + "\n ]" for key in ("entities", "except", "quotes")]
    return "{" + f'"id":{line(row["id"])},\n "blocks":{line(row["blocks"])},\n' + ",\n".join(lists) + "}\n"


def draft(args):
    aligner = load_aligner()
    args.folder.mkdir(parents=True, exist_ok=True)
    index = {}
    with args.articles.open(encoding="utf-8") as articles, args.pred.open(encoding="utf-8") as pred:
        for i, (article, found) in enumerate(zip(map(json.loads, articles), map(json.loads, pred), strict=True)):
            name, text = f"n{i:04}", article["text"]
            index[name] = article["id"]
            at = args.folder / name
            at.with_suffix(".txt").write_text(text, encoding="utf-8", newline="")
            shown = (f"[{n}] {' '.join(text[a:b].split())}\n" for n, (a, b) in enumerate(aligner.paragraphs(text), 1))
            at.with_suffix(".view").write_text("".join(shown), encoding="utf-8")
            at.with_suffix(".json").write_text(spread(Draft(aligner, name, text, found).row), encoding="utf-8")
    (args.folder / "index.json").write_text(json.dumps(index, indent=0), encoding="utf-8")


def read(folder, names):
    """(name, text, article as align.py makes it, problems)"""
    aligner = load_aligner()
    for path in sorted(folder.glob("n*.json")):
        if names and path.stem not in names:
            continue
        with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        try:
            made, bad = aligner.align(json.loads(path.read_text(encoding="utf-8")), text)
        except (ValueError, LookupError, TypeError, AttributeError) as e:
            made, bad = None, [f"{type(e).__name__}: {e}"]
        yield path.stem, text, made, bad


def check(args):
    problems = 0
    for name, _, _, bad in read(args.folder, args.names):
        problems += len(bad)
        for what in bad:
            print(f"{name}: {what}")
    print(f"{problems} problems", file=sys.stderr)
    sys.exit(problems > 0)


def quote_row(quote, text):
    """As corrected.jsonl has it: a speaker without a name is where its words stand, if they do"""
    row = {k: v for k, v in quote.items() if k != "speaker_text"}
    words = str(quote.get("speaker_text", ""))
    if words:
        at = text.find(words)
        row["speaker"] = [at, at + len(words)] if at >= 0 else words
    return row


def pack(args):
    index, left_out = json.loads((args.folder / "index.json").read_text(encoding="utf-8")), 0
    for name, text, made, bad in read(args.folder, args.names):
        if bad:
            print(f"{name} left out: {bad[0]}", file=sys.stderr)
            left_out += 1
            continue
        row = {"id": index[name], "sha256": hashlib.sha256(text.encode()).hexdigest(),
               "blocks": [[b["start"], b["end"], b["kind"]] for b in made["blocks"] if b["kind"] != "body"],
               "names": [[m["start"], m["end"], m["type"], m["entity"]] for m in made["mentions"]],
               "quotes": [quote_row(q, text) for q in made["quotes"]]}
        print(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
    if left_out:
        sys.exit(1)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = ap.add_subparsers(required=True)
    made = commands.add_parser("draft")
    for name in ("articles", "pred", "folder"):
        made.add_argument(name, type=pathlib.Path)
    made.set_defaults(run=draft)
    for run in (check, pack):
        made = commands.add_parser(run.__name__)
        made.add_argument("folder", type=pathlib.Path)
        made.add_argument("names", nargs="*")
        made.set_defaults(run=run)
    args = ap.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
