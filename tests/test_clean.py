"""Typed passages of plain text and of marked-up pages. All texts and people are invented."""

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import clean
from onrecord.clean import rules
from onrecord.clean.comments import weight
from onrecord.clean.lines import line, lines
from onrecord.sources import page_of_text, pages
from onrecord.types import Kind, Passage

ROOT = Path(__file__).parents[1]
LEAD = "The boats of Arland will stay in port until the dispute over the northern fisheries is settled."
QUOTE = "“We are not going to send anybody out in this weather,” Bo Marr told reporters on Monday."
MORE = "The union, which speaks for about 4,000 crews, answered within the hour that it had not been asked."
LAST = "Nobody at the ministry would say who had signed the order, or when it would be withdrawn."
BODY = [LEAD, QUOTE, MORE, LAST]


def typed(text, **about):
    page = replace(page_of_text(text), **about)
    return [(str(p.kind), text[p.start : p.end]) for p in clean.passages(page)]


def kinds_of(text):
    return [kind for kind, _ in typed(text)]


def one(text):
    return line(text, 0, len(text))


DESKS = [
    ("Reuters Staff", True),
    ("TASS Political Unit", True),
    ("Political Desk", True),
    # headings that begin with a word which an agency has for its name
    ("Spa Town Floods", False),
    ("Fan Culture in Quill", False),
    ("Map of the Fisheries", False),
    ("Mia Lund in Quill", False),
]


@pytest.mark.parametrize(("text", "expected"), DESKS)
def test_who_wrote_it_without_a_name(text, expected):
    assert rules.is_desk(one(text)) is expected


ABOVE = [
    ("Arland keeps its boats in port", "headline"),
    ("By Ada Lund", "byline"),
    ("By Ada Lund and Bo Marr in Quill, 3 May 2021", "byline"),
    ("Written by Ada Lund", "byline"),
    ("QUILL, 3 May 2021", "dateline"),
    ("Monday 3 May 2021", "dateline"),
    ("MAY 2021", "dateline"),
    ("Published: 3 May 2021, 17:40 GMT", "dateline"),
    ("Harbour office, Quill, Monday 3 May 2021, 17.40", "dateline"),
    ("Norpress | Quill | Updated: 03-05-2021 12:43", "dateline"),
    ("QUILL (Norpress)", "dateline"),
    ("17:40 GMT +303 May 2021", "navigation"),
    ("NewsFisheries Desk", "navigation"),
    ("Listen Live", "navigation"),
    ("3 min read", "navigation"),
    ("Share this article", "navigation"),
    ("© Norpress 2021 / Bo Marr", "credit"),
    ("Originally appeared at The Quill Post, translated by Bo Marr", "credit"),
    ("This March 2, 2019 file photo shows boats at the pier in Quill before the first storm of the year.", "caption"),
    ("The views expressed in this article are those of the author.", "disclaimer"),
    ("Check against delivery.", "disclaimer"),
    ("Norpress Staff", "byline"),
]
BELOW = [
    ("Ivo Stend", "byline"),
    ("Reporting by Ada Lund; editing by Bo Marr", "byline"),
    ("Ada Lund contributed reporting from Quill.", "byline"),
    ("Correction: An earlier version of this article gave a wrong day.", "correction"),
    ("Editor's note: The spelling of a name has been corrected.", "correction"),
    ("Editor's note: This is the second part of a series.", "disclaimer"),
    ("The opinions of the authors do not represent the position of this site.", "disclaimer"),
    ("This page was translated by a machine; no editor has read it.", "disclaimer"),
    ("Five Boats That Never Came Back From the North", "related"),
    ("Arland: boats will not leave before the ice does", "related"),
    ("Read more: Why the ice came early", "related"),
    ("fisheries, Arland, Bo Marr, northern quota", "tags"),
    ("Fisheries; Arland; northern quota", "tags"),
    ("Tags: fisheries, Arland", "tags"),
    ("#fisheries #arland", "tags"),
    ("Community standardsDiscussion", "navigation"),
    ("Comment via QuillbookComment via Post ID", "navigation"),
    ("Back to top", "navigation"),
    ("Get short URL", "navigation"),
    ("* * *", "navigation"),
    ("© 2021 The Quill Post. All rights reserved.", "credit"),
]
WITHIN = [
    ("What the ministry says", "headline"),
    ("Bo Marr speaks to crews during a meeting in the harbour hall on May 3, 2021, in Quill.", "caption"),
    ("Ivo Stend | Norpress | Getty Images", "credit"),
    ("Photo: Ivo Stend", "credit"),
    ("READ ALSO: Why the ice came early", "related"),
    ("Five Boats That Never Came Back From the Cold North", "related"),
    ("Advertisement", "navigation"),
    ("The spokeswoman of the harbour, Ilse Kern, also wrote in her channel that", "body"),
    ("“It is late.”", "body"),
    ("Who signed it?", "body"),
    ("Marr: No.", "body"),
    ("The quota was cut by a tenth in 2019:", "body"),
    ("By Monday the boats had left the pier.", "body"),
    ("Source: the ministry's own table, which it took down on Monday after the union had quoted it.", "body"),
]


