"""Layers: a document as the library holds it, for those who want numpy arrays of its records or its quotation marks
as runs of tokens; the training tools read texts through this."""
from __future__ import annotations

import collections
from typing import Any

from .library import call, ffi, lib

# The records of inquit.h, field by field; all are four bytes wide.  f: a float, p: a position, else an int32.
RECORDS = {
    "blocks": ("start:p end:p kind score:f", "inq_blocks"),
    "tokens": ("start:p end:p block sentence pos lemma", "inq_tokens"),
    "marks": ("token role partner depth", "inq_marks"),
    "sentences": ("start:p end:p block", "inq_sentences"),
    "mentions": ("start:p end:p type form entity score:f", "inq_mentions"),
    "pieces": ("start:p end:p", "inq_pieces"),
    "anchors": ("token cue:f start:f none:f", "inq_anchors"),  # these two: Reader.layers(explain=True)
    "source_candidates": ("quote start:p end:p score:f exact:f", "inq_source_candidates"),
}
UNITS = {"byte": lib.INQ_BYTE, "codepoint": lib.INQ_CODEPOINT, "utf16": lib.INQ_UTF16}
OPEN, CLOSE, REOPEN, STRAY = range(4)  # inq_mark_role
OUTSIDE, INSIDE, OPENS, CLOSES, STRAYS = range(5)  # the states of a token in Marks

Marks = collections.namedtuple("Marks", "starts ends block state runs")
Marks.__doc__ = """Tokens and quotation marks as numpy arrays: starts, ends [tokens] code points; block [tokens];
state [tokens] outside, inside, opens, closes or stray; runs [runs, 2] first and last token, marks included."""


class Layers:
    """What Reader.layers() hands out.  It owns all that it holds, and outlives its reader."""

    def __init__(self, at: Any) -> None:
        self._at = at

    @property
    def text(self) -> str:
        length = ffi.new("size_t *")
        at = lib.inq_text(self._at, length)
        return bytes(ffi.buffer(at, length[0])).decode("utf-8")

    def json(self, options: Any) -> bytes:
        """The document as inq_doc_json() writes it."""
        out, length = ffi.new("char **"), ffi.new("size_t *")
        call(lib.inq_doc_json, self._at, options, out, length)
        try:
            return bytes(ffi.buffer(out[0], length[0]))
        finally:
            lib.inq_free(out[0])

    def explain(self, quote: int = -1) -> str:
        """Why a quotation (an index; -1 for all) was found and given to its speaker, in words for people."""
        out, length = ffi.new("char **"), ffi.new("size_t *")
        call(lib.inq_doc_explain, self._at, quote, out, length)
        try:
            return bytes(ffi.buffer(out[0], length[0])).decode("utf-8")
        finally:
            lib.inq_free(out[0])

    def array(self, layer: str, unit: str = "codepoint") -> Any:
        """A layer as a numpy array of records; positions in code points, "byte"s or "utf16" units."""
        import numpy
        fields, function = RECORDS[layer]
        types = [(name, "<f4" if kind == "f" else "<i4")
                 for name, _, kind in (field.partition(":") for field in fields.split())]
        count = ffi.new("int32_t *")
        at = getattr(lib, function)(self._at, count)
        if not count[0]:
            return numpy.empty(0, types)
        records = numpy.frombuffer(ffi.buffer(at, count[0] * 4 * len(types)), types).copy()
        if ":p" in fields and unit != "byte":
            for name in ("start", "end"):
                records[name] = self._converted(records[name], unit)
        return records

    def _converted(self, positions: Any, unit: str) -> Any:
        import numpy
        out = numpy.ascontiguousarray(positions, "<i4")
        length = ffi.new("size_t *")
        text = lib.inq_text(self._at, length)
        at = ffi.cast("int32_t *", ffi.from_buffer(out, require_writable=True))
        call(lib.inq_convert_offsets, text, length[0], UNITS[unit], at, len(out))
        return out

    def marks(self) -> Marks:
        """Tokens and quotation marks, as Marks."""
        import numpy
        tokens, marks = self.array("tokens"), self.array("marks")
        runs = _runs(tokens["block"], marks)
        depth = numpy.zeros(len(tokens) + 1, "<i4")
        numpy.add.at(depth, runs[:, 0], 1)
        numpy.add.at(depth, runs[:, 1] + 1, -1)
        state = numpy.where(numpy.cumsum(depth[:-1]) > 0, INSIDE, OUTSIDE).astype("u1")
        state[marks["token"]] = numpy.array([OPENS, CLOSES, OPENS, STRAYS], "u1")[marks["role"]]
        return Marks(tokens["start"].copy(), tokens["end"].copy(), tokens["block"].copy(), state, runs)


def _runs(block: Any, marks: Any) -> Any:
    """[runs, 2]: first and last token of what each quotation holds of each paragraph."""
    import numpy
    edges = numpy.append(numpy.flatnonzero(numpy.diff(block)), len(block) - 1)  # last tokens of paragraphs
    out: list[tuple[int, int]] = []
    open_at: dict[int, int] = {}

    def finish(first: int, last: int) -> None:  # a run for each paragraph
        for edge in edges[numpy.searchsorted(edges, first):]:
            out.append((first, min(last, int(edge))))
            first = int(edge) + 1
            if first > last:
                break

    def end_of(token: int) -> int:
        return int(edges[numpy.searchsorted(edges, token)])

    for i, (token, role, partner, _) in enumerate(marks.tolist()):
        if role == OPEN:
            open_at[i] = token
        elif role == REOPEN:
            first = open_at[partner]
            finish(first, min(end_of(first), token - 1))
            open_at[partner] = token
        elif role == CLOSE:
            finish(open_at.pop(partner), token)
    for first in open_at.values():
        finish(first, end_of(first))
    return numpy.array(sorted(out), "<i4").reshape(-1, 2)
