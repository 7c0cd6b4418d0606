"""Puts what the trainers made into one model file.

usage: assemble.py --name en-2026.11 [--work models/work] [--card models/card.json] OUT.inq
       assemble.py --lexicon [--work models/work] OUT.inq    the lexicon alone, for training a ranker without vectors
       assemble.py --bare [--work models/work] OUT.inq    all but ranker and trust, for training a ranker with vectors
       assemble.py --from models/en.inq --speakers NEW.npz --name en-2026.12.2 OUT.inq    a model with another ranker

Each trainer leaves its numbers in models/work: network.pt (train.py), blocks.npz, lemmas.npz, lexicon.npz,
speakers.npz, trust.npz.  A section is named as the stage that reads it names it.
"""
import argparse
import json
import pathlib

import numpy as np
import torch

import export
import fast_export
import wordpiece
from network import NAME_TYPES, Shape
from pack import Pack, fingerprint


def add_lemmas(pack, path):
    """A rule "cut capitals ending" as src/doc/lemma.c has it."""
    given = np.load(path)
    endings, values = {}, {}
    for key, rule in zip(given["keys"], given["rules"]):
        cut, capitals, ending = str(rule).split(" ", 2)
        number = endings.setdefault(ending, len(endings))
        values[str(key)] = number | int(cut) << 16 | int(capitals) << 24
    pack.table("lemmas", values)
    pack.strings("lemmas.endings", list(endings))


def add_speakers(pack, path):
    given = dict(np.load(path))
    network = given.pop("network", None)  # whose vectors it has learned from, if any
    if network is not None and network != fingerprint(pack):
        raise SystemExit(f"{path}: the ranker was trained with the vectors of another network")
    pack.strings("speaker.features", [str(f) for f in given.pop("features")])
    for name, numbers in given.items():
        pack.add(f"speaker.{name}", numbers.astype(np.float32))


def add_trust(pack, path):
    """How far scores can be trusted: only once that was measured on what the model without it says."""
    if path.exists():
        for name, knots in np.load(path).items():
            pack.add(f"trust.{name}", knots)


def add_scores(pack, args):
    add_speakers(pack, args.speakers)
    add_trust(pack, args.trust)


def add_lexicon(pack, path):
    given = np.load(path)
    pack.table("lexicon", {str(k): int(v) for k, v in zip(given["keys"], given["values"])})


def add_card(pack, args):
    pack.strings("card", [json.dumps({"name": args.name, **json.loads(args.card.read_text(encoding="utf-8"))})])


def type_and_number(given):
    """PERSON=-1"""
    name, _, number = given.partition("=")
    return NAME_TYPES.index(name), float(number)


def weighed(network, priors):
    """Adds to what names of these types score everywhere."""
    bias = network["weights"]["names.bias"] = network["weights"]["names.bias"].float()
    for kind, number in priors:
        bias[1 + 2 * kind:3 + 2 * kind] += number
    return network


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--work", type=pathlib.Path, default=pathlib.Path("models/work"))
    ap.add_argument("--network", type=pathlib.Path, help="train.py's checkpoint, if not WORK/network.pt")
    ap.add_argument("--prior", type=type_and_number, action="append", default=[], metavar="TYPE=NUMBER",
                    help="add to the logarithm of how likely a name of the type is, as in PERSON=-1")
    ap.add_argument("--trust", type=pathlib.Path, help="trust.py's numbers, if not WORK/trust.npz; none where the file is not there")
    ap.add_argument("--card", type=pathlib.Path, default=pathlib.Path("models/card.json"))
    ap.add_argument("--name", default="en")
    ap.add_argument("--lexicon", action="store_true")
    ap.add_argument("--bare", action="store_true", help="leave out the speakers' ranker and the trust in scores")
    ap.add_argument("--from", dest="model", help="take all but the speakers' ranker and the trust in scores from this model file")
    ap.add_argument("--speakers", type=pathlib.Path, help="speakers.py's numbers, if not WORK/speakers.npz")
    ap.add_argument("out")
    args = ap.parse_args()
    args.trust = args.trust or args.work / "trust.npz"
    args.speakers = args.speakers or args.work / "speakers.npz"
    pack = Pack()
    if args.model:
        add_card(pack, args)
        pack.take(args.model, lambda name: not name.startswith(("card", "speaker.", "trust.")))
        add_scores(pack, args)
    else:
        add_lexicon(pack, args.work / "lexicon.npz")
        if not args.lexicon:
            add_rest(pack, args)
    pack.write(args.out)


def add_rest(pack, args):
    add_card(pack, args)
    pack.table("vocab", wordpiece.vocabulary())
    network = weighed(torch.load(args.network or args.work / "network.pt"), args.prior)
    if "frequent" in network:  # fast_train.py's
        fast_export.add_fast(pack, network)
    else:
        export.add_network(pack, network["weights"], Shape(**network["shape"]))
    for name, array in np.load(args.work / "blocks.npz").items():
        pack.add(name, array)
    add_lemmas(pack, args.work / "lemmas.npz")
    if not args.bare:
        add_scores(pack, args)


if __name__ == "__main__":
    main()
