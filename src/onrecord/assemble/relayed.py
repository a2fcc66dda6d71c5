"""Words within what an outlet or a witness reports: “We will wait,” Lund said, according to Ansgar.

PolNeAR marks the outer attribution alone: of 53 in its train and dev that go "according to" or "reported" and hold a
verb of saying, none has another one within. Taggers taught by it lay Lund's words at Ansgar's door. Here the inner one
is added; an outlet that has little else to tell is its relay and no speaker.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from onrecord import facts
from onrecord.assemble.drafts import Circumstances, Draft
from onrecord.layout import Layout
from onrecord.types import Span

_OUTER = re.compile(r"according to|(?:has |had )?report(?:s|ed)\b|per\b", re.IGNORECASE)
_NAME = r"(?:[A-Z][\w.’'-]*(?: (?:de|van|von|bin|bint|al|el|of|for|and|the))? ){0,7}[A-Z][\w.’-]*"
_WHO = (
    rf"(?P<who>[Hh]e|[Ss]he|[Tt]hey|(?P<office>(?:(?:{_NAME} )?(?:[a-z-]+ ){{1,4}})?){_NAME}"
    r"|[Tt]he (?:[\w’'-]+ ){0,3}?(?P<noun>[a-z]+)) (?:also |then |later )?"
)
_SUBJECT = re.compile(_WHO)
_VERB = r"[a-z]+(?:ed|aid|old|ays)\b"
_BEHIND = re.compile(rf"[\s,]{{0,3}}(?:{_WHO}(?P<verb>{_VERB})|(?P<first>{_VERB}) (?P<last>{_NAME}))")
_SAYS = rf"(?:has |had )?(?P<verb>{_VERB})"
_SAID = re.compile(rf"{_WHO}{_SAYS}(?: [^,;:“”\"]{{1,60}})?")
_THAT = r"(?: [^,.;:“”\"]{1,60}(?= that\b)|(?<!told))[,:]? "
_FRONT = (
    re.compile(rf"(?:that )?(?:[A-Z][^.;:“”\"]{{3,160}}, )?{_WHO}{_SAYS}{_THAT}"),
    re.compile(rf"(?:[A-Z]|the )[^.;:“”\"]{{3,160}}, (?P<who>{_NAME})(?P<noun>), (?:also )?{_SAYS}{_THAT}"),
    re.compile(rf"(?P<who>{_NAME})(?P<noun>), (?:an?|the|who) [^.;:“”\"]{{2,80}}, (?:also )?{_SAYS}{_THAT}"),
)
_END = (
    re.compile(rf", {_WHO}{_SAYS}(?: [\w’' ]{{1,40}})?$"),
    re.compile(rf", (?P<who>{_NAME})(?P<noun>), (?:an?|the|who) [^,.;:]{{2,60}}, {_SAYS}(?: [\w’' ]{{1,40}})?$"),
    re.compile(rf", {_SAYS} (?:the )?(?P<who>{_NAME})(?P<noun>)$"),
)
_CALLED = re.compile(r"(?:(?:also|has|had|later) )?([a-z]+ed|said|told) ")
_ON = re.compile(r"[\s,:]{0,3}")
_WORD = re.compile(r"\w+")
_TAIL = 120  # characters at the end of a content in which it may be said whose it is
_FEW = 4  # words that mean some outlet
_FEWEST = 3  # words of content
_MOST = 0.5  # of the outer content, from which on an outlet has little else to tell
_DOUBT = 0.9  # of the confidence of the outer one


def relayed(shape: Layout, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts, with those added that stand unmarked within another, for which an outlet may have to go."""
    kept: list[Draft] = []
    sourced = sorted((d for d in drafts if d.source and d.cue), key=lambda d: d.cue)
    starts = [d.cue[0][0] for d in sourced]
    for outer in drafts:
        if not _relays(shape, outer):
            kept.append(outer)
            continue
        marked = [d for a, b in outer.content for d in sourced[bisect_left(starts, a) : bisect_left(starts, b)]]
        inner = marked or list(islice(_inner(shape, outer), 1))
        name = source_name(shape, outer)
        people = [d for d in inner if _is_somebody(shape, d)]
        if is_outlet(name) and sum(map(_length, people)) >= _MOST * sum(b - a for a, b in outer.content):
            for draft in people if name not in facts.bodies() else ():  # "the agency" is no name
                draft.around = draft.around.filled_from(Circumstances(relay=proper(name)))
        else:
            kept.append(outer)
        if not marked:
            kept += inner
    return kept


def proper(name: str) -> str:
    """Return an outlet's name without what kind of outlet it is: "Estmere broadcaster Tagwart" is Tagwart."""
    words = name.split()
    last = max((at for at, word in enumerate(words) if facts.bodies().get(word) == "outlet"), default=-1)
    return " ".join(words[last + 1 :]) or name


def source_name(shape: Layout, draft: Draft) -> str:
    """Return the words of a source without the article."""
    return shape.plain[draft.source[0][0] : draft.source[-1][1]].removeprefix("the ").removeprefix("The ")


def is_outlet(name: str) -> bool:
    """Tell whether a name is an outlet's, or means some: "state media", "the newspaper"."""
    *_, last = ("", *name.lower().split())
    some = last == "media" or facts.bodies().get(last) == "outlet"
    if name.lower().split()[:1] in (["radio"], ["television"], ["tv"]) and len(name.split()) <= _FEW:
        return True
    called = any(word.islower() and facts.bodies().get(word) == "outlet" for word in name.split()[:-1])
    named = called and name.split()[-1][0].isupper()  # "the Estmere broadcaster Tagwart"
    return facts.outlet(name) is not None or ((some or named) and len(name.split()) <= _FEW)


