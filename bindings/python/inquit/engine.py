"""Model and Reader, as inquit.h has them: a model is shared by all, a reader belongs to one thread."""
from __future__ import annotations

import json
import os
import pathlib
import sys
import threading
import weakref
from typing import Any, Mapping, Sequence, Union

from .layers import Layers, Marks
from .library import CHECKOUT, PACKAGE, Error, call, ffi, lib

Path = Union[str, "os.PathLike[str]"]
Scores = Union[float, Mapping[str, float]]

ListPaths = Union[Path, Sequence[Path], None]  # one file, several, or none

_open_models: weakref.WeakValueDictionary[tuple[str, int, int], Handle] = weakref.WeakValueDictionary()
_opening = threading.Lock()


def find_model(name: Path | None = None) -> str:
    """Where a model is: a file, or a name such as "en-fast", which is beside the package, in the checkout, or installed.

    Without a name it is what INQUIT_MODEL says, or "en".
    """
    name = os.fspath(name) if name is not None else os.environ.get("INQUIT_MODEL") or "en"
    if "/" in name or "." in name or os.path.exists(name):
        return name
    places = [folder / f"{name}.inq" for folder in
              (PACKAGE, CHECKOUT / "models", pathlib.Path(sys.prefix) / "share" / "inquit",
               pathlib.Path("/usr/local/share/inquit"), pathlib.Path("/usr/share/inquit"))]
    for place in places:
        if place.exists():
            return str(place)
    raise Error("no model in " + " or ".join(str(place.parent) for place in places) +
                "; name one with Model(FILE) or INQUIT_MODEL", "model", "model")


class Handle:
    """A mapped file, closed when nobody uses it any more."""

    def __init__(self, path: str) -> None:
        out = ffi.new("inq_model **")
        call(lib.inq_model_open, os.fsencode(path), out)
        self.at = ffi.gc(out[0], lib.inq_model_close)


def _open(path: str) -> Handle:
    """The same handle for the same file as long as anybody uses it."""
    try:
        found = os.stat(path)
    except OSError:
        return Handle(path)  # the library says what is wrong
    key = (os.path.realpath(path), found.st_mtime_ns, found.st_size)
    with _opening:
        handle = _open_models.get(key)
        if handle is None:
            handle = _open_models[key] = Handle(path)
        return handle


class Model:
    """A model: a file, or the name of one ("en", "en-fast").  However often it is opened, a process maps it once; it pickles
    as its path.

    >>> Model().card["name"] == Model().name
    True
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = os.path.abspath(find_model(path))
        self._handle = _open(self.path)

    @property
    def card(self) -> dict[str, Any]:
        """Its data, licences, date and scores."""
        card: dict[str, Any] = json.loads(ffi.string(lib.inq_model_card(self._handle.at)))
        return card

    @property
    def name(self) -> str:
        name: str = ffi.string(lib.inq_model_name(self._handle.at)).decode()
        return name

    def __repr__(self) -> str:
        return f"Model({self.path!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Model, (self.path,)


class Lists:
    """The user's own lists (inquit(1), LISTS), read once and shared; they pickle as paths.

    A wrong list is an Error whose words name file, line and column.
    """

    def __init__(self, names: ListPaths = None, cues: ListPaths = None, ignore: ListPaths = None) -> None:
        self.paths = tuple(tuple(_paths(kind)) for kind in (names, cues, ignore))
        out = ffi.new("inq_lists **")
        call(lib.inq_lists_new, out)
        self.at = ffi.gc(out[0], lib.inq_lists_close)
        for kind, paths in zip((lib.INQ_LIST_NAMES, lib.INQ_LIST_CUES, lib.INQ_LIST_IGNORED), self.paths):
            for path in paths:
                self._read(kind, path)

    def _read(self, kind: int, path: str) -> None:
        try:
            call(lib.inq_lists_read, self.at, kind, os.fsencode(path))
        except Error as error:
            raise Error(f"{path}: {error.message}", error.name, error.stage, error.position) from None

    def __reduce__(self) -> tuple[Any, ...]:
        return Lists, self.paths


def _paths(given: ListPaths) -> list[str]:
    several = [] if given is None else [given] if isinstance(given, (str, os.PathLike)) else list(given)
    return [os.path.abspath(os.fspath(path)) for path in several]


def _least(min_score: Scores) -> dict[str, float]:
    """The fields of inq_options."""
    if isinstance(min_score, (int, float)):
        min_score = dict.fromkeys(("quotes", "names", "speakers"), min_score)
    unknown = set(min_score) - {"quotes", "names", "speakers"}
    if unknown:
        raise ValueError(f"min_score is for quotes, names and speakers, not {min(unknown)!r}")
    return {f"min_{name[:-1]}": float(score) for name, score in min_score.items()}


class Reader:
    """Reads texts, one after another, in one thread.  Without a model it stops at the quotation marks."""

    def __init__(self, model: Model | None = None) -> None:
        out = ffi.new("inq_reader **")
        call(lib.inq_reader_new, model._handle.at if model else ffi.NULL, out)
        self._at = ffi.gc(out[0], lib.inq_reader_free)
        self._handle = model._handle if model else None  # must outlive the reader

    def _options(self, until: int | None, body_only: bool, min_score: Scores, lists: Lists | None,
                 explain: bool = False) -> Any:
        if until is None:
            until = lib.INQ_UNTIL_END if self._handle else lib.INQ_UNTIL_MARKS
        return ffi.new("inq_options *", {"until": until, "body_only": body_only, "explain": explain, **_least(min_score),
                                         "lists": lists.at if lists else ffi.NULL})

    def layers(self, text: str | bytes, until: int | None = None, body_only: bool = False,
               min_score: Scores = 0.0, lists: Lists | None = None, explain: bool = False) -> Layers:
        """text: str, or bytes of UTF-8.  A lone surrogate in a str is an Error, as it is in bytes.  min_score: one
        number, or one for "quotes", "names" and "speakers".  explain: keep what else the anchors and sources of
        quotations could have been."""
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text)
        options = self._options(until, body_only, min_score, lists, explain)
        out = ffi.new("inq_doc **")
        call(lib.inq_read, self._at, ffi.from_buffer("char[]", data), len(data), options, out)
        return Layers(ffi.gc(out[0], lib.inq_doc_free))

    def page(self, html: str | bytes, encoding: str | None = None, until: int | None = None, body_only: bool = False,
             min_score: Scores = 0.0, lists: Lists | None = None) -> tuple[Layers, bytes]:
        """The layers of the article of an HTML page, and what the page says of it, as JSON.  encoding: of bytes, where
        the page should not be asked; positions in a str's source count bytes of UTF-8."""
        data = html.encode("utf-8", "surrogatepass") if isinstance(html, str) else bytes(html)
        name = "UTF-8" if isinstance(html, str) else encoding
        options = self._options(until, body_only, min_score, lists)
        page, out = ffi.new("inq_page **"), ffi.new("inq_doc **")
        call(lib.inq_page_new, ffi.from_buffer("char[]", data), len(data), name.encode() if name else ffi.NULL, page)
        try:
            call(lib.inq_read_page, self._at, page[0], options, out)
            return Layers(ffi.gc(out[0], lib.inq_doc_free)), ffi.string(lib.inq_page_meta(page[0]))
        finally:
            lib.inq_page_free(page[0])

    def marks_of(self, text: str | bytes) -> Marks:
        """Tokens and quotation marks of a text."""
        return self.layers(text, lib.INQ_UNTIL_MARKS).marks()
