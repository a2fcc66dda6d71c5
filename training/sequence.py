"""The likelihood of whole tag sequences: a linear-chain CRF (Lafferty et al. 2001) whose transitions are fixed.

Every sequence that onrecord.model.tags.transitions allows weighs what its words' scores add up to, and all others
nothing. So the Viterbi search that reads the scores finds the likeliest sequence as it is, and nothing is added to the
model. Scores trained by single words may go on being trained by sequences: both are log-probabilities.
"""

import torch
from torch import Tensor


def log_likelihood(scores: Tensor, tags: Tensor) -> Tensor:
    """Return the log-likelihood of each row's tags among all allowed sequences, float [C].

    scores: float32 [C, W, T]; tags: int64 [C, W], allowed, and negative from where a row is padded.
    """
    known = tags >= 0
    gold = scores.gather(2, tags.clamp(min=0)[:, :, None])[:, :, 0]
    return (gold * known).sum(1) - _log_partition(scores, known)


def _log_partition(scores: Tensor, known: Tensor) -> Tensor:
    """Log of the sum over allowed sequences, float [C].

    Two sums go along the words: over the sequences after which anything may begin (``free`` [C]), and for each kind
    over those that are inside a span of it (``open`` [C, K]): after a tag B or I only I or E of its kind may follow.
    """
    kinds = (scores.shape[2] - 1) // 4
    none = scores[:, :, 0]
    begin, inside, end, alone = scores[:, :, 1:].reshape(*scores.shape[:2], kinds, 4).unbind(3)
    start = torch.cat((none[:, :, None], alone), 2).logsumexp(2)  # one word that leaves the sequence free
    free, opened = start[:, 0], begin[:, 0]
    for step in range(1, scores.shape[1]):
        closed = torch.cat(((free + start[:, step])[:, None], opened + end[:, step]), 1).logsumexp(1)
        going = torch.logaddexp(free[:, None] + begin[:, step], opened + inside[:, step])
        here = known[:, step]
        free = torch.where(here, closed, free)
        opened = torch.where(here[:, None], going, opened)
    return free
