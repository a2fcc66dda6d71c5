"""Charts to take away, by Vega-Lite: what was said over time, who is quoted most, who quotes most.

    with Record.open("news.onrecord") as record:
        chart = charts.chart(record, "timeline", Filter(speaker="Lund"))
        Path("lund.png").write_bytes(charts.drawn(chart, "png"))

Altair builds the specification, vl-convert draws it; both come with ``pip install 'onrecord[charts]'``. The figures
stand in the specification itself, so that nothing is fetched from anywhere, and the font is whatever sans-serif there
is. What is not drawn (no known day, no known name, beyond the limit) the subtitle tells.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import count
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from onrecord import columns as reading
from onrecord import extras
from onrecord.columns import NOBODY, Columns, Numbers, OverTime, Stretch, over_time
from onrecord.errors import QueryError
from onrecord.filters import Filter
from onrecord.query import Record

if TYPE_CHECKING:
    import altair

    Chart = altair.Chart | altair.LayerChart

BARS = 20  # speakers or outlets shown when not told otherwise
MOST_BARS = 200  # a picture of more is too high to be looked at
SCALE = 2  # of a PNG: sharp on a dense screen, and in print

MISSING = "Charts need Altair and vl-convert. Install them: pip install 'onrecord[charts]'"

_EXTRA, _PACKAGES = "charts", ("altair", "vl_convert")
_WIDTH, _HEIGHT, _ROW = 1200, 380, 30  # pixels: of everything, of a timeline's bars, of a bar of a ranking
_INSIDE = 1100  # pixels that are left for bars, nearly
_THICKEST = 56  # pixels: one bar alone is no wall
_LABELS, _LONG_LABELS, _LINES = 12, 8, 6  # at most: below a timeline, of days; lines across it
_LINE, _VALUE = 135, 60  # characters of a line in a subtitle, and of a value that was asked for
_NAMED = 5  # bars that the text in place of the picture names

# The page's light colours; those of bars as they look on its paper, the articles' dark enough to reach 3 to 1.
PAPER, INK, SOFT, RULE = "#fbfaf7", "#1d1b18", "#5f594f", "#ddd7ca"
_COLOURS = {"statements": "#538287", "articles": "#8b867e"}

_UNWRITABLE = re.compile("[^ -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # controls, and what XML cannot hold
_TURNING = re.compile("[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]")
_ISOLATED = "\u2068{}\u2069"  # so that a name written from right to left does not turn the words around it
_FORMS = {"direct": "in quotation marks", "mixed": "partly retold", "indirect": "retold"}
_STEPS = {"day": (1, 2, 7, 14), "month": (1, 2, 3, 6), "year": (1, 2, 5, 10), "decade": (1, 2, 5, 10, 20, 50, 100)}


class Kind(StrEnum):
    """What a chart shows."""

    TIMELINE = "timeline"
    SPEAKERS = "speakers"
    OUTLETS = "outlets"


class Format(StrEnum):
    """How a chart is written: a picture, the specification, or a page that holds all it needs."""

    PNG = "png"
    SVG = "svg"
    JSON = "json"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Ranked:
    """Names with their statements, the most first. different: how many names there are; statements: of all of them.

    unnamed: statements of which the name is not known.
    """

    names: tuple[tuple[str, int], ...]
    different: int
    statements: int
    unnamed: int


def installed() -> bool:
    """Tell whether charts can be drawn."""
    return extras.has(*_PACKAGES)


def chart(record: Record, kind: str, criteria: Filter, *, limit: int = BARS) -> "Chart":
    """Return the chart of what fits a filter. limit: how many speakers or outlets to show.

    Raises QueryError where nothing fits, for an unknown kind or limit, and when Altair is not installed.
    """
    if kind not in list(Kind):
        raise QueryError(f"there is no chart {kind!r}; expected one of {', '.join(Kind)}.")
    if not 1 <= limit <= MOST_BARS:
        raise QueryError(f"limit is {limit}; expected 1 to {MOST_BARS}. For more, export the actors.")
    extras.need("altair", _EXTRA)
    held = reading.read(record)
    found = held.select(criteria, record)
    about = asked(record.path.name, held, criteria)
    if kind == Kind.TIMELINE:
        articles = held.articles.charted(held.reporting(criteria, found))
        return timeline(over_time(held.charted(found), articles), about)
    return ranking(Kind(kind), ranked(held, Kind(kind), found, limit), about)


def asked(name: str, held: Columns, criteria: Filter) -> str:
    """Return of which record, and which part of it, a chart is."""
    speaker = criteria.speaker
    if speaker and speaker in held.speaker_codes:
        speaker = held.speaker_called(held.speaker_codes[speaker])
    quoted = {
        "speaker": speaker,
        "outlet": criteria.outlet,
        "words": criteria.text,
        "medium": criteria.medium,
        "article": criteria.article,
        "utterance": criteria.utterance,
        "from": criteria.since,
        "to": criteria.until,
    }
    told = [f"{what} {_isolated(_words(value, _VALUE))}" for what, value in quoted.items() if value]
    told += [_FORMS[criteria.form]] if criteria.form else []
    told += [f"at least {criteria.min_confidence:g} certain"] if criteria.min_confidence else []
    if criteria.alone is not None:
        told.append("in one outlet only" if criteria.alone else "in several outlets")
    told += ["without copies"] if criteria.once else []
    record = _isolated(_words(name))
    return f"{record}, only {', '.join(told)}." if told else f"All of {record}."


def ranked(held: Columns, kind: Kind, found: Numbers, limit: int) -> Ranked:
    """Count the speakers or outlets of a selection."""
    column = "speaker" if kind == Kind.SPEAKERS else "outlet"
    counts = held.count(column, found)
    called = held.speaker_called if kind == Kind.SPEAKERS else held.outlet_names.__getitem__
    names = tuple((called(code), number) for code, number in counts[:limit])
    unnamed = int((getattr(held, column)[found] == NOBODY).sum())
    return Ranked(names, len(counts), len(found) - unnamed, unnamed)


def nothing(counted: OverTime) -> str:
    """Return why there is nothing to draw over time, and what to do."""
    undated = _listed(counted.undated_statements, counted.undated_articles)
    return _nothing(f"the day of {undated} is not known to within a year" if undated else "")


def timeline(counted: OverTime, about: str) -> "altair.Chart":
    """Return bars over time: statements above the line, articles below it, on one scale.

    about: which part of which record. Raises QueryError when no day is known.
    """
    alt = extras.need("altair", _EXTRA)
    stretches = counted.stretches
    if not stretches:
        raise QueryError(nothing(counted))
    totals = {name: sum(getattr(one, name) for one in stretches) for name in _COLOURS}
    shown = [name for name, total in totals.items() if total]
    title = f"{' and '.join(shown).capitalize()} by {counted.unit}"
    undated = _listed(counted.undated_statements, counted.undated_articles)
    lines = [about, f"{_listed(**totals)}, {_between(stretches)}."]
    lines += [f"Not drawn: {undated} whose day is not known to within a year."] if undated else []
    most = max(stretches, key=lambda one: (one.statements, one.articles))
    peak = f"Most in {most.label}: {_listed(most.statements, most.articles)}."
    rows = [{name: getattr(one, name) for name in ("label", "since", "until", *shown)} for one in stretches]
    colour = {
        "scale": alt.Scale(domain=shown, range=[_COLOURS[name] for name in shown]),
        "legend": alt.Legend(title=None, orient="top", offset=14) if len(shown) > 1 else None,
    }
    bars = alt.Chart(alt.InlineData(values=rows)).mark_bar(size=min(_THICKEST, round(_INSIDE / len(rows) * 0.8, 1)))
    bars = bars.transform_fold(shown, as_=["what", "count"]).transform_filter("datum.count > 0")
    bars = bars.transform_calculate(number="datum.what === 'articles' ? -datum.count : datum.count")
    bars = bars.encode(
        x=alt.X(
            "label:O",
            title=None,
            axis=_days(alt, stretches, counted.unit),
            scale=alt.Scale(domain=[one.label for one in stretches]),
        ),
        y=alt.Y("number:Q", title=None, axis=_counts(alt, stretches), scale=alt.Scale(nice=False)),
        color=alt.Color("what:N", **colour),
        stroke=alt.Stroke("what:N", **colour),  # so that a bar of anything can be seen
        tooltip=["label:O", *(f"{name}:Q" for name in shown)],
    )
    return _styled(alt, bars, title, lines, peak, height=_HEIGHT)  # type: ignore[no-any-return]


def ranking(kind: Kind, counted: Ranked, about: str) -> "altair.LayerChart":
    """Return bars of speakers or outlets, those with most statements first.

    about: which part of which record. Raises QueryError when no name is known.
    """
    alt = extras.need("altair", _EXTRA)
    noun = str(kind)[:-1]
    if not counted.names:
        unnamed = f"the {noun} of {_many(counted.unnamed, 'statement')} is not known" if counted.unnamed else ""
        raise QueryError(_nothing(unnamed))
    names = [(_words(name), number) for name, number in counted.names]
    drawn = sum(number for _, number in names)
    everybody = len(names) == counted.different
    shown = _many(len(names), noun) if everybody else f"{len(names):,} of {_many(counted.different, noun)}"
    said = _many(drawn, "statement") if everybody else f"{drawn:,} of {_many(counted.statements, 'statement')}"
    lines = [about, f"{shown}, with {said}."]
    lines += [f"Not drawn: {_many(counted.unnamed, 'statement')} whose {noun} is not known."] if counted.unnamed else []
    first = ", ".join(f"{_isolated(name)} {number:,}" for name, number in names[:_NAMED])
    # Two people of one name stay two bars: a bar's place is its number with the name, and its label only the name.
    rows = [
        {"place": f"{place} {name}", noun: name, "statements": number} for place, (name, number) in enumerate(names, 1)
    ]
    label = alt.Axis(labelExpr="substring(datum.label, indexof(datum.label, ' ') + 1)", labelLimit=420)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("statements:Q", axis=None, scale=alt.Scale(nice=False)),
        y=alt.Y("place:N", sort=None, title=None, axis=label, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.1)),
        tooltip=[f"{noun}:N", "statements:Q"],
    )
    numbers = base.mark_text(align="left", dx=7, color=SOFT, fontSize=15)
    numbers = numbers.encode(text=alt.Text("statements:Q", format=","))
    title = "Most quoted speakers" if kind == Kind.SPEAKERS else "Outlets with most statements"
    both = alt.layer(base.mark_bar(color=_COLOURS["statements"], stroke=_COLOURS["statements"]), numbers)
    return _styled(alt, both, title, lines, f"Most: {first}.", height=_ROW * len(rows))  # type: ignore[no-any-return]


def drawn(chart: "Chart", format: str) -> bytes:
    """Return a chart as a file. Raises QueryError for an unknown format, and when vl-convert is not installed."""
    if format not in list(Format):
        raise QueryError(f"there is no chart format {format!r}; expected one of {', '.join(Format)}.")
    spec: dict[str, Any] = chart.to_dict()
    if format == Format.JSON:
        return (json.dumps(spec, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    convert = extras.need("vl_convert", _EXTRA)
    version = ".".join(extras.need("altair", _EXTRA).SCHEMA_VERSION.split(".")[:2])
    if format == Format.HTML:
        return _page(spec, convert.javascript_bundle(vl_version=version)).encode("utf-8")
    nowhere = {"vl_version": version, "allowed_base_urls": []}
    if format == Format.PNG:
        return bytes(convert.vegalite_to_png(spec, scale=SCALE, **nowhere))
    svg: str = convert.vegalite_to_svg(spec, **nowhere)
    label = f'<svg role="graphics-document" aria-label="{escape(spec["description"])}" '
    return svg.replace("<svg ", label, 1).encode("utf-8")


def _page(spec: dict[str, Any], script: str) -> str:
    """Return a page with a chart and what draws it; its policy keeps a browser from asking anybody for anything.

    vl-convert's own page lets a name with ``</script>`` end the script; here no "<" of the specification is left.
    """
    given = json.dumps(spec).replace("<", "\\u003c")
    title = escape(spec["title"]["text"])
    policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
    options = {
        "renderer": "svg",
        "ast": True,  # expressions are read, not run, so that the policy need not allow it
        "actions": {"export": True, "source": False, "compiled": False, "editor": False},
    }
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>body {{ margin: 0; background: {PAPER}; }}</style>
</head>
<body>
<main id="chart"><p>{escape(spec["description"])}</p></main>
<script>{script}</script>
<script>vegaEmbed("#chart", {given}, {json.dumps(options)});</script>
</body>
</html>
"""


