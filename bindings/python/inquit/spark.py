"""Documents out of a Spark DataFrame of articles, read on its executors.

    from inquit.spark import annotate, quotes
    documents = annotate(articles, text="body", id="url", keep=["outlet", "date"])
    said = quotes(articles, text="body", id="url", keep=["outlet"], min_score=0.5)

Each Python worker opens the model once; the package, its library and its model must be there on every node, at the
same place.  A task reads one text after another, because Spark runs a task on each core.

    batches of columns (Arrow) ─ a text at a time ─ rows ─ a batch for each TEXTS texts
"""
from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any, Callable, Iterable, Iterator, Sequence, cast

from .annotate import Annotator, Failure, Text
from .document import Document
from .library import Error

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

TEXTS = 64  # that a task reads before it hands their rows on

_PIECE = "`start`: int, `end`: int, text: string"
DOCUMENTS = f"""id string, model string, offsets string, length int,
    blocks array<struct<kind: string, `start`: int, `end`: int>>,
    entities array<struct<id: string, type: string, name: string, aliases: array<string>, mentions: int, role: string,
        affiliation: struct<text: string, entity: string>, ref: string, attributes: map<string, string>>>,
    mentions array<struct<{_PIECE}, type: string, form: string, entity: string, score: double>>,
    quotes array<struct<id: string, type: string, content: array<struct<{_PIECE}>>,
        cue: struct<{_PIECE}, lemma: string>, source: struct<{_PIECE}>,
        speaker: struct<entity: string, name: string, type: string>, score: double, speaker_score: double, rule: string>>,
    sentences array<struct<`start`: int, `end`: int, block: int>>,
    tokens array<struct<{_PIECE}, lemma: string, pos: string, sentence: int>>,
    error struct<code: string, message: string, stage: string, at: bigint>"""
QUOTES = """document string, quote string, type string, `start` int, `end` int, text string, cue string, lemma string,
    source string, speaker string, speaker_type string, entity string, score double, speaker_score double, rule string"""

Rows = Callable[["Document | Failure"], "list[dict[str, Any]]"]


def annotate(df: DataFrame, text: str = "text", id: str = "id", *, keep: Sequence[str] = (), model: str | None = None,
             **options: Any) -> DataFrame:
    """A row for each row of df, with the columns of DOCUMENTS, a DDL schema: the JSON contract without `inquit` and
    `meta`.  A text that is null or cannot be read has its error in `error`, which is null in all others.

    text, id: columns of df; text holds strings or bytes of UTF-8; id becomes a string.
    keep: columns of df to stand in front of the others as they are.
    model: where the model is on every node; else what is found there, as Annotator does it.
    options: as for Annotator: layers, body_only, min_score, and the lists names, cues, ignore (files on every node).
    """
    return _read(df, text, id, keep, DOCUMENTS, _document_rows, _Options(model, options))


def quotes(df: DataFrame, text: str = "text", id: str = "id", *, keep: Sequence[str] = (), model: str | None = None,
           **options: Any) -> DataFrame:
    """A row for each quotation in the texts of df, with the columns of QUOTES, a DDL schema: those of
    `inquit --emit quotes`.  A text that cannot be read leaves no row; annotate() gives its error.  For the
    parameters see there."""
    return _read(df, text, id, keep, QUOTES, _quote_rows, _Options(model, options))


# ---- On the driver -----------------------------------------------------------------------------------------------

class _Options:
    """What an Annotator is made of, on whatever machine."""

    def __init__(self, model: str | None, others: dict[str, Any]) -> None:
        unknown = sorted(set(others) - set(inspect.signature(Annotator).parameters))
        if unknown:
            raise TypeError(f"there is no option {unknown[0]!r}")
        self.model, self.others = model, others


def _read(df: DataFrame, text: str, id: str, keep: Sequence[str], ddl: str, rows: Rows, options: _Options) -> DataFrame:
    from pyspark.sql import functions, types
    from pyspark.sql.pandas.types import to_arrow_schema
    made = cast("types.StructType", types.StructType.fromDDL(ddl))
    twice = sorted(set(keep) & set(made.names))
    if twice:
        raise ValueError(f"a column of the result is called {twice[0]!r}, too: rename that of df")
    picked = df.select(*keep, functions.col(text).alias("_text"), functions.col(id).cast("string").alias("_id"))
    schema = types.StructType(picked.schema.fields[:-2] + made.fields)
    task = functools.partial(_map, to_arrow_schema(made), rows, options)
    return picked.mapInArrow(task, schema)


# ---- On the executors --------------------------------------------------------------------------------------------

_annotators: dict[str, Annotator] = {}  # of this worker, which lives for many tasks


def _annotator(options: _Options) -> Annotator:
    key = repr((options.model, options.others))
    if key not in _annotators:
        _annotators[key] = Annotator(options.model, **options.others)
    return _annotators[key]


def _document_rows(found: Document | Failure) -> list[dict[str, Any]]:
    return [found.to_dict()]


def _quote_rows(found: Document | Failure) -> list[dict[str, Any]]:
    return [] if isinstance(found, Failure) else found.quotes_rows()


def _found(annotator: Annotator, id: str | None, text: Text | None) -> Document | Failure:
    if text is None:
        return Failure(id, "argument", "there is no text", "input", None)
    try:
        return annotator.read(text, id)
    except Error as error:
        return Failure(id, error.name, error.message, error.stage, error.position)


def _map(schema: pyarrow.Schema, rows: Rows, options: _Options,
         batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Each batch has the columns to keep, the text and the id."""
    annotator = _annotator(options)
    for batch in batches:
        for at in range(0, batch.num_rows, TEXTS):
            yield _part(annotator, schema, rows, batch.slice(at, TEXTS))


def _part(annotator: Annotator, schema: pyarrow.Schema, rows: Rows, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    import pyarrow
    made: list[dict[str, Any]] = []
    origin: list[int] = []  # of each row made, in the batch
    for i, (text, id) in enumerate(zip(batch.column(batch.num_columns - 2), batch.column(batch.num_columns - 1))):
        new = rows(_found(annotator, id.as_py(), text.as_py()))
        made += new
        origin += [i] * len(new)
    kept = [column.take(pyarrow.array(origin, pyarrow.int32())) for column in batch.columns[:-2]]
    columns = [pyarrow.array([row.get(field.name) for row in made], field.type) for field in schema]
    return pyarrow.RecordBatch.from_arrays(kept + columns, names=batch.schema.names[:-2] + schema.names)
