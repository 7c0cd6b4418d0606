"""From a checkpoint of fast_train.py to the sections "fast.*" of the model file, which src/net/fast.c reads.

    fast_export.add_fast(pack, checkpoint)           in build of a whole model
    python3 fast_export.py CHECKPOINT OUT.inq        the network alone, for fast_agree.py
"""
import sys

import numpy as np
import torch

import layout
import wordpiece
from export import add_linear, add_projection, numbers, round_inputs, rounded
from fast import FastNetwork, FastShape
from pack import Pack

HEADS = (("names", 21), ("anchors", 3), ("ends", 1), ("tags", 17))
HEADS_ROOM = 64  # src/net/weights.h


def add_layers(pack, name, state, of, dilations):
    pack.add(f"{name}.dilations", np.array(dilations, np.int32))
    for i in range(len(dilations)):
        pack.add(f"{name}.{i}.filter", numbers(state[f"{of}.{i}.filter"]))
        add_linear(pack, f"{name}.{i}.mix", state[f"{of}.{i}.mix.weight"], state[f"{of}.{i}.mix.bias"])


def add_heads(pack, state, shape):
    """All heads, and what a token brings to its roles, as one matrix."""
    used = sum(n for _, n in HEADS)
    weight, bias = torch.zeros(HEADS_ROOM + shape.role_width, shape.width), torch.zeros(HEADS_ROOM + shape.role_width)
    weight[:used] = torch.cat([state[h + ".weight"] for h, _ in HEADS])
    bias[:used] = torch.cat([state[h + ".bias"] for h, _ in HEADS])
    weight[HEADS_ROOM:] = state["roles.token.weight"]
    add_linear(pack, "fast.heads", weight, bias)


def add_fast(pack, checkpoint):
    shape, state = FastShape(**checkpoint["shape"]), checkpoint["weights"]
    pack.add("fast.shape", np.array([shape.pieces, shape.words, shape.affixes, shape.width, len(shape.dilations),
                                     shape.filters, shape.role_width, len(shape.role_dilations), shape.hidden], np.int32))
    rows, scales = layout.quantise(numbers(state["rows.weight"]))
    pack.add("fast.rows", rows)
    pack.add("fast.rows.scales", scales)
    pack.table("fast.words", {word: i for i, word in enumerate(checkpoint["frequent"])})
    for part in ("inner", "outer") if shape.hidden else ():
        add_linear(pack, f"fast.{part}", state[f"records.{part}.weight"], state[f"records.{part}.bias"])
    pack.add("fast.cases", numbers(state["cases.weight"] + state["schemes.weight"][0]))
    pack.add("fast.marks", numbers(state["marks.weight"]))
    add_layers(pack, "fast.layers", state, "layers", shape.dilations)
    add_heads(pack, state, shape)
    add_projection(pack, "fast.roles.anchor", state["roles.anchor.weight"], state["roles.anchor.bias"])
    add_projection(pack, "fast.roles.out", state["roles.out.weight"], state["roles.out.bias"])
    for part in ("distance", "paragraph", "kind"):
        pack.add(f"fast.roles.{part}", numbers(state[f"roles.{part}.weight"]))
    add_layers(pack, "fast.roles.layers", state, "roles.layers", shape.role_dilations)


# ---- The same arithmetic in PyTorch --------------------------------------------------------------


def round_records(module, inputs, records):
    scale = records.abs().amax(-1, keepdim=True) / 127
    return torch.round(records / scale.clamp_min(1e-30)) * scale


@torch.no_grad()
def quantised(net):
    """Changes the network, in place, into the one that C runs."""
    net.eval()
    net.rows.weight.copy_(rounded(net.rows.weight))
    net.records.register_forward_hook(round_records)
    linears = [layer.mix for layer in [*net.layers, *net.roles.layers]] + [x for x in (net.records.inner, net.records.outer) if x]
    for linear in linears + [net.names, net.anchors, net.ends, net.tags, net.roles.token]:
        linear.weight.copy_(rounded(linear.weight))
        linear.register_forward_pre_hook(round_inputs(-1))
    return net


def load(path):
    """(network, the words that have rows of their own)"""
    given = torch.load(path, map_location="cpu", weights_only=True)
    net = FastNetwork(FastShape(**given["shape"]))
    net.load_state_dict(given["weights"])
    return net.eval(), given


def write(checkpoint, path, vocabulary=None):
    pack = Pack()
    pack.strings("card", ['{"name": "network alone"}'])
    pack.table("vocab", vocabulary or wordpiece.vocabulary())
    add_fast(pack, checkpoint)
    pack.write(path)


if __name__ == "__main__":
    write(load(sys.argv[1])[1], sys.argv[2])
