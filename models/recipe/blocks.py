#!/usr/bin/env python3
"""Train the classifier of paragraphs (src/doc/block.c): a linear-chain conditional random field.

usage: blocks.py [--features PROGRAM] [--data FOLDER] [--corrected FILE] [--out FILE.npz] [--check] [--folds N]

Reads the gold articles and the corrected ones (corrected.py) through PROGRAM (build/features, made from features.c), so
that training sees what reading sees.  --check measures on the dev files as well, --folds N by cross-validation.  The same
seed and data give the same weights.

A paragraph's state is its kind, but boilerplate has three: before the title or the body, within, and after
the last of the article.  So the chain can learn that the article does not begin again after its end.
"""
import argparse
import collections
import hashlib
import json
import pathlib
import random
import re
import subprocess
import sys

import numpy as np
import torch

KINDS = ["body", "title", "byline", "dateline", "heading", "caption", "boilerplate"]  # as inq_block_kind
STATES = KINDS + ["boilerplate", "boilerplate"]  # 6 within, 7 before, 8 after
FEATURES, VERSION = 8192, 1  # as src/doc/block_feature.h
SEED, ROUNDS, RATE, DECAY, DROP, BATCH = 20261, 10, 0.03, 0.15, 0.15, 16
WEIGHTS = (1.0, 1, 0.5), (2.0, 1, 0.25), (4.0, 3, 0.5)  # home, corrected, world: an article's; pages made of it, one's beside it
RUNS = 3  # with other pages and another order each; their weights are averaged
SHA256 = {
    "train.jsonl": "fdddfa07c5456f2781694006efb7ef092e42e8b633d4b2433e0b4fae78dc2388",
    "train-world.jsonl": "0976af81fd24f1c72bcb131b78dc1905b705ad9d7bd211086a503a3dbabdf5d0",
}


def states_of(kinds):
    """States of one article's paragraphs."""
    states = [KINDS.index(k) if k in KINDS else 0 for k in kinds]
    article = [i for i, s in enumerate(states) if s != 6]
    for i, s in enumerate(states):
        if s == 6 and article and not article[0] < i < article[-1]:
            states[i] = 7 if i < article[0] else 8
    return states


