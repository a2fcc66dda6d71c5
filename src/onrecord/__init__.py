"""OnRecord reads news articles and writes the record: who said what, in which exact words."""

__version__ = "0.1.0"
