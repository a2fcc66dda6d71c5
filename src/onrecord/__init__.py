"""OnRecord reads news articles and writes the record: who said what, in which exact words, when, and where.

>>> import onrecord
>>> article = onrecord.read("“We will wait,” Minister Ada Lund told reporters on Monday.")
>>> article.statements[0].speaker.name
'Ada Lund'
>>> onrecord.add(["articles/"], "news.onrecord")  # doctest: +SKIP
>>> with onrecord.Record.open("news.onrecord") as record:  # doctest: +SKIP
...     for statement in record.statements(speaker="Lund", form="direct"):
...         print(statement.text)

The stages, in the order in which data flows through them, are modules of their own: ``read``, ``clean``, ``dates``,
``model``, ``assemble``, ``resolve``, ``match``, ``store``, ``query``, ``export``; ``pipeline`` composes them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from onrecord.errors import (
    ModelError,
    OnRecordError,
    QueryError,
    RecordBusyError,
    RecordError,
    RecordVersionError,
    SourceError,
)
from onrecord.types import (
    Article,
    DateEvidence,
    Dating,
    Form,
    How,
    Kind,
    Mention,
    Passage,
    Said,
    Skip,
    Speaker,
    Statement,
    Utterance,
    Variant,
)

if TYPE_CHECKING:
    from onrecord.match import variant
    from onrecord.pipeline import add, read
    from onrecord.query import Filter, Record
    from onrecord.runs import Added, Options
    from onrecord.tagging import tag_folder

__version__ = "0.1.0"

__all__ = [
    "Added",
    "Article",
    "DateEvidence",
    "Dating",
    "Filter",
    "Form",
    "How",
    "Kind",
    "Mention",
    "ModelError",
    "OnRecordError",
    "Options",
    "Passage",
    "QueryError",
    "Record",
    "RecordBusyError",
    "RecordError",
    "RecordVersionError",
    "Said",
    "Skip",
    "SourceError",
    "Speaker",
    "Statement",
    "Utterance",
    "Variant",
    "add",
    "read",
    "tag_folder",
    "variant",
]

_LATE = {  # loaded when first used: they bring the model runtime and the database along
    "Added": "onrecord.runs",
    "Filter": "onrecord.query",
    "Options": "onrecord.runs",
    "Record": "onrecord.query",
    "add": "onrecord.pipeline",
    "read": "onrecord.pipeline",
    "tag_folder": "onrecord.tagging",
    "variant": "onrecord.match",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    value = getattr(import_module(_LATE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
