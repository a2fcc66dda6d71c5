"""The likelihood of tag sequences, against trying every one."""

import itertools

import pytest
import torch

from onrecord.model.tags import spans_of, tag_spans, transitions, viterbi
from training.sequence import expected_log_likelihood, log_likelihood, marginals, one_hot


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


def test_chances_of_one_sequence_give_its_likelihood():
    torch.manual_seed(6)
    scores = torch.randn(2, 9, 13)
    tags = torch.from_numpy(tag_spans([(0, 0, 2), (1, 2, 3), (2, 4, 9)], 9))[None].repeat(2, 1)
    tags[1, 4:] = -100
    found = expected_log_likelihood(scores, one_hot(tags, 13), tags >= 0)
    torch.testing.assert_close(found, log_likelihood(scores, tags))


def test_marginals_are_the_shares_of_all_allowed_sequences():
    torch.manual_seed(7)
    scores = torch.randn(1, 4, 5)
    found = marginals(scores, torch.tensor([[True, True, True, False]]))[0]
    for word, tag in itertools.product(range(3), range(5)):
        others = scores[0, :3].clone()
        others[word, [t for t in range(5) if t != tag]] = -1e6
        torch.testing.assert_close(found[word, tag], (total(others) - total(scores[0, :3])).exp(), atol=1e-5, rtol=1e-4)
    assert (found[3] == 0).all()
