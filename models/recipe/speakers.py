#!/usr/bin/env python3
"""Trains the ranker that gives each quotation its speaker (src/doc/ranker.h).

usage: speakers.py --tool build/speakers --model LEXICON.inq [--data ../shared/data/gold] OUT.npz

LEXICON.inq is a model file that holds the lexicon.  The candidates and their features come from the program
itself (models/recipe/speakers.c) on the gold names and quotations of train and train-world; a fifth of the
articles is held out in turn to choose how long to train and to calibrate.  The loss is that of the right
candidates' joint probability, for a quotation may have more than one.
"""
import argparse
import json
import subprocess

import numpy as np
import torch

SEED = 3
FILES = ("train", "train-world")
SEEN = 2  # tokens of each candidate, as in src/doc/scene.h
KINDS = ("none", "name", "pronoun", "description")


# What the network gets wrong on articles that it has not seen, as shares: of the forms of names (everywhere in
# an article), of single names, of sources and of quotations.  Measured on PolNeAR-dev and the dev sets, rounded.
FORM_MISSED, FORM_MISTYPED, NAME_MISSED, NAME_MISCUT = 0.04, 0.04, 0.02, 0.02
SOURCE_CUT, SOURCE_MISSED, QUOTE_MISSED = 0.02, 0.015, 0.08
MISTAKEN = {"PERSON": "ORG", "ORG": ("PERSON", "GPE", "PRODUCT", "WORK", "FAC"), "GPE": ("ORG", "LOC"), "NORP": "GPE",
            "LOC": "GPE", "FAC": ("ORG", "LOC"), "PRODUCT": "ORG", "WORK": "ORG", "EVENT": "ORG", "LAW": "ORG"}


def miscut(text, start, end, random):
    """A span that has lost its first word or its last, or has won the one before."""
    words = text[start:end].split(" ")
    if len(words) > 1:
        return (start + len(words[0]) + 1, end) if random.random() < 0.5 else (start, end - len(words[-1]) - 1)
    before = text.rfind(" ", 0, max(start - 1, 0)) + 1
    return (before, end) if text[before:start].strip().isalpha() else (start, end)


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
            q["source"] = list(miscut(article["text"], *q["source"], random))
        quotes.append(q)
    return {**article, "mentions": spoiled_names(article, random), "quotes": quotes}


def articles(path, spoil=None):
    """The file's lines, as they are or spoiled by a random generator."""
    with open(path, "rb") as gold:
        if spoil is None:
            return gold.read()
        return b"".join(json.dumps(spoiled(json.loads(line), spoil)).encode() + b"\n" for line in gold)


def candidates(tool, model, lines, features):
    """[(article, kind, right [n], features [n, features], asker, seen [n, SEEN])] of every quotation."""
    raw = subprocess.run([tool, "features", model], input=lines, stdout=subprocess.PIPE, check=True).stdout
    words = np.frombuffer(raw, "<i4")
    found, at, article = [], 0, 0
    while at < len(words):
        if words[at] < 0:  # the end of an article
            article += 1
            at += 1
            continue
        count, kind, asker = words[at:at + 3]
        at += 3
        rows = words[at:at + count * (1 + SEEN + features)].reshape(count, -1)
        at += rows.size
        found.append((article, int(kind), rows[:, 0].astype(bool), rows[:, 1 + SEEN:].view("<f4"), int(asker),
                      rows[:, 1:1 + SEEN]))
    return found


class Ranker(torch.nn.Module):
    def __init__(self, features, width):
        super().__init__()
        self.hidden = torch.nn.Linear(features, width)
        self.out = torch.nn.Linear(width, 1, bias=False)

    def forward(self, rows, drop=0.0):
        h = torch.relu(self.hidden(rows))
        return self.out(torch.nn.functional.dropout(h, drop, self.training)).squeeze(-1)


class Quotes:
    """The candidates of all quotations one below the other: rows [n, features], right [n], first [quotations + 1]."""

    def __init__(self, quotes):
        self.rows = torch.tensor(np.concatenate([q[3] for q in quotes]))
        self.right = torch.tensor(np.concatenate([q[2] for q in quotes]))
        self.kinds = np.array([q[1] for q in quotes])
        self.sizes = torch.tensor([len(q[2]) for q in quotes])
        self.first = torch.cumsum(self.sizes, 0) - self.sizes
        self.count = len(quotes)

    def pick(self, which):
        """The rows of these quotations, and which of them each row belongs to."""
        sizes = self.sizes[which]
        owner = torch.repeat_interleave(torch.arange(len(which)), sizes)
        within = torch.arange(len(owner)) - torch.repeat_interleave(torch.cumsum(sizes, 0) - sizes, sizes)
        return self.first[which][owner] + within, owner


