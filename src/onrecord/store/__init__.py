"""The record: a SQLite database of articles, statements, utterances and judgements."""

from onrecord.store.access import outdated
from onrecord.store.judgements import Decision, Judgement
from onrecord.store.rows import text_hash
from onrecord.store.write import Outcome, Store

__all__ = ["Decision", "Judgement", "Outcome", "Store", "outdated", "text_hash"]
