"""Reading one text and many: models, errors, threads, processes."""
import itertools
import multiprocessing
import pickle
import threading
import time

import pytest

import inquit
from inquit import engine


def test_errors_say_where():
    with pytest.raises(inquit.Error) as caught:
        inquit.read(b"caf\xe9!")
    assert (caught.value.name, caught.value.position) == ("utf8", 3)
    with pytest.raises(inquit.Error) as caught:
        inquit.read("caf\udce9!")
    assert (caught.value.name, caught.value.position) == ("utf8", 3)
    with pytest.raises(inquit.Error) as caught:
        inquit.Model("missing.inq")
    assert caught.value.name == "file"
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.name) == (str(caught.value), "file")


def test_a_model_is_found_in_the_environment_first(tiny, tmp_path, monkeypatch):
    monkeypatch.setenv("INQUIT_MODEL", tiny)
    assert inquit.find_model() == tiny and inquit.Model().name == "tiny"
    monkeypatch.delenv("INQUIT_MODEL")
    monkeypatch.setattr(engine, "PACKAGE", tmp_path)
    (tmp_path / "en.inq").write_bytes(b"")
    assert inquit.find_model() == str(tmp_path / "en.inq")
    (tmp_path / "quick.inq").write_bytes(b"")
    assert inquit.find_model("quick") == str(tmp_path / "quick.inq")
    assert inquit.find_model(tmp_path) == str(tmp_path)


def test_a_model_that_is_nowhere_names_the_places(tmp_path, monkeypatch):
    monkeypatch.delenv("INQUIT_MODEL")
    monkeypatch.setattr(engine, "PACKAGE", tmp_path / "package")
    monkeypatch.setattr(engine, "CHECKOUT", tmp_path)
    monkeypatch.setattr(engine.sys, "prefix", str(tmp_path / "prefix"))
    monkeypatch.setattr(engine.pathlib.Path, "exists", lambda path: False)
    with pytest.raises(inquit.Error, match="no model in .*package.* name one with"):
        inquit.find_model()


def test_a_model_is_opened_once(tiny):
    first = inquit.Model(tiny)
    assert inquit.Model(tiny)._handle is first._handle
    assert pickle.loads(pickle.dumps(first))._handle is first._handle
    assert first.card["name"] == "tiny"


def test_bytes_are_read_as_utf8(text):
    assert inquit.read(text.encode()) == inquit.read(text)


def test_unknown_settings_are_refused(text):
    with pytest.raises(ValueError, match="sentences and tokens"):
        inquit.Annotator(layers=["words"])
    with pytest.raises(ValueError, match="threads"):
        inquit.read_many([text], threads=0)
    with pytest.raises(ValueError, match="errors"):
        inquit.read_many([text], errors="ignore")


def test_what_is_less_certain_is_left_out(text):
    whole = inquit.read(text)
    assert whole.quotes and any(quote.speaker_score < 1 for quote in whole.quotes)
    doubtful = inquit.Annotator(min_score={"speakers": 1.0}).read(text)
    assert [quote.content for quote in doubtful.quotes] == [quote.content for quote in whole.quotes]
    assert all(quote.speaker is None and quote.rule == "none" for quote in doubtful.quotes if quote.speaker_score < 1)
    assert [quote.source for quote in doubtful.quotes] == [quote.source for quote in whole.quotes]
    assert not inquit.Annotator(min_score={"quotes": 1.0}).read(text).quotes
    assert all(m.score >= 0.99 for m in inquit.Annotator(min_score={"names": 0.99}).read(text).mentions if m.form == "name")
    with pytest.raises(ValueError, match="'words'"):
        inquit.Annotator(min_score={"words": 1}).read(text)
    with pytest.raises(inquit.Error, match="from 0 to 1"):
        inquit.Annotator(min_score=2).read(text)


LISTED = "“We will not sell,” said Zorblatt. Zorblatt of the ZBT group left."


