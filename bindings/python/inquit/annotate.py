"""Annotator: reads texts with one model and one set of options, in as many threads as wanted.

    read_many:  texts ─ at most 2 a thread ahead ─ threads, a Reader each ─ documents, in the order of the texts
"""
from __future__ import annotations

import collections
import concurrent.futures
import json
import os
import threading
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Iterator, Sequence, Union

from .document import Document
from .engine import ListPaths, Lists, Model, Path, Reader, Scores
from .layers import UNITS
from .library import Error, ffi, lib

Text = Union[str, bytes]
Item = Union[str, bytes, "tuple[str | None, Text]"]  # a text, or its id and the text


@dataclass(frozen=True)
class Failure:
    """In the place of a document that could not be read; at is a byte or None."""
    id: str | None
    code: str
    message: str
    stage: str
    at: int | None

    def to_dict(self) -> dict[str, Any]:
        """The error record of the JSON contract."""
        return {"inquit": 1, "id": self.id, "error": {"code": self.code, "message": self.message,
                                                      "stage": self.stage, "at": self.at}}


class Annotator:
    """Reads texts.  Any thread may use it; it pickles as the paths of model and lists, and the options.

    layers: "sentences", "tokens" or both, to have these in the documents, too.
    names, cues, ignore: files of the user's own lists, a path or several each; inquit(1), LISTS.
    min_score: leave out what is less probable: one number, or one for each of "quotes", "names" and "speakers".

    >>> annotator = Annotator(layers=["tokens"])
    >>> [token.text for token in annotator.read("“No,” she said.").tokens]
    ['“', 'No', ',', '”', 'she', 'said', '.']
    """

    def __init__(self, model: Model | Path | None = None, *, layers: Sequence[str] = (), body_only: bool = False,
                 min_score: Scores = 0.0, names: ListPaths = None, cues: ListPaths = None,
                 ignore: ListPaths = None) -> None:
        known = {"sentences": lib.INQ_JSON_SENTENCES, "tokens": lib.INQ_JSON_TOKENS}
        layers = [layers] if isinstance(layers, str) else list(layers)
        unknown = [name for name in layers if name not in known]
        if unknown:
            raise ValueError(f"layers are sentences and tokens, not {unknown[0]!r}")
        self.model = model if isinstance(model, Model) else Model(model)
        self.layers, self.body_only, self.min_score = tuple(layers), body_only, min_score
        self.lists = Lists(names, cues, ignore) if names or cues or ignore else None
        self._bits = sum(known[name] for name in set(layers))
        self._local = threading.local()  # a Reader for each thread

    def __getstate__(self) -> dict[str, Any]:
        names, cues, ignore = self.lists.paths if self.lists else ((), (), ())
        return {"model": self.model, "layers": self.layers, "body_only": self.body_only, "min_score": self.min_score,
                "names": names, "cues": cues, "ignore": ignore}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def read(self, text: Text | None = None, id: str | None = None, *, html: Text | None = None) -> Document:
        """Reads one text, a str or bytes of UTF-8, or the article of an HTML page; raises Error."""
        if (text is None) == (html is None):
            raise TypeError("read() wants a text or html=")
        if not hasattr(self._local, "reader"):
            self._local.reader = Reader(self.model)
        reader, meta = self._local.reader, b"{}"
        wanted = {"body_only": self.body_only, "min_score": self.min_score, "lists": self.lists}
        if html is None:
            found = reader.layers(text, **wanted)
        else:
            found, meta = reader.page(html, **wanted)
        at = ffi.new("char[]", meta)
        options = ffi.new("inq_json_options *", {"unit": UNITS["codepoint"], "layers": self._bits, "meta": at})
        root = dict(json.loads(found.json(options)), id=id)
        return Document.from_dict(root, found.text)

    def _read_item(self, item: Item) -> Document:
        id, text = item if isinstance(item, tuple) else (None, item)
        return self.read(text, id)

    def _read_or_fail(self, item: Item) -> Document | Failure:
        try:
            return self._read_item(item)
        except Error as error:
            id = item[0] if isinstance(item, tuple) else None
            return Failure(id, error.name, error.message, error.stage, error.position)

    def read_many(self, texts: Iterable[Item], *, threads: int | None = None,
                  errors: str = "raise") -> Iterator[Document | Failure]:
        """Reads texts, or pairs of id and text, and yields their documents in the same order.

        threads: as many as the process has processors unless given; the library does its work outside the GIL.
        errors: "raise" Error at the first text that cannot be read, or yield a "record", a Failure, in its place.
        At most two texts a thread are taken from the iterable ahead of what was yielded.
        """
        if errors not in ("raise", "record"):
            raise ValueError(f'errors is "raise" or "record", not {errors!r}')
        threads = threads if threads is not None else len(os.sched_getaffinity(0))
        if threads < 1:
            raise ValueError("threads is 1 or more")
        return _in_order(self._read_item if errors == "raise" else self._read_or_fail, texts, threads)


def _in_order(work: Callable[[Item], Document | Failure], items: Iterable[Item],
              threads: int) -> Iterator[Document | Failure]:
    pending: collections.deque[concurrent.futures.Future[Document | Failure]] = collections.deque()
    with concurrent.futures.ThreadPoolExecutor(threads, "inquit") as pool:
        try:
            for item in items:
                pending.append(pool.submit(work, item))
                if len(pending) >= 2 * threads:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:  # whoever stops early does not wait for what was taken ahead
            for future in pending:
                future.cancel()


# ---- With the default model --------------------------------------------------------------------------------------

_default: Annotator | None = None
_making = threading.Lock()


def _annotator() -> Annotator:
    global _default
    with _making:
        _default = _default or Annotator()
        return _default


def read(text: Text | None = None, id: str | None = None, *, html: Text | None = None) -> Document:
    """Reads one text, or the article of an HTML page, with the default model.

    >>> read("“No,” she said.", id="a").length
    15
    >>> page = b"<p>&ldquo;No,&rdquo; <b>s</b>he said."
    >>> document = read(html=page)
    >>> start, end = document.source(document.quotes[0].content[0])
    >>> document.text, page[start:end]
    ('“No,” she said.\\n\\n', b'&ldquo;No,&rdquo;')
    """
    return _annotator().read(text, id, html=html)


def read_many(texts: Iterable[Item], *, threads: int | None = None,
              errors: str = "raise") -> Iterator[Document | Failure]:
    """Reads texts, or pairs of id and text, with the default model; see Annotator.read_many().

    >>> [document.id for document in read_many([("a", "“No,” she said."), ("b", "He left.")], threads=2)]
    ['a', 'b']
    """
    return _annotator().read_many(texts, threads=threads, errors=errors)