@pytest.mark.parametrize(("words", "kind"), ABOVE)
@pytest.mark.parametrize("gap", ["\n", "\n\n    "])
def test_above_the_article(words, kind, gap):
    headline = [] if kind == "headline" else ["Arland keeps its boats in port"]
    assert typed(gap.join([*headline, words, *BODY]))[len(headline)] == (kind, words)


@pytest.mark.parametrize(("words", "kind"), WITHIN)
def test_within_the_article(words, kind):
    assert typed("\n\n".join([LEAD, QUOTE, words, MORE, LAST])) == [
        ("body", LEAD),
        ("body", QUOTE),
        (kind, words),
        ("body", MORE),
        ("body", LAST),
    ]


@pytest.mark.parametrize(("words", "kind"), BELOW)
def test_below_the_article(words, kind):
    assert typed("\n".join([*BODY, words]))[-1] == (kind, words)


def test_a_whole_page_of_clutter():
    above = ["NewsFisheries", "Boats stay in port", "By Ada Lund", LEAD, QUOTE]
    within = ["Bo Marr speaks in the harbour hall in Quill.", "Ivo Stend | Norpress | Getty Images", MORE, LAST]
    below = ["Ice Thickens in the North", "Correction: A wrong day was corrected.", "Back to top"]
    text = "\n\n".join([*above, *within, *below])
    expected = "navigation headline byline body body caption credit body body related correction navigation"
    assert kinds_of(text) == expected.split()


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(BODY),
        "\n\n".join(BODY),
        "\r\n\r\n".join(f"    {paragraph}" for paragraph in BODY),
        " ".join(BODY),
        LEAD,
        "\u2028".join(BODY),
    ],
)
def test_text_with_no_headline_is_all_body(text):
    assert set(kinds_of(text)) == {"body"}


def test_headline_with_a_full_stop():
    assert kinds_of("Arland keeps boats in port.\n\n" + "\n\n".join(BODY))[0] == "headline"
    assert kinds_of("\n\n".join(BODY))[0] == "body"


POST = "The ports stay shut until somebody listens. #boats https://t.co/AbCd"
SIGNED = "— Ada Lund (@adalund) May 4, 2031"


@pytest.mark.parametrize("post", [f"{POST}\n\n{SIGNED}", f"{POST}\n{SIGNED}", f"{POST} {SIGNED}"])
def test_a_post_set_into_an_article_is_running_text(post):
    """Though its lines end with a link and a day."""
    found = typed(f"{BODY[0]}\n\n{post}\n\n{BODY[1]}")
    assert {kind for kind, words in found if "ports stay shut" in words or "@adalund" in words} == {"body"}


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Envoy of Arland says all is over There is no way back, Ada Lund said.", "Envoy of Arland says all is over"),
        ("Crews of Arland answer him He said on Monday that it was too late.", "Crews of Arland answer him"),
        ("The critics liked the play There Goes the Last Boat, which opened on Monday in Quill.", None),
        ("The minister said: There is no way back to the table, and nobody in the hall objected.", None),
    ],
)
def test_headline_that_runs_on_into_the_body(text, headline):
    found = typed(f"{text}\n{QUOTE}\n{LAST}")
    assert found[0][0] == ("headline" if headline else "body")
    assert found[0][1] == (headline or text)


