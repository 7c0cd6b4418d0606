"""The checkout's library (of $BUILD) and its model: en.inq, or the untrained tiny.inq where there is none."""
import os
import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
TINY = ROOT / "models" / "tiny.inq"
TRAINED = ROOT / "models" / "en.inq"
os.environ.setdefault("INQUIT_LIBRARY", str(ROOT / os.environ.get("BUILD", "build") / "libinquit.so"))
os.environ.setdefault("INQUIT_MODEL", str(TRAINED if TRAINED.exists() else TINY))
sys.path.insert(0, str(ROOT / "bindings" / "python"))

TEXT = "😀 “We will not sell,” Amira Haddad said.\n\nShe left.\n"


@pytest.fixture
def text():
    return TEXT


@pytest.fixture(scope="session")
def articles():
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]


@pytest.fixture
def tiny():
    return str(TINY)