def _nothing(why: str) -> str:
    return f"{why or 'nothing fits'}; nothing to draw. Ask for less: fewer words, part of a name, or no dates."


def _styled(alt: Any, bars: Any, title: str, lines: Sequence[str], peak: str, *, height: int) -> Any:
    """Return a chart with its title, the text that stands in for it, and the look of all charts."""
    wrapped = [part for line in lines for part in wrap(line, _LINE)]
    description = " ".join([f"Bar chart. {title}.", *lines, peak])
    made = bars.properties(
        title=alt.Title(title, subtitle=wrapped),
        description=description,
        width=_WIDTH,
        height=height,
        padding=24,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    made = made.configure(font="sans-serif", background=PAPER).configure_view(stroke=None)
    made = made.configure_title(
        anchor="start", frame="bounds", fontSize=24, fontWeight=600, color=INK, offset=18, limit=_WIDTH - 48,
        subtitleFontSize=15, subtitleColor=SOFT, subtitlePadding=8, subtitleLineHeight=21,
    )  # fmt: skip
    made = made.configure_legend(
        labelFontSize=15, labelColor=INK, symbolType="square", symbolSize=150, symbolStrokeWidth=0
    )
    return made.configure_axis(labelFontSize=15, labelColor=INK, ticks=False, domain=False, labelPadding=10)


def _days(alt: Any, stretches: Sequence[Stretch], unit: str) -> Any:
    """Return the axis of a timeline's stretches."""
    written = {"day": ("%Y-%m-%d", "%-d %b %Y"), "month": ("%Y-%m", "%b %Y")}
    label = "datum.label"
    if unit in written:
        read, shown = written[unit]
        label = f"utcFormat(utcParse({label}, '{read}'), '{shown}')"
    return alt.Axis(labelExpr=label, labelAngle=0, values=_labelled(stretches, unit))


def _counts(alt: Any, stretches: Sequence[Stretch]) -> Any:
    """Return the axis of a timeline's numbers, which below the line stand for articles."""
    line = {"condition": {"test": "datum.value === 0", "value": SOFT}, "value": RULE}
    values = _whole(-max(one.articles for one in stretches), max(one.statements for one in stretches))
    return alt.Axis(labelExpr="format(abs(datum.value), ',')", values=values, gridColor=line, labelColor=SOFT)


def _whole(low: int, high: int) -> list[int]:
    """Return round whole numbers from one to the other, 0 among them: ``_whole(-3, 21) == [0, 5, 10, 15, 20]``."""
    steps = (digit * 10**power for power in count() for digit in (1, 2, 5))
    step = next(one for one in steps if high - low <= _LINES * one)
    return list(range(-(-low // step) * step, high + 1, step))


def _labelled(stretches: Sequence[Stretch], unit: str) -> list[str]:
    """Return the labels that are shown: of days every so many, of months those that divide a year, of years round ones.

    >>> _labelled([Stretch(str(year), "", "", 1, 0) for year in range(1998, 2024)], "year")
    ['2000', '2005', '2010', '2015', '2020']
    """
    labels = [one.label for one in stretches]
    most = _LONG_LABELS if unit == "day" else _LABELS
    step = next(one for one in _STEPS[unit] if len(labels) <= most * one)
    if unit == "day":
        return labels[::step]
    if unit == "month":
        return [one for one in labels if (int(one[5:]) - 1) % step == 0]
    length = 10 if unit == "decade" else 1
    return [one for one in labels if int(one[:4]) // length % step == 0]


def _between(stretches: Sequence[Stretch]) -> str:
    first, last = stretches[0].label, stretches[-1].label
    return first if first == last else f"{first} to {last}"


def _listed(statements: int, articles: int) -> str:
    """Return numbers in words: ``_listed(2, 1) == "2 statements and 1 article"``, ``_listed(0, 0) == ""``."""
    counts = ((statements, "statement"), (articles, "article"))
    return " and ".join(_many(number, noun) for number, noun in counts if number)


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def _words(text: str, most: int | None = None) -> str:
    """Return text that every format can hold, in one line of so many characters at most."""
    line = _UNWRITABLE.sub("\ufffd", " ".join(text.split())) or "\ufffd"
    return line if most is None or len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _isolated(text: str) -> str:
    return _ISOLATED.format(text) if _TURNING.search(text) else text
