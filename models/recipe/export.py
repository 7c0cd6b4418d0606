"""From a PyTorch checkpoint to the sections of the model file that src/net reads.

    export.add_network(pack, network.state_dict(), network.shape)     in build of a whole model
    python3 export.py CHECKPOINT OUT.inq                              the network alone, for agree.py

Large matrices become bytes with a scale for each output, laid out as src/net/kernel.h multiplies them; the
pieces' embeddings become bytes with a scale for each piece; the rest stays float.
"""
import sys

import numpy as np
import torch
import torch.nn.functional as F

import wordpiece
from network import Network, Shape
from pack import Pack

PANEL, STEP, WIDE = 16, 4, 32  # src/net/kernel.h


def numbers(tensor):
    return np.ascontiguousarray(tensor.detach().float().cpu().numpy())


def quantise(matrix):
    """[rows, columns] -> bytes, -127 to 127, and the scale of each row"""
    scales = np.abs(matrix).max(1) / 127
    scales[scales == 0] = 1
    return np.clip(np.rint(matrix / scales[:, None]), -127, 127).astype(np.int8), scales.astype(np.float32)


def add_linear(pack, name, weight, bias):
    """weight [outputs, inputs]"""
    bytes_, scales = quantise(numbers(weight))
    outputs, inputs = bytes_.shape
    panels = bytes_.reshape(outputs // PANEL, PANEL, inputs // STEP, STEP).transpose(0, 2, 1, 3)
    pack.add(name + ".weights", panels.reshape(outputs // PANEL, inputs * PANEL))
    pack.add(name + ".sums", bytes_.astype(np.int32).sum(1, dtype=np.int32))
    pack.add(name + ".scales", scales)
    pack.add(name + ".bias", numbers(bias))


def add_projection(pack, name, weight, bias=None):
    """weight [outputs, inputs], filled up with zeros to WIDE outputs"""
    weight = numbers(weight)
    room = -(-len(weight) // WIDE) * WIDE
    weights, biases = np.zeros((weight.shape[1], room), np.float32), np.zeros(room, np.float32)
    weights[:, :len(weight)] = weight.T
    if bias is not None:
        biases[:len(weight)] = numbers(bias)
    pack.add(name + ".weights", weights)
    pack.add(name + ".bias", biases)


def add_norm(pack, name, state, of):
    pack.add(name + ".gain", numbers(state[of + ".weight"]))
    pack.add(name + ".bias", numbers(state[of + ".bias"]))


def add_network(pack, state, shape):
    pack.add("net.shape", np.array([shape.pieces, shape.positions, shape.width, shape.layers, shape.heads,
                                    shape.hidden, shape.role_width, shape.role_convolutions], np.int32))
    add_encoder(pack, state, shape)
    heads = ("names", "anchors", "ends", "tags")
    add_projection(pack, "net.heads", torch.cat([state[h + ".weight"] for h in heads]),
                   torch.cat([state[h + ".bias"] for h in heads]))
    add_roles(pack, state, shape)


def add_encoder(pack, state, shape):
    pieces, scales = quantise(numbers(state["encoder.pieces.weight"]))
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


# ---- The same arithmetic in PyTorch --------------------------------------------------------------


def rounded(weight):
    """A matrix as the model file holds it."""
    bytes_, scales = quantise(numbers(weight.flatten(1)))
    return torch.from_numpy(bytes_ * scales[:, None]).reshape(weight.shape)


def round_inputs(over):
    """A hook that rounds a module's input as kernel.quantise() does, one grid over the dimensions `over`."""
    def hook(module, inputs):
        low, high = inputs[0].amin(over, keepdim=True), inputs[0].amax(over, keepdim=True)
        scale, centre = (high - low) / 254, (high + low) / 2
        return (torch.round((inputs[0] - centre) / scale.clamp_min(1e-30)) * scale + centre,)
    return hook


@torch.no_grad()
def quantised(network):
    """Changes the network, in place, into the one that C runs."""
    network.eval()
    network.encoder.pieces.weight.copy_(rounded(network.encoder.pieces.weight))
    for layer in network.encoder.layers:
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
