"""From a PyTorch checkpoint to the sections of the model file that src/net reads.

    export.add_network(pack, network.state_dict(), network.shape)     in build of a whole model
    python3 export.py CHECKPOINT OUT.inq                              the network alone, for agree.py
    export.network_of(Pack.read("models/en.inq"))                     and back

Large matrices become bytes with a scale for each output, laid out as src/net/kernel.h multiplies them; the
pieces' embeddings become bytes with a scale for each piece; the rest stays float.
"""
import sys

import numpy as np
import torch
import torch.nn.functional as F

import layout
import wordpiece
from network import Network, Shape
from pack import Pack

HEADS = ("names", "anchors", "ends", "tags")  # side by side in net.heads: src/net/weights.h


def full(state):
    """Checkpoints keep halves, which are not to be added up."""
    return {name: part.float() for name, part in state.items()}


def numbers(tensor):
    return np.ascontiguousarray(tensor.detach().float().cpu().numpy())


def add_linear(pack, name, weight, bias):
    """weight [outputs, inputs]"""
    bytes_, scales = layout.quantise(numbers(weight))
    pack.add(name + ".weights", layout.panels(bytes_))
    pack.add(name + ".sums", bytes_.astype(np.int32).sum(1, dtype=np.int32))
    pack.add(name + ".scales", scales)
    pack.add(name + ".bias", numbers(bias))


def add_projection(pack, name, weight, bias=None):
    """weight [outputs, inputs]"""
    weights = layout.filled(numbers(weight))
    biases = np.zeros(weights.shape[1], np.float32)
    if bias is not None:
        biases[:len(bias)] = numbers(bias)
    pack.add(name + ".weights", weights)
    pack.add(name + ".bias", biases)


def add_norm(pack, name, state, of):
    pack.add(name + ".gain", numbers(state[of + ".weight"]))
    pack.add(name + ".bias", numbers(state[of + ".bias"]))


def add_network(pack, state, shape):
    state = full(state)
    pack.add("net.shape", np.array([shape.pieces, shape.positions, shape.width, shape.layers, shape.heads,
                                    shape.hidden, shape.role_width, shape.role_convolutions], np.int32))
    add_encoder(pack, state, shape)
    add_projection(pack, "net.heads", torch.cat([state[h + ".weight"] for h in HEADS]),
                   torch.cat([state[h + ".bias"] for h in HEADS]))
    add_roles(pack, state, shape)


def add_encoder(pack, state, shape):
    pieces, scales = layout.quantise(numbers(state["encoder.pieces.weight"]))
    pack.add("net.pieces", pieces)
    pack.add("net.pieces.scales", scales)
    pack.add("net.positions", numbers(state["encoder.positions.weight"] + state["encoder.schemes.weight"][0]))
    pack.add("net.cases", numbers(state["encoder.cases.weight"]))
    pack.add("net.marks", numbers(state["encoder.marks.weight"]))
    add_norm(pack, "net.norm", state, "encoder.norm")
    for i in range(shape.layers):
        name, of = f"net.layer.{i}.", f"encoder.layers.{i}."
        for part in ("qkv", "out", "up", "down"):
            add_linear(pack, name + part, state[of + part + ".weight"], state[of + part + ".bias"])
        for part in ("norm1", "norm2"):
            add_norm(pack, name + part, state, of + part)


def add_roles(pack, state, shape):
    add_projection(pack, "net.roles.anchor", state["roles.anchor.weight"], state["roles.anchor.bias"])
    add_projection(pack, "net.roles.token", state["roles.token.weight"])
    add_projection(pack, "net.roles.out", state["roles.out.weight"], state["roles.out.bias"])
    for part in ("distance", "paragraph", "kind"):
        pack.add(f"net.roles.{part}", numbers(state[f"roles.{part}.weight"]))
    for i in range(shape.role_convolutions):
        weight = state[f"roles.convolutions.{i}.weight"]  # [out, in, tap] -> [out, tap * in]: rows as they lie
        add_linear(pack, f"net.roles.convolution.{i}", weight.transpose(1, 2).flatten(1),
                   state[f"roles.convolutions.{i}.bias"])
        add_norm(pack, f"net.roles.norm.{i}", state, f"roles.norms.{i}")


# ---- And back ------------------------------------------------------------------------------------


class Sections:
    """The tensors of a model file under the names that they have in Network's state_dict."""

    def __init__(self, pack):
        self.pack, self.state = pack, {}

    def put(self, name, array):
        self.state[name] = torch.from_numpy(np.array(array, np.float32))

    def plain(self, name, section):
        self.put(name + ".weight", self.pack.array(section))

    def norm(self, name, section):
        self.put(name + ".weight", self.pack.array(section + ".gain"))
        self.put(name + ".bias", self.pack.array(section + ".bias"))

    def linear(self, name, section, shape=None):
        """shape: of a convolution [out, tap, in]"""
        bytes_ = layout.from_panels(self.pack.array(section + ".weights"))
        weight = layout.restored(bytes_, self.pack.array(section + ".scales"))
        self.put(name + ".weight", weight.reshape(shape).transpose(0, 2, 1) if shape else weight)
        self.put(name + ".bias", self.pack.array(section + ".bias"))

    def projection(self, section, parts):
        """parts: (name, outputs, whether it has a bias), side by side in the section"""
        weights, biases, at = self.pack.array(section + ".weights"), self.pack.array(section + ".bias"), 0
        for name, outputs, bias in parts:
            self.put(name + ".weight", layout.from_filled(weights[:, at:], outputs))
            if bias:
                self.put(name + ".bias", biases[at:at + outputs])
            at += outputs


