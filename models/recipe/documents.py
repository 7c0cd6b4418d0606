"""Every training source in one form: a text with spans, then a document of tokens with labels.

    gold, polnear, ner, ud ─ Source (text, spans in code points) ─ Document (tokens, marks, labels a token)

The text's layers (paragraphs, tokens, quotation marks) come from the C library, so that training and reading
see the same thing.  Labels of a token:

    names    index into NAME_SETS: which labels the source allows (a coarse LOC allows GPE, LOC and FAC)
    anchors  0 none, 1 cue, 2 first token of content that no cue claims; -1 unknown
    ends     1 a sentence ends behind it, 0 not, -1 unknown
    tags     index into TAGS, -1 unknown
    quotes   [(anchor token, kind, [(token, role)])]
"""
import dataclasses
import hashlib
import json
import os
import pickle
import subprocess
import sys

import numpy as np

from network import NAME_TYPES, TAGS
from places import DATA, WORK

FINE = {t: [i] for i, t in enumerate(NAME_TYPES)}
MISC = [NAME_TYPES.index(t) for t in ("NORP", "PRODUCT", "EVENT", "WORK", "LAW")]
COARSE = {"PER": [0], "ORG": [1], "LOC": [2, 3, 4], "MISC": MISC}


@dataclasses.dataclass
class Source:
    """A text as its data set has it; spans are code points."""
    id: str
    text: str
    set: str
    names: list | None = None  # [(start, end, type)]
    marks_misc: bool = True  # False: the source has no MISC, so that its O may be any of those types
    quotes: list | None = None  # [{"content": [[s, e]], "cue": [s, e]?, "source": [s, e]?}]
    words: list | None = None  # [(start, end, tag, sentence ends behind it)]


@dataclasses.dataclass
class Document:
    id: str
    set: str
    tokens: list  # [T] strings
    block: np.ndarray  # [T]
    state: np.ndarray  # [T] mark states
    names: np.ndarray
    anchors: np.ndarray
    ends: np.ndarray
    tags: np.ndarray
    quotes: list


class NameSets:
    """Sets of allowed name labels, numbered as they come; 0 allows all (unknown)."""

    def __init__(self):
        self.rows = [tuple(range(1 + 2 * len(NAME_TYPES)))]
        self.index = {self.rows[0]: 0}

    def of(self, labels):
        labels = tuple(sorted(labels))
        if labels not in self.index:
            self.index[labels] = len(self.rows)
            self.rows.append(labels)
        return self.index[labels]

    def table(self):
        """[sets, labels] booleans"""
        out = np.zeros((len(self.rows), len(self.rows[0])), bool)
        for i, row in enumerate(self.rows):
            out[i, list(row)] = True
        return out


NAME_SETS = NameSets()
for _types in [*FINE.values(), *COARSE.values()]:  # numbered the same in every run
    NAME_SETS.of(1 + 2 * t for t in _types)
    NAME_SETS.of(2 + 2 * t for t in _types)
OUTSIDE, OUTSIDE_OR_MISC = NAME_SETS.of([0]), NAME_SETS.of([0] + [i + 2 * t for t in MISC for i in (1, 2)])


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_gold(path, set_):
    """A file in the form of data/gold"""
    for line in path.open(encoding="utf-8"):
        d = json.loads(line)
        yield Source(d["id"], d["text"], set_,
                     names=[(m["start"], m["end"], m["type"]) for m in d["mentions"]], quotes=d["quotes"])


def read_polnear(name, cue_words):
    """PolNeAR's cue is a list of spans ("will likely say"); ours is its head word."""
    for line in (DATA / "quotes" / f"polnear-{name}.jsonl").open(encoding="utf-8"):
        d = json.loads(line)
        quotes = []
        for q in d["quotes"]:
            if not q["content"]:
                continue
            row = {"content": q["content"]}
            cue = polnear_cue(d["text"], q["cue"], cue_words)
            if cue:
                row["cue"] = cue
            if q["source"]:
                row["source"] = [q["source"][0][0], q["source"][0][1]]
            quotes.append(row)
        yield Source(d["id"], d["text"], "polnear", quotes=quotes)