def test_lists_decide_and_travel(tmp_path):
    names, cues, ignore = (tmp_path / name for name in ("names.tsv", "cues.tsv", "ignore.tsv"))
    names.write_text("name\ttype\tcanonical\taliases\tid\tcity\nZorblatt\tORG\tZorblatt Holdings\tZBT\tQ42\tOslo\n")
    cues.write_text("said\tnever\n")
    ignore.write_text("name\tZBT\n")
    annotator = inquit.Annotator(names=names)
    document = pickle.loads(pickle.dumps(annotator)).read(LISTED)
    entity = next(entity for entity in document.entities if entity.ref == "Q42")
    assert (entity.type, entity.name, entity.attributes) == ("ORG", "Zorblatt Holdings", {"city": "Oslo"})
    assert sum(mention.entity == entity.id and mention.form == "name" for mention in document.mentions) == 3
    assert inquit.Document.from_dict(document.to_dict(), LISTED) == document
    assert list(annotator.read_many([LISTED] * 4, threads=2)) == [document] * 4
    other = inquit.Annotator(names=[names], cues=str(cues), ignore=[ignore]).read(LISTED)
    assert "ZBT" not in [mention.text for mention in other.mentions] and "Q42" in [e.ref for e in other.entities]
    assert not any(quote.cue and quote.cue.text == "said" for quote in other.quotes)


def test_wrong_lists_say_where(tmp_path):
    path = tmp_path / "names.tsv"
    path.write_text("Ada\tPERSON\nBob\tHuman\n")
    with pytest.raises(inquit.Error, match=r"names\.tsv: line 2, column 5: type is one of") as caught:
        inquit.Annotator(names=path)
    assert (caught.value.name, caught.value.stage) == ("file", "lists")
    with pytest.raises(inquit.Error, match="No such file"):
        inquit.Annotator(ignore=tmp_path / "missing.tsv")


def test_entities_of_older_output_have_no_key(text):
    root = inquit.read(text).to_dict()
    for entity in root["entities"]:
        del entity["ref"], entity["attributes"]
    assert inquit.Document.from_dict(root, text) == inquit.read(text)


def test_many_keep_their_order(articles):
    one = [inquit.read(text, str(i)) for i, text in enumerate(articles[:4])]
    for threads in (1, 3):
        assert list(inquit.read_many(((str(i), t) for i, t in enumerate(articles[:4])), threads=threads)) == one


def test_many_take_only_little_ahead(text):
    taken, threads = 0, 2

    def texts():
        nonlocal taken
        for taken in range(1, 101):
            yield text

    for given, _ in enumerate(inquit.read_many(texts(), threads=threads)):
        assert taken - given <= 2 * threads
    assert taken == 100


def test_many_may_be_left_early(text):
    first = list(itertools.islice(inquit.read_many(itertools.repeat(text), threads=2), 3))
    assert len(first) == 3


def test_errors_among_many(text):
    mixed = [("a", text), ("b", b"\xff"), text]
    with pytest.raises(inquit.Error):
        list(inquit.read_many(mixed, threads=2))
    good, bad, last = inquit.read_many(mixed, threads=2, errors="record")
    assert (good.id, last.id) == ("a", None)
    assert isinstance(bad, inquit.Failure) and (bad.id, bad.code, bad.at) == ("b", "utf8", 0)
    assert set(bad.to_dict()["error"]) == {"code", "message", "stage", "at"}


def test_an_error_of_the_iterable_comes_through(text):
    def texts():
        yield text
        raise OSError("torn")

    with pytest.raises(OSError, match="torn"):
        list(inquit.read_many(texts(), threads=2))


def test_others_run_while_the_library_reads(articles):
    text, begun, done = "\n\n".join(articles[:3]), threading.Event(), threading.Event()
    reader = inquit.Reader(inquit.Model())

    def read():
        begun.set()
        for _ in range(2):
            reader.layers(text)
        done.set()

    thread, turns = threading.Thread(target=read), 0
    thread.start()
    begun.wait()
    while not done.is_set():
        time.sleep(0.0001)
        turns += 1
    thread.join()
    assert turns > 10  # were the GIL kept, one or two a call


def test_an_annotator_travels_as_path_and_options(tiny):
    annotator = inquit.Annotator(tiny, layers=["tokens"], body_only=True, min_score=0.5)
    annotator.read("He left.")
    again = pickle.loads(pickle.dumps(annotator))
    assert (again.model.path, again.layers, again.body_only, again.min_score) == (tiny, ("tokens",), True, 0.5)
    assert len(pickle.dumps(annotator)) < 1000


def test_processes_that_begin_afresh(tiny, articles):
    annotator = inquit.Annotator(tiny, layers=["sentences"])
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(annotator.read, articles[:4]) == [annotator.read(text) for text in articles[:4]]
