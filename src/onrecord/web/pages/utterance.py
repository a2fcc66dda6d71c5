"""An utterance: every outlet's version against the best witness, and who took it from whom."""

from collections.abc import Iterable

from onrecord import findings, profiles
from onrecord.query import Report
from onrecord.store import rows
from onrecord.web import cards, links
from onrecord.web.contexts import Named, Step, UtterancePage, When
from onrecord.web.room import Room


def page(room: Room, identifier: str) -> UtterancePage:
    """Return the page of an utterance. Raises QueryError when there is none, or several."""
    named = room.record.utterance(identifier).id
    told = profiles.utterances(room.record, [named])
    case = findings.case(told[0], room.record.reports(utterance=named, exact=False))
    href = links.to("utterance", case.utterance.id)
    reports = [report for version in case.versions for report in version.reports]
    who = next((cards.speaker(one.statement.speaker) for one in reports), Named(cards.UNKNOWN_SPEAKER, None, None))
    return UtterancePage(
        id=case.utterance.id,
        speaker=who,
        said=When(case.utterance.earliest, case.utterance.latest),
        outlets=case.outlets,
        versions=tuple(cards.version(one) for one in case.versions),
        chain=tuple(_chain(room, reports)),
        href=href,
        api=links.twin(href),
    )


def _chain(room: Room, reports: Iterable[Report]) -> Iterable[Step]:
    """Yield the reports by date, each with the relay or the copied article that it is known to come from."""
    ordered = sorted(reports, key=lambda one: (one.published is None, one.published or "", one.source))
    articles: dict[str, Report] = {}
    for one in ordered:
        articles.setdefault(one.statement.article, one)
    origins = dict(profiles.originals(room.record, articles))
    relays = {one.statement.article: one.statement.relay for one in ordered if one.statement.relay}
    outlets = {rows.fold(one.outlet): one for one in articles.values() if one.outlet}
    for article, one in articles.items():
        place = cards.quote(one).article
        called = place.outlet.name if place.outlet else place.title
        if article in origins:
            original = cards.place(origins[article])
            source = original.outlet.name if original.outlet else original.title
            yield Step(called, place, "copy", source, original.href)
        elif relay := relays.get(article):
            known = outlets.get(rows.fold(relay))
            href = cards.quote(known).article.href if known and known is not one else None
            yield Step(called, place, "relay", relay, href)
        else:
            yield Step(called, place, None, None, None)
