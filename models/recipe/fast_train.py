"""Trains the fast network on annotated articles and on a teacher's lessons.

usage: fast_train.py [--lessons FOLDER --files N] [--gold-lessons FILE] [--rounds 12] [--width 128] [...] [--out models/work/fast.pt]

A round sees a share of the annotated articles (SHARE) and one file of the lessons' folder; one that fast_teach.py has not
made yet is waited for.  What is kept of the weights is their exponential average.  After each round everything is kept
in OUT.state, and the same command goes on from there.  Fixed seeds: the same command on
the same machine makes the same weights.
"""
import argparse
import collections
import json
import pathlib
import time

import numpy as np
import torch
import torch.nn.functional as F

import documents
import fast_windows as fw
import layers
import network
import word_classes
import wordpiece
from fast import FastNetwork, FastShape, Words, fold
from train import NAME_WEIGHT, QUOTE_WEIGHT, keep_memory, spans_of
from windows import batches

BUDGET = 480  # positions of a window; the program reads longer ones (src/net/net.h)
STEP = 2000  # positions of a batch
SHARE = {"home": 0.25, "world": 0.5, "polnear": 0.1, "ud_ewt": 0.1, "ud_gum": 0.1, "lesson": 1, "lesson_world": 2}  # seen in a round
FREQUENT = 2  # times that a word of the annotated articles is seen before it has a row of its own
MOST_FREQUENT, MOST_WORDS = 60000, 76000  # rows of words while it learns, and in the end
RATE, ROW_RATE = 3e-3, 3e-3
AVERAGE, AVERAGE_EVERY = 0.99, 4  # share of the old in each averaging, which happens every so many steps


# ---- What is learned from --------------------------------------------------------------------------


def annotated(cache):
    """documents.Document of every annotated article"""
    return documents.load((s for s in documents.sources() if s.set in SHARE), layers.layers, cache)


def there(path):
    """The path, once it is there"""
    while not path.exists():
        time.sleep(2)
    return path


def frequent_words(docs, lessons):
    """The words of the annotated articles and of the first file of lessons, the most frequent first."""
    count = collections.Counter(t for d in docs for t in d.tokens)
    for path in lessons[:1]:
        for lesson in fw.read_lessons(there(path)):
            count.update(lesson.tokens)
    return [w for w, n in count.most_common(MOST_FREQUENT) if n >= FREQUENT]


def windows_of(articles, share, order, augment, words):
    """Each article's windows as often as its set's share says; a fraction is taken window by window."""
    out = []
    for a in articles:
        left = share.get(a.set, 0)
        while left > 0:
            new = augment.of(a)
            for start, end in fw.cut(a.block, BUDGET, int(order.integers(60, BUDGET))):
                if left >= 1 or order.random() < left:
                    out.append(fw.Window(a, start, end, words, new))
            left -= 1
    return out


# ---- Losses ----------------------------------------------------------------------------------------


def gold_losses(out, b, table):
    """Sums over the batch, of what annotators said."""
    logits = out["names"]
    weight = torch.tensor([NAME_WEIGHT.get(s, 0.5) for s in b["sets"]])[:, None] * b["real"]
    allowed = torch.logsumexp(logits.masked_fill(~table[b["names"]], -1e4), -1)
    quote_weight = torch.tensor([QUOTE_WEIGHT.get(s, 1.0) for s in b["sets"]])[:, None]
    anchors = F.cross_entropy(out["anchors"].flatten(0, 1), b["anchors"].flatten(), ignore_index=-1, reduction="none")
    known = b["ends"] >= 0
    return {"names": ((torch.logsumexp(logits, -1) - allowed) * weight).sum(),
            "anchors": (anchors.view_as(b["anchors"]) * quote_weight).sum(),
            "ends": F.binary_cross_entropy_with_logits(out["ends"][known], b["ends"][known].float(), reduction="sum"),
            "tags": F.cross_entropy(out["tags"].flatten(0, 1), b["tags"].flatten(), ignore_index=-1, reduction="sum")}


def soft(logits, labels, given):
    """Cross-entropy [W, T] with what a teacher thinks of a few labels each: their probabilities, in bytes"""
    given = given.float() / given.sum(-1, keepdim=True).clamp(min=1)
    return -(torch.log_softmax(logits, -1).gather(-1, labels.long()) * given).sum(-1)


