"""Organisations that a source calls by a noun: "the outlet", "the Alliance", "the bank"."""

from bisect import bisect_left
from collections.abc import Sequence

from onrecord import facts
from onrecord.layout import Layout
from onrecord.resolve.mentions import Reading
from onrecord.resolve.phrases import words
from onrecord.types import Entity

_WINDOW = 60  # entities looked back over
_NEAR = 40  # characters before a name in which a noun may introduce it


def named_before(shape: Layout, entities: Sequence[Entity], reading: Reading) -> str | None:
    """Return the organisation named last before a source that fits its noun, or None.

    It fits if its name holds the noun ("Lantern Sea Alliance") or the article introduced it with a noun of the same
    kind ("the Estmere newspaper Brannock Tagwart").
    """
    noun, text = reading.body or "", shape.text
    kind = facts.bodies().get(noun)
    high = bisect_left(entities, reading.start, key=lambda e: e.start)
    for entity in reversed(entities[max(0, high - _WINDOW) : high]):
        if entity.kind not in ("organization", "product", "misc"):
            continue
        name = [w.key for w in words(text, entity.start, entity.end)]
        before = [w.key for w in words(text, max(0, entity.start - _NEAR), entity.start)][-3:]
        outlet = " ".join(name).removeprefix("the ") in facts.outlets()
        kinds = {facts.bodies().get(w) for w in before}
        if noun in name or noun in before or (kind == "outlet" and (outlet or "outlet" in kinds)):
            return text[entity.start : entity.end].removeprefix("the ").removeprefix("The ").strip()
    return None
