"""Texts of corpora, on files of our own."""

from pathlib import Path

import pytest

from evaluation.texts import address_of, newswire_in_print, printed, text_of


def test_texts_are_as_the_offsets_mean_them(tmp_path: Path) -> None:
    polnear = tmp_path / "polnear" / "dev" / "text"
    polnear.mkdir(parents=True)
    (polnear / "a.txt").write_bytes(b"Ada\r\nLund")
    newswire = tmp_path / "ner" / "worldwide-newswire"
    newswire.mkdir(parents=True)
    (newswire / "b.txt.tsv").write_text("Ada\tB-PER\nLund\tI-PER\n\nleft\tO\n.\tO\n", encoding="utf-8")
    temporal = tmp_path / "temporal" / "TimeBank"
    temporal.mkdir(parents=True)
    (temporal / "c.tml").write_text(
        "<TimeML><TEXT>On <TIMEX3>Monday</TIMEX3> &amp; on.</TEXT></TimeML>", encoding="utf-8"
    )
    ecb = tmp_path / "events" / "ecbplus" / "7"
    ecb.mkdir(parents=True)
    tokens = [(0, token) for token in ("http", ":", "/", "/", "bell", ".", "example")]
    tokens += [(1, token) for token in ("``", "We", "wo", "n't", ",", "''", "she", "said")] + [(2, "Ada")]
    marks = "".join(f'<token sentence="{number}">{token}</token>' for number, token in tokens)
    (ecb / "7_1ecbplus.xml").write_text(f"<Document>{marks}</Document>", encoding="utf-8")
    assert text_of(tmp_path, "polnear", "a") == "Ada\r\nLund"
    assert text_of(tmp_path, "newswire", "b.txt") == "Ada Lund\nleft ."
    assert newswire_in_print(newswire / "b.txt.tsv") == "Ada Lund\nleft."
    assert text_of(tmp_path, "timebank", "c") == "On Monday & on."
    assert text_of(tmp_path, "ecb", "7_1ecbplus") == "“We won't,” she said\nAda"
    assert address_of(tmp_path, "7_1ecbplus") == "http://bell.example"
    assert [text_of(tmp_path, corpus, "gone") for corpus in ("polnear", "newswire", "timebank", "ecb")] == [None] * 4


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("It was 10 : 14 , on August 2 , 2013 .", "It was 10:14, on August 2, 2013."),
        ("$ 1 , 000 , 000 or 5 . 9 ( half )", "$1,000,000 or 5.9 (half)"),
        ("we ’ ve seen the zero - day bug 's end", "we’ve seen the zero-day bug's end"),
        ('" Go " and " stay "', "“Go” and “stay”"),
    ],
)
def test_tokens_stand_as_in_print(tokens: str, text: str) -> None:
    assert printed(tokens.split(" ")) == text
