#!/usr/bin/env python3
"""Runs the tests of the Python binding with pytest: run.py [pytest's options]; the last line is
"python: N passed, N failed", with ", N skipped" behind it when something that a test needs is missing."""
import pathlib
import sys


class Count:
    """Counts what pytest reports; a file that cannot be collected is a failure, too."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def pytest_runtest_logreport(self, report):
        self.passed += report.passed and report.when == "call"
        self.failed += report.failed
        self.skipped += report.skipped

    def pytest_collectreport(self, report):
        self.failed += report.failed


def main():
    count = Count()
    try:
        import pytest
    except ImportError:
        print("pytest is missing: make deps")
        count.failed = 1
    else:
        folder = pathlib.Path(__file__).resolve().parent
        pytest.main(["-q", "-rs", "-p", "no:cacheprovider", f"--rootdir={folder}", str(folder), *sys.argv[1:]],
                    plugins=[count])
    skipped = f", {count.skipped} skipped" if count.skipped else ""
    print(f"python: {count.passed} passed, {count.failed} failed{skipped}", flush=True)
    return count.failed > 0 or count.passed == 0


if __name__ == "__main__":
    sys.exit(main())
