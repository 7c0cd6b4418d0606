"""Where the recipe reads and writes."""
import pathlib

DATA = pathlib.Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
WORK = pathlib.Path(__file__).resolve().parents[1] / "work"
