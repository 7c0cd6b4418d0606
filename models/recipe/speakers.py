#!/usr/bin/env python3
"""Trains the ranker that gives each quotation its speaker (src/doc/ranker.h).

usage: speakers.py --tool build/speakers --model MODEL.inq [--vectors] OUT.npz [--gold FILE...]

MODEL.inq is a model file that holds the lexicon and, for --vectors, the network: then the ranker sees the network's
vectors of sources and candidates, too (traces.py).  The candidates and their features come from the program
itself (models/recipe/speakers.c) on the gold names and quotations of annotated articles, once as they are and
some times spoiled as the network spoils what it has not learned from (what it says of train itself is too good).  A
first ranker knows who really spoke before; the final one has seen what the first one decides instead.  What is rare
there ("I" for an author, a woman beside a man) is made of what is not.  A fifth of the articles is held out in turn to
measure.  The loss is that of the right candidates' joint probability, for a quotation may have more than one.
"""
import argparse
import json
import pathlib
import random
import re
import subprocess
import tempfile
import typing

import numpy as np
import torch

from pack import Pack, fingerprint
from places import DATA, WORK
from traces import TRACE, Traces, vectors

SEED = 3
DRAWS = 8  # how many times each article is spoiled, differently each time
# Shares of the quotations of "he" and "she" that are made into others, too
FIRST_PERSONS, OPPOSITES, EXCHANGED, EXCHANGED_FIRMS = 0.05, 0.2, 0.1, 0.1
GENDERS = ("GENDER_AGREES", "GENDER_CLASHES", "GENDER_OPPOSITE")
TYPES = ("IS_PERSON", "IS_ORG", "IS_PLACE", "IS_GROUP", "IS_WORK")
AGREEING = ("NAMED_LAST_AGREEING", "SUBJECT_LAST_AGREEING", "CHAIN_LAST", "ONLY_AGREEING_IN_SENTENCE")
FORGOTTEN = 0.2  # share of the hidden units that a step of the training goes without
ASKED, KNOWN, SIDE = 3, 5, 16  # src/doc/impression.h
HELD_BACK = 0.3  # weight decay of what makes impressions
UNSEEN = 0.4  # share of the traces, and of what is made of them, that a step goes without, others for each quotation
GOLD = [DATA / "gold/train.jsonl", DATA / "gold/train-world.jsonl", WORK / "corrected.jsonl"]
KINDS = ("none", "name", "pronoun", "description")

# What the network gets wrong on articles that it has not seen, as shares: of the forms of names (everywhere in
# an article), of single names, of sources and of quotations.  Set near what the dev sets show (names F1 90 to 95,
# sources 95 % right, quotations 88 to 92 % found), not fitted; twice as many sources missed, for the articles as
# they are have none.
FORM_MISSED, FORM_MISTYPED, NAME_MISSED, NAME_MISCUT = 0.04, 0.04, 0.02, 0.02
SOURCE_CUT, SOURCE_MISSED, QUOTE_MISSED = 0.05, 0.04, 0.08
MISTAKEN = {"PERSON": "ORG", "ORG": ("PERSON", "GPE", "PRODUCT", "WORK", "FAC"), "GPE": ("ORG", "LOC"), "NORP": "GPE",
            "LOC": "GPE", "FAC": ("ORG", "LOC"), "PRODUCT": "ORG", "WORK": "ORG", "EVENT": "ORG", "LAW": "ORG"}


def miscut(text, start, end, random):
    """A span that has lost its first word or its last, or has won the one before."""
    words = text[start:end].split(" ")
    if len(words) > 1:
        return (start + len(words[0]) + 1, end) if random.random() < 0.5 else (start, end - len(words[-1]) - 1)
    before = text.rfind(" ", 0, max(start - 1, 0)) + 1
    return (before, end) if text[before:start].strip().isalpha() else (start, end)


def cut(text, start, end, random):
    """A source that has lost what stands behind or before a comma or an "of", or a word at its edge."""
    parts = [m.span() for m in re.finditer(r", | of | for | at ", text[start:end])]
    if not parts or random.random() < 0.4:
        return miscut(text, start, end, random)
    before, behind = random.choice(parts)
    return (start, start + before) if random.random() < 0.6 else (start + behind, end)


