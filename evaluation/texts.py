"""Texts of the corpora that the gold names by document and offsets.

polnear, polnear-train   the file of that stem in PolNeAR's dev/text or train/text, as it stands
newswire                 worldwide-newswire: the tokens of each block joined by one space, blocks by one newline
timebank                 TimeBank or AQUAINT: the character data of the TEXT element
ecb                      ECB+: a line for each sentence but an address, its tokens joined as in print

The corpora are not ours to give.
"""

import re
from pathlib import Path
from xml.etree import ElementTree

_GLUED = frozenset({".", ",", ";", ":", "?", "!", ")", "]", "%", "...", "…", "”", "n't", "n’t"})
_ENDING = re.compile(r"['’](?:s|re|ve|ll|d|m)?")
_GLUING = frozenset({"(", "[", "$", "£", "€", "“", "‘"})
_BEFORE_CLOSING = frozenset(".,!?…")  # of a quotation that a sentence before began
_TREEBANK = {"``": "“", "''": "”"}
_PARTED = re.compile(r" ?([’']) (?=(?:s|t|re|ve|ll|d|m)\b)")  # we ’ ve
_HYPHEN = re.compile(r"(?<=\w) - (?=\w)")
_FIGURES = re.compile(r"(?<=\d) ?(?:([.:])|(,)) ?(?=(?(2)\d{3}\b|\d))")  # 1 , 000 but not 2, 2013


def text_of(data: Path, corpus: str, document: str) -> str | None:
    """Return a document's text as the gold's offsets mean it, None when it is not there."""
    if corpus in ("polnear", "polnear-train"):
        path = data / "polnear" / ("train" if corpus == "polnear-train" else "dev") / "text" / f"{document}.txt"
        return path.read_bytes().decode("utf-8") if path.exists() else None
    if corpus == "newswire":
        path = data / "ner" / "worldwide-newswire" / f"{document}.tsv"
        return _newswire(path) if path.exists() else None
    if corpus == "ecb":
        path = data / "events" / "ecbplus" / document.partition("_")[0] / f"{document}.xml"
        return "\n".join(map(printed, _sentences(path))) if path.exists() else None
    found = next((data / "temporal").rglob(f"{document}.tml"), None)
    if found is None:
        return None
    element = ElementTree.parse(found).getroot().find(".//TEXT")
    return "".join(element.itertext()) if element is not None else None


def address_of(data: Path, document: str) -> str | None:
    """Return the address that an ECB+ document begins with."""
    path = data / "events" / "ecbplus" / document.partition("_")[0] / f"{document}.xml"
    first = next(iter(_sentences(path, addresses=True)), [])
    return "".join(first) if _is_address(first) else None


def printed(tokens: list[str]) -> str:
    """Return tokens as they stand in print.

    >>> printed(["``", "We", "'ll", "pay", "$", "1", ",", "000", ",", "''", "she", "said", "."])
    "“We'll pay $1,000,” she said."
    """
    text, glue, inside = "", True, False
    for token in tokens:
        mark = _TREEBANK.get(token, token)
        if '"' in mark:
            mark = mark.replace('"', "”" if inside or (len(mark) == 1 and text[-1:] in _BEFORE_CLOSING) else "“", 1)
        inside = mark[0] == "“" or (inside and "”" not in mark)
        glued = glue or mark in _GLUED or _ENDING.fullmatch(mark)
        text += mark if glued else f" {mark}"
        glue = mark in _GLUING
    return _FIGURES.sub(r"\1\2", _HYPHEN.sub("-", _PARTED.sub(r"\1", text)))


def newswire_in_print(path: Path) -> str:
    """Return an article of worldwide-newswire as it stood in print; the gold's offsets do not fit it."""
    return "\n".join(map(printed, _blocks(path)))


def _newswire(path: Path) -> str:
    return "\n".join(map(" ".join, _blocks(path)))


def _blocks(path: Path) -> list[list[str]]:
    blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip("\n"))
    return [[row.split("\t")[0] for row in block.split("\n") if row.strip()] for block in blocks]


def _sentences(path: Path, *, addresses: bool = False) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for token in ElementTree.parse(path).getroot().iter("token"):
        found.setdefault(int(token.get("sentence", 0)), []).append(token.text or "")
    lines = [found[number] for number in sorted(found)]
    return lines if addresses else [line for line in lines if not _is_address(line)]


def _is_address(tokens: list[str]) -> bool:
    return tokens[:2] == ["http", ":"] or tokens[:3] == ["www", ".", ""]
