"""The likelihood of tag sequences, against trying every one."""

import itertools

import pytest
import torch

from onrecord.model.tags import spans_of, tag_spans, transitions, viterbi
from training.sequence import log_likelihood


def total(scores):
    """Add up every allowed sequence of one row, [W, 5]."""
    rules = transitions(1)
    found = []
    for tags in itertools.product(range(5), repeat=len(scores)):
        whole = tags[0] in (0, 1, 4) and tags[-1] in (0, 3, 4)
        if whole and all(rules[a, b] == 0 for a, b in itertools.pairwise(tags)):
            found.append(sum(scores[i, tag] for i, tag in enumerate(tags)))
    return torch.stack(found).logsumexp(0)


@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_share_of_all_allowed_sequences(seed):
    torch.manual_seed(seed)
    scores = torch.randn(3, 5, 5)
    rows = [[0, 1, 2, 3, 4], [4, 1, 3], [0]]
    tags = torch.full((3, 5), -100)
    for index, row in enumerate(rows):
        tags[index, : len(row)] = torch.tensor(row)
    for found, row, score in zip(log_likelihood(scores, tags), rows, scores, strict=True):
        gold = sum(score[i, tag] for i, tag in enumerate(row))
        torch.testing.assert_close(found, gold - total(score[: len(row)]))


def test_what_is_learned_is_what_the_search_finds():
    torch.manual_seed(5)
    scores = torch.zeros(1, 9, 13, requires_grad=True)
    tags = torch.from_numpy(tag_spans([(0, 0, 2), (1, 2, 3), (2, 4, 9)], 9))[None]
    optimizer = torch.optim.SGD([scores], lr=1.0)
    for _ in range(30):
        optimizer.zero_grad()
        (-log_likelihood(scores, tags)).sum().backward()
        optimizer.step()
    (found,) = viterbi([scores[0].detach().numpy()], 3)
    assert spans_of(found) == [(0, 0, 2), (1, 2, 3), (2, 4, 9)]
    assert -0.5 < log_likelihood(scores, tags).item() < 0
