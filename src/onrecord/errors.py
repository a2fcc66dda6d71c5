"""Every exception that OnRecord raises on purpose.

OnRecordError
├── SourceError        an input cannot be read (also the reason of a listed skip)
├── ModelError         the model folder is missing, damaged or of another version
├── RecordError        a record cannot be opened or written
│   ├── RecordVersionError   written by a newer OnRecord
│   └── RecordBusyError      another process holds it for too long
└── QueryError         a search or an option does not make sense

A message says what was found, what was expected and what to do.
"""


class OnRecordError(Exception):
    """Base of all exceptions raised on purpose."""


class SourceError(OnRecordError):
    """An input cannot be read."""


class ModelError(OnRecordError):
    """The model folder is missing, damaged or of another version."""


class RecordError(OnRecordError):
    """A record cannot be opened or written."""


class RecordVersionError(RecordError):
    """The record was written by a newer version of OnRecord."""


class RecordBusyError(RecordError):
    """Another process holds the record for too long."""


class QueryError(OnRecordError):
    """A search or an option does not make sense."""
