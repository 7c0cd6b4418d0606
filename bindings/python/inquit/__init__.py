"""inquit: who said what.

    import inquit
    for quote in inquit.read(text).quotes:
        print(quote.speaker.name if quote.speaker else "?", quote.text)

library.py finds the C library, engine.py has its Model and Reader, document.py what was read as dataclasses,
annotate.py reads one text or many, layers.py gives numpy arrays, spark.py reads Spark DataFrames (import inquit.spark).
"""
from .annotate import Annotator, Failure, read, read_many
from .document import (Affiliation, Block, Cue, Document, Entity, Mention, Piece, Quote, Sentence, Speaker, Token)
from .engine import Lists, Model, Reader, find_model
from .layers import Layers, Marks
from .library import Error

__all__ = ["Affiliation", "Annotator", "Block", "Cue", "Document", "Entity", "Error", "Failure", "Layers", "Lists", "Marks",
           "Mention", "Model", "Piece", "Quote", "Reader", "Sentence", "Speaker", "Token", "find_model", "read",
           "read_many", "version"]


def version() -> str:
    from .library import ffi, lib
    found: str = ffi.string(lib.inq_version()).decode()
    return found