def spoiled_names(article, random):
    fate, kept = {}, []
    for m in article["mentions"]:
        form = article["text"][m["start"]:m["end"]], m["type"]
        if form not in fate:
            fate[form] = random.random()
        if fate[form] < FORM_MISSED or random.random() < NAME_MISSED:
            continue
        m = dict(m)
        if fate[form] < FORM_MISSED + FORM_MISTYPED:
            choices = MISTAKEN[m["type"]]
            m["type"] = choices if isinstance(choices, str) else choices[int(fate[form] * 1e6) % len(choices)]
        if random.random() < NAME_MISCUT:
            m["start"], m["end"] = miscut(article["text"], m["start"], m["end"], random)
        kept.append(m)
    return kept


def spoiled(article, random):
    """The article as the network would have read it had it not learned from it."""
    quotes = []
    for q in article["quotes"]:
        q = dict(q)
        if random.random() < QUOTE_MISSED:
            continue
        luck = random.random() if q.get("source") else 1
        if luck < SOURCE_MISSED:
            del q["source"]
        elif luck < SOURCE_MISSED + SOURCE_CUT:
            q["source"] = list(cut(article["text"], *q["source"], random))
        quotes.append(q)
    return {**article, "mentions": spoiled_names(article, random), "quotes": quotes}


def articles(path, spoil=None):
    """The file's lines, as they are or spoiled by a random generator."""
    with open(path, "rb") as gold:
        if spoil is None:
            return gold.read()
        return b"".join(json.dumps(spoiled(json.loads(line), spoil)).encode() + b"\n" for line in gold)


class Quote(typing.NamedTuple):
    article: str
    kind: int
    right: np.ndarray  # [candidates]
    rows: np.ndarray  # [candidates, features]
    asked: np.ndarray  # traces.py: ranges [ASKED, 2], later traces [ASKED TRACE], none for a ranker without
    known: np.ndarray  # ranges [candidates, KNOWN, 2], later traces [candidates, 2 TRACE]


def candidates(tool, model, file, lines, features):
    """A Quote of every quotation, with ranges; its article is called after the file."""
    raw = subprocess.run([tool, "features", model], input=lines, stdout=subprocess.PIPE, check=True).stdout
    words = np.frombuffer(raw, "<i4")
    found, at, article, columns = [], 0, 0, 1 + features + 2 * KNOWN
    while at < len(words):
        if words[at] < 0:  # the end of an article
            article += 1
            at += 1
            continue
        count, kind = words[at:at + 2]
        at += 2 + 2 * ASKED
        rows = words[at:at + count * columns].reshape(count, columns)
        found.append(Quote(f"{file}{article}", int(kind), rows[:, 0].astype(bool), rows[:, 1:1 + features].view("<f4"),
                           words[at - 2 * ASKED:at].reshape(ASKED, 2), rows[:, 1 + features:].reshape(count, KNOWN, 2)))
        at += count * columns
    return found


class Ranker(torch.nn.Module):
    """Several small networks side by side, whose mean is the score: they learn from the same quotations in the same
    order, but begin elsewhere and forget other units on the way.  All have the same impressions, if any."""

    def __init__(self, features, width, count, sees):
        super().__init__()
        self.count, self.sees = count, sees
        self.hidden = torch.nn.Linear(features, width * count)
        bound = width ** -0.5
        self.out = torch.nn.Parameter(torch.empty(width * count).uniform_(-bound, bound))
        if sees:
            self.source, self.candidate = torch.nn.Linear(ASKED * TRACE, SIDE), torch.nn.Linear(2 * TRACE, SIDE)
            self.impression = torch.nn.Linear(4 * SIDE, width * count, bias=False)
            torch.nn.init.normal_(self.impression.weight, std=0.02)

    def parameter_groups(self, rate):
        """What makes impressions, which few articles teach, is held back the more."""
        parts = list(self.source.parameters()) + [*self.candidate.parameters(), *self.impression.parameters()] if self.sees else []
        mine = {id(p) for p in parts}
        groups = [{"params": [p for p in self.parameters() if id(p) not in mine], "lr": rate, "weight_decay": 0.02}]
        return groups + [{"params": parts, "lr": rate, "weight_decay": HELD_BACK}] if parts else groups

    def some(self, x):
        """x [quotations, ...] as a mask of what is not left out"""
        if not self.training:
            return torch.ones(x)
        return (torch.rand(x) >= UNSEEN).float() / (1 - UNSEEN)

    def impressions(self, owner, asked, known):
        """[rows, 4 SIDE]: what is left out is the same for all candidates of a quotation"""
        count = len(asked)
        one = torch.tanh(self.source(asked * self.some((count, ASKED * TRACE))))[owner]
        other = torch.tanh(self.candidate(known * self.some((count, 2 * TRACE))[owner]))
        return torch.cat([one, other, one * other, (one - other).abs()], -1) * self.some((count, 4 * SIDE))[owner]

    def forward(self, rows, owner, asked, known):
        """The score that each network gives to each row, [rows, networks]; owner [rows]: its quotation of asked's."""
        z = self.hidden(rows)
        if self.sees:
            z = z + self.impression(self.impressions(owner, asked, known))
        h = torch.nn.functional.dropout(torch.relu(z), FORGOTTEN, self.training)
        return (h * self.out).view(len(rows), self.count, -1).sum(-1)


