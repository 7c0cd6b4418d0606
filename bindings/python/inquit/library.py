"""Finds and opens libinquit.  What it declares is read from the public header, so that nothing is said twice."""
import os
import pathlib
import re

import cffi

PACKAGE = pathlib.Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parents[2]


def _declarations():
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


def _candidates():
    if "INQUIT_LIBRARY" in os.environ:
        return [os.environ["INQUIT_LIBRARY"]]
    beside = [PACKAGE / "libinquit.so", CHECKOUT / "build" / "libinquit.so"]
    return [str(p) for p in beside if p.exists()] + ["libinquit.so.0", "libinquit.so"]


def _open():
    problems = []
    for name in _candidates():
        try:
            return ffi.dlopen(name)
        except OSError as problem:
            problems.append(str(problem))
    raise ImportError("libinquit cannot be opened: " + "; ".join(problems))


ffi = cffi.FFI()
ffi.cdef(_declarations())
lib = _open()
