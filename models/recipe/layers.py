"""The text's paragraphs, tokens and quotation marks, as the C library reads them (build/libinquit.so)."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bindings" / "python"))
import inquit  # noqa: E402

_reader = None


def layers(text):
    """(starts, ends [T] code points, block [T], state [T])"""
    global _reader
    _reader = _reader or inquit.Reader()
    m = _reader.marks_of(text)
    return m.starts.astype("i8"), m.ends.astype("i8"), m.block, m.state
