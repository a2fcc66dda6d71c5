from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from onrecord import profiles
from onrecord.query import Record
from onrecord.store import Store
from onrecord.types import Figure, Kind, Passage, Speaker
from tests.factories import article

spans = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: tuple(sorted(pair))), max_size=4)


@given(quoted=spans, borders=st.lists(st.integers(0, 30), unique=True, max_size=6).map(sorted))
def test_shared_counts_each_character_once(quoted, borders):
    bodies = list(zip(borders[::2], borders[1::2], strict=False))
    inside = {at for start, end in bodies for at in range(start, end)}
    said = {at for start, end in quoted for at in range(start, end)}
    assert profiles.shared(bodies, quoted) == len(inside & said)


def test_a_profile_an_original_and_words_about_somebody(tmp_path):
    text = "Lund waits. “Ada Lund will wait,” said Bo Krag. “I wait,” she said."
    lund = Figure("Ada Lund", "f", (), (), ((0, 4), (13, 21)), "lund", known="Ada Lund of Harrow")
    about, own = "Ada Lund will wait,", "I wait,"
    one = article(text, about, own, passages=(Passage(0, len(text), Kind.BODY),), figures=(lund,))
    about_her, by_her = one.statements
    one = replace(
        one,
        statements=(
            replace(about_her, speaker=Speaker(None, "Bo Krag", "krag", "clerk", "Harbour Office")),
            replace(by_her, speaker=Speaker(None, "Ada Lund", "lund", "minister")),
        ),
    )
    two = replace(one, id="copy", key="two", statements=())
    with Store.open(tmp_path / "a.onrecord", create=True) as store, Record.open(store.path) as record:
        store.put(one)
        store.put(two)
        store.write_matches({two.id: one.id}, [])
        found = profiles.profile(record, "lund")
        assert (found.roles, found.affiliations, found.known) == (("minister",), (), "Ada Lund of Harrow")
        (row,) = profiles.about(record, "lund", limit=5)
        assert [report.statement.text for _, report in record.reports_at([row])] == [about]
        assert [(copy, head.id) for copy, head in profiles.originals(record, [one.id, two.id])] == [("copy", one.id)]
        assert [head.id for head in profiles.copies(record, one.id)] == ["copy"]
        voice = profiles.voice(record, [profiles.heading(record, one.id).row])
        assert (voice.characters, voice.quoted) == (len(text), len(about) + len(own))
        assert profiles.headings(record, [99]) == []