def read_features(program, lines):
    """[(id, [start], [kind], [array of features])] of gold articles given as lines of JSON."""
    out = subprocess.run([program, "blocks"], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout
    articles = []
    for row in out.splitlines():
        first, second, *rest = row.split()
        if first == "article":
            articles.append((second, [], [], []))
        else:
            articles[-1][1].append(int(first))
            articles[-1][2].append(second)
            articles[-1][3].append(np.array(rest, dtype=np.int64))
    return articles


class Pages:
    """New pages made of the furniture of real ones: most gold articles are clean, pages on the web are not."""

    def __init__(self, articles, seed):
        self.random = random.Random(seed)
        self.tops, self.tails, self.lines, self.headings, self.captions, self.titles = [], [], [], [], [], []
        for parts in articles:
            states = states_of([k for k, _ in parts])
            for state, pool in ((7, self.tops), (8, self.tails)):
                run = [p for p, s in zip(parts, states) if s == state]
                if run:
                    pool.append(run)
            self.lines += [p for p, s in zip(parts, states) if s == 6]
            self.headings += [p for p in parts if p[0] == "heading"]
            self.captions += [p for p in parts if p[0] == "caption"]
            self.titles += [("boilerplate", p[1]) for p in parts[:3] if p[0] == "title"]

    def chance(self, share):
        return self.random.random() < share

    def stretch(self, pool):
        """Some of a page's top or tail."""
        run = self.random.choice(pool)
        first = 0 if self.chance(0.6) else self.random.randrange(len(run))
        last = len(run) if self.chance(0.5) else self.random.randint(first + 1, len(run))
        return run[first:last]

    def caption(self, article):
        """A caption that names somebody of the article, as in "Example Lab chief executive Ann Lee."."""
        names = {e["id"]: e["name"] for e in article.get("entities", [])}
        people = [e for e in article.get("entities", []) if e["type"] == "PERSON" and " " in e["name"]]
        if not people:
            return self.random.choice(self.captions)
        person = self.random.choice(people)
        name, role, place = person["name"], person.get("role", ""), names.get(person.get("affiliation"), "")
        forms = [name]
        if role:
            forms += [f"{role[:1].upper() + role[1:]} {name}", f"{name}, {role}"]
        if role and place and place not in role:
            forms += [f"{place} {role} {name}", f"{place}’s {role} {name}", f"{name}, {role} of {place}", f"{place}’s {name}"]
        return "caption", self.random.choice(forms) + self.random.choice(("", ".", "."))

    def heading(self, article):
        """A heading; some are a few quoted words of the article."""
        quoted = re.findall(r"[“\"]([^“”\"]{6,40})[”\"]", article["text"])
        short = [q.rstrip(",.") for q in quoted if 2 <= len(q.split()) <= 5]
        if not short or self.chance(0.6):
            return self.random.choice(self.headings)
        words = self.random.choice(short)
        return "heading", self.random.choice(("‘{}’", "“{}”", "'{}'", '"{}"')).format(words[:1].upper() + words[1:])

    def strewn(self, parts, article):
        """Single lines put between the article's paragraphs."""
        out = []
        rate = self.random.choice((0.02, 0.06, 0.12))
        for at, part in enumerate(parts):
            out.append(part)
            if part[0] != "body" or at + 1 == len(parts) or parts[at + 1][0] != "body":
                continue
            if self.chance(rate):
                out.append(self.random.choice(self.lines))
            elif self.chance(rate / 2):
                out.append(self.heading(article))
            elif self.chance(rate / 2):
                out.append(self.caption(article) if self.chance(0.5) else self.random.choice(self.captions))
            elif self.chance(rate / 4):
                out.append(self.random.choice(self.titles))
        return out

    def page(self, article):
        """A variant of an article: [(kind, text)]."""
        parts = parts_of(article)
        states = states_of([k for k, _ in parts])
        inner = [p for p, s in zip(parts, states) if s not in (7, 8)]
        if self.chance(0.15):
            inner = [p for p in inner if p[0] != "title"]
        if self.chance(0.7):
            inner = self.strewn(inner, article)
        top = [p for p, s in zip(parts, states) if s == 7] if self.chance(0.3) else []
        tail = [p for p, s in zip(parts, states) if s == 8] if self.chance(0.3) else []
        if self.chance(0.5):
            top = self.stretch(self.tops) + top
        if self.chance(0.6):
            tail = tail + self.stretch(self.tails)
        if self.chance(0.3):
            teasers = [self.random.choice(self.titles) for _ in range(self.random.randint(1, 6))]
            tail = tail + teasers if self.chance(0.7) else teasers + tail
        whole = top + inner + tail
        if self.chance(0.3):
            straight = str.maketrans("“”‘’", "\"\"''")
            whole = [(k, t.translate(straight)) for k, t in whole]
        return whole


def parts_of(article):
    return [(b["kind"], article["text"][b["start"] : b["end"]].strip()) for b in article["blocks"]]


def line_of(number, parts):
    """A page as a line of JSON, as the gold files have it."""
    text, blocks = "", []
    for kind, words in parts:
        blocks.append({"start": len(text), "end": len(text) + len(words), "kind": kind})
        text += words + "\n\n"
    return json.dumps({"id": f"page{number}", "text": text, "blocks": blocks})


def training_set(program, sets, seed=SEED):
    """Articles and their weights: those of the sets (home, corrected, world), and pages made of them."""
    pages = Pages([parts_of(a) for articles in sets for a in articles], seed)
    rows, made = [], []
    for articles, (weight, count, share) in zip(sets, WEIGHTS):
        rows += [(a, weight) for a in articles]
        made += [(a, weight * share) for a in articles for _ in range(count)]
    lines = [json.dumps(a) for a, _ in rows]
    lines += [line_of(i, pages.page(a)) for i, (a, _) in enumerate(made)]
    return read_features(program, lines), [w for _, w in rows + made]


class Chain(torch.nn.Module):
    def __init__(self):
        super().__init__()
        n = len(STATES)
        self.weights = torch.nn.Parameter(torch.zeros(FEATURES, n))
        self.transitions = torch.nn.Parameter(torch.zeros(n + 1, n))  # the last row: how an article begins

    def emissions(self, flat, offsets, drop):
        keep = None
        if drop:
            keep = (torch.rand(len(flat)) >= drop).float() / (1 - drop)
        return torch.nn.functional.embedding_bag(flat, self.weights, offsets, mode="sum", per_sample_weights=keep)

    def loss(self, batch, drop):
        """Negative log likelihood of each article."""
        flat, offsets, place, gold, lengths = batch
        n, longest = len(lengths), int(lengths.max())
        e = self.emissions(flat, offsets, drop)
        padded = e.new_zeros(n * longest, len(STATES)).index_copy(0, place, e).view(n, longest, -1)
        right = e.gather(1, gold.unsqueeze(1)).squeeze(1)
        score = right.new_zeros(n).index_add(0, place // longest, right)
        follows = place % longest > 0
        before = torch.full_like(gold, len(STATES))
        before[follows] = gold.roll(1)[follows]
        score = score.index_add(0, place // longest, self.transitions[before, gold])
        forward = self.transitions[-1] + padded[:, 0]
        for t in range(1, longest):
            step = torch.logsumexp(forward.unsqueeze(2) + self.transitions[:-1], 1) + padded[:, t]
            forward = torch.where((lengths > t).unsqueeze(1), step, forward)
        return torch.logsumexp(forward, 1) - score


def batch_of(articles):
    lengths = torch.tensor([len(a[3]) for a in articles])
    longest = int(lengths.max())
    flat = torch.tensor(np.concatenate([f for a in articles for f in a[3]]))
    counts = torch.tensor([len(f) for a in articles for f in a[3]])
    place = torch.cat([torch.arange(n) + i * longest for i, n in enumerate(lengths.tolist())])
    gold = torch.tensor([s for a in articles for s in states_of(a[2])])
    return flat, torch.cumsum(counts, 0) - counts, place, gold, lengths


def train(articles, weights, seed=SEED, rounds=ROUNDS):
    torch.manual_seed(seed)
    shuffle = random.Random(seed)
    chain = Chain()
    decayed = torch.optim.AdamW(chain.parameters(), lr=RATE, weight_decay=DECAY)
    order = [i for i in range(len(articles)) if articles[i][3]]
    steps = rounds * ((len(order) + BATCH - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(decayed, lambda s: 1 - s / steps)
    for _ in range(rounds):
        shuffle.shuffle(order)
        for at in range(0, len(order), BATCH):
            chosen = order[at : at + BATCH]
            loss = chain.loss(batch_of([articles[i] for i in chosen]), DROP)
            share = torch.tensor([weights[i] for i in chosen])
            sizes = torch.tensor([len(articles[i][3]) for i in chosen])
            decayed.zero_grad()
            ((loss * share).sum() / (sizes * share).sum()).backward()
            decayed.step()
            schedule.step()
    return chain.weights.detach().numpy(), chain.transitions.detach().numpy()


def quantised(weights):
    """int8 weights and one scale for each state."""
    scale = np.abs(weights).max(0) / 127
    return np.rint(weights / scale).astype(np.int8), scale.astype(np.float32)


def add_to(pack, path):
    """Puts what was learned into a model file (pack.py)."""
    stored = np.load(path)
    for name in stored.files:
        pack.add(name, stored[name])


def likely(weights, transitions, features):
    """The most likely kind of each paragraph, and how likely it is: forward and backward, as block.c does."""
    e = np.stack([weights[f].sum(0) for f in features])
    e = np.exp(e - e.max(1, keepdims=True))
    moves = np.exp(transitions)
    forward, backward = np.empty_like(e), np.empty_like(e)
    now = moves[-1] * e[0]
    for t in range(len(e)):
        if t:
            now = (forward[t - 1] @ moves[:-1]) * e[t]
        forward[t] = now / now.sum()
    back = np.ones(len(STATES))
    for t in range(len(e) - 1, -1, -1):
        backward[t] = back
        back = moves[:-1] @ (e[t] * back)
        back /= back.sum()
    p = forward * backward
    p /= p.sum(1, keepdims=True)
    p[:, 6] += p[:, 7] + p[:, 8]
    p = p[:, :7]
    return p.argmax(1), p.max(1)


def measure(weights, transitions, articles):
    """(right, all, boilerplate found, boilerplate, confusions)"""
    right = count = found = noise = 0
    wrong = collections.Counter()
    for _, _, kinds, features in articles:
        if not features:
            continue
        got = [KINDS[k] for k in likely(weights, transitions, features)[0]]
        for g, k in zip(got, kinds):
            count += 1
            right += g == k
            noise += k == "boilerplate"
            found += k == "boilerplate" == g
            if g != k:
                wrong[f"{k}>{g}"] += 1
    return right, count, found, noise, wrong


def gold(folder, name):
    data = (folder / "gold" / name).read_bytes()
    if name in SHA256 and hashlib.sha256(data).hexdigest() != SHA256[name]:
        raise SystemExit(f"{name} is not the file that these weights are made from")
    return [json.loads(line) for line in data.splitlines()]


def report(name, measured):
    right, count, found, noise, wrong = measured
    print(f"{name}: accuracy {100*right/count:.1f}% of {count}, noise recall {100*found/noise:.1f}%, {wrong.most_common(12)}", flush=True)


def cross_validate(program, home, corrected, world, folds):
    order = world[:]
    random.Random(SEED).shuffle(order)
    total = [0, 0, 0, 0, collections.Counter()]
    for fold in range(folds):
        articles, weights = training_set(program, (home, corrected, [a for i, a in enumerate(order) if i % folds != fold]))
        w, t = train(articles, weights)
        held = read_features(program, [json.dumps(a) for i, a in enumerate(order) if i % folds == fold])
        total = [x + y for x, y in zip(total, measure(w, t, held))]
    report("world, cross-validated", total)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--features", default="build/features")
    ap.add_argument("--data", default="../shared/data", type=pathlib.Path)
    ap.add_argument("--corrected", default="models/work/corrected.jsonl", type=pathlib.Path)
    ap.add_argument("--out", default="models/work/blocks.npz", type=pathlib.Path)
    ap.add_argument("--check", action="store_true", help="measure on the dev files")
    ap.add_argument("--folds", type=int, default=0, help="cross-validate on the world articles")
    args = ap.parse_args()
    torch.set_num_threads(1)

    home, world = (gold(args.data, name) for name in ("train.jsonl", "train-world.jsonl"))
    corrected = [json.loads(line) for line in args.corrected.open(encoding="utf-8")]
    if args.folds:
        cross_validate(args.features, home, corrected, world, args.folds)
    runs = [train(*training_set(args.features, (home, corrected, world), SEED + i), SEED + i) for i in range(RUNS)]
    w, t = (sum(run[part] for run in runs) / RUNS for part in (0, 1))
    q, scale = quantised(w)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(args.out, **{"blocks.weights": q, "blocks.scale": scale, "blocks.transitions": t.astype(np.float32), "blocks.version": np.array([VERSION], np.int32)})
    if args.check:
        for name in ("dev.jsonl", "dev-world.jsonl"):
            dev = read_features(args.features, [json.dumps(a) for a in gold(args.data, name)])
            report(name, measure(q * scale, t, dev))


if __name__ == "__main__":
    sys.exit(main())
