"""Articles with what a teacher thinks of them (build/lessons), as windows and batches for the fast network.

    lessons ─ Article (words by number, marks, paragraphs; labels where they are known) ─ Window ─ batch

A window is a run of whole paragraphs of at most `budget` positions; a paragraph that is longer is cut.  A position is
a token or, behind a paragraph's last one, its end.
"""
import collections
import dataclasses

import numpy as np
import torch

from fast import MARK_WORD, REACH
from documents import NAME_SETS
from network import CASES, MARK_STATES, NAME_LABELS, ROLE_LABELS
from windows import pad

TEACHER_NAMES, TEACHER_TAGS = 3, 2  # models/recipe/lessons.c
MARKS_FROM = 2  # mark states from here on are marks
RUNNING, TITLE, ALL_CAPITALS = range(3)
SWAPPED = {"home", "world", "lesson", "lesson_world"}  # sets whose names may be others
SURE = 0.9 * 255  # of a lesson's name
SURE_NAMES = np.array([NAME_SETS.of([label]) for label in range(NAME_LABELS)])  # by the teacher's label

Lesson = collections.namedtuple("Lesson", "id tokens state fresh names anchors ends tags roles")
Named = collections.namedtuple("Named", "tokens names")  # as documents.Pools sees an article


def read_lessons(path):
    """Lessons in the file's order; arrays are views of the mapped file."""
    raw = np.memmap(path, np.uint8, "r")
    at = 0

    def take(count, kind=np.uint8):
        nonlocal at
        part = raw[at:at + count * np.dtype(kind).itemsize]
        at += len(part)
        return part.view(kind)

    while at < len(raw):
        id_bytes, count, word_bytes, anchors = np.frombuffer(take(16).tobytes(), np.int32).tolist()
        id_ = take(id_bytes).tobytes().decode()
        text = take(word_bytes).tobytes()
        ends = np.cumsum(np.frombuffer(take(2 * count).tobytes(), np.uint16)).tolist()
        tokens = [text[a:b].decode() for a, b in zip([0] + ends, ends)]
        flags = take(count)
        columns = [take(count * n).reshape(count, n) for n in (2 * TEACHER_NAMES, 2, 1, 2 * TEACHER_TAGS)]
        roles = []
        for _ in range(anchors):
            token, cue, first, length = np.frombuffer(take(16).tobytes(), np.int32).tolist()
            roles.append((token, 1 - cue, first, take(length * ROLE_LABELS).reshape(-1, ROLE_LABELS)))
        yield Lesson(id_, tokens, flags & 127, flags >> 7, *columns, roles)


@dataclasses.dataclass
class Article:
    id: str
    set: str
    tokens: list  # [T] strings
    words: np.ndarray  # [T] numbers of fast.Words
    state: np.ndarray  # [T]
    block: np.ndarray  # [T]
    gold: object = None  # documents.Document, or None
    teacher: object = None  # Lesson, or None


def article(set_, words, tokens, state, block, gold=None, teacher=None):
    given = [MARK_WORD if s >= MARKS_FROM else t for t, s in zip(tokens, state)]
    return Article((gold or teacher).id, set_, tokens, np.array([words.of(t) for t in given], np.int32),
                   np.asarray(state, np.int8), np.asarray(block, np.int32), gold, teacher)


def of_document(d, words, teacher=None):
    """An annotated article; teacher: the lesson on the same one, or None"""
    if teacher and teacher.tokens != d.tokens:
        raise ValueError(f"the lesson on {d.id} was made of other tokens")
    return article(d.set, words, d.tokens, d.state, d.block, d, teacher)


def of_lesson(lesson, words):
    set_ = "lesson_world" if lesson.id.startswith("world_articles") else "lesson"
    return article(set_, words, lesson.tokens, lesson.state, np.cumsum(lesson.fresh), None, lesson)


# ---- Case ------------------------------------------------------------------------------------------


