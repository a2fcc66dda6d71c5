"""A table of actors made by hand, of invented people and states, for the tests of linking and of dates.

Lethmark (LTM) and Karsovia (KSV) are countries, QUAY an alliance. Ada Lund was Lethmark's Foreign Minister from 2013 to
2017 and is its Prime Minister; Bo Berg followed her. Two people are called Mira Holt.
"""

from collections.abc import Iterable

from onrecord.actors import Actors, Country, Occasion, Office, Organisation, Outlet, Period, Person, Tenure

KNOWN = (Period("2000-01-01", "2025-12-31"),)
FOREIGN = Office(
    "LTM", "foreign minister", ("Foreign Minister", "Minister of Foreign Affairs", "chief diplomat"), KNOWN, "GOV"
)
PREMIER = Office("LTM", "head of government", ("Prime Minister", "Premier"), KNOWN, "GOV")
PRESIDENT = Office("KSV", "head of state", ("President",), KNOWN, "GOV")
THEIR_FOREIGN = Office("KSV", "foreign minister", ("Foreign Minister", "Minister of Foreign Affairs"), KNOWN, "GOV")
ELECT = Office("KSV", "elected head of state", ("President-elect",), KNOWN, "GOV")
CROWN = Office("LTM", "monarch", ("King", "Queen", "monarch"), KNOWN, "GOV")
SECRETARY = Office("QUAY", "head", ("Secretary General", "QUAY chief"), KNOWN, "IGO")
ENVOY = Office("KSV", "envoy", ("Permanent Representative to QUAY", "Ambassador to QUAY"), KNOWN, "GOV")
SPEAKER = Office("KSV", "spokesperson of head of state", ("Spring House spokesman",), KNOWN, "GOV")

HELD = [
    (FOREIGN, "Ada Lund", "2013-12-17", "2017-01-27"),
    (FOREIGN, "Bo Berg", "2017-01-27", "2021-12-08"),
    (FOREIGN, "Mira Holt (1961)", "2021-12-08", None),
    (PREMIER, "Carl Quist", "2005-11-22", "2021-12-08"),
    (PREMIER, "Ada Lund", "2021-12-08", None),
    (PRESIDENT, "Ivo Zelenkar", "2012-05-07", "2018-05-07"),
    (PRESIDENT, "Viktor Ostrov", "2018-05-07", None),
    (ELECT, "Viktor Ostrov", "2018-03-18", "2018-05-07"),
    (THEIR_FOREIGN, "Dmitri Kholov", "2004-03-09", None),
    (CROWN, "Oswin II", "2001-06-01", None),
    (SECRETARY, "Jens Vik", "2014-10-01", "2024-10-01"),
    (ENVOY, "Aleksandr Grusko", "2012-10-23", "2018-01-22"),
    (SPEAKER, "Pavel Sandor", "2012-05-22", None),
]
PEOPLE = [
    Person("Ada Lund", "f", "Q1", ("Ada Lundt", "Adeline Lund")),
    Person("Aleksandr Grusko", "m", None, ("Alexander Grushko",)),
    Person("Bo Berg", "m", None, ()),
    Person("Carl Quist", "m", None, ()),
    Person("Dmitri Kholov", "m", None, ("Dmitry Kholov",)),
    Person("Ivo Zelenkar", "m", None, ("Ivo Selenkar",)),
    Person("Jens Vik", "m", None, ()),
    Person("Mira Holt (1961)", "f", None, ()),
    Person("Mira Holt (1980)", "f", None, ()),
    Person("Oswin II", "m", None, ("King Oswin II",)),
    Person("Pavel Sandor", "m", None, ()),
    Person("Viktor Ostrov", "m", None, ()),
]


def _occasion(
    kind: str, name: str, days: tuple[str, str | None], body: str, *others: str, winner: str | None = None
) -> Occasion:
    identifier = f"{name}-{days[0][:4]}".lower().replace(" ", "-")
    return Occasion(identifier, kind, (name, *others), Period(*days), None, (body,), winner)


OCCASIONS = [
    _occasion("summit", "Brannock summit", ("2014-09-04", "2014-09-05"), "QUAY", "Quay summit"),
    _occasion("summit", "Skellby summit", ("2016-07-08", "2016-07-09"), "QUAY", "Quay summit", "QUAY meeting"),
    _occasion("summit", "Velmy summit", ("2018-07-11", "2018-07-12"), "QUAY", "Quay summit", "QUAY meeting"),
    _occasion("election", "Karsovian election", ("2018-03-18", "2018-03-18"), "KSV", winner="Viktor Ostrov"),
    _occasion("war", "Strait War", ("2014-02-27", None), "KSV"),
    _occasion("attack", "Tesk bombing", ("2017-04-03", "2017-04-03"), "KSV"),
]


def held(rows: Iterable[tuple[Office, str, str | None, str | None]]) -> tuple[Tenure, ...]:
    """Return tenures; a last day of None is open."""
    return tuple(Tenure(office, name, Period(first, last), open=last is None) for office, name, first, last in rows)


def world() -> Actors:
    """Return the invented table."""
    return Actors(
        people={person.name: person for person in PEOPLE},
        tenures=held(HELD),
        countries=(
            Country("Karsovia", "KV", "KSV", "KSV", ("Karsovian",), "Tesk", ("Spring House",), ("KR",), None),
            Country(
                "Lethmark", "LM", "LTM", "LTM", ("Lethmarker", "Lethmarkish"), "Estmere", ("Lantern Hall",), (), "Q2"
            ),
        ),
        organisations=(
            Organisation("HARBOUR", "Harbour Authority", ("Port Authority",), "GOV", "LTM", None),
            Organisation("QUAY", "Quay Alliance", ("Lantern Sea Alliance",), "IGO", None, None),
        ),
        outlets=(Outlet("Brannock Tagwart", "outlet", ("Tagwart",), ("tagwart.example",), None, "LTM", None),),
        occasions=tuple(OCCASIONS),
        members=(("QUAY", "LTM", Period("1999-03-12", None)),),
    )
