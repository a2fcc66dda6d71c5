"""Who is who: the table of people, offices, countries, organisations, outlets and occasions, and linking to it.

table()                       the facts that ship with the package
Known(actors, when)           linking for one article: ``person`` and ``office``
identify(figures, ...)        the same person in several articles
"""

from onrecord.actors.link import Called, Described, Known, Link
from onrecord.actors.offices import Claim, Standing
from onrecord.actors.table import (
    Actors,
    Country,
    Occasion,
    Office,
    Organisation,
    Outlet,
    Period,
    Person,
    Tenure,
    country_id,
    office_name,
    organisation_id,
    outlet_id,
    person_id,
    table,
)

__all__ = [
    "Actors",
    "Called",
    "Claim",
    "Country",
    "Described",
    "Known",
    "Link",
    "Occasion",
    "Office",
    "Organisation",
    "Outlet",
    "Period",
    "Person",
    "Standing",
    "Tenure",
    "country_id",
    "office_name",
    "organisation_id",
    "outlet_id",
    "person_id",
    "table",
]
