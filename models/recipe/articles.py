"""Articles that a network learns from: annotated ones, and ones that a teacher has read (teach.py).

    documents.Document, lessons ─ Article (words by number, marks, paragraphs; labels where they are known)

A file of lessons has, for each article, little-endian:

    i32 [4]             bytes of the id, tokens T, bytes of all tokens together, anchors
    bytes               the id; the tokens, one behind the other
    u16 [T]             each token's bytes
    u8 [T]              mark state; + 128 for a paragraph's first token
    u8 [T][6]           the three likeliest labels of names, then their probabilities
    u8 [T][2]           probabilities of a cue and of content's first token
    u8 [T]              of a sentence's end
    u8 [T][4]           the two likeliest tags, then their probabilities
    anchors times       i32 [4]: token, 1 for a cue, first token that has a role, tokens from there on; then u8 [tokens][5]

A probability is 255 for 1.
"""
import collections
import dataclasses
import os

import numpy as np

import wordpiece
from documents import NAME_SETS
from network import NAME_LABELS, ROLE_LABELS
from wordpiece import ALL_CAPITALS, RUNNING, TITLE

MARK_WORD = '"'  # what every quotation mark is read as
MARKS_FROM = 2  # mark states from here on are marks
TEACHER_NAMES, TEACHER_TAGS = 3, 2
COLUMNS = {"names": 2 * TEACHER_NAMES, "anchors": 2, "ends": 1, "tags": 2 * TEACHER_TAGS}
SWAPPED = {"home", "world", "lesson", "lesson_world"}  # sets whose names may be others
SURE = 0.9 * 255  # of a lesson's name
SURE_NAMES = np.array([NAME_SETS.of([label]) for label in range(NAME_LABELS)])  # by the teacher's label

Lesson = collections.namedtuple("Lesson", "id tokens state fresh names anchors ends tags roles")  # roles: [(token, kind, first, cells)]
Named = collections.namedtuple("Named", "tokens names")  # as documents.Pools sees an article


# ---- Words -------------------------------------------------------------------------------------------


class Words:
    """Every word met so far, by number: its pieces, and what its letters say."""

    def __init__(self):
        self.number, self.pieces, self.letters = {}, [], []
        self.letter_rows = np.zeros((0, 6), np.int16)
        self.piece_rows = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int32)

    def of(self, word):
        number = self.number.get(word)
        if number is None:
            number = self.number[word] = len(self.pieces)
            self.add(word)
        return number

    def add(self, word):
        self.pieces.append(wordpiece.pieces(word, word == MARK_WORD))
        letters, capitals, _, first, _ = wordpiece.counts(word)
        self.letters.append((wordpiece.shape(word), letters, capitals, letters > 0, letters >= 4, letters >= 4 and first))

    def numbers(self, tokens, state):
        """[T]"""
        return np.array([self.of(MARK_WORD if s >= MARKS_FROM else t) for t, s in zip(tokens, state)], np.int32)

    def letter_table(self):
        """[words, 6]: shape, letters, capitals, a letter at all, 4 letters and more, and begun with a capital"""
        if len(self.letter_rows) < len(self.letters):
            self.letter_rows = np.concatenate([self.letter_rows, np.array(self.letters[len(self.letter_rows):], np.int16)])
        return self.letter_rows

    def piece_table(self):
        """Of each word, where its pieces begin and how many they are; and all pieces"""
        starts, counts, flat = self.piece_rows
        if len(starts) < len(self.pieces):
            more = self.pieces[len(starts):]
            lengths = np.array([len(p) for p in more])
            starts = np.concatenate([starts, len(flat) + np.cumsum(lengths) - lengths])
            flat = np.concatenate([flat, np.array([n for p in more for n in p], np.int32)])
            self.piece_rows = starts, np.concatenate([counts, lengths]), flat
        return self.piece_rows


def paragraph_cases(letters, block):
    """letters [T, 6]: see Words -> [T]: wordpiece.paragraph_case of each token's paragraph"""
    starts = np.flatnonzero(np.diff(block, prepend=-1))
    _, n, capitals, told, long, raised = letters.T.astype(np.int64)
    total = lambda column: np.add.reduceat(column, starts)
    before = np.cumsum(told) - told  # tokens with letters before this one, in the window
    behind_first = before > np.repeat(before[starts], np.diff(starts, append=len(block)))
    long, raised = total(long * behind_first), total(raised * behind_first)
    case = np.where((long >= 3) & (10 * raised >= 7 * long), TITLE, RUNNING)
    case = np.where((total(told) >= 2) & (10 * total(capitals) >= 9 * total(n)), ALL_CAPITALS, case)
    return np.repeat(case, np.diff(starts, append=len(block)))


# ---- Articles ------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Article:
    id: str
    set: str
    tokens: list  # [T] strings
    words: np.ndarray  # [T] numbers of Words
    state: np.ndarray  # [T]
    block: np.ndarray  # [T]
    gold: object = None  # documents.Document, or None
    teacher: object = None  # Lesson, or None


def of_document(d, words):
    return Article(d.id, d.set, d.tokens, words.numbers(d.tokens, d.state), np.asarray(d.state, np.int8),
                   np.asarray(d.block, np.int32), d)


def of_lesson(x, words):
    return Article(x.id, set_of(x.id), x.tokens, words.numbers(x.tokens, x.state), x.state.astype(np.int8),
                   np.cumsum(x.fresh, dtype=np.int32), None, x)