def loss_of(scores, right, owner, count):
    """-log of the right candidates' joint probability, for each quotation."""
    weight = torch.exp(scores.clamp(-40, 40))
    every = torch.zeros(count).index_add(0, owner, weight)
    return torch.log(every) - torch.log(torch.zeros(count).index_add(0, owner, weight * right) + 1e-30)


def train(quotes, width, epochs, seed, batch=128, rate=4e-3):
    torch.manual_seed(seed)
    all_of = Quotes(quotes)
    model = Ranker(all_of.rows.shape[1], width)
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.02)
    steps = epochs * ((all_of.count + batch - 1) // batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.0, 1 - step / steps))
    model.train()
    for _ in range(epochs):
        for which in torch.randperm(all_of.count).split(batch):
            rows, owner = all_of.pick(which)
            optimiser.zero_grad()
            loss_of(model(all_of.rows[rows], 0.1), all_of.right[rows], owner, len(which)).mean().backward()
            optimiser.step()
            schedule.step()
    return model


def together(quotes, width, epochs, rankers):
    """Several rankers trained from different seeds, side by side in one: the mean of their scores."""
    parts = [train(quotes, width, epochs, SEED + i) for i in range(rankers)]
    whole = Ranker(parts[0].hidden.in_features, width * rankers)
    with torch.no_grad():
        whole.hidden.weight.copy_(torch.cat([p.hidden.weight for p in parts]))
        whole.hidden.bias.copy_(torch.cat([p.hidden.bias for p in parts]))
        whole.out.weight.copy_(torch.cat([p.out.weight for p in parts], 1) / rankers)
    return whole


@torch.no_grad()
def scores_of(model, quotes):
    """Each quotation's scores [n] and which are right [n]."""
    model.eval()
    all_of = Quotes(quotes)
    sizes = all_of.sizes.tolist()
    return model(all_of.rows).split(sizes), all_of.right.split(sizes)


def hits_of(model, quotes):
    return np.array([bool(right[scores.argmax()]) for scores, right in zip(*scores_of(model, quotes))])


def measure(model, quotes):
    hit, kinds = hits_of(model, quotes), np.array([q[1] for q in quotes])
    return [hit.mean()] + [hit[kinds == k].mean() for k in range(len(KINDS))]


def temperature(scores, right):
    """By which the scores are divided so that the probabilities tell how often they are right."""
    def loss(t):
        return -sum(torch.log_softmax(s / t, 0)[r].logsumexp(0).item() for s, r in zip(scores, right))
    return float(min(np.arange(0.6, 3.0, 0.1), key=loss))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default="build/speakers")
    parser.add_argument("--model", required=True)
    parser.add_argument("--data", default="../shared/data/gold")
    parser.add_argument("--width", type=int, default=24)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rankers", type=int, default=4)
    parser.add_argument("--folds", type=int, default=5, help="how many of five folds to hold out in turn")
    parser.add_argument("out")
    args = parser.parse_args()
    torch.set_num_threads(1)
    names = subprocess.run([args.tool, "names"], stdout=subprocess.PIPE, check=True, text=True).stdout.split()
    quotes = [(f"{file}{q[0]}", *q[1:]) for file in FILES
              for q in candidates(args.tool, args.model, f"{args.data}/{file}.jsonl", len(names))]
    usable = [q for q in quotes if q[2].any()]
    print(f"{len(quotes)} quotations, {len(usable)} with a right candidate, {len(names)} features")
    articles = sorted({q[0] for q in usable})
    np.random.default_rng(SEED).shuffle(articles)
    fold = {article: i % 5 for i, article in enumerate(articles)}
    results, heat = [], []
    for i in range(args.folds):
        held = [q for q in usable if fold[q[0]] == i]
        model = together([q for q in usable if fold[q[0]] != i], args.width, args.epochs, args.rankers)
        results.append(measure(model, held))
        heat.append(temperature(*scores_of(model, held)))
    if results:
        print("held out, right: all", *(f"{name} {100 * v:.1f}" for name, v in zip(("",) + KINDS, np.mean(results, 0))))
        print("temperature", np.round(heat, 2))
    model = together(usable, args.width, args.epochs, args.rankers)
    divide = float(np.mean(heat)) if heat else 1.0
    np.savez(args.out, features=np.array(names), hidden=model.hidden.weight.detach().numpy().T.copy(),
             bias=model.hidden.bias.detach().numpy(), out=model.out.weight.detach().numpy()[0] / divide)


if __name__ == "__main__":
    main()