def polnear_cue(text, spans, cue_words):
    words, at = [], None
    for a, b in spans:
        at = a
        for word in text[a:b].split():
            at = text.index(word, at)
            words.append((word.lower().strip(".,:;"), at, at + len(word)))
            at += len(word)
    if not words:
        return None
    known = [w for w in words if w[0] in cue_words]
    return list((known or words[-1:])[0][1:])


def cue_words():
    """The cues of gold/train seen three times or more."""
    count = {}
    for s in read_gold(DATA / "gold/train.jsonl", "home"):
        for q in s.quotes:
            if q.get("cue"):
                word = s.text[q["cue"][0]:q["cue"][1]].lower().split()[0]
                count[word] = count.get(word, 0) + 1
    return {w for w, n in count.items() if n >= 3}


def read_ner(path, name, marks_misc):
    """Running text by ../shared/tools/tsv2jsonl.py; most of its one-sentence paragraphs are joined."""
    tool = DATA.parent / "tools" / "tsv2jsonl.py"
    lines = subprocess.run([sys.executable, str(tool), str(path)], check=True, capture_output=True, text=True).stdout
    order = np.random.default_rng(7)
    for line in lines.splitlines():
        d = json.loads(line)
        text = list(d["text"])
        for i in range(len(text) - 1):
            if text[i] == text[i + 1] == "\n" and order.random() < 0.6:
                text[i:i + 2] = "  "  # as long as before
        yield Source(str(d["id"]), "".join(text), name, names=[(m["start"], m["end"], m["type"]) for m in d["mentions"]],
                     marks_misc=marks_misc)


