"""Finds and opens libinquit.  What it declares is read from the public header, so that nothing is said twice."""
from __future__ import annotations

import os
import pathlib
import re
from typing import Any

import cffi

PACKAGE = pathlib.Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parents[2]


class Error(Exception):
    """What the library reports.

    name is the kind ("utf8", "file", "model", ...), stage where it happened, position the byte or None, and
    str() one sentence.
    """

    def __init__(self, message: str, name: str, stage: str, position: int | None = None) -> None:
        super().__init__(message, name, stage, position)  # so that it pickles
        self.message, self.name, self.stage, self.position = message, name, stage, position

    def __str__(self) -> str:
        return self.message


def call(function: Any, *arguments: Any) -> None:
    """Calls a function whose last argument is an inq_err; raises Error."""
    err = ffi.new("inq_err *")
    if function(*arguments, err) != lib.INQ_OK:
        raise Error(ffi.string(err.message).decode("utf-8", "replace"),
                    ffi.string(lib.inq_code_name(err.code)).decode(), ffi.string(err.stage).decode(),
                    err.position if err.position >= 0 else None)


def _declarations() -> str:
    """The public header without what a C preprocessor would take away."""
    for path in (PACKAGE / "inquit.h", CHECKOUT / "src" / "inquit.h"):
        if path.exists():
            text = path.read_text()
            break
    else:
        raise ImportError("inquit.h is neither beside the package nor in a checkout")
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    text = re.sub(r"^#.*$", "", text, flags=re.M)
    text = re.sub(r'extern "C" \{', "", text)
    return re.sub(r"^\}\s*$", "", text, flags=re.M).replace("INQ_API", "")


def _candidates() -> list[str]:
    if "INQUIT_LIBRARY" in os.environ:
        return [os.environ["INQUIT_LIBRARY"]]
    beside = [PACKAGE / "libinquit.so", CHECKOUT / "build" / "libinquit.so"]
    return [str(p) for p in beside if p.exists()] + ["libinquit.so.0", "libinquit.so"]


def _open() -> Any:
    problems = []
    for name in _candidates():
        try:
            return ffi.dlopen(name)
        except OSError as problem:
            problems.append(str(problem))
    raise ImportError("libinquit cannot be opened: " + "; ".join(problems))


ffi: Any = cffi.FFI()
ffi.cdef(_declarations())
lib: Any = _open()