def test_known_title_is_split_off():
    found = typed(f"Boats stay put {LEAD}\n{QUOTE}", title="Boats stay put")
    assert found[:2] == [("headline", "Boats stay put"), ("body", LEAD)]


@pytest.mark.parametrize(
    "dateline",
    ["QUILL —", "PORT AMBLE, Arland —", "QUILL (Norpress) -", "QUILL, May 3 (Norpress) –", "QUILL (Norpress):"],
)
def test_dateline_before_the_first_sentence(dateline):
    assert typed(f"{dateline} {LEAD}\n\n{QUOTE}")[:2] == [("dateline", dateline), ("body", LEAD)]


def test_caption_with_its_credit_in_one_line():
    text = f"{LEAD}\n\nBo Marr speaks to crews in Quill, May 3, 2021. NORPRESS/Ivo Stend\n\n{LAST}"
    assert typed(text)[1:3] == [
        ("caption", "Bo Marr speaks to crews in Quill, May 3, 2021."),
        ("credit", "NORPRESS/Ivo Stend"),
    ]


COMMENTS = [
    "you cant trust a word they say, simple as that. my uncle sold his boat and nobody ever thanked him",
    "They never learn, they have had forty years. Wake up, people.",
]
ENDINGS = [
    "So the ice it will be.",
    "I have seen the pier in better years, and I have seen it in worse.",
    "Never again, the old crews say.",
    "She closed the door and the hall fell silent.",
    "That is all the ministry would say.",
]


@pytest.mark.parametrize("words", COMMENTS)
def test_a_comment_with_nothing_to_mark_it(words):
    assert kinds_of("\n\n".join([*(f"{paragraph} {MORE} {LAST}" for paragraph in BODY), words]))[-1] == "comment"


@pytest.mark.parametrize("words", ENDINGS)
def test_an_ending_is_no_comment(words):
    assert kinds_of("\n\n".join([*(f"{paragraph} {MORE} {LAST}" for paragraph in BODY), words]))[-1] == "body"


def test_a_writer_in_the_first_person_is_no_sign_of_a_comment():
    assert weight("I never went back.", ["I was there in May."]) < weight("I never went back.", ["The crew was there."])


def test_title_and_outlet():
    page = page_of_text(
        f"World\nArland keeps its boats in port\nTranslated by Bo Marr exclusively for The Quill Post\n{LEAD}"
    )
    found = clean.passages(page)
    assert clean.title(page, found) == "Arland keeps its boats in port"
    assert clean.outlet(page, found) == "The Quill Post"
    for named, outlet in (("www.quillpost.example", "quillpost.example"), ("The Guardian", "The Guardian")):
        page = page_of_text(f"Arland keeps its boats in port\n{named}\n\n{LEAD}")
        found = clean.passages(page)
        assert clean.outlet(page, found) == outlet
        assert [p.kind for p in found] == [Kind.HEADLINE, Kind.CREDIT, Kind.BODY]
    below = page_of_text(f"Arland keeps its boats in port\n\n{LEAD}\n\nquillpost.example")
    assert clean.outlet(below, clean.passages(below)) is None
    plain = page_of_text(LEAD)
    assert clean.title(plain, clean.passages(plain)) is None
    assert clean.outlet(plain, clean.passages(plain)) is None
    known = replace(plain, title="Boats", url="https://www.news.quillpost.example/a")
    assert clean.title(known, clean.passages(known)) == "Boats"
    assert clean.outlet(known, ()) == "news.quillpost.example"
    assert clean.outlet(replace(known, outlet=" Quill Post "), ()) == "Quill Post"
    assert clean.outlet(replace(known, url="http://[broken"), ()) is None


