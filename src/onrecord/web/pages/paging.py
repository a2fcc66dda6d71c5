"""Lists that go over several pages: which part of them a page shows, and where the others are."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.web import links

PAGE = 50  # names or articles on one page


@dataclass(frozen=True, slots=True)
class Paged:
    """Which part of a list a page shows.

    path, asked: the address of the list; count: of all that it has; number: of the page, from 1; size: of a page.
    """

    path: str
    asked: Mapping[str, object]
    count: int
    number: int
    size: int = PAGE

    @property
    def part(self) -> slice:
        """The things on this page; none beyond the last one."""
        return slice((self.number - 1) * self.size, self.number * self.size)

    @property
    def fields(self) -> dict[str, Any]:
        """What a context says of its page."""
        pages, here = max(1, math.ceil(self.count / self.size)), self._address(self.number)
        return {
            "count": self.count,
            "page": self.number,
            "pages": pages,
            "previous": self._address(self.number - 1) if 1 < self.number <= pages + 1 else None,
            "next": self._address(self.number + 1) if self.number < pages else None,
            "href": here,
            "api": links.twin(here),
        }

    def _address(self, number: int) -> str:
        return links.asking(self.path, {**self.asked, "page": number if number > 1 else None})
