"""How the model file lays out the network's matrices, to there and back; src/net/kernel.h multiplies them so.

    bytes_, scales = quantise(matrix)     [outputs, inputs] -> bytes, -127 to 127, and the scale of each output
    panels(bytes_)                        [outputs / PANEL, inputs * PANEL]: in each row [inputs / STEP][PANEL][STEP]
    filled(matrix)                        [inputs, outputs], filled up with zeros to a multiple of WIDE outputs
"""
import numpy as np

PANEL, STEP, WIDE = 16, 4, 32  # src/net/kernel.h


def quantise(matrix):
    scales = np.abs(matrix).max(1) / 127
    scales[scales == 0] = 1
    return np.clip(np.rint(matrix / scales[:, None]), -127, 127).astype(np.int8), scales.astype(np.float32)


def restored(bytes_, scales):
    """The matrix that C multiplies with."""
    return bytes_ * scales[:, None]


def panels(bytes_):
    outputs, inputs = bytes_.shape
    rows = bytes_.reshape(outputs // PANEL, PANEL, inputs // STEP, STEP).transpose(0, 2, 1, 3)
    return np.ascontiguousarray(rows.reshape(outputs // PANEL, inputs * PANEL))


def from_panels(rows):
    groups, width = rows.shape
    inputs = width // PANEL
    bytes_ = rows.reshape(groups, inputs // STEP, PANEL, STEP).transpose(0, 2, 1, 3)
    return np.ascontiguousarray(bytes_.reshape(groups * PANEL, inputs))


def filled(matrix):
    """matrix [outputs, inputs]"""
    out = np.zeros((matrix.shape[1], -(-len(matrix) // WIDE) * WIDE), np.float32)
    out[:, :len(matrix)] = matrix.T
    return out


def from_filled(rows, outputs):
    return np.ascontiguousarray(rows[:, :outputs].T)
