"""Bytes and locations in, pages out: files, folders, patterns and standard input; text, HTML, JSON and CSV."""

from onrecord.sources.files import page_of_text, pages
from onrecord.sources.options import ReadOptions

__all__ = ["ReadOptions", "page_of_text", "pages"]