def lesson_losses(out, b):
    """The same sums, of what the teacher thinks."""
    real = b["real"] & b["taught_by"][:, None]
    names, tags, ends = b["lesson_names"], b["lesson_tags"], b["lesson_ends"].squeeze(-1).float() / 255
    cue = b["lesson_anchors"].float() / 255
    anchors = torch.cat([(1 - cue.sum(-1, keepdim=True)).clamp(min=0), cue], -1)
    parts = {"names": soft(out["names"], names[..., :fw.TEACHER_NAMES], names[..., fw.TEACHER_NAMES:]),
             "anchors": -(torch.log_softmax(out["anchors"], -1) * anchors).sum(-1),
             "ends": F.binary_cross_entropy_with_logits(out["ends"], ends, reduction="none"),
             "tags": soft(out["tags"], tags[..., :fw.TEACHER_TAGS], tags[..., fw.TEACHER_TAGS:])}
    return {k: (v * real).sum() for k, v in parts.items()}


def role_loss(out, b):
    """Of both: the targets are probabilities already."""
    cross = -(torch.log_softmax(out["roles"], -1) * b["roles"]).sum(-1) * out["inside"]
    weight = torch.tensor([QUOTE_WEIGHT.get(s, 1.0) for s in b["sets"]])
    return (cross.sum(1) * torch.where(b["taught"], 1.0, weight[b["window"]])).sum()


WEIGHT = {"names": 1, "anchors": 2, "ends": 0.5, "tags": 0.2, "roles": 0.5}


def losses(out, b, table):
    parts, taught = gold_losses(out, b, table), lesson_losses(out, b)
    parts = {k: v + taught[k] for k, v in parts.items()}
    if "roles" in out:
        parts["roles"] = role_loss(out, b)
    return {k: WEIGHT[k] * v / b["real"].sum() for k, v in parts.items()}


# ---- Training ----------------------------------------------------------------------------------------


@torch.no_grad()
def evaluate(net, articles, words):
    """A quick look, not the judge: names (fine, exact) and anchors, in per cent."""
    hit = np.zeros((2, 3))
    net.eval()
    for a in articles:
        b = fw.batch([fw.Window(a, start, end, words) for start, end in fw.cut(a.block, BUDGET, BUDGET)], words)
        out, real = net(b), b["real"]
        gold = [documents.NAME_SETS.rows[i][0] for i in b["names"][real].tolist()]
        g, p = spans_of(gold), spans_of(out["names"][real].argmax(-1).tolist())
        hit[0] += len(g & p), len(p), len(g)
        ga, pa = b["anchors"][real], out["anchors"][real].argmax(-1)
        hit[1] += int(((ga == pa) & (ga > 0)).sum()), int((pa > 0).sum()), int((ga > 0).sum())
    net.train()
    f = 200 * hit[:, 0] / np.maximum(hit[:, 1] + hit[:, 2], 1)
    return dict(zip(("names", "anchors"), f.round(1).tolist()))


class Optimiser:
    """The rows of words are changed only where a batch has them."""

    def __init__(self, net, steps):
        body = [p for n, p in net.named_parameters() if n != "rows.weight"]
        self.parts = [torch.optim.AdamW(body, lr=RATE, betas=(0.9, 0.98), weight_decay=0.01),
                      torch.optim.SparseAdam([net.rows.weight], lr=ROW_RATE, betas=(0.9, 0.98))]
        warm = max(1, 0.05 * steps)
        self.rates = [torch.optim.lr_scheduler.LambdaLR(p, lambda s: min((s + 1) / warm, max(0.01, (steps - s) / (steps - warm))))
                      for p in self.parts]
        self.body = body

    def step(self, loss):
        for part in self.parts:
            part.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.body, 1.0)
        for part, rate in zip(self.parts, self.rates):
            part.step()
            rate.step()

    def state(self):
        return [x.state_dict() for x in self.parts + self.rates]

    def load(self, state):
        for x, given in zip(self.parts + self.rates, state):
            x.load_state_dict(given)


def average_of(net):
    return torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGE))


def train_round(number, args, articles, net, average, words, optimiser, augment, table):
    order = augment.order
    todo = batches(windows_of(articles, args.share, order, augment, words), args.step, order, lambda w: len(w.words))
    total, begin = {}, time.time()
    for n, windows in enumerate(todo, 1):
        b = fw.batch(windows, words)
        parts = losses(net(b), b, table)
        optimiser.step(sum(parts.values()))
        if n % AVERAGE_EVERY == 0:
            average.update_parameters(net)
        for k, v in parts.items():
            total[k] = total.get(k, 0) + v.item()
        if n % 50 == 0 or n == len(todo):
            row = {"round": number, "step": n, "of": len(todo), "seconds": round(time.time() - begin), "cpu": round(time.process_time())}
            print(json.dumps(row | {k: round(v / (n % 50 or 50), 4) for k, v in total.items()}), flush=True)
            total = {}