def paragraph_cases(letters, block):
    """letters [T, 6]: see fast.Words -> [T]: wordpiece.paragraph_case of each token's paragraph"""
    starts = np.flatnonzero(np.diff(block, prepend=-1))
    _, n, capitals, told, long, raised = letters.T.astype(np.int64)
    total = lambda column: np.add.reduceat(column, starts)
    before = np.cumsum(told) - told  # tokens with letters before this one, in the window
    behind_first = before > np.repeat(before[starts], np.diff(starts, append=len(block)))
    long, raised = total(long * behind_first), total(raised * behind_first)
    case = np.where((long >= 3) & (10 * raised >= 7 * long), TITLE, RUNNING)
    case = np.where((total(told) >= 2) & (10 * total(capitals) >= 9 * total(n)), ALL_CAPITALS, case)
    return np.repeat(case, np.diff(starts, append=len(block)))


# ---- Windows -----------------------------------------------------------------------------------------


def cut(block, budget, first_budget):
    """[(first token, behind the last)] of windows of at most budget positions; the first one of first_budget."""
    last = np.flatnonzero(np.diff(block, append=-1))
    out, start, used, room = [], 0, 1, first_budget
    for a, b in zip(np.concatenate([[0], last[:-1] + 1]) if len(last) else [], last + 1):
        if used + b - a + 1 > room and a > start:
            out.append((start, a))
            start, used, room = a, 1, budget
        while b - a + 2 > budget:  # a paragraph longer than a window
            if a > start:
                out.append((start, a))
            out.append((a, a + budget - 2))
            start = a = a + budget - 2
            used, room = 1, budget
        used += b - a + 1
    if start < len(block):
        out.append((start, len(block)))
    return out


class Window:
    def __init__(self, a, start, end, words, new=None):
        """new: the words of the whole article in other words (Augment), or None"""
        part = slice(start, end)
        numbers = (a.words if new is None else new)[part]
        self.article, self.start, self.end, self.set = a, start, end, a.set
        self.block = a.block[part] - a.block[start]
        letters = words.letter_table()[numbers]
        case = letters[:, 0] + 10 * paragraph_cases(letters, self.block)
        self.first = 1 + np.arange(end - start) + np.concatenate([[0], np.cumsum(np.diff(self.block) != 0)])
        count = self.first[-1] + 2
        self.words = np.full(count, -1, np.int32)
        self.cases, self.marks = np.full(count, CASES, np.int8), np.full(count, MARK_STATES, np.int8)
        self.words[self.first], self.cases[self.first], self.marks[self.first] = numbers, case, a.state[part]

    def anchors(self):
        """[(token of the window, kind, gold roles [(token, role)] or None, lesson's (first, cells) or None)]"""
        a, out = self.article, []
        if a.gold is not None:
            out += [(t - self.start, kind, [(i - self.start, r) for i, r in roles], None)
                    for t, kind, roles in a.gold.quotes if self.start <= t < self.end]
        if a.teacher is not None:
            out += [(t - self.start, kind, None, (first - self.start, cells))
                    for t, kind, first, cells in a.teacher.roles if self.start <= t < self.end]
        return out


def role_targets(anchors):
    """[A, 2 REACH + 1, 5] probabilities, all 0 where nothing is known"""
    out = np.zeros((len(anchors), 2 * REACH + 1, ROLE_LABELS), np.float32)
    for row, (token, _, gold, taught) in zip(out, anchors):
        row[:, 0] = 1
        if gold is not None:
            for t, role in gold:
                if abs(t - token) <= REACH:
                    row[t - token + REACH] = np.eye(ROLE_LABELS)[role]
        else:
            first, cells = taught
            a, b = max(first, token - REACH), min(first + len(cells), token + REACH + 1)
            if a < b:
                row[a - token + REACH:b - token + REACH] = cells[a - first:b - first]
    return torch.from_numpy(out / np.maximum(out.sum(-1, keepdims=True), 1e-6))


