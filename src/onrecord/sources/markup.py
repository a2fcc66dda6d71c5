"""Whether a text is HTML; apart from what reads HTML, which is slow to import."""

import re

_TAGS = re.compile(
    r"</(?:p|div|h[1-6]|li|ul|article|section|body|html)\s*>|<br\s*/?>|<p(?:\s[^>]{0,500})?>", re.IGNORECASE
)


def markup(text: str) -> bool:
    """Whether a text that came in a field or a .txt file is HTML."""
    beginning = text[:1000].lstrip().lower()
    if beginning.startswith(("<!doctype html", "<html")):
        return True
    return beginning.startswith("<") and len(_TAGS.findall(text[:20_000])) >= 2
