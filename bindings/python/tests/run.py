#!/usr/bin/env python3
"""Tests of the Python binding against the checkout's library: run.py; ends with "python: N passed, N failed"."""
import os
import pathlib
import sys
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
os.environ.setdefault("INQUIT_LIBRARY", str(ROOT / os.environ.get("BUILD", "build") / "libinquit.so"))
sys.path.insert(0, str(ROOT / "bindings" / "python"))
import inquit  # noqa: E402

TEXT = "😀 “We will not sell,” Amira Haddad said.\n\nShe left.\n"
TINY = ROOT / "models" / "tiny.inq"


class Binding(unittest.TestCase):
    def test_tokens_are_where_they_say(self):
        document = inquit.read(TEXT)
        self.assertEqual([TEXT[a:b] for a, b in document.tokens][:4], ["😀", "“", "We", "will"])
        self.assertEqual(document.text, TEXT)

    def test_units(self):
        document = inquit.read(TEXT)
        data = {"byte": TEXT.encode(), "utf16": TEXT.encode("utf-16-le")}
        first = {unit: document.array("tokens", unit)[1] for unit in data}
        self.assertEqual(data["byte"][first["byte"]["start"]:first["byte"]["end"]].decode(), "“")
        start, end = 2 * first["utf16"]["start"], 2 * first["utf16"]["end"]
        self.assertEqual(data["utf16"][start:end].decode("utf-16-le"), "“")

    def test_marks(self):
        marks = inquit.Reader().marks_of(TEXT)
        self.assertEqual(marks.runs.tolist(), [[1, 7]])
        self.assertEqual(len(marks.starts), len(marks.state))

    def test_states_and_runs_over_paragraphs(self):
        marks = inquit.Reader().marks_of("“One.\n\n“Two,” he said. “We try\n\nto go,” he said.")
        self.assertEqual(marks.runs.tolist(), [[0, 2], [3, 6], [10, 12], [13, 16]])
        self.assertEqual(marks.state.tolist(), [2, 1, 1, 2, 1, 1, 3, 0, 0, 0, 2, 1, 1, 1, 1, 1, 3, 0, 0, 0])

    def test_nothing_gives_empty_arrays(self):
        self.assertEqual([len(part) for part in inquit.Reader().marks_of("")], [0, 0, 0, 0, 0])

    def test_errors_say_where(self):
        with self.assertRaises(inquit.Error) as caught:
            inquit.read(b"caf\xe9!")
        self.assertEqual((caught.exception.name, caught.exception.position), ("utf8", 3))
        with self.assertRaises(inquit.Error) as caught:
            inquit.Model("missing.inq")
        self.assertEqual(caught.exception.name, "file")

    def test_documents_outlive_their_reader(self):
        document = inquit.Reader(inquit.Model(TINY)).read(TEXT)
        root = document.to_dict(sentences=True, tokens=True, id="a")
        self.assertEqual((root["id"], root["model"], root["length"]), ("a", "tiny", len(TEXT)))
        for piece in [p for q in root["quotes"] for p in q["content"]] + root["mentions"] + root["tokens"]:
            self.assertEqual(TEXT[piece["start"]:piece["end"]], piece["text"])

    def test_threads_share_a_model(self):
        model, found = inquit.Model(TINY), []
        wanted = inquit.Reader(model).read(TEXT).to_dict()

        def read():
            reader = inquit.Reader(model)
            found.extend(reader.read(TEXT).to_dict() == wanted for _ in range(5))

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(found, [True] * 20)


result = unittest.main(exit=False, verbosity=1).result
wrong = len(result.failures) + len(result.errors)
print(f"python: {result.testsRun - wrong} passed, {wrong} failed", flush=True)
sys.exit(wrong > 0)
