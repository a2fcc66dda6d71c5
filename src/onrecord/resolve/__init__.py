"""Mentions of speakers to names: who made each statement of an article, with role, affiliation and how it was found."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from onrecord import facts
from onrecord.layout import Layout, layout, parents
from onrecord.resolve import bodies
from onrecord.resolve.antecedents import Spoken, holder, pronoun
from onrecord.resolve.mentions import Reading, pronouns, read
from onrecord.resolve.people import People, Person, people
from onrecord.types import Article, Entity, Form, How, Speaker, Span, Statement, Tagged, digest

__all__ = ["speakers"]


def speakers(article: Article, tagged: Tagged, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the statements, in the same order, with their speakers resolved within the article.

    A named person, organisation or country gets an actor id; a group or an unnamed source gets none, and a speaker
    who cannot be told with confidence keeps name None.
    """
    shape = layout(article.text)
    entities = sorted(tagged.entities, key=lambda e: (e.start, -e.end))
    resolver = _Resolver(article, shape, entities, people(shape, entities))
    return resolver.run(statements)


@dataclass(slots=True)
class _Resolver:
    article: Article
    shape: Layout
    entities: list[Entity]
    register: People
    said: list[Spoken] = field(default_factory=list)
    done: dict[int, Speaker] = field(default_factory=dict)
    who: dict[int, Person] = field(default_factory=dict)

    def run(self, statements: Sequence[Statement]) -> tuple[Statement, ...]:
        above = parents([_extent(s) for s in statements], [s.content for s in statements])
        for index in sorted(range(len(statements)), key=lambda i: (_extent(statements[i]), i)):
            statement = statements[index]
            self._resolve(statements, index, above)
            if index in self.who and above[index] is None:
                self.said.append(Spoken(_extent(statement)[0], self.who[index]))
        result = []
        for index, statement in enumerate(statements):
            speaker, parent = self.done[index], above[index]
            relay = statement.relay
            if relay is None and parent is not None:
                outer = self.done[parent].name
                relay = outer if outer and outer != speaker.name and self._reports(index, parent) else None
            result.append(replace(statement, speaker=speaker, relay=relay))
        return tuple(result)

    def _reports(self, index: int, parent: int) -> bool:
        """Return whether a nested statement is known through the outer speaker: it has a speaker of its own."""
        return self.done[index].how is not None and self.done[index].how != How.PRONOUN and parent in self.done

    def _resolve(self, statements: Sequence[Statement], index: int, above: Sequence[int | None]) -> None:
        statement = statements[index]
        mention = statement.speaker.mention
        if statement.speaker.how == How.CONTINUED:
            self._continue(statements, index, above)
            return
        if mention is None:
            self.done[index] = statement.speaker
            return
        reading = read(self.shape.text, mention, self.register, self.entities)
        person = reading.person
        how = reading.how
        if how == How.PRONOUN:
            self._pronoun(statements, index, above, reading)
            return
        if person is None and how in (How.OFFICE, How.DESCRIPTION):
            person = holder(self.shape, self.register, reading, said=self.said) or self._adjacent(statement, reading)
        if person is not None:
            self._person(index, statement, person, how or How.NAME)
            return
        self.done[index] = self._body(statement, reading)

    def _person(self, index: int, statement: Statement, person: Person, how: How) -> None:
        if how == How.SURNAME and not person.full:
            how = How.SURNAME
        role = person.best_role()
        self.who[index] = person
        self.done[index] = Speaker(
            mention=statement.speaker.mention,
            name=person.name,
            actor=digest("actor", person.name.casefold()),
            role=role.text if role else None,
            affiliation=role.affiliation if role else None,
            how=how,
        )

    def _body(self, statement: Statement, reading: Reading) -> Speaker:
        """Return the speaker for a source that is no known person."""
        name = reading.name
        if name is None and reading.how == How.ORGANISATION:
            name = bodies.named_before(self.shape, self.entities, reading)
        role = None
        if reading.how == How.OFFICE and reading.noun:
            role = _bare(statement.speaker.mention.text if statement.speaker.mention else "")
        return Speaker(
            mention=statement.speaker.mention,
            name=name,
            actor=digest("actor", name.casefold()) if name else None,
            role=role,
            affiliation=reading.affiliation,
            how=reading.how,
        )

    def _pronoun(self, statements: Sequence[Statement], index: int, above: Sequence[int | None], reading: Reading) -> None:
        statement, parent = statements[index], above[index]
        who, gender, number = pronouns()[reading.pronoun or "it"]
        person: Person | None = None
        outer = self.who.get(parent) if parent is not None else None
        if who == "1":
            person = outer if number == "s" else None
        elif who == "r":
            person = self._relative(reading)
        elif gender in ("m", "f"):
            indirect = parent is not None and not self.shape.quotation(reading.start)
            person = pronoun(
                self.shape, self.register, reading, gender=gender, said=self.said, parent=outer if indirect else None
            )
        elif gender == "n" or number == "p":
            self._thing(statements, index, number)
            return
        if person is not None:
            self._person(index, statement, person, How.PRONOUN)
            return
        name = self.article.author if who == "1" and number == "s" and parent is None else None
        self.done[index] = replace(
            statement.speaker, how=How.PRONOUN, name=name, actor=digest("actor", name.casefold()) if name else None
        )

    def _relative(self, reading: Reading) -> Person | None:
        """Return the person named right before "who"."""
        for mention, person in self.register.before(reading.start, 3):
            gap = self.shape.text[mention.end : reading.start]
            if len(gap) < 80 and "." not in gap and (gap.strip() in ("", ",", "—", "–") or gap.count(",") == 2):
                return person
        return None

    def _thing(self, statements: Sequence[Statement], index: int, number: str) -> None:
        """Resolve "it" and "they": the organisation or country that spoke just before, or a person called "they"."""
        statement = statements[index]
        start = _extent(statement)[0]
        previous = max(
            (i for i in self.done if _extent(statements[i])[0] < start), key=lambda i: _extent(statements[i]), default=None
        )
        speaker = statement.speaker
        if previous is not None:
            before = self.done[previous]
            near = self.shape.sentence(start) - self.shape.sentence(_extent(statements[previous])[0]) <= 2
            if near and before.how in (How.ORGANISATION, How.METONYM) and before.name:
                self.done[index] = replace(before, mention=speaker.mention, how=How.PRONOUN)
                return
            person = self.who.get(previous)
            direct = statement.form == Form.DIRECT
            if near and number == "p" and direct and person is not None and not person.gender:
                self._person(index, statement, person, How.PRONOUN)
                return
        self.done[index] = replace(speaker, how=How.PRONOUN)

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

    def _continue(self, statements: Sequence[Statement], index: int, above: Sequence[int | None]) -> None:
        start = statements[index].content[0][0]
        ends = [(max(b for _, b in _spans(statements[i])), i) for i in self.done if above[i] is None and i != index]
        leader = max((e for e in ends if e[0] <= start), default=None)
        if leader is None:
            self.done[index] = Speaker(how=How.CONTINUED)
            return
        self.done[index] = replace(self.done[leader[1]], mention=None, how=How.CONTINUED)
        if leader[1] in self.who:
            self.who[index] = self.who[leader[1]]


def _bare(words: str) -> str:
    return words.removeprefix("the ").removeprefix("The ")


def _spans(statement: Statement) -> list[Span]:
    mentions = [m for m in (statement.cue, statement.speaker.mention) if m]
    return [*statement.content, *((m.start, m.end) for m in mentions)]


def _extent(statement: Statement) -> Span:
    """Return the stretch of a statement's cue and source, or of its content where it has neither."""
    mentions = [m for m in (statement.cue, statement.speaker.mention) if m]
    if not mentions:
        return statement.content[0]
    return min(m.start for m in mentions), max(m.end for m in mentions)


