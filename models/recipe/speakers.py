#!/usr/bin/env python3
"""Trains the ranker that gives each quotation its speaker (src/doc/ranker.h).

usage: speakers.py --tool build/speakers --model LEXICON.inq [--data ../shared/data/gold] OUT.npz

LEXICON.inq is a model file that holds the lexicon.  The candidates and their features come from the program
itself (models/recipe/speakers.c) on the gold names and quotations of train and train-world; a fifth of the
articles is held out in turn to choose how long to train and to calibrate.  The loss is that of the right
candidates' joint probability, for a quotation may have more than one.
"""
import argparse
import subprocess

import numpy as np
import torch

SEED = 3
FILES = ("train", "train-world")
KINDS = ("none", "name", "pronoun", "description")


def candidates(tool, model, path, features):
    """[(article, kind, right [n], features [n, features])] of every quotation that has a right candidate."""
    with open(path, "rb") as gold:
        raw = subprocess.run([tool, "features", model], stdin=gold, stdout=subprocess.PIPE, check=True).stdout
    words = np.frombuffer(raw, "<i4")
    found, at, article = [], 0, 0
    while at < len(words):
        if words[at] < 0:  # the end of an article
            article += 1
            at += 1
            continue
        count, kind = words[at:at + 2]
        rows = words[at + 2:at + 2 + count * (features + 1)].reshape(count, features + 1)
        found.append((article, int(kind), rows[:, 0].astype(bool), rows[:, 1:].view("<f4")))
        at += 2 + count * (features + 1)
    return found


class Ranker(torch.nn.Module):
    def __init__(self, features, width):
        super().__init__()
        self.hidden = torch.nn.Linear(features, width)
        self.out = torch.nn.Linear(width, 1, bias=False)

    def forward(self, x, mask, drop=0.0):
        h = torch.relu(self.hidden(torch.nn.functional.dropout(x, drop, self.training)))
        return self.out(h).squeeze(-1).masked_fill(~mask, -1e9)


def padded(quotes):
    room, width = max(len(q[2]) for q in quotes), quotes[0][3].shape[1]
    x = np.zeros((len(quotes), room, width), np.float32)
    mask, right = np.zeros((2, len(quotes), room), bool)
    for i, (_, _, is_right, rows) in enumerate(quotes):
        x[i, :len(rows)], mask[i, :len(rows)], right[i, :len(rows)] = rows, True, is_right
    return torch.tensor(x), torch.tensor(mask), torch.tensor(right), torch.tensor([q[1] for q in quotes])


def loss_of(scores, right):
    log = torch.log_softmax(scores, -1)
    return -torch.logsumexp(log.masked_fill(~right, -1e9), -1)


def train(quotes, width, epochs, seed):
    torch.manual_seed(seed)
    x, mask, right, _ = padded(quotes)
    model = Ranker(x.shape[-1], width)
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.02)
    steps = epochs * ((len(x) + 63) // 64)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.0, 1 - step / steps))
    for _ in range(epochs):
        model.train()
        for batch in torch.randperm(len(x)).split(64):
            optimiser.zero_grad()
            loss_of(model(x[batch], mask[batch], 0.1), right[batch]).mean().backward()
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
    model.eval()
    x, mask, right, kinds = padded(quotes)
    return model(x, mask), right, kinds


def measure(model, quotes):
    scores, right, kinds = scores_of(model, quotes)
    hit = right.gather(1, scores.argmax(-1, keepdim=True)).squeeze(1).float()
    return [hit.mean().item()] + [hit[kinds == k].mean().item() for k in range(len(KINDS))]


def temperature(scores, right):
    """By which the scores are divided so that the probabilities tell how often they are right."""
    best = min((loss_of(scores / t, right).mean().item(), t) for t in np.arange(0.6, 3.0, 0.05))
    return float(best[1])


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
        heat.append(temperature(*scores_of(model, held)[:2]))
    if results:
        print("held out, right: all", *(f"{name} {100 * v:.1f}" for name, v in zip(("",) + KINDS, np.mean(results, 0))))
        print("temperature", np.round(heat, 2))
    model = together(usable, args.width, args.epochs, args.rankers)
    divide = float(np.mean(heat)) if heat else 1.0
    np.savez(args.out, features=np.array(names), hidden=model.hidden.weight.detach().numpy().T.copy(),
             bias=model.hidden.bias.detach().numpy(), out=model.out.weight.detach().numpy()[0] / divide)


if __name__ == "__main__":
    main()
