"""inquit: who said what.

    import inquit
    model = inquit.Model("en.inq")
    document = inquit.Reader(model).read(text)
    document.to_dict()["quotes"]

Positions are code points, as Python counts them: text[token.start:token.end] is the token.
"""
from .document import Document, Error, Marks, Model, Reader, read

__all__ = ["Document", "Error", "Marks", "Model", "Reader", "read", "version"]


def version():
    from .library import ffi, lib
    return ffi.string(lib.inq_version()).decode()
