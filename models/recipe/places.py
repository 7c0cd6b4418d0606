"""Where the recipe reads and writes; $DATA as for make."""
import importlib.util
import os
import pathlib

SHARED = pathlib.Path(os.environ.get("DATA") or pathlib.Path(__file__).resolve().parents[2] / ".." / "shared")
DATA, TOOLS = SHARED / "data", SHARED / "tools"
WORK = pathlib.Path(__file__).resolve().parents[1] / "work"


def module_at(path):
    """A script that lies outside the recipe, to be called as a module"""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