def options():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--lessons", type=pathlib.Path, help="folder of *.lessons, one of which is seen in a round")
    ap.add_argument("--files", type=int, default=14, help="how many files of lessons there will be")
    ap.add_argument("--gold-lessons", type=pathlib.Path, help="lessons on the annotated articles")
    ap.add_argument("--rounds", type=int, default=12)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--share", type=json.loads, default=SHARE, help="how much of each set is seen in a round, as JSON")
    ap.add_argument("--step", type=int, default=STEP, help="positions of a batch")
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--width", type=int, default=FastShape.width)
    ap.add_argument("--hidden", type=int, default=FastShape.hidden)
    ap.add_argument("--filters", type=int, default=FastShape.filters)
    ap.add_argument("--role-width", type=int, default=FastShape.role_width)
    ap.add_argument("--dilations", type=lambda s: tuple(map(int, s.split(","))), default=FastShape.dilations)
    ap.add_argument("--no-classes", action="store_true", help="do without word_classes.py")
    ap.add_argument("--out", type=pathlib.Path, default=documents.WORK / "fast.pt")
    return ap.parse_args()


def begin(args, docs, lessons, classes, steps):
    """A new network, its average and its words; or what is in OUT.state, with the rounds done."""
    state = args.out.with_suffix(".state")
    saved = torch.load(state, weights_only=False) if state.exists() else None
    frequent = saved["frequent"] if saved else frequent_words(docs, lessons)
    shape = FastShape(words=len(frequent), classes=classes[1], hidden=args.hidden, width=args.width, filters=args.filters,
                      dilations=args.dilations, role_width=args.role_width)
    net, optimiser = FastNetwork(shape), None
    if saved:
        net.load_state_dict(saved["network"])
    else:
        given = network.read_safetensors(wordpiece.pretrained() / "model.safetensors")
        net.take_pieces(given["embeddings.word_embeddings.weight"])
    optimiser, average = Optimiser(net, steps), average_of(net)
    if saved:
        optimiser.load(saved["optimiser"])
        average.load_state_dict(saved["average"])
    return net, average, Words(shape, frequent, classes[0]), optimiser, saved["rounds"] if saved else 0


def main():
    args = options()
    keep_memory()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    docs = annotated(documents.WORK / "fast.pickle")
    lessons = [args.lessons / f"{i:04}.lessons" for i in range(args.files)] if args.lessons else []
    gold_lessons = {x.id: x for x in fw.read_lessons(args.gold_lessons)} if args.gold_lessons else {}
    tokens = sum(args.share.get(d.set, 0) * len(d.tokens) for d in docs) * 1.08
    tokens += there(lessons[0]).stat().st_size / 24 if lessons else 0  # bytes of a token's lesson
    steps = int(args.rounds * tokens / args.step)
    print(json.dumps({"annotated": len(docs), "lessons": len(lessons), "steps": steps}), flush=True)
    classes = ({}, 0) if args.no_classes else word_classes.words()
    net, average, words, optimiser, done = begin(args, docs, lessons, classes, steps)
    table = torch.from_numpy(documents.NAME_SETS.table())
    pools = documents.Pools(docs)
    articles = [fw.of_document(d, words, gold_lessons.get(d.id)) for d in docs]
    dev = [fw.of_document(documents.document(s, layers.layers), words) for s in list(documents.read_gold("dev-world"))[:12]]
    for number in range(done, args.rounds):
        torch.manual_seed(args.seed * 1000 + number)
        order = np.random.default_rng([args.seed, number])
        taught = [fw.of_lesson(x, words) for x in fw.read_lessons(there(lessons[number % len(lessons)]))] if lessons else []
        train_round(number + 1, args, articles + taught, net, average, words, optimiser, fw.Augment(order, pools, words), table)
        print(json.dumps({"round": number + 1, "dev-world": evaluate(average.module, dev, words)}), flush=True)
        keep(args, net, average, words, optimiser, number + 1)


def keep(args, net, average, words, optimiser, rounds):
    frequent = list(words.frequent)
    torch.save({"rounds": rounds, "network": net.state_dict(), "average": average.state_dict(), "frequent": frequent,
                "optimiser": optimiser.state()}, args.out.with_suffix(".state"))
    made = {"shape": vars(net.shape), "frequent": frequent, "weights": average.module.state_dict()}
    torch.save(fold(made, words.classes, MOST_WORDS), args.out)


if __name__ == "__main__":
    main()
