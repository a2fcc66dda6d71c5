"""Brat standoff, the format of attribution corpora: ``NAME.ann`` beside ``NAME.txt``.

    T1<TAB>Source 21 29<TAB>Ada Lund
    T2<TAB>Cue 16 20<TAB>said
    T3<TAB>Content 0 15;31 44<TAB>“We will wait,” “Not for ever.”
    T4<TAB>Attribution 16 20<TAB>said
    E1<TAB>Attribution:T4 Source:T1 Cue:T2 Content:T3

Offsets are code points into the .txt file, ``[start, end)``; ``;`` parts the fragments of a discontinuous span.
"""

import re
from collections.abc import Iterable

from onrecord.types import Attribution, Span

_ROLES = ("Source", "Cue", "Content")
_MARK = re.compile(r"(T\d+)\t(\w+) ([\d ;]+)")
_GROUP = re.compile(r"E\d+\t(.*)")


def dumps(attributions: Iterable[Attribution], text: str) -> str:
    """Write attributions; an attribution without any cue has no trigger line."""
    lines: list[str] = []
    marks = 0

    def mark(label: str, spans: tuple[Span, ...]) -> str:
        nonlocal marks
        marks += 1
        offsets = ";".join(f"{start} {end}" for start, end in spans)
        words = " ".join(" ".join(text[start:end].split()) for start, end in spans)
        lines.append(f"T{marks}\t{label} {offsets}\t{words}")
        return f"T{marks}"

    for number, attribution in enumerate(attributions, 1):
        found = zip(_ROLES, (attribution.source, attribution.cue, attribution.content), strict=True)
        parts = [f"{role}:{mark(role, spans)}" for role, spans in found if spans]
        if attribution.cue:
            parts.insert(0, f"Attribution:{mark('Attribution', attribution.cue)}")
        lines.append(f"E{number}\t{' '.join(parts)}")
    return "".join(line + "\n" for line in lines)


def loads(standoff: str) -> tuple[Attribution, ...]:
    """Read attributions, each with confidence 1; lines of other kinds are passed over."""
    spans: dict[str, tuple[str, tuple[Span, ...]]] = {}
    groups: list[list[str]] = []  # a group may name marks that stand below it
    for line in standoff.split("\n"):
        if mark := _MARK.match(line):
            fragments = (fragment.split() for fragment in mark[3].split(";"))
            spans[mark[1]] = (mark[2], tuple((int(start), int(end)) for start, end in fragments))
        elif group := _GROUP.match(line):
            groups.append([part.split(":")[-1] for part in group[1].split()])
    found = []
    for names in groups:
        roles: dict[str, list[Span]] = {role: [] for role in _ROLES}
        for role, fragments_of in (spans[name] for name in names if name in spans):
            if role in roles:
                roles[role].extend(fragments_of)
        source, cue, content = (tuple(sorted(roles[role])) for role in _ROLES)
        found.append(Attribution(source, cue, content, 1.0))
    return tuple(found)
