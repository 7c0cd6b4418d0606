"""What the speakers' ranker sees of the network's vectors: src/doc/trace.h and impression.h, as C computes them.

A trace is a vector's TRACE whitened principal axes among the phrases that the ranker is asked about: those of most
variance, all of the same, with 0 for the mean phrase.  Axes that the ranker itself learned were no better.
"""
import subprocess
import tempfile

import numpy as np

TRACE, TRACED = 32, 40  # src/doc/trace.h
NEAREST, SECOND, THIRD, FIRST, NEXT = range(5)  # src/doc/impression.h
FLOOR = 0.02  # of the first axis's variance is added to all, so that the last are not made of noise alone
WITHIN = 0.9999  # of the numbers are not cut off


def vectors(tool, model, lines):
    """float32 [tokens, width] of each article, as the program's network has them"""
    with tempfile.TemporaryFile() as file:
        file.write(lines)
        file.seek(0)
        with subprocess.Popen([tool, "vectors", model], stdin=file, stdout=subprocess.PIPE) as process:
            while head := process.stdout.read(8):
                tokens, width = np.frombuffer(head, "<i4")
                yield np.frombuffer(process.stdout.read(4 * tokens * width), "<f4").reshape(tokens, width)
    if process.returncode:
        raise ValueError(f"{tool} vectors: exit code {process.returncode}")


def summed(rows, kind):
    """[rows + 1, ...] of which the difference of two is the sum between them"""
    return np.concatenate([np.zeros((1, rows.shape[1]), kind), np.cumsum(rows, 0, dtype=kind)])


def means(sums, ranges):
    """[n, columns] of ranges [n, 2]; zeros for none"""
    first = np.maximum(ranges[:, 0], 0)
    behind = np.where(ranges[:, 0] < 0, first, np.minimum(ranges[:, 1] + 1, first + TRACED))
    return ((sums[behind] - sums[first]) / np.maximum(behind - first, 1)[:, None]).astype(np.float32)


def whitened(phrases):
    """(weights [width, TRACE], bias [TRACE]) from batches of vectors [n, width]"""
    count, total, products = 0, 0.0, 0.0
    for x in phrases:
        count, total, products = count + len(x), total + x.sum(0), products + x.T @ x
    mean = total / count
    variances, axes = np.linalg.eigh(products / count - np.outer(mean, mean))
    variances, axes = variances[::-1][:TRACE], axes[:, ::-1][:, :TRACE]
    weights = axes / np.sqrt(variances + FLOOR * variances[0])
    return weights, -mean @ weights


class Traces:
    """weights [width, TRACE], bias [TRACE]: from vectors to bytes; scale: the bytes that a standard deviation is"""

    def __init__(self, weights, bias, scale):
        self.weights, self.bias, self.scale = weights.astype(np.float32), bias.astype(np.float32), scale
        self.sums = {}  # article: the sums of its traces

    @classmethod
    def fit(cls, vectors_of, quotes):
        """vectors_of: {article: [tokens, width]}; quotes: speakers.py's, with the phrases they ask about"""
        ranges = {}
        for q in quotes:
            ranges.setdefault(q.article, []).append(np.concatenate([q.asked, q.known.reshape(-1, 2)]))

        def phrases():
            for article, found in ranges.items():
                found = np.unique(np.concatenate(found), axis=0)
                yield means(summed(vectors_of[article], np.float64), found[found[:, 0] >= 0]).astype(np.float64)
        weights, bias = whitened(phrases())
        sizes = np.concatenate([np.abs(vectors_of[article] @ weights + bias).ravel()[::7] for article in ranges])
        scale = 127 / np.quantile(sizes, WITHIN)
        return cls(weights * scale, bias * scale, scale)

    def take(self, article, of_article):
        """of_article: its vectors [tokens, width]"""
        bytes_ = np.clip(np.rint(of_article @ self.weights + self.bias), -127, 127).astype(np.int32)
        self.sums[article] = summed(bytes_, np.int32)

    def asked(self, article, ranges):
        """[3 TRACE] of ranges [3, 2]: source, head, cue"""
        return means(self.sums[article], ranges).ravel() / np.float32(self.scale)

    def known(self, article, ranges):
        """[n, 2 TRACE] of ranges [n, 5, 2]: the nearest mention and the mean of all"""
        near = np.where(ranges[:, [NEAREST], 0] >= 0, ranges[:, NEAREST],
                        np.where(ranges[:, [NEXT], 0] >= 0, ranges[:, NEXT], ranges[:, FIRST]))
        every = means(self.sums[article], ranges.reshape(-1, 2)).reshape(len(ranges), -1, TRACE).sum(1)
        every /= np.maximum((ranges[:, :, 0] >= 0).sum(1), 1)[:, None]
        return np.concatenate([means(self.sums[article], near), every], 1) / np.float32(self.scale)
