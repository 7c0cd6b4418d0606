"""Model, Reader and Document, as inquit.h has them: a model is shared, a reader belongs to one thread, a document
owns what it hands out."""
import collections
import json

from .library import ffi, lib

# The records of inquit.h, field by field; all are four bytes wide.  f: a float, p: a position, else an int32.
RECORDS = {
    "blocks": ("start:p end:p kind score:f", "inq_blocks"),
    "tokens": ("start:p end:p block sentence pos lemma", "inq_tokens"),
    "marks": ("token role partner depth", "inq_marks"),
    "sentences": ("start:p end:p block", "inq_sentences"),
    "mentions": ("start:p end:p type form entity score:f", "inq_mentions"),
    "pieces": ("start:p end:p", "inq_pieces"),
}
OPEN, CLOSE, REOPEN, STRAY = range(4)  # inq_mark_role
OUTSIDE, INSIDE, OPENS, CLOSES, STRAYS = range(5)  # the states of a token in Marks

Marks = collections.namedtuple("Marks", "starts ends block state runs")
Marks.__doc__ = """Tokens and quotation marks as numpy arrays: starts, ends [tokens] code points; block [tokens];
state [tokens] outside, inside, opens, closes or stray; runs [runs, 2] first and last token, marks included."""


class Error(Exception):
    """What the library reports: code, name, stage, position (a byte, or None) and one sentence."""

    def __init__(self, err):
        self.code = err.code
        self.name = ffi.string(lib.inq_code_name(err.code)).decode()
        self.stage = ffi.string(err.stage).decode()
        self.position = err.position if err.position >= 0 else None
        super().__init__(ffi.string(err.message).decode("utf-8", "replace"))


def _call(function, *arguments):
    err = ffi.new("inq_err *")
    if function(*arguments, err) != lib.INQ_OK:
        raise Error(err)


class Model:
    """A model file, mapped.  Open it once and share it."""

    def __init__(self, path):
        out = ffi.new("inq_model **")
        _call(lib.inq_model_open, str(path).encode(), out)
        self._at = ffi.gc(out[0], lib.inq_model_close)

    @property
    def card(self):
        return json.loads(ffi.string(lib.inq_model_card(self._at)))


class Reader:
    """Reads texts, one after another.  Without a model it stops at the quotation marks."""

    def __init__(self, model=None):
        out = ffi.new("inq_reader **")
        _call(lib.inq_reader_new, model._at if model else ffi.NULL, out)
        self._at = ffi.gc(out[0], lib.inq_reader_free)
        self._model = model  # must outlive the reader

    def read(self, text, until=None, body_only=False, min_score=0.0):
        """text: str, or bytes of UTF-8."""
        if until is None:
            until = lib.INQ_UNTIL_END if self._model else lib.INQ_UNTIL_MARKS
        data = text.encode("utf-8") if isinstance(text, str) else bytes(text)
        options = ffi.new("inq_options *", {"until": until, "body_only": body_only, "min_score": min_score})
        out = ffi.new("inq_doc **")
        _call(lib.inq_read, self._at, ffi.from_buffer("char[]", data), len(data), options, out)
        return Document(ffi.gc(out[0], lib.inq_doc_free))

    def marks_of(self, text):
        """Tokens and quotation marks of a text, as Marks."""
        return self.read(text, lib.INQ_UNTIL_MARKS).marks_of_tokens()


class Document:
    def __init__(self, at):
        self._at = at

    @property
    def text(self):
        length = ffi.new("size_t *")
        at = lib.inq_text(self._at, length)
        return bytes(ffi.buffer(at, length[0])).decode("utf-8")

    def array(self, layer, unit="codepoint"):
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

    def _converted(self, positions, unit):
        import numpy
        out = numpy.ascontiguousarray(positions, "<i4")
        length = ffi.new("size_t *")
        text = lib.inq_text(self._at, length)
        units = {"byte": lib.INQ_BYTE, "codepoint": lib.INQ_CODEPOINT, "utf16": lib.INQ_UTF16}
        at = ffi.cast("int32_t *", ffi.from_buffer(out, require_writable=True))
        _call(lib.inq_convert_offsets, text, length[0], units[unit], at, len(out))
        return out

    @property
    def tokens(self):
        """[(start, end)] in code points"""
        return [(int(t["start"]), int(t["end"])) for t in self.array("tokens")]

    @property
    def blocks(self):
        """[(start, end, kind)]"""
        return [(int(b["start"]), int(b["end"]), ffi.string(lib.inq_block_kind_name(int(b["kind"]))).decode())
                for b in self.array("blocks")]

    @property
    def marks(self):
        """[(token, role, partner, depth)]"""
        return [tuple(int(value) for value in mark) for mark in self.array("marks")]

    def marks_of_tokens(self):
        import numpy
        tokens, marks = self.array("tokens"), self.array("marks")
        runs = self._runs(tokens["block"], marks)
        depth = numpy.zeros(len(tokens) + 1, "<i4")
        numpy.add.at(depth, runs[:, 0], 1)
        numpy.add.at(depth, runs[:, 1] + 1, -1)
        state = numpy.where(numpy.cumsum(depth[:-1]) > 0, INSIDE, OUTSIDE).astype("u1")
        state[marks["token"]] = numpy.array([OPENS, CLOSES, OPENS, STRAYS], "u1")[marks["role"]]
        return Marks(tokens["start"].copy(), tokens["end"].copy(), tokens["block"].copy(), state, runs)

    @staticmethod
    def _runs(block, marks):
        """[runs, 2]: first and last token of what each quotation holds of each paragraph."""
        import numpy
        edges = numpy.append(numpy.flatnonzero(numpy.diff(block)), len(block) - 1)  # last tokens of paragraphs
        out, open_at = [], {}

        def finish(first, last):  # a run for each paragraph
            for edge in edges[numpy.searchsorted(edges, first):]:
                out.append((first, min(last, int(edge))))
                first = int(edge) + 1
                if first > last:
                    break

        def end_of(token):
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

    def to_dict(self, sentences=False, tokens=False, id=None, unit="codepoint"):
        """The document as the JSON contract has it."""
        units = {"byte": lib.INQ_BYTE, "codepoint": lib.INQ_CODEPOINT, "utf16": lib.INQ_UTF16}
        layers = sentences * lib.INQ_JSON_SENTENCES | tokens * lib.INQ_JSON_TOKENS
        name = ffi.new("char[]", id.encode()) if id is not None else ffi.NULL
        options = ffi.new("inq_json_options *", {"id": name, "unit": units[unit], "layers": layers})
        out, length = ffi.new("char **"), ffi.new("size_t *")
        _call(lib.inq_doc_json, self._at, options, out, length)
        try:
            return json.loads(bytes(ffi.buffer(out[0], length[0])))
        finally:
            lib.inq_free(out[0])


def read(text, model=None):
    """Reads one text.  For many, keep a Reader."""
    return Reader(model).read(text)