class Quotes:
    """The candidates of all quotations one below the other: rows [n, features], right [n], first [quotations + 1]."""

    def __init__(self, quotes):
        self.rows = torch.tensor(np.concatenate([q.rows for q in quotes]))
        self.right = torch.tensor(np.concatenate([q.right for q in quotes]))
        self.asked = torch.tensor(np.stack([q.asked for q in quotes]))
        self.known = torch.tensor(np.concatenate([q.known for q in quotes]))
        self.sizes = torch.tensor([len(q.right) for q in quotes])
        self.first = torch.cumsum(self.sizes, 0) - self.sizes
        self.count = len(quotes)

    def pick(self, which):
        """The rows of these quotations, and which of them each row belongs to."""
        sizes = self.sizes[which]
        owner = torch.repeat_interleave(torch.arange(len(which)), sizes)
        within = torch.arange(len(owner)) - torch.repeat_interleave(torch.cumsum(sizes, 0) - sizes, sizes)
        return self.first[which][owner] + within, owner

    def scores(self, model, which, rows, owner):
        return model(self.rows[rows], owner, self.asked[which].float(), self.known[rows].float())


def loss_of(scores, right, owner, count):
    """-log of the right candidates' joint probability, for each quotation and network."""
    weight = torch.exp(scores.clamp(-40, 40))
    none = torch.zeros(count, scores.shape[1])
    every = none.index_add(0, owner, weight)
    return torch.log(every) - torch.log(none.index_add(0, owner, weight * right[:, None]) + 1e-30)