def read_ud(path, name):
    text, words, paragraph, number = "", [], True, 0
    sentence = None
    for line in path.open(encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc") and text:
            yield Source(f"{name}{number}", text, name, words=words)
            text, words, number, paragraph = "", [], number + 1, True
        elif line.startswith("# newpar"):
            paragraph = True
        elif line.startswith("# text = "):
            sentence = line[len("# text = "):]
            text += ("\n\n" if paragraph else " ") if text else ""
            paragraph = False
            at, text, covered = len(text), text + sentence, 0
        elif line and line[0] != "#":
            at, covered = ud_word(line.split("\t"), text, at, covered, words)
        elif not line and words:
            words[-1] = (*words[-1][:3], 1)
    yield Source(f"{name}{number}", text, name, words=words)


def ud_word(row, text, at, covered, words):
    """One row of a sentence; `covered` is where a multi-word token's surface ends. Returns the next (at, covered)."""
    if "." in row[0]:
        return at, covered
    while at < len(text) and text[at].isspace():
        at += 1
    if "-" in row[0]:  # its words follow; they are placed one by one as long as they spell the surface
        return at, at + len(row[1])
    end = at + len(row[1])
    if text[at:end] != row[1]:
        return (covered, 0) if at < covered else (at, covered)
    words.append((at, end, TAGS.index(row[3]), 0))
    return end, covered


def sources():
    cues = cue_words()
    yield from read_gold(DATA / "gold/train.jsonl", "home")
    yield from read_gold(DATA / "gold/train-world.jsonl", "world")
    yield from read_gold(WORK / "corrected.jsonl", "world")
    yield from read_polnear("train", cues)
    for path, misc in (("uner_ewt", False), ("gum_clean", True), ("wikigold", True), ("docred_redocred", True),
                       ("crossner", True), ("re3d_open", True), ("btc_g", False), ("multiner_gov", True), ("gmb", True)):
        yield from read_ner(DATA / "ner" / f"train.{path}.tsv", path, misc)
    yield from read_ud(DATA / "ud" / "en_ewt-ud-train.rebuilt.conllu", "ud_ewt")
    yield from read_ud(DATA / "ud" / "en_gum-ud-train.clean.conllu", "ud_gum")


def document(source, layers):
    """layers(text) -> (starts, ends [T] code points, block [T], state [T])"""
    starts, ends, block, state = layers(source.text)
    tokens = [sys.intern(source.text[a:b]) for a, b in zip(starts, ends)]  # a file of them is smaller then
    count = len(tokens)

    def covering(a, b):
        return range(int(np.searchsorted(ends, a, side="right")), int(np.searchsorted(starts, b, side="left")))

    names = np.zeros(count, np.int16)
    if source.names is not None:
        names[:] = OUTSIDE if source.marks_misc else OUTSIDE_OR_MISC
        for a, b, kind in source.names:
            types = FINE.get(kind) or COARSE[kind]
            for n, t in enumerate(covering(a, b)):
                names[t] = NAME_SETS.of((2 if n else 1) + 2 * i for i in types)
    anchors = np.full(count, -1 if source.quotes is None else 0, np.int8)
    quotes = []
    for q in source.quotes or []:
        labelled = quote_labels(q, covering)
        if labelled:
            anchors[labelled[0]] = 1 + labelled[1]
            quotes.append(labelled)
    sentence_ends, tags = np.full(count, -1, np.int8), np.full(count, -1, np.int8)
    if source.words is not None:
        label_words(source.words, starts, ends, sentence_ends, tags)
    last = np.flatnonzero(np.diff(block, append=-1))
    sentence_ends[last] = -1  # a block's end is a sentence's end without being asked
    return Document(source.id, source.set, tokens, block, state, names, anchors, sentence_ends, tags, quotes)


def quote_labels(q, covering):
    """(anchor token, kind, [(token, role)]); None when nothing of it is a token."""
    roles = {}
    for a, b in q["content"]:
        for n, t in enumerate(covering(a, b)):
            roles[t] = 2 if n else 1
    if not roles:
        return None
    first = min(roles)
    if q.get("source"):
        for n, t in enumerate(t for t in covering(*q["source"]) if t not in roles):
            roles[t] = 4 if n else 3
    cue = list(covering(*q["cue"])) if q.get("cue") else []
    anchor, kind = (cue[0], 0) if cue else (first, 1)
    return anchor, kind, sorted(roles.items())


def label_words(words, starts, ends, sentence_ends, tags):
    at = {(a, b): i for i, (a, b) in enumerate(zip(starts.tolist(), ends.tolist()))}
    by_end = {b: i for i, b in enumerate(ends.tolist())}
    sentence_ends[:] = 0
    for a, b, tag, stop in words:
        if (a, b) in at:
            tags[at[a, b]] = tag
        if stop and b in by_end:
            sentence_ends[by_end[b]] = 1


def cached(path, make):
    """What make() gives, kept in a file, so that a machine without data and C library can go on from there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")  # others may be making the same
        part.write_bytes(pickle.dumps(make()))
        part.replace(path)
    return pickle.loads(path.read_bytes())


PERSON_B, PERSON_I, ORG_B, ORG_I, GPE_B, GPE_I = (NAME_SETS.of([n]) for n in range(1, 7))
POOLS = {PERSON_B: ("person", "first"), PERSON_I: ("person", "last"), ORG_B: ("org", "org"), ORG_I: ("org", "org"),
         GPE_B: ("gpe", "gpe"), GPE_I: ("gpe", "gpe")}  # (type, pool)


class Pools:
    """Names from all over the world that may stand for the names of an article.

    Words are exchanged one by one: all of people's, and of organisations and places those that no article has in small
    letters, which "Bank" is known by.  What many articles name, such as "Congress" and "London", is left half of the
    time, and countries always.  A third of the organisations' words become surnames, as Kaspersky and Boeing are.
    For an organisation's initials stand letters that nobody has seen together, some with a digit, as T1 and 3M have.
    """
    RARE = 4  # articles
    KNOWN = 0.5
    SURNAMES = 0.35
    INITIALS = 2, 5  # letters, at least and at most
    DIGITS = 0.2

    def __init__(self, docs):
        first, last = person_names(docs)
        self.words = {"first": first, "last": last, "org": company_names(), "gpe": city_names()}
        self.common = {t for d in docs for t in d.tokens if t.islower()} | {row[0].lower() for row in lexicon_rows("countries.tsv")}
        self.articles = {}
        for d in docs:
            if d.set in ("home", "world"):
                for word in {d.tokens[i] for i in np.flatnonzero(np.isin(d.names, (ORG_B, ORG_I, GPE_B, GPE_I)))}:
                    self.articles[word] = self.articles.get(word, 0) + 1

    def kind(self, d, i):
        """(type, pool) of a token that may be another word; None for one that stays."""
        word, found = d.tokens[i], POOLS.get(d.names[i])
        if not found or (found[0] != "person" and word.lower() in self.common):
            return None
        if found[0] == "org" and self.is_initials(word):
            return "org", "initials"
        return found if word.isalpha() and word.istitle() and len(word) > 2 else None

    def is_initials(self, word):
        least, most = self.INITIALS
        return least <= len(word) <= most and word.isascii() and word.isalnum() and word.isupper()

    def stays(self, word, type_, order):
        return type_ != "person" and self.articles.get(word, 0) > self.RARE and order.random() >= self.KNOWN

    def initials(self, order):
        """Three letters as often as any other number"""
        least, most = self.INITIALS
        letters = [chr(n) for n in order.integers(ord("A"), ord("Z") + 1, 3 if order.random() < 0.5 else order.integers(least, most + 1))]
        if order.random() < self.DIGITS:
            letters[int(order.integers(len(letters)))] = str(order.integers(1, 10))
        return "".join(letters)

    def other(self, pool, order):
        if pool == "initials":
            return self.initials(order)
        if pool == "org" and order.random() < self.SURNAMES:
            pool = "last"
        words = self.words[pool]
        return words[int(order.integers(len(words)))]

    def swaps(self, d, order):
        """(word, type) to another word, for the words of the names of d (with tokens and names) that may be others"""
        seen = {}
        for i, word in enumerate(d.tokens):
            kind = self.kind(d, i)
            if kind:
                seen.setdefault((word, kind[0]), []).append(kind[1])
        # a surname is what mostly follows another word of the name; sorted, since a set has no order that lasts
        return {key: key[0] if self.stays(*key, order) else self.other(max(sorted(set(parts)), key=parts.count), order)
                for key, parts in seen.items()}


def proper(words):
    return sorted(w for w in set(words) if w.isalpha() and w.istitle() and len(w) > 1)


def lexicon_rows(name):
    return [row.rstrip("\n").split("\t") for row in (DATA / "lex" / name).open(encoding="utf-8")]


def company_names():
    return proper(row[0] for row in lexicon_rows("brands_operators_nsi.tsv"))


def city_names():
    return proper(row[0] for row in lexicon_rows("cities_geonames.tsv"))


def person_names(docs):
    """(first names, surnames): people of Wikipedia and the news, and the lexicons."""
    first, last = set(), set()
    for d in docs:
        if d.set in ("docred_redocred", "crossner", "wikigold", "home", "world"):
            for i in np.flatnonzero(d.names == PERSON_B):
                j = i
                while j + 1 < len(d.names) and d.names[j + 1] == PERSON_I:
                    j += 1
                if j > i:
                    first.add(d.tokens[i])
                    last.add(d.tokens[j])
    first.update(r[0] for r in lexicon_rows("first_names_ssa.tsv") if int(r[1]) + int(r[2]) > 20000)
    last.update(r[0] for r in lexicon_rows("census1990_all_last.tsv") if float(r[1]) >= 0.01)
    return proper(first), proper(last)