def batch(windows, words):
    """Pads windows to one length: see fast.FastNetwork.forward and fast_train.losses for what is made of it."""
    p, t = max(len(w.words) for w in windows), max(len(w.first) for w in windows)
    numbers = pad([w.words for w in windows], p, -1)
    unique, index = np.unique(numbers.numpy(), return_inverse=True)
    index = torch.from_numpy(index.reshape(numbers.shape)).long()
    if unique[0] < 0:  # a paragraph's end has the row behind the last one
        unique, index = unique[1:], torch.where(index == 0, len(unique) - 1, index - 1)
    rows, weights, starts = words.bag(unique.tolist())
    anchors = [(i, *a) for i, w in enumerate(windows) for a in w.anchors()]
    out = {"words": index, "bag_rows": rows, "bag_weights": weights, "bag_starts": starts,
           "keep": pad([np.ones(len(w.words)) for w in windows], p, 0).bool(),
           "cases": pad([w.cases for w in windows], p, CASES), "marks": pad([w.marks for w in windows], p, MARK_STATES),
           "schemes": torch.tensor([int(w.set == "polnear") for w in windows]),
           "first": pad([w.first for w in windows], t, 0), "real": pad([np.ones(len(w.first)) for w in windows], t, 0).bool(),
           "blocks": pad([w.block for w in windows], t, 0),
           "window": torch.tensor([a[0] for a in anchors], dtype=torch.long),
           "anchor": torch.tensor([a[1] for a in anchors], dtype=torch.long),
           "kind": torch.tensor([a[2] for a in anchors], dtype=torch.long),
           "taught": torch.tensor([a[3] is None for a in anchors], dtype=torch.bool),
           "roles": role_targets([a[1:] for a in anchors]) if anchors else None, "sets": [w.set for w in windows]}
    return out | gold_of(windows, t) | lessons_of(windows, t)


def gold_of(windows, t):
    """What annotators say; -1, or name set 0, where nothing is known."""
    fills = {"names": 0, "anchors": -1, "ends": -1, "tags": -1}
    return {name: pad([getattr(w.article.gold, name)[w.start:w.end] if w.article.gold is not None else [] for w in windows],
                      t, fill) for name, fill in fills.items()}


def lessons_of(windows, t):
    """What the teacher says, in bytes; `taught_by` [W]: whether there is one."""
    out = {"taught_by": torch.tensor([w.article.teacher is not None for w in windows])}
    for name, columns in (("names", 2 * TEACHER_NAMES), ("anchors", 2), ("ends", 1), ("tags", 2 * TEACHER_TAGS)):
        nothing = np.zeros((0, columns), np.uint8)
        out["lesson_" + name] = pad([getattr(w.article.teacher, name)[w.start:w.end] if w.article.teacher is not None
                                     else nothing for w in windows], t, 0)
    return out


class Augment:
    """Changes that leave the labels as they are: other names (documents.Pools), and lost or shouted capitals."""

    def __init__(self, order, pools, words, swap=0.35, lower=0.03, upper=0.04):
        self.order, self.pools, self.words, self.swap, self.lower, self.upper = order, pools, words, swap, lower, upper

    def of(self, a):
        """The article's words, changed; None for none"""
        roll, swap = self.order.random(), self.order.random() < self.swap and a.set in SWAPPED
        if not swap and roll >= self.lower + self.upper:
            return None
        tokens = self.swapped(a) if swap else a.tokens
        if roll < self.lower + self.upper:
            tokens = [t.lower() if roll < self.lower else t.upper() for t in tokens]
        given = (MARK_WORD if s >= MARKS_FROM else t for t, s in zip(tokens, a.state))
        return np.array([self.words.of(t) for t in given], np.int32)

    def swapped(self, a):
        """With other words for those of its names, of which a lesson has what the teacher is sure of"""
        named = a.gold or Named(a.tokens, SURE_NAMES[np.where(a.teacher.names[:, TEACHER_NAMES] >= SURE, a.teacher.names[:, 0], 0)])
        new, out = self.pools.swaps(named, self.order), list(a.tokens)
        for i, word in enumerate(out):
            kind = self.pools.kind(named, i)
            if kind:
                out[i] = new[word, kind[0]]
        return out
