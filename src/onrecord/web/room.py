"""The reading room: an open record, its columns, and what was worked out for earlier requests."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Self, TypeVar

from onrecord import columns
from onrecord.columns import Columns
from onrecord.errors import RecordError
from onrecord.query import Record

_AT_ONCE = 30_000  # statements; columns of no more are read again within a request, in about a tenth of a second
_SHELVES = {"pages": 256, "selections": 12, "cases": 2000, "pictures": 24}  # answers kept; some are large
_T = TypeVar("_T")
_LOG = logging.getLogger(__name__)


class Room:
    """What all requests share; used by any number of threads.

    After a change of the record, a small one is read again at once. A large one goes on as it was for the seconds that
    reading takes in the background: pages never wait for whoever adds to it.
    """

    def __init__(self, record: Record) -> None:
        self.record = record
        self.name = record.path.name
        self._lock = Lock()
        self._columns = columns.read(record)
        self._reading: Thread | None = None
        self._answers: dict[str, OrderedDict[Hashable, Any]] = {shelf: OrderedDict() for shelf in _SHELVES}

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open a record and read its columns. Raises RecordError when there is none."""
        return cls(Record.open(path))

    def close(self) -> None:
        """Close the record."""
        if self._reading is not None:
            self._reading.join()
        self.record.close()

    def columns(self) -> Columns:
        """Return the statements as columns: of now, or for a large record of a few seconds ago."""
        state = self.record.state()
        if state == self._columns.state:
            return self._columns
        with self._lock:
            if state == self._columns.state:
                return self._columns
            if len(self._columns.row) <= _AT_ONCE:
                self._columns = columns.read(self.record)
            elif self._reading is None or not self._reading.is_alive():
                self._reading = Thread(target=self._try_refresh, name="columns", daemon=True)
                self._reading.start()
        return self._columns

    def refresh(self) -> None:
        """Read the columns of a changed record again before this returns."""
        if self.record.state() != self._columns.state:
            found = columns.read(self.record)
            with self._lock:
                self._columns = found

    def remembered(self, key: Hashable, columns: Columns, work_out: Callable[[], _T], *, shelf: str = "pages") -> _T:
        """Return what was worked out before under a key from the same columns, else work it out.

        shelf: "pages", "selections", "cases" or "pictures", each of which forgets what was not asked for longest.
        """
        known, answers = (key, columns.serial), self._answers[shelf]
        with self._lock:
            if known in answers:
                answers.move_to_end(known)
                return answers[known]  # type: ignore[no-any-return]
        found = work_out()
        with self._lock:
            answers[known] = found
            while len(answers) > _SHELVES[shelf]:
                answers.popitem(last=False)
        return found

    def _try_refresh(self) -> None:
        try:
            self.refresh()
        except RecordError:
            _LOG.exception("the record could not be read again; the page goes on with what it has")
