"""Where the reader's time goes."""

import pytest

from benchmarks import pace
from onrecord.model.format import default_folder


def event(operator, taken, made):
    return {
        "op_name": operator,
        "input_type_shape": [{"float": shape} for shape in taken],
        "output_type_shape": [{"float": made}],
    }


@pytest.mark.parametrize(
    ("operator", "taken", "made", "expected"),
    [
        ("DynamicQuantizeMatMul", [[1, 5, 4], [6]], [1, 5, 6], (120, 0)),
        ("MatMul", [[2, 5, 4], [2, 4, 3]], [2, 5, 3], (0, 120)),
        ("Attention", [[1, 5, 8], [1, 7, 8], [1, 7, 8]], [1, 5, 8], (0, 560)),  # 5 x 7 x 8 for scores, again for sums
        ("Conv", [[2, 8, 1, 5], [8, 1, 1, 7]], [2, 8, 1, 5], (0, 560)),
        ("QGemm", [[5, 3]], [5, 4], (60, 0)),
        ("Gelu", [[1, 5, 4]], [1, 5, 4], (0, 0)),
    ],
)
def test_multiplications_are_counted_by_shapes(operator, taken, made, expected):
    assert pace.multiplications(event(operator, taken, made)) == expected


def test_each_part_of_the_reader_is_measured():
    text = "“We will not sign,” Defence Minister Ada Lund told reporters. She added that talks had failed.\n" * 3
    parts = pace.measure([text], default_folder(), repeats=1)
    assert {pace.PRODUCTS, pace.ATTENTION, pace.GELU, pace.NORM, pace.ALONG, pace.CUTTING, pace.SEARCH} <= set(parts)
    assert all(part.seconds > 0 for part in parts.values())
    pieces = len(text.split())
    assert parts[pace.PRODUCTS].small > 5 * 12 * 384 * 384 * pieces  # five layers of all wordpieces, one of words
    assert parts[pace.ATTENTION].floats > 0


def test_the_table_says_how_far_the_reader_is_from_the_best():
    found = {
        "text": "our text", "articles": 2, "words": 1000, "processor": "a processor",
        "int8_pace": 500_000_000_000, "float_pace": 70_000_000_000,
        "parts": {
            "attention": {"milliseconds": 30.0, "at_best": 15.0},
            "GELU": {"milliseconds": 60.0, "at_best": 0.0},
        },
    }  # fmt: skip
    lines = pace.markdown(found).splitlines()
    assert lines[2:5] == [
        "| GELU | 60.0 | 67 % | 0.0 |",
        "| attention | 30.0 | 33 % | 15.0 |",
        "| all | 90.0 | 100 % | 15.0 |",
    ]
    assert "500 thousand million" in lines[-1]
    assert "6.0 times" in lines[-1]
