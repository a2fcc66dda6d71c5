"""What a reader of sources can be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How sources are read.

    max_bytes: largest size of one article, in bytes (a text or HTML file, one row of JSON lines, one CSV cell); what
    is larger is skipped unread. max_json_bytes: largest JSON document that is not JSON lines, which must be held
    in memory as a whole. columns: names of fields that are not the usual ones, e.g. ``{"text": "maintext"}``; the
    fields are those of ``data/columns.tsv``.
    """

    max_bytes: int = 5_000_000
    max_json_bytes: int = 256_000_000
    columns: Mapping[str, str] = field(default_factory=dict)
