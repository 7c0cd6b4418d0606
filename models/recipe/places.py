"""Where the recipe reads and writes; $DATA as for make."""
import os
import pathlib

DATA = pathlib.Path(os.environ.get("DATA") or pathlib.Path(__file__).resolve().parents[2] / ".." / "shared") / "data"
WORK = pathlib.Path(__file__).resolve().parents[1] / "work"
