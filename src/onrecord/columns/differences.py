"""How far the statements' words are from their witnesses', and which utterances are told most differently.

What two texts have in common was worked out when the utterance was matched; here are only its results, so that all
utterances of a record can be put in order at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from onrecord.columns.days import Numbers
from onrecord.match import MEANINGS

Flags = NDArray[np.bool_]
_QUOTED, _GRAVE = 4.0, 2.0  # added to a distance: in quotation marks is further than retold, a changed meaning further


@dataclass(frozen=True, slots=True)
class Differences:
    """Of each statement, and of each utterance by its code.

    distance: of the words from the witness's, 0 to 1; nan until they are compared. quoted: claims to be the speaker's
    own words, and is not the witness itself. grave: the meaning is another. compared: every statement of the utterance
    is compared. widest: greatest distance of a version in quotation marks. furthest: 0 where no version differs, else
    what ranks the furthest one: in quotation marks, then of another meaning, then most distant. graver: whether a
    version in quotation marks has another meaning.
    """

    distance: NDArray[np.float32]
    quoted: Flags
    grave: Flags
    compared: Flags
    widest: NDArray[np.float32]
    furthest: NDArray[np.float32]

    @classmethod
    def of(cls, distance: NDArray[np.float32], quoted: Flags, grave: Flags, utterance: Numbers) -> Self:
        """Sum up statements by their utterance (codes, negative for none)."""
        size = int(utterance.max(initial=-1)) + 1
        compared = np.ones(size, np.bool_)
        compared[utterance[(utterance >= 0) & np.isnan(distance)]] = False
        widest, furthest = np.zeros(size, np.float32), np.zeros(size, np.float32)
        differs = np.flatnonzero((utterance >= 0) & ((distance > 0) | grave))
        far = distance[differs]
        rank = far + np.where(quoted[differs], _QUOTED, 0.0) + np.where(grave[differs], _GRAVE, 0.0)
        np.maximum.at(furthest, utterance[differs], rank.astype(np.float32))
        np.maximum.at(widest, utterance[differs], np.where(quoted[differs], far, 0).astype(np.float32))
        return cls(distance, quoted, grave, compared, widest, furthest)

    @property
    def graver(self) -> Flags:
        """Tell of each utterance whether a version in quotation marks has another meaning."""
        return np.asarray(self.furthest >= _QUOTED + _GRAVE)

    def worded(self, utterances: Numbers) -> Numbers:
        """Return those of some utterances (codes) that are worded differently.

        Changes of meaning in quotation marks come first, then those that differ most: words retold claim less.
        """
        found = utterances[self.furthest[utterances] > 0]
        return found[np.lexsort((found, -self.widest[found], ~self.graver[found]))]

    def strayed(self, statements: Numbers, utterance: Numbers) -> Numbers:
        """Return those of some statements in quotation marks whose words differ, one of each utterance, as above."""
        differs = (self.distance[statements] > 0) | self.grave[statements]
        found = statements[self.quoted[statements] & differs]
        ordered = found[np.lexsort((found, -self.distance[found], ~self.grave[found]))]
        _, first = np.unique(utterance[ordered], return_index=True)
        return ordered[np.sort(first)]


def marks(classes: Sequence[str] | None, *, direct: bool) -> tuple[bool, bool]:
    """Tell of a statement that is compared whether it claims to be the speaker's own words, and whether it is grave.

    classes: as in ``Variant``; None of a witness. direct: it stands in quotation marks, in part at least.
    """
    if classes is None:
        return False, False
    return direct and "paraphrased" not in classes, any(name in classes for name in MEANINGS)
