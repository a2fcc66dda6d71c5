"""Which language a text is in. All sentences are invented."""

import time

import pytest

from onrecord import language as language_module
from onrecord.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The boats will stay in port until the dispute is settled, the minister said on Monday.", "en"),
        ("Envoy says the talks are over and nobody will return to the table", "en"),
        ("Les bateaux resteront au port jusqu'à ce que le conflit soit réglé, a déclaré la ministre lundi.", "fr"),
        ("Die Boote bleiben im Hafen, bis der Streit beigelegt ist, sagte die Ministerin am Montag.", "de"),
        ("Лодки останутся в порту, пока спор не будет урегулирован, заявила министр в понедельник.", "ru"),
        ("Los barcos permanecerán en el puerto hasta que se resuelva la disputa, dijo la ministra el lunes.", "es"),
        ("船只将留在港口，直到争端解决为止，部长星期一表示。船员工会说没有人问过他们，他们也不会回答。", "zh"),
        ("", None),
        ("Hello", None),
        ("12345 67890 12345 67890", None),
        ("NATO UN EU", None),
        ("\ud800\udfff \x00", None),
        ("   \n\n  ", None),
    ],
)
def test_detect(text, language):
    assert detect(text) == language


FRENCH = "Les bateaux resteront au port jusqu'à ce que le conflit soit réglé, a déclaré la ministre lundi soir. "
ENGLISH = "The boats will stay in port until the row is settled, the minister said of the strike on Monday. "


@pytest.mark.parametrize(
    ("text", "language", "asked"),
    [(ENGLISH * 4, "en", False), (ENGLISH, "en", True), (FRENCH * 8, "fr", True), (ENGLISH + FRENCH * 8, "fr", True)],
)
def test_plain_english_is_told_without_the_model(monkeypatch, text, language, asked):
    calls = []
    identifier = language_module._identifier()
    monkeypatch.setattr(language_module, "_identifier", lambda: calls.append(1) or identifier)
    assert detect(text) == language
    assert bool(calls) == asked


def test_long_text_is_as_fast_as_a_short_one():
    text = "The boats will stay in port until the dispute is settled, the minister said on Monday. " * 10_000
    detect(text)
    start = time.perf_counter()
    assert detect(text) == "en"
    assert time.perf_counter() - start < 0.5
