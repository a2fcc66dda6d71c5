"""Writes tables of measured numbers into a page, between ``<!-- NAME:begin -->`` and ``<!-- NAME:end -->``."""

from pathlib import Path


def rewrite(page: Path, name: str, table: str) -> bool:
    """Put a table between the markers of a page; return whether the page changed.

    Raises ValueError when the page does not have the two markers, once each and in order.
    """
    text = page.read_text(encoding="utf-8")
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(end) < text.index(begin):
        raise ValueError(f"{page.name} needs one {begin} and after it one {end}; add them where the table goes")
    before, _, rest = text.partition(begin)
    after = rest.partition(end)[2]
    new = f"{before}{begin}\n{table.strip()}\n{end}{after}"
    page.write_text(new, encoding="utf-8")
    return new != text


def table(header: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table, the first column to the left and the others to the right.

    >>> print(table(["what", "F1"], [["cue", "66.1"]]))
    | what | F1 |
    |---|---:|
    | cue | 66.1 |
    """
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    shown = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
    shown[1] = "|" + "|".join(lines[1]) + "|"
    return "\n".join(shown)
