"""The mean of the weights of networks that learned from one start with different seeds.

usage: average.py NETWORK.pt... OUT.pt      checkpoints of train.py or fast_train.py

They lie close enough for their mean to be a network, too, which is as good as the mean of them or better: what one of them
learned by chance is weakened, what all of them learned stays (Wortsman and others, "Model soups", 2022).
"""
import argparse
import pathlib

import torch


def average(networks):
    """Of checkpoints with the same shape and words"""
    shape, names = networks[0]["shape"], networks[0]["weights"].keys()
    for other in networks[1:]:
        if other["shape"] != shape or other["weights"].keys() != names:
            raise ValueError("the networks have different shapes")
    return networks[0] | {"weights": {name: torch.stack([n["weights"][name].float() for n in networks]).mean(0) for name in names}}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("networks", nargs="+", type=pathlib.Path, metavar="NETWORK.pt")
    ap.add_argument("out", type=pathlib.Path, metavar="OUT.pt")
    args = ap.parse_args()
    torch.save(average([torch.load(path, map_location="cpu", weights_only=True) for path in args.networks]), args.out)


if __name__ == "__main__":
    main()
