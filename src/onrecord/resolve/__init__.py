"""Mentions of speakers to names: who made each statement of an article, with role, affiliation and how it was found.

cast (the people whom the article names, with roles and genders) -> read (what each source is) -> pronoun / holder /
named_before -> the table of actors (``onrecord.actors``), where linking is asked for
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from onrecord import facts
from onrecord.actors import Known, Link, Outlet, country_id, organisation_id, outlet_id, person_id
from onrecord.layout import Layout, parents
from onrecord.names import parts
from onrecord.resolve import bodies
from onrecord.resolve.antecedents import HEARD, Echo, Field, Spoken, Weights, holder, pronoun
from onrecord.resolve.cast import Cast, called, cast, figures, links, speaking
from onrecord.resolve.foretold import SOURCES, foretold, role_of
from onrecord.resolve.incumbents import Incumbents
from onrecord.resolve.interview import ANSWERS, answerer
from onrecord.resolve.mentions import Reading, office_words, pronouns, read
from onrecord.resolve.naming import OFFICES
from onrecord.resolve.people import People, Person
from onrecord.types import Article, Entity, Form, How, Span, Speaker, Statement, Tagged

__all__ = ["Cast", "ResolveOptions", "called", "cast", "figures", "links", "speakers", "speaking"]

_RELATIVE = re.compile(r",? ?(?:both of )?|, [^,.;]{1,80}, | (?:is|was) (?:an?|the) [^,.;]{1,60} | ?[—–-]+ ?")
_PAPER = 6  # sentences within which "the statement" is the last that somebody made
_BRIDGE = 2  # sentences between an office and the name that belongs to it
_MISREAD = (How.METONYM, How.ORGANISATION)  # what a surname is taken for where the tagger takes it for a place
_OF = re.compile(r"\s(?:of|to|for|at|in)\s")
_NO_SUBJECT = re.compile(r"[.,;]?\s*(?:$|\n|(?:to|in|on|at|during|after|before|when|while|from|via|through)\b)|[.,;]")
_TOLD = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_EPITHET = 3  # words
_BEFORE_NAME = 60  # characters
_AGED = re.compile(r"[Tt]he (\d{1,3})[- ]year[- ]old(?: [a-z]+)?")
_AGE_BEFORE, _AGE_AFTER = (
    re.compile(r"\b(\d{1,3})[- ]year[- ]old (?:[\w-]+ ){0,4}$"),
    re.compile(r",? \(?(?:aged )?(\d{1,3})\b"),
)
_ECHOED = re.compile(r"[^\W\d_]{4,}")
_FEWEST_ECHOED = 2  # longer words of a quotation without a source that somebody's statement must have
_NEAR = 2  # sentences within which "it" means the organisation that spoke last


@dataclass(frozen=True, slots=True)
class ResolveOptions:
    """weights: how pronouns weigh their candidates."""

    weights: Weights = field(default_factory=Weights)


def speakers(
    article: Article,
    tagged: Tagged,
    statements: Sequence[Statement],
    *,
    known: Known | None = None,
    people: Cast | None = None,
    options: ResolveOptions | None = None,
) -> tuple[Statement, ...]:
    """Return the statements, in the same order, with their speakers resolved within the article.

    A named person, organisation or country gets an actor id; a group or an unnamed source gets none, and a speaker
    who cannot be told with confidence keeps name None. known: links speakers to the table of actors as well. people:
    the article's cast, if it is there already.
    """
    found = people or cast(article, tagged, statements, known.actors if known else None)
    linked = links(found, known) if known else ()
    for person, link in zip(found.people.persons, linked, strict=bool(known)):
        person.gender = person.gender or (link.person.gender if link else "")
    options = options or ResolveOptions()

    def resolver(told: Mapping[int, Person]) -> _Resolver:
        made = _Resolver(article, found.shape, found.entities, found.people, options, statements, known, linked, told)
        if known:
            made.incumbents = Incumbents(known, found.people.persons, linked)
        return made

    first = resolver({})
    resolved = first.run()
    told = first.foretold()
    return resolver(told).run() if told else resolved


@dataclass(slots=True)
class _Resolver:
    """One article's statements, resolved in reading order; ``done`` and ``who`` are filled on the way."""

    article: Article
    shape: Layout
    entities: list[Entity]
    register: People
    options: ResolveOptions
    statements: Sequence[Statement]
    known: Known | None = None
    links: Sequence[Link | None] = ()  # of each person in ``register``
    told: Mapping[int, Person] = field(default_factory=dict)  # start of a source -> who it is, as the text below tells
    above: list[int | None] = field(default_factory=list)
    said: list[Spoken] = field(default_factory=list)
    heard: list[bodies.Heard] = field(default_factory=list)
    done: dict[int, Speaker] = field(default_factory=dict)
    who: dict[int, Person] = field(default_factory=dict)
    incumbents: Incumbents = field(init=False)
    sources: frozenset[int] = frozenset()  # where the sources of statements begin
    echoes: list[Echo] = field(default_factory=list)  # up to ``followed``
    followed: int = 0
    unnamed: set[str] = field(default_factory=set)  # nouns of sources that nobody named: "a senior official"
    latest: tuple[int, int] | None = None  # end and index of the last statement that stands in no other
    papers: dict[str, tuple[int, int]] = field(default_factory=dict)  # "statement": the last that was made in one

    def foretold(self) -> dict[int, Person]:
        """Return who the sources are that nobody is known for, and that the text below them names; see the module."""
        waiting, spoken = [], []
        for index, statement in enumerate(self.statements):
            speaker, mention = self.done[index], statement.speaker.mention
            if index in self.who and speaker.how in (How.NAME, How.SURNAME, How.PRONOUN, How.CONTINUED):
                spoken.append((statement, self.who[index]))
            elif mention and self.above[index] is None and speaker.name is None and speaker.how in SOURCES:
                waiting.append((statement, read(self.shape.plain, mention, self.register, self.entities)))
        found = foretold(self.shape.plain, waiting, spoken)
        for reading in {one.start: one for _, one in waiting}.values():
            if (person := found.get(reading.start)) and (role := role_of(self.shape.plain, reading, person)):
                person.roles.append(role)
        return found

    def run(self) -> tuple[Statement, ...]:
        """Resolve every statement."""
        extents = [_extent(s) for s in self.statements]
        self.sources = frozenset(s.speaker.mention.start for s in self.statements if s.speaker.mention)
        self.above = parents(extents, [s.content for s in self.statements])
        for index in sorted(range(len(extents)), key=lambda i: (extents[i], i)):
            parent = self.above[index]
            if parent is not None:
                self._resolve(parent)
            self._resolve(index)
        self._bridge()
        self._echoed()
        return tuple(
            replace(s, speaker=self.done[i], relay=s.relay or self._relay(i)) for i, s in enumerate(self.statements)
        )

    def _resolve(self, index: int) -> None:
        if index in self.done:
            return
        self.done[index] = self._speaker(index)
        start, end = _reach(self.statements[index])
        if self.above[index] is None:
            if index in self.who:
                self.said.append(Spoken(start, end, self.who[index], self.statements[index].content))
            if self.latest is None or end >= self.latest[0]:
                self.latest = (end, index)
            if self.done[index].name:
                self.papers |= dict.fromkeys(_papers(self.statements[index]), (end, index))

    def _bridge(self) -> None:
        """Give an office that nobody was introduced with to the person who speaks next, named for the first time.

        Leads have it so: "..., its chairman said on Monday." Then: "..., Ada Lund told the Tagwart." Only for a full
        name without a role of its own, within ``_BRIDGE`` sentences.
        """
        order = sorted(
            (i for i, above in enumerate(self.above) if above is None), key=lambda i: _reach(self.statements[i])
        )
        for index, following in zip(order, order[1:], strict=False):
            speaker, person = self.done[index], self.who.get(following)
            if speaker.how != How.OFFICE or speaker.name or person is None or self.done[following].how != How.NAME:
                continue
            end, start = _reach(self.statements[index])[1], person.introduced
            apart = self.shape.sentence(start) - self.shape.sentence(end - 1)
            if person.roles or start < end or not 0 < apart <= _BRIDGE:
                continue
            affiliation = speaker.affiliation or person.place
            for i, other in self.who.items():
                if other is person:
                    self.done[i] = replace(self.done[i], role=speaker.role, affiliation=affiliation)
            self.done[index] = replace(self.done[following], mention=speaker.mention, how=How.OFFICE)

    def _echoed(self) -> None:
        """Give a quotation without a source, as in headlines, to the one person in whose statements its words stand."""
        spoken = [(i, _longer_words(s)) for i, s in enumerate(self.statements) if s.form != Form.INDIRECT]
        for index, words in spoken:
            statement = self.statements[index]
            bare = statement.speaker.mention is None and statement.cue is None and self.done[index].name is None
            if not bare or len(words) < _FEWEST_ECHOED:
                continue
            same = [i for i, others in spoken if i != index and words <= others and self.done[i].name]
            if same and len({self.done[i].name for i in same}) == 1:
                self.done[index] = replace(self.done[same[0]], mention=None, how=How.CONTEXT)
                if same[0] in self.who:
                    self.who[index] = self.who[same[0]]

    def _relay(self, index: int) -> str | None:
        """Return the outer speaker of a statement within another: through whom the article has it."""
        parent, how = self.above[index], self.done[index].how
        if parent is None or how in (None, How.PRONOUN):
            return None
        outer = self.done[parent].name
        return outer if outer != self.done[index].name else None

    def _speaker(self, index: int) -> Speaker:
        statement = self.statements[index]
        mention = statement.speaker.mention
        if statement.speaker.how == How.CONTINUED:
            return self._continued(index)
        if mention is None:
            return self._left_out(index)
        if mention.text.strip(" .:").lower() in ANSWERS:
            asked = answerer(self.shape, self.register)
            return self._person(index, asked, How.DESCRIPTION) if asked else statement.speaker
        reading = read(self.shape.plain, mention, self.register, self.entities)
        if reading.start in self.told and reading.how in SOURCES:
            return self._person(index, self.told[reading.start], reading.how)
        if reading.how == How.PRONOUN:
            return self._pronoun(index, reading)
        person = reading.person or self._bearer(reading)
        if reading.noun and reading.how == How.UNNAMED:
            self.unnamed.add(reading.noun.role.noun)
        if person is None and reading.how in (How.OFFICE, How.DESCRIPTION):
            found = self._described(index, reading)
            if isinstance(found, Speaker):
                return found
            person = found
        elif person is None and reading.how is None and reading.body is None:
            person = self._aged(reading) or self._epithet(statement, reading)
            reading = replace(reading, how=How.DESCRIPTION) if person else reading
        elif person is None and reading.how is None and (found := self._of_document(index, reading)):
            return found
        if person is not None:
            how = reading.how or How.NAME
            return self._person(index, person, How.SURNAME if how in _MISREAD else how)
        return self._body(statement, reading)

    def _left_out(self, index: int) -> Speaker:
        """Return who spoke last, where a quotation is followed by a verb without its subject: “We will wait”, said.

        English has that from careless translation out of languages that need no pronoun.
        """
        statement = self.statements[index]
        cue, before = statement.cue, self.latest
        if cue is None or before is None or statement.form != Form.DIRECT or self.above[index] is not None:
            return statement.speaker
        end, leader = before
        verb = facts.tells(cue.text) and not set(cue.text.lower().split()) & facts.function_words("be")
        near = self.shape.sentence(statement.content[0][0]) - self.shape.sentence(end - 1) <= _NEAR
        behind = not self.shape.plain[statement.content[-1][1] : cue.start].strip(" ,.”\"'’")
        bare = _NO_SUBJECT.match(self.shape.plain, cue.end) and statement.content[-1][1] <= cue.start
        if not (verb and near and behind and bare and end <= statement.content[0][0] and self.done[leader].name):
            return statement.speaker
        if leader in self.who:
            self.who[index] = self.who[leader]
        return replace(self.done[leader], mention=None, how=How.CONTEXT)

    def _described(self, index: int, reading: Reading) -> Speaker | Person | None:
        """Return who a source is that names nobody but an office or a description; a speaker where that ends it."""
        statement, text = self.statements[index], self.shape.text[reading.start : reading.end]
        if reading.noun and reading.noun.role.noun in self.unnamed:
            return replace(statement.speaker, how=How.UNNAMED, affiliation=reading.affiliation)
        if person := self._aged(reading):
            return person
        if reading.noun is None:
            return self._compatriot(reading)
        first = text.lower().split()[0]
        if first in facts.function_words("speaker's own"):
            return replace(statement.speaker, how=reading.how)  # whose is for those to say who speak
        if found := self._office(index, reading):
            return found
        words = office_words(text)
        person = self._holder(reading, words)
        if person and first in facts.function_words("another's own") and not self._close(person, reading):
            person = None
        if person and not self._elsewhere(person, reading):
            return person
        person = self._adjacent(statement, reading)
        title = _OF.split(words)[0]  # a sentence that is broken there may name another body
        if person and (not self.known or self.incumbents.fits(person, title)):
            return person
        return self._epithet(statement, reading)

    def _compatriot(self, reading: Reading) -> Person | None:
        """Return whom "the Karsovian" means: the person who spoke last, if that is the only Karsovian named so far."""
        last = self.said[-1].person if self.said else None
        named = [
            p
            for p in self.register.persons
            if p.mentions[0].start < reading.start
            and reading.affiliation
            in {facts.country(one) for one in (p.place, *(r.affiliation for r in p.roles)) if one}
        ]
        return last if last is not None and named == [last] else None

    def _epithet(self, statement: Statement, reading: Reading) -> Person | None:
        """Return who spoke last, where a quotation goes on by what that person is: "the gambling tycoon told us".

        Not by an office, which may be anybody's, nor by a noun alone ("the lawyer"); and nobody else is named between.
        """
        text = self.shape.text[reading.start : reading.end]
        told, plain = text.lower().split(), text[len("the ") :].islower() and text.lower().startswith("the ")
        role = reading.noun.role if reading.noun else None
        office = role is not None and (reading.how == How.OFFICE or bool(role.broader & OFFICES))
        if statement.form == Form.INDIRECT or len(told) < _EPITHET or self.latest is None:
            return None
        end, previous = self.latest
        person = self.who.get(previous)
        far = self.shape.sentence(reading.start) - self.shape.sentence(end - 1) > _NEAR
        if person is None or office or not plain or far:
            return None
        others = any(other is not person for _, other in self.register.inside((end, reading.start)))
        differs = role is not None and bool(role.gender and person.gender and role.gender != person.gender)
        return None if others or differs else person

    def _aged(self, reading: Reading) -> Person | None:
        """Return whom "the 43-year-old" means: who is said to be of that age, else the only one who has spoken.

        Where nobody has, it is the only one named in the sentences right before.
        """
        match = _AGED.fullmatch(self.shape.plain, reading.start, reading.end)
        if match is None:
            return None
        text, age = self.shape.plain, match.group(1)
        found = {person.index: person for person in self.register.persons if self._is_of_age(text, person, age)}
        spoken = {one.person.index: one.person for one in self.said}
        here = self.shape.sentence(reading.start)
        low, _ = self.shape.sentences[max(0, here - _NEAR)]
        near = {person.index: person for _, person in self.register.inside((low, reading.start))}
        likely = found or spoken or near
        return next(iter(likely.values())) if len(likely) == 1 else None

    def _is_of_age(self, text: str, person: Person, age: str) -> bool:
        for mention in person.mentions:
            low = max(0, mention.start - _BEFORE_NAME)
            told = (_AGE_AFTER.match(text, mention.end), _AGE_BEFORE.search(text, low, mention.start))
            if any(one and one.group(1) == age for one in told):
                return True
        return False

    def _of_document(self, index: int, reading: Reading) -> Speaker | None:
        """Return whose "the statement" is: of whoever said something in a statement not long before."""
        mention = self.statements[index].speaker.mention
        if mention is None or reading.body not in self.papers or mention.text.lower() != f"the {reading.body}":
            return None
        end, leader = self.papers[reading.body]
        if not 0 <= self.shape.sentence(reading.start) - self.shape.sentence(end - 1) <= _PAPER:
            return None
        if leader in self.who:
            self.who[index] = self.who[leader]
        return replace(self.done[leader], mention=mention, how=How.CONTEXT)

    def _bearer(self, reading: Reading) -> Person | None:
        """Return the person of a name that stands where the tagger saw none, or no person, if it is one it knows."""
        if reading.name is None or reading.how not in (How.NAME, How.SURNAME, *_MISREAD):
            return None
        wanted = parts(reading.name)
        if reading.how in _MISREAD and not self._is_body(reading.name):
            named = [p for p in self.register.persons if p.parts[-1:] == wanted]
            return named[0] if len(named) == 1 else None
        if not self.links or not wanted or len(self.register.bearers(wanted[-1], reading.start)) > 1:
            return None
        return next(
            (p for p, one in zip(self.register.persons, self.links, strict=True) if one and p.parts == wanted), None
        )

    def _office(self, index: int, reading: Reading) -> Speaker | None:
        """Return who held the office that a source names when the article was written, if the table of actors knows.

        An office without a country is that of somebody whom the article names, else of the country that it is about;
        then whoever the article introduced with it comes first.
        """
        if self.known is None or reading.how != How.OFFICE:
            return None
        if self.shape.text[reading.start : reading.end].lower().split()[0] in facts.function_words("another's own"):
            return None  # of what was named before: a company, a bank, a country
        words = office_words(self.shape.text[reading.start : reading.end])
        body = reading.affiliation if self.known.actors.body(reading.affiliation or "") else None
        link = self.incumbents.office(words, body)
        if link is None:
            named = self.incumbents.named(words, body)
            told = self._holder(reading, words)
            if len(named) == 1 and told in (None, named[0]):
                return self._person(index, named[0], How.OFFICE)
            if named or self.known.home is None or reading.affiliation is not None:
                return None
            link = self.incumbents.office(words, self.known.home)
            if told and not all(role.former for role in told.roles):
                return None
        if link is None:
            return None
        same = [p for p, one in zip(self.register.persons, self.links, strict=True) if one and one.name == link.name]
        if same:
            return replace(self._person(index, same[0], How.OFFICE), why=link.why)
        mention = self.statements[index].speaker.mention
        return Speaker(mention, link.name, person_id(link.name), words, reading.affiliation, How.OFFICE, link.why)

    def _holder(self, reading: Reading, words: str) -> Person | None:
        """Return whom the article introduced with an office, unless the table knows better."""
        found = holder(self.shape, self.register, reading, self.said)
        if found and self.known and reading.how == How.OFFICE and not self.incumbents.fits(found, words):
            return None
        return found

    def _close(self, person: Person, reading: Reading) -> bool:
        """Tell whether somebody is named so near that "its president" may be that person."""
        here = self.shape.sentence(reading.start)
        return any(abs(self.shape.sentence(m.start) - here) <= 1 for m in person.mentions)

    def _elsewhere(self, person: Person, reading: Reading) -> bool:
        """Tell whether a source names a country or body in which a person known to the table has no office."""
        link = self.links[person.index] if self.links else None
        if link is None or reading.affiliation is None or self.known is None:
            return False
        told = reading.affiliation.casefold()
        if any(told in f"{role.affiliation} {role.text}".casefold() for role in person.roles):
            return False
        body = self.known.actors.body(reading.affiliation)
        return all(t.office.body != body for t in self.known.actors.by_person.get(link.name, ()))

    def _person(self, index: int, person: Person, how: How) -> Speaker:
        role = person.best_role()
        self.who[index] = person
        link = self.links[person.index] if self.links else None
        name = link.name if link else person.name
        return Speaker(
            mention=self.statements[index].speaker.mention,
            name=name,
            actor=person_id(name),
            role=role.text if role else None,
            affiliation=(role.affiliation if role else None) or person.place,
            how=how,
            why=link.why if link else None,
        )

    def _body(self, statement: Statement, reading: Reading) -> Speaker:
        """Return the speaker for a source that is no known person."""
        name, mention = reading.name, statement.speaker.mention
        if name is None and reading.how == How.ORGANISATION:
            name = bodies.named_before(self.shape, self.entities, reading, self.heard)
        elif mention and reading.how is None and reading.body and mention.text.lower() == f"the {reading.body}":
            name = bodies.maker(self.shape, reading, self.heard)
            reading = replace(reading, how=How.ORGANISATION if name else None)
        if name and name.casefold() in facts.function_words("outlet short") and (outlet := self._outlet(name)):
            name = outlet.name  # "the Times" of an article that has it in full
        name = self._spelled_out(name)
        if name and self.known and reading.how == How.ORGANISATION:
            actors, home = self.known.actors, self.known.home
            name, land = bodies.of_state(actors, name, reading.affiliation, self.heard, home)
            reading = replace(reading, affiliation=land)
        if name and reading.how in (How.ORGANISATION, How.METONYM) and mention:
            self.heard.append(bodies.Heard(mention.end, name, frozenset(mention.text.lower().split()), reading.how))
        office = reading.how == How.OFFICE and mention is not None
        role = office_words(self.shape.text[reading.start : reading.end]) if office else None
        why = self.known.why_nobody(role, body=reading.affiliation) if self.known and role and not name else None
        return Speaker(mention, name, self._actor(name, reading.how), role, reading.affiliation, reading.how, why)

    def _spelled_out(self, name: str | None) -> str | None:
        """Return a body's name, in full where the article has initials for a body that the table knows otherwise."""
        full = bodies.spelled_out(self.shape, self.entities, name) if name else None
        actors = self.known.actors if self.known else None
        known = actors.organisation(name) if actors and name and full else None
        same = known is not None and actors is not None and full is not None and known is actors.organisation(full)
        return name if full is None or same else full

    def _is_body(self, name: str) -> bool:
        actors = self.known.actors if self.known else None
        return bool(actors and (actors.body(name) or actors.outlet(name))) or facts.is_place(name)

    def _actor(self, name: str | None, how: How | None) -> str | None:
        """Return the actor id of a name that is no known person: of a country, an organisation, an outlet, ..."""
        if name is None:
            return None
        actors = self.known.actors if self.known else None
        if actors and how in (How.METONYM, How.ORGANISATION, How.PRONOUN):
            if country := actors.country(name):
                return country_id(country)
            if organisation := actors.organisation(name):
                return organisation_id(organisation)
            if outlet := self._outlet(name):
                return outlet_id(outlet)
            if name.casefold() in facts.function_words("outlet short") or facts.state_body(name):
                return None  # of several, nobody says which
        return person_id(name)

    def _outlet(self, name: str) -> Outlet | None:
        if self.known is None:
            return None
        own, home = self.article.outlet, self.known.home
        return bodies.outlet(self.known.actors, name, self.shape.plain, own=own, home=home)

    def _pronoun(self, index: int, reading: Reading) -> Speaker:
        statement, parent = self.statements[index], self.above[index]
        who, gender, number = pronouns()[reading.pronoun or "it"]
        outer = self.who.get(parent) if parent is not None else None
        quoted = self.shape.quotation(reading.start) is not None
        person: Person | None = None
        if who == "1" and number == "s":
            if parent is None and not quoted and self.article.author:
                author = self.article.author
                return Speaker(statement.speaker.mention, author, person_id(author), how=How.PRONOUN)
            person = outer
        elif who == "r":
            return self._relative(index, reading)
        elif gender in ("m", "f"):
            # "Lund had no choice, she said": reported speech may be of its own speaker
            told = statement.form == Form.INDIRECT and statement.content[0][0] < reading.start
            around = Field(
                gender,
                min(reading.start, statement.content[0][0]),
                self.said,
                parent=outer if not quoted else None,
                own=() if told else statement.content,
                stranger=self._stranger(gender, min(reading.start, statement.content[0][0])),
                echoes=self._echoes(min(reading.start, statement.content[0][0])),
                weights=self.options.weights,
            )
            person = pronoun(self.shape, self.register, reading.start, around)
        elif who == "3":
            return self._thing(index, reading, plural=number == "p")
        if person is not None:
            return self._person(index, person, How.PRONOUN)
        return replace(statement.speaker, how=How.PRONOUN)

    def _echoes(self, upto: int) -> list[Echo]:
        """Return whom the pronouns mean that tell the story up to a place: "He met the board. Later he said ..."."""
        for match in _TOLD.finditer(self.shape.plain, self.followed, max(upto, self.followed)):
            start = match.start()
            if start in self.sources or self.shape.quotation(start) is not None:
                continue
            gender = "m" if match.group().lower() == "he" else "f"
            said = [*islice((one for one in reversed(self.said) if one.end <= start), HEARD)][::-1]
            around = Field(gender, start, said, echoes=self.echoes, weights=self.options.weights)
            if person := pronoun(self.shape, self.register, start, around):
                self.echoes.append(Echo(start, person))
        self.followed = max(upto, self.followed)
        return self.echoes

    def _stranger(self, gender: str, start: int) -> int:
        """Return where somebody without a name spoke last, when nobody has spoken since and the gender allows it."""
        if self.latest is None:
            return -1
        end, index = self.latest
        speaker = self.done[index]
        nameless = speaker.name is None and speaker.how in (How.UNNAMED, How.DESCRIPTION, How.OFFICE, How.PRONOUN)
        mention = speaker.mention
        if not nameless or mention is None or mention.text.lower().split()[0] in facts.function_words("no stranger"):
            return -1
        if self.shape.sentence(start) - self.shape.sentence(end - 1) > _NEAR:
            return -1
        known = facts.roles().get(mention.text.lower().split()[-1])
        told = known.gender if known else pronouns().get(mention.text.lower(), ("", ""))[1]
        return end if told in ("", gender) else -1

    def _relative(self, index: int, reading: Reading) -> Speaker:
        """Resolve "who" and "which" to what is named right before."""
        mention = self.statements[index].speaker.mention
        for named, person in self.register.before(reading.start, 2):
            if _RELATIVE.fullmatch(self.shape.plain[named.end : reading.start]):
                return self._person(index, person, How.PRONOUN)
        name = self._spelled_out(bodies.right_before(self.shape, self.entities, reading.start))
        return Speaker(mention, name, self._actor(name, How.PRONOUN), how=How.PRONOUN)

    def _thing(self, index: int, reading: Reading, *, plural: bool) -> Speaker:
        """Resolve "it" and "they": the organisation or country that spoke or was subject, or a person called "they"."""
        statement = self.statements[index]
        speaker = replace(statement.speaker, how=How.PRONOUN)
        start = min(reading.start, statement.content[0][0])
        here = self.shape.sentence(start)
        if not plural and (name := self._spelled_out(bodies.subject_before(self.shape, self.entities, reading.start))):
            return replace(speaker, name=name, actor=self._actor(name, How.PRONOUN))
        if self.latest is None:
            return speaker
        end, previous = self.latest
        before = self.done[previous]
        if here - self.shape.sentence(end - 1) > _NEAR:
            return speaker
        if before.name and previous not in self.who and before.how != How.CONTINUED:
            return replace(before, mention=speaker.mention, how=How.PRONOUN)
        person = self.who.get(previous)
        if plural and statement.form == Form.DIRECT and person is not None and not person.gender:
            return self._person(index, person, How.PRONOUN)
        return speaker

    def _adjacent(self, statement: Statement, reading: Reading) -> Person | None:
        """Return the person whose name stands in a fragment right after the sentence of an office.

        Broken translations part an office from its name: "the Secretary General of X said on Monday. Y, Ada Lund."
        """
        if reading.how != How.OFFICE or statement.cue is None:
            return None
        shape = self.shape
        following = shape.sentence(max(reading.end, statement.cue.end) - 1) + 1
        if following >= len(shape.sentences):
            return None
        start, end = shape.sentences[following]
        found = self.register.inside((start, end))
        if len(found) != 1 or end - start > 80:
            return None
        mention, person = found[0]
        rest = shape.text[start : mention.start] + shape.text[mention.end : end]
        small = [w for w in rest.split() if w[0].islower() and w not in ("of", "the", "and")]
        return person if not small and mention.end >= end - 2 else None

    def _continued(self, index: int) -> Speaker:
        """Return the speaker of the statement before: ``continuation`` has seen to it that there is one."""
        if self.latest is None or self.latest[0] > self.statements[index].content[0][0]:
            return self.statements[index].speaker
        leader = self.latest[1]
        if leader in self.who:
            surname = re.escape(self.who[leader].name.split()[-1])
            if re.search(rf"\b{surname}\b", self.statements[index].text):
                return self.statements[index].speaker  # nobody calls himself by name
            self.who[index] = self.who[leader]
        return replace(self.done[leader], mention=None, how=How.CONTINUED)


def _papers(statement: Statement) -> Iterator[str]:
    """Yield what a statement was made in, as its medium or its cue says: "in a letter", "issued a statement"."""
    cue = statement.cue.text if statement.cue else ""
    nouns = [*(statement.medium or "").lower().split()[-1:], *(word.strip(",:") for word in cue.lower().split()[1:])]
    yield from (word for word in nouns if facts.bodies().get(word) == "document")


def _longer_words(statement: Statement) -> frozenset[str]:
    return frozenset(word.lower() for word in _ECHOED.findall(statement.text))


def _reach(statement: Statement) -> Span:
    """Return the stretch from the first to the last character of a statement."""
    mentions = [m for m in (statement.cue, statement.speaker.mention) if m]
    spans = [*statement.content, *((m.start, m.end) for m in mentions)]
    return min(a for a, _ in spans), max(b for _, b in spans)


def _extent(statement: Statement) -> Span:
    """Return the stretch of a statement's cue and source, or of its content where it has neither."""
    mentions = [m for m in (statement.cue, statement.speaker.mention) if m]
    if not mentions:
        return statement.content[0]
    return min(m.start for m in mentions), max(m.end for m in mentions)