# ---- Lessons -------------------------------------------------------------------------------------------


def read_lessons(path, part=0, parts=1):
    """Every `parts`th lesson in the file's order, from number `part` on; arrays are views of the mapped file."""
    raw = np.memmap(path, np.uint8, "r")
    at = number = 0

    def take(count, kind=np.uint8):
        nonlocal at
        found = raw[at:at + count * np.dtype(kind).itemsize]
        at += len(found)
        return found.view(kind)

    while at < len(raw):
        id_bytes, count, word_bytes, anchors = np.frombuffer(take(16).tobytes(), np.int32).tolist()
        id_, text, lengths, flags = take(id_bytes), take(word_bytes), take(2 * count), take(count)
        columns = [take(count * n).reshape(count, n) for n in COLUMNS.values()]
        roles = []
        for _ in range(anchors):
            token, cue, first, length = np.frombuffer(take(16).tobytes(), np.int32).tolist()
            roles.append((token, 1 - cue, first, take(length * ROLE_LABELS).reshape(-1, ROLE_LABELS)))
        if number % parts == part:
            ends, text = np.cumsum(np.frombuffer(lengths.tobytes(), np.uint16)).tolist(), text.tobytes()
            tokens = [text[a:b].decode() for a, b in zip([0] + ends, ends)]
            yield Lesson(id_.tobytes().decode(), tokens, flags & 127, flags >> 7, *columns, roles)
        number += 1


def set_of(id_):
    return "lesson_world" if id_.startswith("world_articles") else "lesson"


def tokens_of(path):
    """{set: tokens} of a file of lessons"""
    count = collections.Counter()
    for x in read_lessons(path):
        count[set_of(x.id)] += len(x.tokens)
    return count


def write_lesson(out, x):
    """Appends one to an open file."""
    id_, words = x.id.encode(), [t.encode() for t in x.tokens]
    text = b"".join(words)
    out.write(np.array([len(id_), len(words), len(text), len(x.roles)], np.int32).tobytes() + id_ + text)
    out.write(np.array([len(w) for w in words], np.uint16).tobytes())
    out.write((x.state.astype(np.uint8) | x.fresh.astype(np.uint8) << 7).tobytes())
    for name in COLUMNS:
        out.write(getattr(x, name).astype(np.uint8).tobytes())
    for token, kind, first, cells in x.roles:
        out.write(np.array([token, 1 - kind, first, len(cells)], np.int32).tobytes() + cells.astype(np.uint8).tobytes())


def write_lessons(lessons, path):
    """Nobody sees half a file. Returns how many they were."""
    part, count = path.with_suffix(".part"), 0
    with part.open("wb") as out:
        for x in lessons:
            write_lesson(out, x)
            count += 1
    os.replace(part, path)
    return count


# ---- Changes that leave the labels as they are ---------------------------------------------------------------

MISREAD = {"l": "1I", "I": "l1", "O": "0", "o": "0c", "e": "c", "c": "e", "m": "rn", "n": "ri", "h": "b", "t": "f", "i": "1", "S": "5",
           "B": "8", "g": "q", "u": "v", "a": "o", "\u2019": "'?", "'": "\u2019?"}


class Augment:
    """Other names (documents.Pools), lost or shouted capitals, misread letters, lost paragraph breaks."""

    def __init__(self, order, pools, words, swap=0.35, lower=0.03, upper=0.04, misread=0.05, joined=0.04):
        self.order, self.pools, self.words = order, pools, words
        self.swap, self.lower, self.upper, self.misread, self.joined = swap, lower, upper, misread, joined

    def of(self, a):
        """The article's words and paragraphs; None for what has not changed"""
        return self.words_of(a), self.blocks_of(a)

    def words_of(self, a):
        roll, swap = self.order.random(), self.order.random() < self.swap and a.set in SWAPPED
        misread = self.order.random() < self.misread
        if not swap and not misread and roll >= self.lower + self.upper:
            return None
        tokens = self.swapped(a) if swap else a.tokens
        if misread:
            tokens = self.noisy(tokens)
        if roll < self.lower + self.upper:
            tokens = [t.lower() if roll < self.lower else t.upper() for t in tokens]
        return self.words.numbers(tokens, a.state)

    def swapped(self, a):
        """With other words for those of its names, of which a lesson has what the teacher is sure of"""
        named = a.gold or Named(a.tokens, SURE_NAMES[np.where(a.teacher.names[:, TEACHER_NAMES] >= SURE, a.teacher.names[:, 0], 0)])
        new, out = self.pools.swaps(named, self.order), list(a.tokens)
        for i, word in enumerate(out):
            kind = self.pools.kind(named, i)
            if kind:
                out[i] = new[word, kind[0]]
        return out

    def noisy(self, tokens):
        """One letter of one token in 30 read wrongly"""
        out = list(tokens)
        for i in np.flatnonzero(self.order.random(len(out)) < 1 / 30):
            at = int(self.order.integers(len(out[i])))
            others = MISREAD.get(out[i][at])
            if others:
                out[i] = out[i][:at] + others[int(self.order.integers(len(others)))] + out[i][at + 1:]
        return out

    def blocks_of(self, a):
        if self.order.random() >= self.joined:
            return None
        fresh = np.diff(a.block, prepend=-1) != 0
        return np.cumsum(fresh & (self.order.random(len(fresh)) < 0.5), dtype=np.int32)