def _is_somebody(shape: Layout, draft: Draft) -> bool:
    """Tell whether a source is a name or stands for one: not "court records"."""
    words = source_name(shape, draft).split() or [""]
    titled = words[0] in facts.roles() and (words[-1][:1].isupper() or words[1:2] == ["of"])
    return words[0][:1].isupper() or words[0] in ("he", "she", "they", "They") or words[-1] in facts.roles() or titled


def _relays(shape: Layout, draft: Draft) -> bool:
    if not (draft.source and draft.cue and draft.content):
        return False
    return _OUTER.match(shape.plain, *draft.cue[0]) is not None or is_outlet(source_name(shape, draft))


def _inner(shape: Layout, outer: Draft) -> Iterator[Draft]:
    """Yield how the content of an attribution may be read as another one's words."""
    for start, end in outer.content:
        later = [span for span in outer.content if span[0] >= end and _is_quoted(shape, span)]
        for quotation in shape.quotations_in(start, end):
            match = _BEHIND.match(shape.plain, quotation.end, end)
            if match and start <= quotation.start and _says(match):
                content = [(quotation.start, quotation.end), *_further(shape, match.end(), end), *later]
                who, verb = ("who", "verb") if match["who"] else ("last", "first")
                yield _draft(outer, match.span(who), match.span(verb), content)
        yield from _around(shape, outer, (start, end))
        verbs = facts.function_words("says that")
        if is_outlet(source_name(shape, outer)):
            verbs |= facts.function_words("says of")
        for match, told in _told(shape, (start, end)):
            own = any(a < match.end("who") and match.start("who") < b for a, b in outer.source)
            known = not own and match["verb"] in verbs and _says(match)
            if known and len(_WORD.findall(shape.plain, *told)) >= _FEWEST:
                yield _draft(outer, match.span("who"), match.span("verb"), [told])


def _around(shape: Layout, outer: Draft, content: Span) -> Iterator[Draft]:
    """Yield what "Lund, according to the Ansgar agency, called it a joke" has Lund say; content: "called it a joke".

    So with "Lund said, according to the Ansgar agency, that it was a joke".
    """
    subject = next((s for s in outer.content if s[1] <= min(a for a, _ in (*outer.source, *outer.cue))), None)
    if subject and subject[1] <= content[0] and (told := _SAID.fullmatch(shape.plain, *subject)) and _says(told):
        yield _draft(outer, told.span("who"), told.span("verb"), [content])
        return
    verb = _CALLED.match(shape.plain, *content)
    if subject is None or verb is None or not facts.tells(verb.group(1)):
        return
    if _SUBJECT.fullmatch(f"{shape.plain[slice(*subject)]} ") and not shape.quotation(subject[0]):
        yield _draft(outer, subject, verb.span(1), [(verb.end(), content[1])])


def _told(shape: Layout, content: Span) -> Iterator[tuple["re.Match[str]", Span]]:
    """Yield the clauses that may say whose words a content is, at its beginning, right before it and at its end."""
    (start, end), (first, _) = content, shape.sentence_span(content[0])
    for front in _FRONT:
        if match := front.match(shape.plain, start, end):
            yield match, (match.end(), end)
        match = front.match(shape.plain, first, min(end, start + len("that "))) if first < start else None
        if match and match.end() >= start and not shape.quotation(match.start("who")):
            yield match, content
    for close in _END:
        if match := close.search(shape.plain, max(start, end - _TAIL), end):
            yield match, (start, match.start())


def _says(match: "re.Match[str]") -> bool:
    """Tell whether a clause is of somebody who says something: not "When asked", nor "the river rolled"."""
    found = match.groupdict()
    first = (found["who"] or found["last"]).split()[0].lower()
    opens = first in facts.function_words("opener") - {"the", "they"}
    speaks = not found["noun"] or any(
        word in facts.roles() or word in facts.bodies() for word in (found["noun"], *(found["who"] or "").split()[1:2])
    )
    calling = {"the"} | facts.roles().keys() | facts.words("role_modifiers.tsv") | facts.function_words("in role")
    lower = [word for word in (found.get("office") or "").split() if word.islower()]
    speaks = speaks and all(word in calling for word in lower)
    return speaks and not opens and facts.tells(found["verb"] or found["first"])


def _is_quoted(shape: Layout, span: Span) -> bool:
    quotation = shape.quotation(span[0])
    return quotation is not None and span[1] <= quotation.end


def _further(shape: Layout, at: int, end: int) -> Iterable[Span]:
    """Return the second half of a quotation round its cue."""
    match = _ON.match(shape.plain, at, end)
    quotation = shape.quotation(match.end()) if match else None
    return [(quotation.start, quotation.end)] if quotation and quotation.end <= end else []


def _draft(outer: Draft, source: Span, cue: Span, content: list[Span]) -> Draft:
    return replace(outer, source=(source,), cue=(cue,), content=content, confidence=_DOUBT * outer.confidence)


def _length(draft: Draft) -> int:
    """Return the characters from the first of a statement, its source and cue to the last."""
    spans = [*draft.source, *draft.cue, *draft.content]
    return max(b for _, b in spans) - min(a for a, _ in spans)
