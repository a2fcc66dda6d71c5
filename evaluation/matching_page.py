"""Write the tables on matching into the README: ``python -m evaluation.matching_page``.

Pairs are scored anew; scale, copies and the time of a check come from the files that the benchmarks write:
``benchmarks/match_scale.json``, ``copies.json`` and ``check_speed.json``.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evaluation import pairs
from evaluation.readme import rewrite, table

ROOT = Path(__file__).parent.parent
_PAIRS = {
    "direct_mixed": "same utterance, direct and mixed",
    "indirect": "same utterance, one of the two indirect",
    "talking_points": "same line, another occasion",
    "b_cubed": "B-cubed",
}


def matching() -> str:
    """Return the section's tables."""
    parts = [_labelled()]
    benchmarks = {name: ROOT / "benchmarks" / f"{name}.json" for name in ("copies", "match_scale", "check_speed")}
    shown = {"copies": _copies, "match_scale": _scale, "check_speed": _check}
    for name, path in benchmarks.items():
        if path.exists():
            parts.append(shown[name](json.loads(path.read_text(encoding="utf-8"))))
    return "\n\n".join(parts)


def _labelled() -> str:
    statements = pairs.read()
    scores = pairs.score(statements, "report")
    rows = [
        [name, *(f"{100 * value:.1f}" for value in (scores[key].precision, scores[key].recall))]
        for key, name in _PAIRS.items()
    ]
    number = sum(one.half == "report" for one, _, _ in pairs.pairs(statements))
    return f"{number} labelled pairs of the half that no rule was set on:\n\n" + table(
        ["pairs", "precision", "recall"], rows
    )


def _copies(found: Mapping[str, Any]) -> str:
    rows = [
        [name, *(f"{100 * each[part]:.1f}" for part in ("precision", "recall"))]
        for name, each in found["programs"].items()
    ]
    return f"Copies among {found['articles']:,} made-up articles with edits:\n\n" + table(
        ["copies", "precision", "recall"], rows
    )


def _scale(found: Mapping[str, Any]) -> str:
    header = ["statements", "seconds", "MiB", "precision", "recall", "exponent", "one article more, s"]
    rows = [
        [
            f"{run['statements']:,}",
            f"{run['seconds']:,}",
            f"{run['peak_mib']:,}",
            f"{100 * run['precision']:.1f}",
            f"{100 * run['recall']:.1f}",
            str(run.get("exponent", "")),
            str(run.get("one_article_seconds", "")),
        ]
        for run in found["runs"]
    ]
    return "Made-up statements, processor seconds on one core:\n\n" + table(header, rows)


def _check(found: Mapping[str, Any]) -> str:
    kinds = list(next(iter(found.values())))
    rows = [[f"{int(size):,}", *(f"{each[kind]['median_ms']:.0f}" for kind in kinds)] for size, each in found.items()]
    return "Median milliseconds of one core that `onrecord check` takes, the record open:\n\n" + table(
        ["statements", *kinds], rows
    )


def main() -> None:
    """Rewrite the section."""
    print("changed" if rewrite(ROOT / "README.md", "matching", matching()) else "as it was")


if __name__ == "__main__":
    main()
