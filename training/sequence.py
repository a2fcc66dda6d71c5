"""The likelihood of whole tag sequences: a linear-chain CRF (Lafferty et al. 2001) whose transitions are fixed.

Every sequence that onrecord.model.tags.transitions allows weighs what its words' scores add up to, and all others
nothing. So the Viterbi search that reads the scores finds the likeliest sequence as it is, and nothing is added to the
model. As a sequence's score is a sum over its words, the likelihood that is expected under another model's beliefs
needs no more than that model's chance of each tag at each word (``expected_log_likelihood``, ``marginals``).
"""

import torch
from torch import Tensor
from torch.nn import functional as F

_NEVER = -1e9


def log_likelihood(scores: Tensor, tags: Tensor) -> Tensor:
    """Return the log-likelihood of each row's tags among all allowed sequences, float [C].

    scores: float32 [C, W, T]; tags: int64 [C, W], allowed, and negative from where a row is padded.
    """
    known = tags >= 0
    gold = scores.gather(2, tags.clamp(min=0)[:, :, None])[:, :, 0]
    return (gold * known).sum(1) - log_partition(scores, known)


def expected_log_likelihood(scores: Tensor, chances: Tensor, known: Tensor) -> Tensor:
    """Return the log-likelihood that is expected when each word's tag has these chances, float [C].

    scores, chances: float32 [C, W, T]; known: bool [C, W], false from where a row is padded. The chances of a known
    word have to come to one: with less, the loss falls without end as all scores of the word fall.
    """
    return (scores * chances * known[:, :, None]).sum((1, 2)) - log_partition(scores, known)


def marginals(scores: Tensor, known: Tensor) -> Tensor:
    """Return the chance of each tag at each word among all allowed sequences, float32 [C, W, T]; zero where padded."""
    with torch.enable_grad():
        free = scores.detach().float().requires_grad_()
        (found,) = torch.autograd.grad(log_partition(free, known).sum(), free)
    return found


def log_partition(scores: Tensor, known: Tensor) -> Tensor:
    """Log of the sum over allowed sequences, float [C].

    After a word either anything may begin (state 0), or a span of kind k is open (state k), and only I or E of its kind
    may follow. A word is thus a matrix of steps between states; their product is taken pair by pair, so that the
    number of operations in a row grows with the logarithm of the words.
    """
    rows, words, tags = scores.shape
    kinds = (tags - 1) // 4
    begin, inside, end, alone = scores[:, :, 1:].reshape(rows, words, kinds, 4).unbind(3)
    single = torch.cat((scores[:, :, :1], alone), 2).logsumexp(2)
    leave = torch.cat((single[:, :, None], begin), 2)  # from state 0
    stay = torch.diag_embed(inside) + _NEVER * (1 - torch.eye(kinds, device=scores.device))
    steps = torch.cat((leave[:, :, None], torch.cat((end[:, :, :, None], stay), 3)), 2)
    still = _NEVER * (1 - torch.eye(1 + kinds, device=scores.device))  # a padded word changes nothing
    steps = torch.where(known[:, :, None, None], steps, still)
    while (count := steps.shape[1]) > 1:
        if count % 2:
            steps = torch.cat((steps, still.expand(rows, 1, -1, -1)), 1)
        steps = (steps[:, 0::2, :, :, None] + steps[:, 1::2, None]).logsumexp(3)
    return steps[:, 0, 0, 0]


def one_hot(tags: Tensor, size: int) -> Tensor:
    """Return tags int64 [C, W], negative where padded, as chances float32 [C, W, size]."""
    return F.one_hot(tags.clamp(min=0), size).float() * (tags >= 0)[:, :, None]
