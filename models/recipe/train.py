"""Trains the accurate network on everything that ../shared/data allows.

usage: train.py --start MODEL.inq --lessons FOLDER [...] --out models/work/network.pt     an earlier model, taught again
       train.py [--rounds 28] [...] --out models/work/network.pt                          from MiniLM

Without lessons, a round is a pass over all annotated sets.
"""
import argparse
import functools
import pathlib

import torch

import articles
import export
import training
import windows
from network import Network, Shape, load_pretrained, read_safetensors
from pack import Pack
from places import WORK

STEP = 6400  # pieces of a batch
ALL = {"home": 1, "world": 3, "polnear": 0.4, "ud_ewt": 0.5, "ud_gum": 0.5, "uner_ewt": 0.5, "docred_redocred": 0.25,
       "wikigold": 0.5, "crossner": 0.3, "re3d_open": 0.5, "btc_g": 0.5, "multiner_gov": 0.2, "gmb": 0.05, "gum_clean": 0.3}
WITH_LESSONS = {name: share / 10 for name, share in ALL.items()} | {"home": 0.25, "world": 1.8, "lesson": 1, "lesson_world": 2}
AVERAGE, AVERAGE_EVERY = 0.99, 4


def optimiser(network, rate, head_rate, device):
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")
             or n.split(".")[1] in ("cases", "marks", "schemes")]
    mine = {id(p) for p in heads}
    body = [p for p in network.parameters() if id(p) not in mine]
    return torch.optim.AdamW([{"params": body, "lr": rate}, {"params": heads, "lr": head_rate}], weight_decay=0.01,
                             betas=(0.9, 0.98), eps=1e-6, fused=device == "cuda")


def begun(args):
    if args.start:
        network = export.network_of(Pack.read(args.start))
        return network.only(args.layers) if args.layers else network
    network = Network(Shape())
    load_pretrained(network, read_safetensors(args.pretrained / "model.safetensors"))
    return network


def main():
    ap = training.options(argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter), 28, STEP)
    ap.add_argument("--start", help="an earlier model, whose network is taught again")
    ap.add_argument("--layers", type=lambda s: [int(n) for n in s.split(",")], help="of the earlier model, those that are kept: 0,2,5")
    ap.add_argument("--rate", type=float, default=3e-4)
    ap.add_argument("--head-rate", type=float, default=1e-3)
    ap.add_argument("--dropout", type=float, default=0.1)
    ap.add_argument("--out", type=pathlib.Path, default=WORK / "network.pt")
    args = ap.parse_args()
    training.begin(args)
    m = training.material(args, articles.Words(), windows.PieceWindow, windows.piece_lengths,
                          functools.partial(windows.batch, multiple=16))
    shares = [{name: args.share * share for name, share in (WITH_LESSONS if m.lessons else ALL).items()}] * args.rounds
    network = begun(args).to(args.device)
    for part in network.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = args.dropout
    steps = training.steps_of(m, shares, args.step)
    print({"articles": len(m.annotated), "lessons": len(m.lessons), "steps": steps}, flush=True)
    adam = optimiser(network, args.rate, args.head_rate, args.device)
    learner = training.Learner(network, [adam], steps, args, AVERAGE, AVERAGE_EVERY, list(network.parameters()))
    training.train(learner, m, shares, args, lambda weights: torch.save({"shape": vars(network.shape), "weights": training.halved(weights)}, args.out))


if __name__ == "__main__":
    main()
