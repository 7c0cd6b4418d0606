"""Makes models/tiny.inq: every section of a model but the speakers' ranker, small and untrained, for tests of structure.

    python3 models/recipe/tiny.py models/tiny.inq
    python3 models/recipe/tiny.py models/tiny-fast.inq       the same around a convolutional network

Its vocabulary is the commonest words of the pretrained one, letters and punctuation; its weights are random, drawn
so that names, quotations and sentence ends turn up in every text.
"""
import json
import pathlib
import sys

import numpy as np
import torch

import export
import fast_export
import lexicon
import wordpiece
from fast import FastNetwork, FastShape
from network import Network, Shape
from pack import Pack

WORDS = 1000
SEED = 20
BLOCK_FEATURES, BLOCK_STATES, BLOCK_VERSION = 8192, 9, 1  # src/doc/block_feature.h, block.c
LEXICON = {"said": "CUE_VERB", "says": "CUE_VERB", "statement": "CUE_NOUN", "report": "CUE_NOUN", "company": "ORG_NOUN",
           "minister": "PERSON_NOUN", "president": "PERSON_NOUN", "mr": "TITLE", "john": "MALE", "mary": "FEMALE"}


def vocabulary():
    wanted = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    wanted += [p + c for p in ("", "##") for c in "abcdefghijklmnopqrstuvwxyz0123456789"]
    wanted += list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
    known = set(wanted)
    commonest = [w for w in wordpiece.vocabulary() if w.isalpha() and len(w) > 1][:WORDS]
    return {w: i for i, w in enumerate(wanted + [w for w in commonest if w not in known])}


def network(pieces):
    torch.manual_seed(SEED)
    return lively(Network(Shape(pieces=pieces, width=32, layers=2, heads=1, hidden=64, role_width=32)))


def fast_network(pieces):
    """A checkpoint as fast_train.py writes it"""
    torch.manual_seed(SEED)
    frequent = list(LEXICON)
    made = FastNetwork(FastShape(pieces=pieces, words=len(frequent), affixes=256, width=32, dilations=(1, 2), role_width=32,
                                 hidden=64))
    torch.nn.init.normal_(made.rows.weight)
    return {"shape": vars(made.shape), "frequent": frequent, "weights": lively(made).state_dict()}


def lively(made):
    with torch.no_grad():
        for head in (made.names, made.anchors, made.ends, made.tags, made.roles.out):
            head.weight.mul_(8)
        made.names.bias[0] += 4  # mostly no name,
        made.anchors.bias[0] += 4  # no anchor,
        made.ends.bias -= 4  # no end, and
        made.roles.out.bias[1:] += 1  # much content
    return made.eval()


def add_blocks(pack, random):
    pack.add("blocks.version", np.array([BLOCK_VERSION], np.int32))
    pack.add("blocks.weights", random.integers(-40, 41, (BLOCK_FEATURES, BLOCK_STATES)).astype(np.int8))
    pack.add("blocks.scale", np.full(BLOCK_STATES, 0.02, np.float32))
    pack.add("blocks.transitions", np.zeros((BLOCK_STATES + 1, BLOCK_STATES), np.float32))


def main(path):
    random = np.random.default_rng(SEED)
    pack = Pack()
    words = vocabulary()
    name = pathlib.Path(path).stem
    pack.strings("card", [json.dumps({"name": name, "data": "none: untrained, for tests", "licences": "MIT; its list of "
                                      "wordpieces is part of MiniLM's (Apache 2.0)", "scores": {}})])
    pack.table("vocab", words)
    wordpiece.take(words)
    if name.endswith("fast"):
        fast_export.add_fast(pack, fast_network(len(words)))
    else:
        made = network(len(words))
        export.add_network(pack, made.state_dict(), made.shape)
    add_blocks(pack, random)
    pack.table("lexicon", {word: lexicon.BIT[bit] for word, bit in LEXICON.items()})
    pack.strings("lemmas.endings", [""])
    pack.table("lemmas", {})
    pack.write(path)


if __name__ == "__main__":
    main(sys.argv[1])