def train(quotes, width, epochs, rankers, sees=False, batch=128, rate=4e-3):
    torch.manual_seed(SEED)
    all_of = Quotes(quotes)
    model = Ranker(all_of.rows.shape[1], width, rankers, sees)
    optimiser = torch.optim.AdamW(model.parameter_groups(rate))
    steps = epochs * ((all_of.count + batch - 1) // batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.0, 1 - step / steps))
    model.train()
    for _ in range(epochs):
        for which in torch.randperm(all_of.count).split(batch):
            rows, owner = all_of.pick(which)
            optimiser.zero_grad()
            scores = all_of.scores(model, which, rows, owner)
            loss_of(scores, all_of.right[rows], owner, len(which)).mean().backward()
            optimiser.step()
            schedule.step()
    return model.eval()


@torch.no_grad()
def scores_of(model, quotes):
    """Each quotation's scores [n] and which are right [n]."""
    all_of = Quotes(quotes)
    sizes = all_of.sizes.tolist()
    scores = all_of.scores(model, slice(None), *all_of.pick(torch.arange(all_of.count)))
    return scores.mean(-1).split(sizes), all_of.right.split(sizes)


def hits_of(model, quotes):
    return np.array([bool(right[scores.argmax()]) for scores, right in zip(*scores_of(model, quotes))])


def measure(model, quotes):
    hit, kinds = hits_of(model, quotes), np.array([q.kind for q in quotes])
    return [hit.mean()] + [hit[kinds == k].mean() for k in range(len(KINDS))]


def read_ranges(args, names, seed=None, model=None):
    """The quotations of all files, spoiled where there is a seed, with the ranges that their traces are of."""
    spoil = None if seed is None else random.Random(seed)
    return [q for path in args.gold for q in
            candidates(args.tool, model or args.model, path.stem, articles(path, spoil), len(names))]


def with_traces(args, quotes):
    """Traces for ranges; without --vectors there are none."""
    if args.traces:
        seen = ((args.traces.asked(q.article, q.asked), args.traces.known(q.article, q.known)) for q in quotes)
    else:
        seen = ((np.zeros(0), np.zeros((len(q.right), 0))) for q in quotes)
    return [q._replace(asked=asked.astype(np.float16), known=known.astype(np.float16)) for q, (asked, known) in zip(quotes, seen)]


def read_all(args, names, seed=None, model=None):
    return with_traces(args, read_ranges(args, names, seed, model))


def read_traces(args, quotes):
    """The traces of all articles, by the axes of the phrases that these quotations ask about."""
    found = {f"{path.stem}{i}": x for path in args.gold for i, x in enumerate(vectors(args.tool, args.model, articles(path)))}
    traces = Traces.fit(found, quotes)
    for article, of_article in found.items():
        traces.take(article, of_article)
    return traces


def sections(model, traces=None):
    numbers = lambda x: x.detach().numpy()
    found = {"hidden": numbers(model.hidden.weight).T.copy(), "bias": numbers(model.hidden.bias),
             "out": numbers(model.out) / model.count}
    if model.sees:
        found |= {"trace.weights": traces.weights, "trace.bias": traces.bias}
        for name in ("source", "candidate"):  # the program has bytes
            part = getattr(model, name)
            found |= {f"{name}.weights": numbers(part.weight).T / np.float32(traces.scale), f"{name}.bias": numbers(part.bias)}
        found["impression"] = numbers(model.impression.weight).T.copy()
    return found


def read_followed(args, names, ranker, seed):
    """Spoiled quotations whose candidates see what this ranker has decided before."""
    wanted = ("lexicon.", "net.", "fast.", "vocab.") if ranker.sees else ("lexicon.",)
    pack = Pack()
    pack.take(args.model, lambda section: section.startswith(wanted))
    pack.strings("speaker.features", names)
    for name, array in sections(ranker, args.traces).items():
        pack.add(f"speaker.{name}", array)
    with tempfile.NamedTemporaryFile(suffix=".inq") as file:
        pack.write(file.name)
        return read_all(args, names, seed, file.name)


def usable(quotes):
    return [q for q in quotes if q.right.any()]


def first_persons(rows, known, right, column):
    """Columns whose author says "I" are rare in the articles (one in 8,700 quotations), so they are made of "he" and
    "she": asked for by another pronoun, without a gender, the right one named in the byline and no other; what the
    network makes of an author is not known."""
    known[:] = 0
    rows[:, [column[name] for name in ("ASKS_HE", "ASKS_SHE") + GENDERS + AGREEING]] = 0
    rows[:, column["ASKS_I"]] = 1
    rows[:, column["IN_BYLINE"]] = right


def opposites(rows, known, right, column):
    """A woman beside a man: half of the other people get the other gender, which hardly any has in the articles."""
    others = ~right & (rows[:, column["IS_PERSON"]] > 0)
    others[np.flatnonzero(others)[1::2]] = False
    rows[np.ix_(others, [column[name] for name in ("GENDER_AGREES",) + AGREEING])] = 0
    rows[np.ix_(others, [column["GENDER_CLASHES"], column["GENDER_OPPOSITE"]])] = 1


def exchange(rows, known, right, others, kept, column):
    """The first of the others stands where the right one stands, and the other way round, with all that the network
    makes of the place."""
    right = np.flatnonzero(right & (rows[:, column["IS_PERSON"]] > 0))
    if others.any() and len(right) == 1:
        one, other = right[0], np.flatnonzero(others)[0]
        places = [i for name, i in column.items() if name not in kept]
        rows[np.ix_([one, other], places)] = rows[np.ix_([other, one], places)]
        known[[one, other]] = known[[other, one]]


def exchanged(rows, known, right, column):
    """Somebody of the other gender stands there: it is the pronoun that tells them apart, not who began the sentence."""
    exchange(rows, known, right, ~right & (rows[:, column["IS_PERSON"]] > 0), GENDERS + AGREEING, column)
    opposites(rows, known, right, column)


def exchanged_firms(rows, known, right, column):
    """A firm stands there: "he" is somebody else."""
    exchange(rows, known, right, ~right & (rows[:, column["IS_ORG"]] > 0), GENDERS + AGREEING + TYPES, column)


def spokesmen(quotes, names):
    """Who speaks for a named organisation is that organisation, by the guide to annotation; some annotators gave a
    third of them words of their own."""
    org, own, spokes = (names.index(name) for name in ("IS_ORG", "IS_OWN_WORDS", "SPOKES_ORG"))
    found = []
    for q in quotes:
        orgs = (q.rows[:, org] > 0) & (q.rows[:, spokes] > 0)
        found.append(q._replace(right=orgs) if q.right[q.rows[:, own] > 0].any() and orgs.any() else q)
    return found


def pronouns_made(quotes, names, random):
    """Quotations of "he" and "she" made into others, whose rare features are to be learned, more than what
    the network makes of the words."""
    column = {name: i for i, name in enumerate(names)}
    found = []
    for q in quotes:
        if not q.rows[0, [column["ASKS_HE"], column["ASKS_SHE"]]].any() or not q.rows[q.right, column["IS_PERSON"]].any():
            continue
        for share, make in ((FIRST_PERSONS, first_persons), (OPPOSITES, opposites), (EXCHANGED, exchanged),
                            (EXCHANGED_FIRMS, exchanged_firms)):
            if random.random() < share:
                made = q._replace(rows=q.rows.copy(), known=q.known.copy())
                make(made.rows, made.known, q.right, column)
                found.append(made)
    return found


def learn(args, names, plain, spoilt, wanted):
    """The final ranker of the articles that are wanted."""
    plain, spoilt = spokesmen(plain, names), spokesmen(spoilt, names)
    plain, spoilt = ([q for q in quotes + pronouns_made(quotes, names, random.Random(SEED)) if wanted(q.article)]
                     for quotes in (plain, spoilt))
    first = train(plain + spoilt, args.width, args.epochs, 1)
    followed = [q for draw in range(DRAWS) for q in usable(read_followed(args, names, first, SEED + 1 + 10 * draw))]
    followed = spokesmen(followed, names)
    followed += pronouns_made(followed, names, random.Random(SEED + 1))
    followed = [q for q in followed if wanted(q.article)]
    return train(plain + followed, args.width, args.epochs, args.rankers, args.traces is not None)


def hold_out(args, names, plain, spoilt):
    """Prints what rankers trained without a fold say of it, as it is and spoiled, following their own decisions."""
    articles_of = sorted({q.article for q in plain})
    np.random.default_rng(SEED).shuffle(articles_of)
    fold = {article: i % 5 for i, article in enumerate(articles_of)}
    results = []
    for i in range(args.folds):
        model = learn(args, names, plain, spoilt, lambda article: fold.get(article, i) != i)
        unseen = [q for q in usable(read_followed(args, names, model, SEED + 2)) if fold.get(q.article) == i]
        results.append([measure(model, [q for q in plain if fold[q.article] == i]), measure(model, unseen)])
    for name, found in zip(("as they are", "spoiled"), np.mean(results, 0)):
        print(f"held out, {name}: right", *(f"{kind} {100 * v:.1f}" for kind, v in zip(("all",) + KINDS, found)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default="build/speakers")
    parser.add_argument("--model", required=True)
    parser.add_argument("--vectors", action="store_true", help="train a ranker that sees the network's vectors")
    parser.add_argument("--gold", type=pathlib.Path, nargs="+", default=GOLD, help="files of annotated articles")
    parser.add_argument("--width", type=int, default=64, help="hidden units of each network")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rankers", type=int, default=3, help="networks side by side")
    parser.add_argument("--folds", type=int, default=5, help="how many of five folds to hold out in turn")
    parser.add_argument("out")
    args = parser.parse_args()
    torch.set_num_threads(1)
    names = subprocess.run([args.tool, "names"], stdout=subprocess.PIPE, check=True, text=True).stdout.split()
    every, args.traces = read_ranges(args, names), None
    if args.vectors:
        args.traces = read_traces(args, every)
    plain, spoilt = usable(with_traces(args, every)), usable(read_all(args, names, SEED))
    print(f"{len(every)} quotations, {len(plain)} with a right candidate, {len(names)} features")
    if args.folds:
        hold_out(args, names, plain, spoilt)
    model = learn(args, names, plain, spoilt, lambda article: True)
    of_network = {"network": np.uint32(fingerprint(Pack.read(args.model)))} if args.vectors else {}
    np.savez(args.out, features=np.array(names), **of_network, **sections(model, args.traces))


if __name__ == "__main__":
    main()
