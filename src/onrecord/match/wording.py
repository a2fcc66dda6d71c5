"""How one wording differs from another: token alignment, a distance, and classes.

    witness    "We will not go back. Trust is broken,"
    statement  "Trust was broken."

    delete   We will not go back .    trimmed start
    equal    Trust
    replace  is -> was                reworded
    equal    broken , -> broken .

Type setting (quotes, dashes, ellipses, case, spaces) and commas and stops are not differences. The classes, those that
change the meaning first: negation, number, name, modality (a word of that kind changed); retranslated (worded anew
throughout, as two translations of one original are); reworded, inserted, bracketed (words added in [brackets]), joined
(an unmarked cut across a sentence end), extended (more at the start or end than the witness has), trimmed middle /
start / end, respelled (won't for will not, 30 for thirty, neighbor for neighbour), paraphrased (into indirect speech),
punctuation (a question or an exclamation mark), identical.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.match import denial
from onrecord.match.align import Block, Word, blocks
from onrecord.match.words import expand, is_word, key, numbers, stem, tokens, word_list, word_map
from onrecord.types import Form, Variant

MEANINGS = ("negation", "number", "name", "modality")  # classes of a variant that change what was said
_LONGEST = 1000  # tokens aligned; of longer texts only what they share at both ends: no quotation is that long
_CUT = 5  # words: a longer passage left out is a cut, not a change, even when "not" or a number is in it
_PARAPHRASE = 0.3  # distance from which reported speech counts as a paraphrase
_RETRANSLATED = 0.2  # distance from which a direct quotation reworded in several places is a retranslation
_PLACES = 3  # in how many places; both set on the sample articles' retranslations, 2026-11-26
_ELLIPSIS = "…"
_OPENING = frozenset("([{“‘«„‚‹")
_STOPS = frozenset(".!?")
_BREAK = frozenset(".!?,;:–—-()[]…")  # punctuation that parts clauses
_OBLIGED = frozenset(("have", "has", "had", "need", "needs"))  # before "to": another word for must
_CLASSES = (
    *(
        "negation",
        "number",
        "name",
        "modality",
        "retranslated",
        "reworded",
        "inserted",
        "bracketed",
        "joined",
        "extended",
    ),
    *("trimmed middle", "trimmed start", "trimmed end", "respelled", "paraphrased", "punctuation", "identical"),
)
_TEXTUAL = frozenset(("reworded", "inserted", "joined", "trimmed middle"))  # what a paraphrase is made of


@dataclass(frozen=True, slots=True)
class _Unit:
    """A token that is a word with the punctuation that belongs to it, or an ellipsis.

    opening: it begins a text or a sentence. added: it stands in [brackets].
    """

    tokens: tuple[str, ...]
    key: str
    words: tuple[str, ...]
    opening: bool
    added: bool


@dataclass(frozen=True, slots=True)
class _Change:
    """One stretch of the alignment.

    edge: "start" or "end" when all words on one side of it are missing in the witness or all in the statement.
    """

    kind: str  # equal, insert, delete or replace
    witness: tuple[_Unit, ...]
    statement: tuple[_Unit, ...]
    edge: str | None = None

    @property
    def before(self) -> list[str]:
        """The words of the witness, without additions in brackets."""
        return [word for unit in self.witness if not unit.added for word in unit.words]

    @property
    def after(self) -> list[str]:
        """The words of the statement, without additions in brackets."""
        return [word for unit in self.statement if not unit.added for word in unit.words]

    @property
    def same(self) -> bool:
        """Tell whether the words are the same but for contractions and the way numbers are written."""
        return _plain(self.before) == _plain(self.after)

    @property
    def bracketed(self) -> bool:
        """Tell whether words in brackets stand on one side."""
        return any(unit.added for unit in (*self.witness, *self.statement))

    @property
    def marked(self) -> bool:
        """Tell whether the statement has an ellipsis here."""
        return any(unit.key == _ELLIPSIS for unit in self.statement)

    @property
    def trimmed(self) -> bool:
        """Tell whether words are left out at an edge or where an ellipsis or brackets say so."""
        return bool(self.before) and not self.after and (self.edge is not None or self.marked or self.bracketed)

    @property
    def extended(self) -> bool:
        """Tell whether the statement has a longer passage before or after all that the witness has."""
        return not self.before and len(self.after) > _CUT and self.edge is not None

    @property
    def altered(self) -> bool:
        """Tell whether words stand for others here, are added or are missing: no cut, and no other spelling."""
        return self.kind != "equal" and not (self.cut or self.extended or self.same)

    @property
    def cut(self) -> bool:
        """Tell whether a longer passage of the witness is left out here."""
        return self.trimmed or len(self.before) > len(self.after) + _CUT


def variant(
    witness_text: str, text: str, *, witness: str = "", statement: str = "", form: Form | str = Form.DIRECT
) -> Variant:
    """Return how a statement's text differs from that of the witness; ``witness`` and ``statement`` are their ids.

    distance: share of the words that differ within the part that both cover: a quotation that is only cut at the ends
    or at an ellipsis has distance 0, and its classes say that it is cut. Joined by spaces, the words of the operations
    are the tokens of both texts.
    """
    changes = _align(_units(witness_text), _units(text))
    covered = [c for c in changes if not (c.trimmed or c.extended)]
    words = sum(max(len(c.before), len(c.after)) for c in covered)
    differing = sum(max(len(c.before), len(c.after)) for c in covered if c.kind != "equal" and not c.same)
    distance = differing / words if words else 0.0
    retold = form != Form.DIRECT and distance >= _PARAPHRASE
    found = {name for change in changes for name in _manners(change)} | set(_meanings(changes, form, retold=retold))
    if retold:
        found = (found - _TEXTUAL) | {"paraphrased"}
    elif form == Form.DIRECT and distance >= _RETRANSLATED and _reworded(covered) >= _PLACES:
        found = (found - {"reworded", "inserted"}) | {"retranslated"}
    return Variant(
        statement=statement,
        witness=witness,
        distance=round(distance, 4),
        classes=tuple(name for name in _CLASSES if name in found) or ("identical",),
        operations=tuple((c.kind, _surface(c.witness), _surface(c.statement)) for c in changes),
    )


def _reworded(changes: Iterable[_Change]) -> int:
    """Count the places where words stand for other words."""
    return sum(bool(c.kind == "replace" and c.before and c.after and not c.same) for c in changes)


def _units(text: str) -> list[_Unit]:
    """Group the tokens of a text around its words: opening marks go with the next word, others with the one before."""
    groups: list[list[str]] = []
    waiting: list[str] = []  # opening marks
    for token in tokens(text):
        if is_word(token) or key(token) == _ELLIPSIS:
            groups.append([*waiting, token])
            waiting = []
        elif token in _OPENING or not groups:
            waiting.append(token)
        else:
            groups[-1] += [*waiting, token]
            waiting = []
    if waiting:
        groups = [*groups[:-1], [*(groups[-1] if groups else []), *waiting]]
    units: list[_Unit] = []
    depth, ended = 0, True
    for group in groups:
        depth += group.count("[")
        core = next((token for token in group if is_word(token)), _ELLIPSIS)
        units.append(_Unit(tuple(group), key(core), expand(core), ended, added=depth > 0))
        depth = max(0, depth - group.count("]"))
        ended = any(token in _STOPS for token in group)
    return units


def _align(one: Sequence[_Unit], two: Sequence[_Unit]) -> list[_Change]:
    """Align units by their words and make changes of what lies between the equal stretches."""
    left, right = [_word(unit) for unit in one], [_word(unit) for unit in two]
    found = _common_ends(left, right) if max(len(one), len(two)) > _LONGEST else blocks(left, right)
    changes: list[_Change] = []
    a = b = 0
    for block in found:
        end_a, end_b = block.left + block.size, block.right + block.size
        edge = not changes or not block.size  # before the first equal stretch or after the last one
        changes += _split(tuple(one[a : block.left]), tuple(two[b : block.right]), edge=edge)
        if block.size:
            changes.append(_Change("equal", tuple(one[block.left : end_a]), tuple(two[block.right : end_b])))
        a, b = end_a, end_b
    return _with_edges(changes)


def _word(unit: _Unit) -> Word:
    functional = word_list("function_words")
    return Word(unit.key, " ".join(map(stem, unit.words)), any(word not in functional for word in unit.words))


def _split(one: tuple[_Unit, ...], two: tuple[_Unit, ...], *, edge: bool) -> Iterator[_Change]:
    """Yield the change between two equal stretches; at an edge, what is much longer in the witness is left out."""
    if one and two and not (edge and len(one) > len(two) + _CUT):
        yield _Change("replace", one, two)
        return
    if one:
        yield _Change("delete", one, ())
    if two:
        yield _Change("insert", (), two)


def _with_edges(changes: list[_Change]) -> list[_Change]:
    """Mark what stands before or after all that the two texts align, replacements included."""
    shared = [at for at, change in enumerate(changes) if change.before and change.after]
    first, last = (shared[0], shared[-1]) if shared else (len(changes), -1)
    return [
        replace(change, edge="start" if at < first else "end" if at > last else None)
        for at, change in enumerate(changes)
    ]


def _common_ends(left: Sequence[Word], right: Sequence[Word]) -> list[Block]:
    """Return the common beginning and end as matching blocks."""
    shorter = min(len(left), len(right))
    head = next((at for at in range(shorter) if left[at] != right[at]), shorter)
    tail = next((at for at in range(shorter - head) if left[-1 - at] != right[-1 - at]), shorter - head)
    return [Block(0, 0, head), Block(len(left) - tail, len(right) - tail, tail), Block(len(left), len(right), 0)]


def _manners(change: _Change) -> Iterator[str]:
    """Yield what was done to the words, whatever it does to the meaning."""
    if _asked(change.witness) != _asked(change.statement) and not change.cut:
        yield "punctuation"
    if change.kind == "equal":
        if any(_spelling(one) != _spelling(two) for one, two in zip(change.witness, change.statement, strict=True)):
            yield "respelled"
        return
    if change.bracketed:
        yield "bracketed"
    if not change.before and not change.after:
        return
    if change.same:
        yield "respelled"
    elif change.edge and not change.after:
        yield f"trimmed {change.edge}"
    elif (change.cut or not change.after) and not change.bracketed:
        sentence = any(unit.opening or _STOPS.intersection(unit.tokens) for unit in change.witness)
        yield "joined" if sentence and not change.marked else "trimmed middle"
    elif not change.before:
        yield "extended" if change.extended else "inserted"
    if change.before and change.after and not change.same:
        yield "reworded"


def _meanings(changes: Sequence[_Change], form: Form | str, *, retold: bool) -> Iterator[str]:
    """Yield the kinds of words on which the two texts differ, cuts and bracketed additions left out."""
    changed = [c for c in changes if c.altered]
    before = [word for c in changed for word in (*c.before, "")]  # "" keeps the words of two places apart
    after = [word for c in changed for word in (*c.after, "")]
    if _turned_round(changes, retold=retold):
        yield "negation"
    if Counter(numbers(before)) != Counter(numbers(after)):
        yield "number"
    old = _names(unit for c in changed for unit in c.witness)
    new = _names(unit for c in changed for unit in c.statement)
    if old - new and new - old:
        yield "name"
    if _modality(before, form) != _modality(after, form):
        yield "modality"


def _turned_round(changes: Sequence[_Change], *, retold: bool) -> bool:
    """Tell whether one text denies what the other does not.

    retold: reported speech in words so different that what it leaves out may be what it says elsewhere; then the two
    texts as wholes must differ too.
    """

    def denials(side: Callable[[_Change], Sequence[_Unit]], *, everything: bool) -> denial.Counts:
        return denial.counts([word for c in changes for word in _spoken(c, side(c), everything=everything)])

    wholes = (False, True) if retold else (False,)
    return not any(
        denials(lambda c: c.witness, everything=whole) & denials(lambda c: c.statement, everything=whole)
        for whole in wholes
    )


def _spoken(change: _Change, units: Sequence[_Unit], *, everything: bool) -> Iterator[denial.Spoken]:
    """Yield the words of one side of a change.

    Of what is left out at the start, the last word counts: who quotes "regret it" of "I do not regret it" drops a not.
    """
    for unit in units:
        beheaded = change.edge == "start" and unit is units[-1] and not _BREAK.intersection(unit.tokens)
        for at, word in enumerate(unit.words):
            last = at == len(unit.words) - 1
            yield denial.Spoken(
                word,
                changed=(everything or change.altered or (last and beheaded)) and not unit.added,
                breaks=last and bool(_BREAK.intersection(unit.tokens)),
                asked=last and "?" in unit.tokens,
            )


def _modality(found: Sequence[str], form: Form | str) -> Counter[str]:
    """Count modal verbs, in reported speech by their reported form; will and would are the future and count as none."""
    reported = word_map("modals")
    modals = [word for word in found if word in reported]
    modals += ["must" for one, two in zip(found, found[1:], strict=False) if one in _OBLIGED and two == "to"]
    if form != Form.DIRECT:
        modals = [reported[word] for word in modals]
    return Counter(word for word in modals if word not in ("will", "would"))


def _names(units: Iterable[_Unit]) -> set[str]:
    """Return the stems of words with a capital that no beginning of a sentence explains."""
    capital = (u for u in units if not (u.opening or u.added) and any(t[0].isupper() and is_word(t) for t in u.tokens))
    return {stem(word) for unit in capital for word in unit.words if word not in word_list("function_words")}


def _asked(units: Iterable[_Unit]) -> set[str]:
    return {"?", "!"} & {token for unit in units for token in unit.tokens}


def _plain(found: Sequence[str]) -> list[str]:
    """Return words with number words as figures."""
    values = word_map("numbers")
    return [word for word in found if word not in values and not word[:1].isdigit()] + numbers(found)


def _spelling(unit: _Unit) -> str:
    return "".join(c for token in unit.tokens if is_word(token) for c in token.casefold() if c.isalnum())


def _surface(units: Iterable[_Unit]) -> str:
    return " ".join(token for unit in units for token in unit.tokens)
