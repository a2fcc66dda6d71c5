"""A speaker: what was said, over time and by outlet; offices with dates; a position in the speaker's own words."""

from collections import defaultdict
from typing import Any

import numpy as np

from onrecord import profiles
from onrecord.actors.table import office_name
from onrecord.columns import FORMS, Columns, Numbers, over_time
from onrecord.errors import QueryError
from onrecord.filters import Filter
from onrecord.store import rows
from onrecord.types import Form
from onrecord.web import cards, links
from onrecord.web.contexts import Counted, Named, OfficeHeld, Quote, SpeakerPage, SpeakersPage, Year
from onrecord.web.pages.paging import Paged
from onrecord.web.room import Room

_A_YEAR = 3  # quotations shown of each year
_ABOUT, _NEVER = 8, 40  # shown
_LENGTHS = 400  # quotations of a year among which the fullest are looked for


def page(room: Room, key: str, *, subject: str | None = None) -> SpeakerPage:
    """Return the page of a speaker (actor's id, or a name). Raises QueryError when nobody of that name speaks."""
    columns = room.columns()
    found = columns.of("speaker", key)
    if not len(found):
        raise QueryError(f"no speaker {key!r} is in this record. Look for the name under Speakers.")
    subject = (subject or "").strip() or None
    return room.remembered(("speaker", key, subject), columns, lambda: _page(room, columns, key, found, subject))


def offices(room: Room, known: str | None) -> tuple[OfficeHeld, ...]:
    """Return the offices that the table of actors gives a person, by date; bodies without the offices are left out."""
    if known is None:
        return ()
    actors = room.record.table()
    held = actors.by_person.get(known, ())
    return tuple(
        OfficeHeld(office_name(actors, one.office), one.period.first, None if one.open else one.period.last)
        for one in held
    )


def _page(room: Room, columns: Columns, key: str, found: Numbers, subject: str | None) -> SpeakerPage:
    who = profiles.profile(room.record, key)
    name = columns.speaker_called(columns.speaker_codes[key])
    href = links.asking(links.to("speaker", key), {"subject": subject})
    own = found[columns.form[found] != FORMS.index(Form.INDIRECT)]
    if subject:
        on_it = columns.select(Filter(text=subject), room.record)
        own = np.intersect1d(own, on_it, assume_unique=True)
    quoting = cards.most_quoting(columns, found)
    return SpeakerPage(
        key=key,
        name=name,
        called=tuple(one for one in who.called if one != name),
        roles=who.roles,
        affiliations=who.affiliations,
        offices=offices(room, who.known),
        statements=len(found),
        articles=columns.different("article", found),
        timeline=cards.timeline(
            "/search",
            {"speaker": key},
            over_time(columns.charted(found)),
            cards.pictures({"speaker": key}, exact=True, articles=False),
        ),
        outlets=_searching(quoting, key),
        never=_never(columns, found),
        subject=subject,
        years=_years(room, columns, key, own, subject),
        about=_about(room, columns, key),
        search=links.asking("/search", {"speaker": key}),
        href=href,
        api=links.twin(href),
    )


def _searching(quoting: tuple[Counted, ...], key: str) -> tuple[Counted, ...]:
    return tuple(
        Counted(
            one.name,
            one.key,
            links.asking("/search", {"speaker": key, "outlet": one.key}),
            one.number,
            one.share,
        )
        for one in quoting
    )


def _never(columns: Columns, found: Numbers) -> tuple[Named, ...]:
    """Return the outlets that quote somebody, but never this speaker; those with most statements first."""
    quoting = {code for code, _ in columns.count("outlet", found)}
    everywhere = columns.count("outlet", np.arange(len(columns.row)))
    names = [columns.outlet_names[code] for code, _ in everywhere if code not in quoting]
    return tuple(Named(name, name, links.to("outlet", name)) for name in names[:_NEVER])


def _years(room: Room, columns: Columns, key: str, own: Numbers, subject: str | None) -> tuple[Year, ...]:
    """Return the speaker's own words year by year: those that most outlets have, and of these the fullest."""
    days = columns.day[own]
    years = np.where(days < 0, 0, days // 10_000)
    listed = []
    of_years = {year: own[years == year] for year in sorted(np.unique(years).tolist(), key=lambda year: year or 10_000)}
    chosen = {
        year: _different(columns, of_it[np.lexsort((of_it, -columns.outlets[of_it]))][:_LENGTHS])
        for year, of_it in of_years.items()
    }
    everything = np.concatenate([np.empty(0, np.int64), *chosen.values()])
    quotes = dict(cards.numbered(room.record, columns, columns.row[everything]))
    for year, of_it in of_years.items():
        asked = {"text": subject, "speaker": key, "since": f"{year:04}", "until": f"{year:04}", "order": "oldest"}
        if not year:
            asked = {"text": subject, "speaker": key, "order": "oldest"}
        found = [quotes[row] for row in columns.row[chosen[year]].tolist() if row in quotes]
        shown = tuple(sorted(found, key=lambda one: (one.said.earliest or "" if one.said else "", one.id)))
        listed.append(Year(year or None, len(of_it), links.asking("/search", asked), shown))
    return tuple(listed)


def _different(columns: Columns, chosen: Numbers) -> Numbers:
    """Return the first few statements, one of each utterance."""
    seen: defaultdict[int, int] = defaultdict(int)
    kept = []
    for at in chosen.tolist():
        utterance = int(columns.utterance[at])
        if utterance >= 0 and seen[utterance]:
            continue
        seen[utterance] += 1
        kept.append(at)
        if len(kept) == _A_YEAR:
            break
    return np.sort(np.array(kept, dtype=np.int64))


def _about(room: Room, columns: Columns, key: str) -> tuple[Quote, ...]:
    if key not in columns.speaker_ids:
        return ()
    return cards.quotes(room.record, columns, profiles.about(room.record, key, limit=_ABOUT))


def listed(room: Room, criteria: Filter, *, text: str | None, number: int = 1) -> SpeakersPage:
    """Return a page of the speakers whose names hold some words, the most quoted first; of a filter's days."""
    columns = room.columns()
    text = (text or "").strip() or None

    def count() -> tuple[Counted, ...]:
        return cards.most_quoted(columns, columns.select(criteria, room.record), None)

    everybody = room.remembered(("speakers", criteria), columns, count, shelf="selections")
    folded = rows.fold(text or "")
    fitting = [one for one in everybody if folded in rows.fold(one.name)] if text else everybody
    here: dict[str, Any] = {"text": text, "since": criteria.since, "until": criteria.until}
    paged = Paged("/speakers", here, len(fitting), number)
    return SpeakersPage(**here, speakers=tuple(fitting[paged.part]), **paged.fields)
