"""From a checkpoint of fast_train.py to the sections "fast.*" of the model file, which src/net/fast.c reads.

    fast_export.add_fast(pack, checkpoint)           in build of a whole model
    python3 fast_export.py CHECKPOINT OUT.inq        the network alone, for fast_agree.py
    fast_export.begun(Pack.read("en-fast.inq"))      and back, to go on learning
"""
import sys

import numpy as np
import torch

import layout
import wordpiece
from export import Sections, add_linear, add_projection, full, numbers, round_inputs, rounded
from fast import FastNetwork, FastShape, FastWords
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


def add_rows(pack, name, rows):
    bytes_, scales = layout.quantise(numbers(rows))
    pack.add(name, bytes_)
    pack.add(name + ".scales", scales)


@torch.no_grad()
def sums_given(net, frequent, at_once=4096):
    """[words, width]: of all rows of each of the words that have rows of their own"""
    words, out = FastWords(net.shape, frequent), []
    given = [words.of(word) for word in frequent]
    for first in range(0, len(given), at_once):
        bag = words.bag(given[first:first + at_once])
        out.append(net.rows(bag["bag_rows"], bag["bag_starts"], per_sample_weights=bag["bag_weights"]))
    return torch.cat(out)


@torch.no_grad()
def records_of(net, frequent):
    """[words, width]: of the words that have rows of their own; C takes them as they are."""
    return net.records(sums_given(net, frequent))


def add_fast(pack, checkpoint):
    """What wordpiece.py has for its vocabulary goes into the records."""
    shape, state = FastShape(**checkpoint["shape"]), full(checkpoint["weights"])
    pack.add("fast.shape", np.array([shape.pieces, shape.words, shape.affixes, shape.width, len(shape.dilations),
                                     shape.filters, shape.role_width, len(shape.role_dilations), shape.hidden], np.int32))
    rows, behind = state["rows.weight"], shape.pieces + shape.words
    add_rows(pack, "fast.rows", torch.cat([rows[:shape.pieces], rows[behind:]]))
    pack.table("fast.words", {word: i for i, word in enumerate(checkpoint["frequent"])})
    add_rows(pack, "fast.records", records_of(network_of(checkpoint), checkpoint["frequent"]))
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


# ---- And back ------------------------------------------------------------------------------------


@torch.no_grad()
def sums_of(net, records, steps=150, share=0.3):
    """What Records makes these records of [words, width]: it is near to its own input, and so is found from there.  A smaller
    share takes longer, with a larger one many words swing around theirs."""
    sums = records.clone()
    for _ in range(steps):
        sums += share * (records - net.records(sums))
    error, size = (net.records(sums) - records).abs().mean(), records.abs().mean()
    if error > 0.02 * size:
        raise ValueError(f"rows of words are not found: their records differ by {error:.3f} of {size:.3f}")
    return sums


def shape_of(pack):
    pieces, words, affixes, width, _, filters, role_width, _, hidden = pack.array("fast.shape").tolist()
    dilations, role_dilations = (tuple(pack.array(f"fast.{part}.dilations").tolist()) for part in ("layers", "roles.layers"))
    return FastShape(pieces=pieces, words=words, affixes=affixes, hidden=hidden, width=width, dilations=dilations, filters=filters,
                     role_width=role_width, role_dilations=role_dilations)


def begun(pack):
    """(the words that have rows of their own, the network's weights) of a model file.  It has those words' records alone:
    their rows are found so that the records come out again.  What PolNeAR is told by begins anew."""
    shape = shape_of(pack)
    s, net = Sections(pack), FastNetwork(shape)
    for part in ("inner", "outer") if shape.hidden else ():
        s.linear(f"records.{part}", f"fast.{part}")
    s.plain("cases", "fast.cases")
    s.plain("marks", "fast.marks")
    s.put("schemes.weight", torch.cat([torch.zeros(1, shape.width), net.schemes.weight.detach()[1:]]))
    for name, dilations in (("layers", shape.dilations), ("roles.layers", shape.role_dilations)):
        for i in range(len(dilations)):
            s.put(f"{name}.{i}.filter", pack.array(f"fast.{name}.{i}.filter"))
            s.linear(f"{name}.{i}.mix", f"fast.{name}.{i}.mix")
    s.linear("heads", "fast.heads")
    heads, at = {part: s.state.pop(f"heads.{part}") for part in ("weight", "bias")}, 0
    for name, count in HEADS:
        for part in heads:
            s.state[f"{name}.{part}"] = heads[part][at:at + count].clone()
        at += count
    s.state["roles.token.weight"] = heads["weight"][HEADS_ROOM:].clone()
    s.projection("fast.roles.anchor", [("roles.anchor", shape.role_width, True)])
    s.projection("fast.roles.out", [("roles.out", net.roles.out.out_features, True)])
    for part in ("distance", "paragraph", "kind"):
        s.plain(f"roles.{part}", f"fast.roles.{part}")
    numbered = pack.dict("fast.words")
    frequent = sorted(numbered, key=numbered.get)
    rows = torch.from_numpy(layout.restored(pack.array("fast.rows"), pack.array("fast.rows.scales")))
    s.state["rows.weight"] = torch.cat([rows[:shape.pieces], torch.zeros(shape.words, shape.width), rows[shape.pieces:]])
    net.load_state_dict(s.state)
    others = sums_given(net, frequent)
    records = torch.from_numpy(layout.restored(pack.array("fast.records"), pack.array("fast.records.scales")))
    s.state["rows.weight"][shape.pieces:shape.pieces + shape.words] = sums_of(net, records) - others
    return frequent, s.state


# ---- The same arithmetic in PyTorch --------------------------------------------------------------


def round_records(module, inputs, records):
    scale = records.abs().amax(-1, keepdim=True) / 127
    return torch.round(records / scale.clamp_min(1e-30)) * scale


@torch.no_grad()
def quantised(net, frequent):
    """Changes the network, in place, into the one that C runs."""
    net.eval()
    net.ready = rounded(records_of(net, frequent))
    net.rows.weight.copy_(rounded(net.rows.weight))
    net.records.register_forward_hook(round_records)
    linears = [layer.mix for layer in [*net.layers, *net.roles.layers]] + [x for x in (net.records.inner, net.records.outer) if x]
    for linear in linears + [net.names, net.anchors, net.ends, net.tags, net.roles.token]:
        linear.weight.copy_(rounded(linear.weight))
        linear.register_forward_pre_hook(round_inputs(-1))
    return net


def network_of(checkpoint):
    net = FastNetwork(FastShape(**checkpoint["shape"]))
    net.load_state_dict(checkpoint["weights"])
    return net.eval()


def load(path):
    """(network, checkpoint)"""
    given = torch.load(path, map_location="cpu", weights_only=True)
    return network_of(given), given


def write(checkpoint, path, vocabulary=None):
    pack = Pack()
    pack.strings("card", ['{"name": "network alone"}'])
    pack.table("vocab", vocabulary or wordpiece.vocabulary())
    add_fast(pack, checkpoint)
    pack.write(path)


if __name__ == "__main__":
    write(load(sys.argv[1])[1], sys.argv[2])