def network_of(pack):
    """The network of a model file, with the weights as C has them: rounding them again changes nothing."""
    shape = Shape(*pack.array("net.shape").tolist())
    made, s = Network(shape), Sections(pack)
    s.put("encoder.pieces.weight", layout.restored(pack.array("net.pieces"), pack.array("net.pieces.scales")))
    for part in ("positions", "cases", "marks"):
        s.plain(f"encoder.{part}", f"net.{part}")
    s.put("encoder.schemes.weight", torch.zeros_like(made.encoder.schemes.weight))  # added to the positions
    s.norm("encoder.norm", "net.norm")
    for i in range(shape.layers):
        for part in ("qkv", "out", "up", "down"):
            s.linear(f"encoder.layers.{i}.{part}", f"net.layer.{i}.{part}")
        for part in ("norm1", "norm2"):
            s.norm(f"encoder.layers.{i}.{part}", f"net.layer.{i}.{part}")
    s.projection("net.heads", [(h, getattr(made, h).out_features, True) for h in HEADS])
    for part, bias in (("anchor", True), ("token", False), ("out", True)):
        s.projection(f"net.roles.{part}", [(f"roles.{part}", getattr(made.roles, part).out_features, bias)])
    for part in ("distance", "paragraph", "kind"):
        s.plain(f"roles.{part}", f"net.roles.{part}")
    for i, convolution in enumerate(made.roles.convolutions):
        out, into, taps = convolution.weight.shape
        s.linear(f"roles.convolutions.{i}", f"net.roles.convolution.{i}", (out, taps, into))
        s.norm(f"roles.norms.{i}", f"net.roles.norm.{i}")
    made.load_state_dict(s.state)
    return made.eval()


# ---- The same arithmetic in PyTorch --------------------------------------------------------------


def rounded(weight):
    """A matrix as the model file holds it."""
    return torch.from_numpy(layout.restored(*layout.quantise(numbers(weight.flatten(1))))).reshape(weight.shape)


def round_inputs(over):
    """A hook that rounds a module's input as kernel.quantise() does, one grid over the dimensions `over`."""
    def hook(module, inputs):
        low, high = inputs[0].amin(over, keepdim=True), inputs[0].amax(over, keepdim=True)
        scale, centre = (high - low) / 254, (high + low) / 2
        return (torch.round((inputs[0] - centre) / scale.clamp_min(1e-30)) * scale + centre,)
    return hook


def rounded_to(x, steps, over):
    """Around 0, in steps of the largest size along `over` / steps"""
    scale = x.abs().amax(over, keepdim=True) / steps
    return torch.round(x / scale.clamp_min(1e-30)) * scale


def attend_rounded(q, k, v, mask):
    """network.attend() in kernel.attend()'s bytes: keys and values around their means, the largest weight 65535; the
    sum is that of the weights before they are rounded."""
    if mask is not None:
        raise ValueError("windows of one length only: the means are of all rows")
    mean = v.mean(-2, keepdim=True)
    scores = rounded_to(q, 127, -1) @ rounded_to(k - k.mean(-2, keepdim=True), 127, -1).transpose(-1, -2)
    weights = 65535 * torch.exp((scores - scores.amax(-1, keepdim=True)) * q.shape[-1] ** -0.5)
    return torch.round(weights) @ rounded_to(v - mean, 127, -2) / weights.sum(-1, keepdim=True) + mean


@torch.no_grad()
def quantised(network):
    """Changes the network, in place, into the one that C runs."""
    network.eval()
    network.encoder.pieces.weight.copy_(rounded(network.encoder.pieces.weight))
    for layer in network.encoder.layers:
        layer.attend = attend_rounded
        for part in (layer.qkv, layer.out, layer.up, layer.down):
            part.weight.copy_(rounded(part.weight))
            part.register_forward_pre_hook(round_inputs(-1))
    for convolution in network.roles.convolutions:
        turned = rounded(convolution.weight.transpose(1, 2).contiguous())
        convolution.weight.copy_(turned.transpose(1, 2))
        convolution.register_forward_pre_hook(lambda module, inputs: (F.pad(inputs[0], (2, 2)),))
        convolution.padding = (0,)  # C rounds the zeros at the ends with the rest
        convolution.register_forward_pre_hook(round_inputs((1, 2)))
    return network


def load(path):
    """A checkpoint {"shape": {...}, "state": state_dict}; or a bare state_dict of the usual shape."""
    given = torch.load(path, map_location="cpu", weights_only=True)
    network = Network(Shape(**given.get("shape", {})))
    network.load_state_dict(given.get("weights", given))
    return network.eval()


def write(network, path, vocabulary=None):
    pack = Pack()
    pack.strings("card", ['{"name": "network alone"}'])
    pack.table("vocab", vocabulary or wordpiece.vocabulary())
    add_network(pack, network.state_dict(), network.shape)
    pack.write(path)


if __name__ == "__main__":
    write(load(sys.argv[1]), sys.argv[2])
