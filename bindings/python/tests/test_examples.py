"""The examples in the documentation are run: those of the modules, and those of README.md."""
import doctest
import pathlib
import pkgutil

import pytest

import inquit

README = pathlib.Path(__file__).resolve().parents[1] / "README.md"
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(inquit.__path__)])
def test_module(name):
    module = __import__(f"inquit.{name}", fromlist=["*"])
    assert doctest.testmod(module, optionflags=OPTIONS).failed == 0


def test_readme(tmp_path, monkeypatch):
    pytest.importorskip("pandas", reason="the README's examples use pandas")
    if inquit.Model().name == "tiny":
        pytest.skip("the README's examples need models/en.inq")
    monkeypatch.chdir(tmp_path)
    result = doctest.testfile(str(README), module_relative=False, optionflags=OPTIONS)
    assert result.failed == 0 and result.attempted > 5
