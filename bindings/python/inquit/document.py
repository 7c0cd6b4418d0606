"""Document and what it holds: the JSON contract (src/out/FORMAT.md) as frozen dataclasses.  They hold plain values
only, so that they compare, pickle and travel between processes.

Positions are code points, as Python counts them: text[quote.start:quote.end].
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterator, Mapping


@dataclass(frozen=True)
class Block:
    """A paragraph; kind is title, byline, dateline, heading, caption, body or boilerplate."""
    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """Words of the text, as they stand there."""
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Cue(Piece):
    """The word that hands a quotation over."""
    lemma: str | None


@dataclass(frozen=True)
class Speaker:
    """Who said it; entity and type are None for one whom the text never names."""
    entity: str | None
    name: str
    type: str | None


@dataclass(frozen=True)
class Quote:
    """Who said what; type is direct, mixed or indirect."""
    id: str
    type: str
    content: tuple[Piece, ...]
    cue: Cue | None
    source: Piece | None
    speaker: Speaker | None
    score: float
    speaker_score: float
    rule: str

    @property
    def text(self) -> str:
        """The pieces of the content, a blank between them."""
        return " ".join(piece.text for piece in self.content)

    @property
    def start(self) -> int:
        return self.content[0].start

    @property
    def end(self) -> int:
        return self.content[-1].end


@dataclass(frozen=True)
class Affiliation:
    text: str
    entity: str | None


@dataclass(frozen=True)
class Entity:
    """Who or what is named, under its fullest name."""
    id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    mentions: int
    role: str | None
    affiliation: Affiliation | None
    ref: str | None = None  # the key that the user's list of names gives it, and its other columns there
    attributes: Mapping[str, str] | None = field(default=None, hash=False)


@dataclass(frozen=True)
class Mention(Piece):
    """Where an entity is spoken of; form is name, nominal or pronoun."""
    type: str
    form: str
    entity: str | None
    score: float


@dataclass(frozen=True)
class Sentence:
    start: int
    end: int
    block: int


@dataclass(frozen=True)
class Token(Piece):
    lemma: str | None
    pos: str | None
    sentence: int | None


@dataclass(frozen=True)
class Document:
    """One article that was read.

    >>> document = Document.from_dict({"id": "a", "blocks": [{"kind": "body", "start": 0, "end": 3}], "quotes": [
    ...     {"id": "q1", "type": "direct", "content": [{"start": 0, "end": 5, "text": "“No,”"}], "cue": None,
    ...      "source": None, "speaker": None, "score": 0.5, "speaker_score": 0.0, "rule": "none"}]}, "“No,” she said.")
    >>> document.quotes[0].text
    '“No,”'
    >>> document.tokens is None
    True
    """
    text: str
    id: str | None
    model: str | None
    offsets: str
    length: int
    blocks: tuple[Block, ...]
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...]
    sentences: tuple[Sentence, ...] | None  # None unless asked for
    tokens: tuple[Token, ...] | None
    meta: Mapping[str, Any] = field(default_factory=dict)
    html: Mapping[str, Any] | None = None  # encoding and length of the page that the text is from
    sources: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict, repr=False)  # see source()

    def source(self, span: Any) -> tuple[int, int]:
        """Where a piece, mention, block, sentence or token stands in the bytes of the HTML page."""
        return self.sources[span.start, span.end]

    def __repr__(self) -> str:
        return f"<Document {self.id!r}: {self.length} characters, {len(self.quotes)} quotes>"

    def entity(self, id: str) -> Entity:
        """The entity that an id such as "e12" stands for."""
        return self.entities[int(id[1:]) - 1]

    def to_dict(self) -> dict[str, Any]:
        """The document as the JSON contract has it."""
        out: dict[str, Any] = {"inquit": 1}
        for name in ("id", "model", "offsets", "length"):
            out[name] = getattr(self, name)
        for name in LAYERS:
            layer = getattr(self, name)
            out[name] = _plain(layer)
        if self.html is not None:
            out["text"], out["html"] = self.text, dict(self.html)
            for span in _spans(out):
                span["source_start"], span["source_end"] = self.sources[span["start"], span["end"]]
        out["meta"] = dict(self.meta)
        return out

    @classmethod
    def from_dict(cls, root: Mapping[str, Any], text: str) -> Document:
        """From a line of the program's output and the text that it was made from."""
        layers: dict[str, Any] = {}
        for name, make in LAYERS.items():
            items = root.get(name, None if name in ("sentences", "tokens") else ())
            layers[name] = None if items is None else tuple(map(make, items))
        return cls(text, root.get("id"), root.get("model"), root.get("offsets", "codepoint"),
                   root.get("length", len(text)), meta=dict(root.get("meta", {})), html=root.get("html"),
                   sources={(span["start"], span["end"]): (span["source_start"], span["source_end"])
                            for span in _spans(root) if "source_start" in span}, **layers)

    def quotes_rows(self) -> list[dict[str, Any]]:
        """A row a quotation, with the columns of `inquit --emit quotes`; those of a page only where there is one."""
        return [_row(self.id, quote) | self._sources_of(quote) for quote in self.quotes]

    def _sources_of(self, quote: Quote) -> dict[str, int]:
        if self.html is None:
            return {}
        return {"source_start": self.source(quote.content[0])[0], "source_end": self.source(quote.content[-1])[1]}

    def quotes_frame(self) -> Any:
        """quotes_rows() as a pandas DataFrame."""
        try:
            import pandas
        except ImportError:
            raise ImportError("quotes_frame() needs pandas: pip install pandas") from None
        return pandas.DataFrame(self.quotes_rows(), columns=COLUMNS + (SOURCES if self.html else []))


COLUMNS = ("document quote type start end text cue lemma source speaker speaker_type entity score speaker_score "
           "rule").split()
SOURCES = ["source_start", "source_end"]


def _row(document: str | None, q: Quote) -> dict[str, Any]:
    cue, who = q.cue, q.speaker
    values = (document, q.id, q.type, q.start, q.end, q.text, cue and cue.text, cue and cue.lemma,
              q.source and q.source.text, who and who.name, who and who.type, who and who.entity, q.score,
              q.speaker_score, q.rule)
    return dict(zip(COLUMNS, values))


# ---- From and to plain values ------------------------------------------------------------------------------------

def _make(kind: Any, item: Mapping[str, Any] | None, **parts: Any) -> Any:
    """A record from its keys; keys that a later version of the contract adds are left out, those that
    an earlier one lacked are None."""
    if item is None:
        return None
    return kind(**{name: parts[name] if name in parts else item[name]
                   for name in kind.__dataclass_fields__ if name in parts or name in item})


def _spans(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in it that have a place in the text."""
    if isinstance(value, dict) and "start" in value:
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ():
        yield from _spans(part)


def _quote(item: dict[str, Any]) -> Any:
    return _make(Quote, item, content=tuple(_make(Piece, piece) for piece in item["content"]),
                 cue=_make(Cue, item["cue"]), source=_make(Piece, item["source"]),
                 speaker=_make(Speaker, item["speaker"]))


def _entity(item: dict[str, Any]) -> Any:
    return _make(Entity, item, aliases=tuple(item["aliases"]), affiliation=_make(Affiliation, item["affiliation"]))


LAYERS: dict[str, Any] = {"blocks": lambda item: _make(Block, item), "entities": _entity,
                          "mentions": lambda item: _make(Mention, item), "quotes": _quote,
                          "sentences": lambda item: _make(Sentence, item), "tokens": lambda item: _make(Token, item)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    names = getattr(value, "__dataclass_fields__", None)
    return value if names is None else {name: _plain(getattr(value, name)) for name in names}