def test_what_markup_says_is_kept_and_what_it_leaves_open_is_refined():
    parts = [
        ("Boats stay in port", Kind.HEADLINE),
        ("QUILL — " + LEAD, Kind.BODY),
        ("A headline in the middle that markup calls a paragraph", Kind.BODY),
        (QUOTE, Kind.BODY),
        ("Ivo Stend", Kind.BODY),
        ("Back to top", Kind.RELATED),
        ("The views expressed here are not those of this site.", Kind.NAVIGATION),
    ]
    text = "\n\n".join(words for words, _ in parts)
    marked, start = [], 0
    for words, kind in parts:
        marked.append(Passage(start, start + len(words), kind))
        start += len(words) + 2
    assert [kind for kind, _ in typed(text, passages=tuple(marked))] == [
        *("headline", "dateline", "body", "body", "body", "byline", "related", "disclaimer")
    ]


@pytest.mark.parametrize(
    ("words", "name"),
    [("Ada Lund", True), ("Ilse van der Kern", True), ("Ada", False), ("ADA LUND", False), ("Ada Lund said", False)],
)
def test_is_name(words, name):
    assert rules.is_name(one(words)) is name


def assert_covered(text, found):
    position = 0
    for passage in found:
        assert text[position : passage.start].strip() == ""
        assert position <= passage.start < passage.end
        words = text[passage.start : passage.end]
        assert words == words.strip()
        position = passage.end
    assert text[position:].strip() == ""


PIECES = [
    *BODY,
    *(words for words, _ in ABOVE + BELOW + WITHIN),
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "\t",
    "\x00",
    "\ud800",
    "\x85",
]
PIECES += ["“", "”", '"', "(", "|", "©", "By ", "Correction: ", "\xa0", "\u200b", "ALL CAPS — ", "İ", "ﬁ"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=200),
    st.none() | st.text(max_size=20),
)
def test_passages_cover_every_character_once(text, title):
    page = replace(page_of_text(text), title=title)
    assert_covered(text, clean.passages(page))
    assert_covered(text, lines(text))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PIECES).filter(str.strip).map(str.strip), st.sampled_from(Kind)), max_size=12)
)
def test_refined_passages_cover_the_same_characters(parts):
    text, marked = "", []
    for words, kind in parts:
        text += "\n\n" if text else ""
        marked.append(Passage(len(text), len(text) + len(words), kind))
        text += words
    assert_covered(text, clean.passages(replace(page_of_text(text), passages=tuple(marked))))


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "a" * 1_000_000,
        "By " * 300_000,
        "A. " * 300_000,
        "“" * 500_000,
        "(" * 500_000,
        "\n" * 1_000_000,
        "Photo: " * 150_000,
        "A|" * 400_000,
        "Name One\n" * 10_000,
        f"{LEAD}\n" * 5_000,
        "Read more\nA Title of Some Words\n" * 5_000,
        "ABC, " * 200_000,
        "1 May 2021 " * 80_000,
    ],
)
def test_long_input_takes_no_long_time(text):
    start = time.perf_counter()
    assert_covered(text, clean.passages(page_of_text(text)))
    assert time.perf_counter() - start < 6


def test_sample_articles():
    """Letters and digits of the sample articles that have the kind a person gave them."""
    right = total = 0
    for gold in sorted((ROOT / "evaluation/gold/sample").glob("*.json")):
        record = json.loads(gold.read_text(encoding="utf-8"))
        if not str(record.get("article", "")).endswith(".txt"):
            continue
        (page,) = pages([str(ROOT / "src/onrecord/data/sample" / record["article"])])
        kinds = {i: str(p.kind) for p in clean.passages(page) for i in range(p.start, p.end)}
        for passage in record["passages"]:
            places = [i for i in range(passage["start"], passage["end"]) if page.text[i].isalnum()]
            total += len(places)
            right += sum(kinds[i] == passage["kind"] for i in places)
    assert total > 10_000
    assert right / total >= 0.99
