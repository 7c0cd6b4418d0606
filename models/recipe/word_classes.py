"""What lists of names and Brown clusters say of a word: classes, each of which has a row in the fast network's records.

    words()    {"Kaspersky": [class, ...], ...}; and how many classes there are

A class is a bare fact ("is a company's only word"), which the network weighs.  Words are as they are written, with
their capitals.  Numbers of classes are the same in every run.
"""
import gzip
import re

from documents import lexicon_rows
from places import DATA

LEAST = 4  # times that a word stands in the text that the clusters were made from
PREFIXES = (4, 6, 10, 32)  # bits of a cluster's place in the tree
MOST_OFTEN_PART = 400  # names that a word is part of, above which it says nothing
WORD = re.compile(r"[^\s(),/&]+")
SUFFIX = re.compile(r"(?:,? (?:Inc|Corp|Corporation|Co|Company|Ltd|Limited|PLC|plc|LLC|LP|NV|SA|AG|SE|ASA|AB|Oyj|Bhd|Berhad|Holdings?|"
                    r"Group|International|Trust|Fund|Bancorp)\.?)+$")
PARTS = ("companies", "brands_operators_nsi", "sports_clubs", "parties", "universities", "newspapers")


def first_names():
    for name, males, females in lexicon_rows("first_names_ssa.tsv"):
        count = int(males) + int(females)
        if count > 1000:
            yield name, "first name" if count > 20000 else "rare first name"


def surnames():
    for name, share in lexicon_rows("census1990_all_last.tsv"):
        if float(share) >= 0.001:
            yield name, "surname" if float(share) >= 0.01 else "rare surname"


def politicians():
    for name, *_ in lexicon_rows("politicians.tsv"):
        words = name.split()
        if len(words) > 1:
            yield words[0], "politician's first name"
            yield words[-1], "politician's surname"


def places():
    for name, *_ in lexicon_rows("cities_geonames.tsv"):
        words = name.split()
        for word in words:
            yield word, "city" if len(words) == 1 else "part of a city"
    for name, _, capital, demonym in lexicon_rows("countries.tsv"):
        yield from ((name, "country"), (capital, "capital"), (demonym, "demonym"))


def organisations():
    for kind in PARTS:
        count, whole = {}, set()
        for name, *_ in lexicon_rows(f"{kind}.tsv"):
            words = WORD.findall(SUFFIX.sub("", name))
            if len(words) == 1:
                whole.add(words[0])
            for word in words:
                count[word] = count.get(word, 0) + 1
        yield from ((word, kind) for word in whole)
        yield from ((word, f"part of {kind}") for word, n in count.items() if n <= MOST_OFTEN_PART)


def clusters():
    with gzip.open(DATA / "lex" / "brown_bllip_c1000.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            bits, word, count = line.rstrip("\n").split("\t")
            if int(count) >= LEAST:
                for length in PREFIXES:
                    yield word, f"cluster {length} {bits[:length]}"


def words():
    found, number = {}, {}
    for part in (first_names, surnames, politicians, places, organisations, clusters):
        for word, kind in part():
            if word[:1].isupper() or part is clusters:
                of = found.setdefault(word, [])
                n = number.setdefault(kind, len(number))
                if n not in of:
                    of.append(n)
    return found, len(number)
