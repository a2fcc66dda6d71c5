"""An outlet: whom it quotes, how much is its own voice, how much is copied, how far its wordings stray."""

import numpy as np

from onrecord import profiles
from onrecord.columns import FORMS, Columns, Numbers, over_time
from onrecord.errors import QueryError
from onrecord.filters import Filter
from onrecord.types import Form
from onrecord.web import cards, links
from onrecord.web.contexts import Counted, OutletPage, OutletsPage, Wording
from onrecord.web.room import Room

_MEASURED = 200  # articles whose own voice is measured, the newest
_SHOWN, _NAMES = 5, 24


def page(room: Room, name: str) -> OutletPage:
    """Return the page of an outlet. Raises QueryError when the record has none of exactly this name."""
    columns = room.columns()
    if name not in columns.outlet_names:
        raise QueryError(f"no outlet {name!r} is in this record. Look for it under Outlets.")
    return room.remembered(("outlet", name), columns, lambda: _page(room, columns, name))


def listed(room: Room, criteria: Filter) -> OutletsPage:
    """Return all outlets, or those with statements that fit a filter's days."""
    columns = room.columns()

    def count() -> tuple[Counted, ...]:
        return cards.most_quoting(columns, columns.select(criteria, room.record))

    outlets = room.remembered(("outlets", criteria), columns, count)
    href = links.asking("/outlets", {"since": criteria.since, "until": criteria.until})
    return OutletsPage(criteria.since, criteria.until, outlets, href, links.twin(href))


def _page(room: Room, columns: Columns, name: str) -> OutletPage:
    found = columns.of("outlet", name)
    articles = np.flatnonzero(columns.articles.outlet == columns.outlet_names.index(name))
    newest = columns.articles.newest(articles)[:_MEASURED]
    voice = profiles.voice(room.record, columns.articles.row[newest].tolist())
    stray, compared, furthest = _stray(room, columns, found, name)
    href = links.to("outlet", name)
    return OutletPage(
        name=name,
        articles=len(articles),
        statements=len(found),
        speakers=columns.different("speaker", found),
        direct=int((columns.form[found] == FORMS.index(Form.DIRECT)).sum()),
        timeline=cards.timeline(
            "/search",
            {"outlet": name},
            over_time(columns.charted(found), columns.articles.charted(articles)),
            cards.pictures({"outlet": name}, exact=True),
        ),
        most_quoted=cards.most_quoted(columns, found, _NAMES),
        own_voice=round(1 - voice.quoted / voice.characters, 4) if voice.characters else None,
        measured=len(newest),
        copied=int(columns.articles.copied[articles].sum()),
        stray=stray,
        compared=compared,
        furthest=furthest,
        search=links.asking("/search", {"outlet": name}),
        href=href,
        api=links.twin(href),
    )


def _stray(room: Room, columns: Columns, found: Numbers, name: str) -> tuple[float | None, int, tuple[Wording, ...]]:
    """Return the mean distance of an outlet's versions in quotation marks from the witness, and the furthest ones."""
    differences = columns.differences
    beside = found[differences.quoted[found] & (columns.outlets[found] > 1)]
    mean = round(float(differences.distance[beside].mean()), 4) if len(beside) else None
    strayed = differences.strayed(beside, columns.utterance)[:_SHOWN]
    furthest = []
    for case in cards.cases(room, columns, columns.utterance[strayed]):
        far = [one for one in case.versions if one.differs and one.quoted and name in one.outlets]
        furthest += [cards.wording(case, far)] if far else []
    return mean, len(beside), tuple(furthest)
