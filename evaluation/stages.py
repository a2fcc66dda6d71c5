"""Scores of single stages on gold input, from the evaluations that their own modules hold."""

from pathlib import Path

from evaluation import abroad, actors, coverage, dates, familiar, match, publication, speakers
from evaluation.sample import ROOT
from evaluation.score import Score

SPEAKERS = ROOT / "evaluation" / "gold" / "speakers.tsv"


def matching() -> list[Score]:
    """Utterances from the sample's gold statements, and copies from its gold bodies; no model has a part in it."""
    found = []
    for name, figures in {**match.utterances(0), "copies": match.copies()}.items():
        for part, value in (("precision", figures.precision), ("recall", figures.recall)):
            found.append(Score(f"matching.{name.removeprefix('utterances.')}.{part}", value, 1, steady=True))
    return found


def resolving(shared: Path) -> list[Score]:
    """Speakers for PolNeAR's gold attributions: right of the names given, given where the gold has a name."""
    folder = shared / "data" / "polnear"
    if not SPEAKERS.exists():
        return []
    result = speakers.score(folder, speakers.read_gold(SPEAKERS))
    return [
        Score("resolving.right", result.right, result.answered, corpus="polnear"),
        Score("resolving.answered", result.named_answered, result.named, corpus="polnear"),
    ]


def naming(shared: Path) -> list[Score]:
    """Score the names that the reader finds in the news from which it learned attributions."""
    return [Score("familiar.people", *familiar.measure(shared), corpus="polnear")]


def newswire(shared: Path) -> Path:
    """Return the folder of the newswire articles that have gold of actors and dates."""
    return shared / "data" / "ner" / "worldwide-newswire"


def reading_abroad(shared: Path) -> list[Score]:
    """Score the reader in newspapers of countries that no training saw: reporting words that it finds."""
    return [Score("abroad.found", *abroad.measure(shared), corpus="newswire")]


def linking(shared: Path) -> list[Score]:
    """Mentions linked to actors in real articles, the half that rules were written with: right of the answers."""
    tallies = actors.score(shared / "data", "develop")
    return [
        Score(f"linking.{name}.{part}", hits, cases, corpus="newswire")
        for name, tally in tallies.items()
        for part, hits, cases in (
            ("right", tally.right, tally.answered),
            ("answered", tally.found, tally.named),
        )
    ]


def dating(shared: Path) -> list[Score]:
    """Articles dated by their texts alone, the half that rules were written with: intervals that hold the true day."""
    rows = [row for row in publication.read_gold(None) if row.half == "develop"]
    texts = {row: text for row in rows if (text := publication.text_alone(shared / "data", None, row)) is not None}
    dated = [(row, article.published) for row, article in publication.dated(texts)]
    held = sum(publication.holds(dating, row.published) for row, dating in dated)
    begun = sum(dating.earliest is not None for _, dating in dated)
    return [
        Score("dating.holds", held, len(dated), corpus="newswire"),
        Score("dating.begins", begun, len(dated), corpus="newswire"),
    ]


def covering(shared: Path) -> list[Score]:
    """Statements of real stories matched across outlets, the half that rules were written with: pairs."""
    counts = coverage.counts(coverage.measure(shared / "data", "develop")[1])
    return [
        Score(f"coverage.{name}.{part}", right, of, corpus="coverage")
        for name, (right, found, gold) in counts.items()
        for part, of in (("precision", found), ("recall", gold))
    ]


def timebank(shared: Path) -> Path:
    """Return the folder of the TimeML articles."""
    return shared / "data" / "temporal"


def time_expressions(shared: Path) -> list[Score]:
    """Time expressions of the half of TimeBank and AQUAINT that no rule was written on."""
    paths = sorted(timebank(shared).rglob("*.tml"))
    result = dates.score([dates.read(path) for path in paths if dates.half_of(path.name) == "report"])
    names = {"relaxed F1": "found", "strict F1": "span", "span and value F1": "value"}
    return [Score(f"timebank.{name}", result[key], 1, steady=True, corpus="timebank") for key, name in names.items()]
