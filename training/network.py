"""The reader network in torch: a BERT encoder with a feature embedding, and three heads over words.

    pieces, features --encoder--> words --anchor--> is this word the first of a cue?
                                        --entity--> entity tag
                                        --roles---> for one cue: source, cue and content tags of every word

The encoder follows Devlin et al. (2019) and loads all-MiniLM-L6-v2 or any BERT of its shape; with ``buckets``, MPNet
(Song et al. 2020), whose layers also see how far apart two wordpieces are. Both share one vocabulary of wordpieces.
"""

import math
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.model.encode import FEATURES
from onrecord.model.tags import ENTITY_TYPES, ROLES

REACH = 100  # words: distances to a cue are told apart up to here
NEAR = 3  # sentences, likewise
FARTHEST = 128  # wordpieces: MPNet tells distances apart up to here
DILATIONS = (1, 1, 4, 12)  # words between the taps of each mixer: with seven taps, 54 words are seen either way
NEW_MIXERS = ("roles.mixers.2.", "roles.mixers.3.")  # later than the first weights; they start as the identity


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network."""

    vocabulary: int = 30522
    positions: int = 512
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    role_width: int = 192
    buckets: int = 0  # of distances between wordpieces, in MPNet
    gelu: bool = True  # between the two maps of a layer; else ReLU, whose results can be eight bits at once

    @property
    def epsilon(self) -> float:
        """What the encoder's normalisation adds to a variance, as its weights were trained."""
        return 1e-5 if self.buckets else 1e-12

    def to_dict(self) -> dict[str, int]:
        """Return the sizes by name."""
        return asdict(self)


class Dropout(nn.Dropout):
    """Dropout whose chances come from random bytes: faster on a CPU."""

    def forward(self, x: Tensor) -> Tensor:
        """Any shape."""
        if x.is_cuda or not self.training:
            return super().forward(x)
        kept = torch.empty((x.numel() + 7) // 8, dtype=torch.int64).random_(-(2**63), None).view(torch.uint8)
        least = round(256 * self.p)
        return x * (kept[: x.numel()].view(x.shape) >= least).to(x.dtype) * (256 / (256 - least))


class Layer(nn.Module):
    """One transformer layer, normalised after each residual."""

    def __init__(self, shape: Shape) -> None:
        """Build the layer."""
        super().__init__()
        self.heads = shape.heads
        self.activation = F.gelu if shape.gelu else F.relu
        self.query = nn.Linear(shape.width, shape.width)
        self.key = nn.Linear(shape.width, shape.width)
        self.value = nn.Linear(shape.width, shape.width)
        self.attended = nn.Linear(shape.width, shape.width)
        self.attended_norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.outer_norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.dropout = Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """X [B, P, H] to [B, P, H].

        mask: None where all attend to all; bool [B, 1, 1, P], true to attend; or float [B, heads, P, P], added.
        """
        batch, length, width = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

        attend = F.scaled_dot_product_attention if x.is_cuda or not self.training else _attend
        mixed = attend(split(self.query(x)), split(self.key(x)), split(self.value(x)), attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.attended_norm(x + self.dropout(self.attended(mixed)))
        out: Tensor = self.outer_norm(x + self.dropout(self.outer(self.activation(self.inner(x)))))
        return out


def _attend(query: Tensor, key: Tensor, value: Tensor, *, attn_mask: Tensor | None) -> Tensor:
    """Return scaled_dot_product_attention step by step: faster to learn from on a CPU."""
    scores = query * query.shape[-1] ** -0.5 @ key.transpose(-1, -2)
    if attn_mask is not None and attn_mask.dtype == torch.bool:
        attn_mask = torch.zeros_like(attn_mask, dtype=scores.dtype).masked_fill(~attn_mask, -1e4)
    if attn_mask is not None:
        scores = scores + attn_mask
    mixed: Tensor = scores.softmax(-1).to(value.dtype) @ value
    return mixed


class Encoder(nn.Module):
    """Wordpieces and features to words."""

    def __init__(self, shape: Shape) -> None:
        """Build the encoder; the feature embedding starts at zero, so that loaded weights behave as trained."""
        super().__init__()
        self.pieces = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.features = nn.Embedding(FEATURES, shape.width)
        nn.init.zeros_(self.features.weight)
        self.distances = nn.Embedding(shape.buckets, shape.heads) if shape.buckets else None
        self.norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.dropout = Dropout(0.1)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.anchor = nn.Linear(shape.width, 1)
        self.entity = nn.Linear(shape.width, 1 + 4 * len(ENTITY_TYPES))

    def forward(
        self, pieces: Tensor, features: Tensor, lengths: Tensor | None, first: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Read windows.

        pieces, features int64 [B, P] with [CLS] and [SEP]; lengths int64 [B] in wordpieces, or None where
        nothing is padded; first int64 [B, W], the
        position of each word's first wordpiece. Returns words [B, W, H], anchor scores [B, W] and entity scores
        [B, W, T].
        """
        positions = torch.arange(pieces.shape[1], device=pieces.device)
        mask = None if lengths is None else (positions[None] < lengths[:, None])[:, None, None]
        if self.distances is not None:
            bias = self.distances(_buckets(positions, self.distances.num_embeddings)).permute(2, 0, 1)[None]
            mask = bias if mask is None else bias.masked_fill(~mask, -1e4)
        x = self.dropout(self.norm(self.pieces(pieces) + self.features(features) + self.positions(positions)))
        for layer in self.layers:
            x = layer(x, mask)
        words = torch.gather(x, 1, first[:, :, None].expand(-1, -1, x.shape[2]))
        return words, self.anchor(words).squeeze(2), self.entity(words)


def _buckets(positions: Tensor, count: int) -> Tensor:
    """Return the bucket of the way from each position to each, int64 [P, P], as in T5 (Raffel et al. 2020).

    Half of the buckets are for either direction; of these, half hold one distance each and the others ever more.
    """
    ahead = positions[None] - positions[:, None]
    half, near = count // 2, count // 4
    far = ahead.abs()
    rising = near + (far.clamp(min=1) / near).log() / math.log(FARTHEST / near) * (half - near)
    return torch.where(far < near, far, rising.long().clamp(max=half - 1)) + half * (ahead > 0)


class Mixer(nn.Module):
    """A residual step along the words: depthwise convolution over seven words, then a dense map."""

    def __init__(self, width: int, dilation: int) -> None:
        """Build the step; it starts as the identity."""
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.along = nn.Conv1d(width, width, 7, padding=3 * dilation, dilation=dilation, groups=width)
        self.across = nn.Linear(width, width)
        nn.init.zeros_(self.across.weight)
        nn.init.zeros_(self.across.bias)

    def forward(self, x: Tensor, known: Tensor | None) -> Tensor:
        """X [C, W, R] to [C, W, R]; known bool [C, W], false where a row is padded, None where none is."""
        y = self.norm(x) if known is None else self.norm(x) * known[:, :, None]
        y = self._shifted(y) if y.is_cuda else self.along(y.transpose(1, 2)).transpose(1, 2)
        out: Tensor = x + self.across(F.gelu(y))
        return out

    def _shifted(self, y: Tensor) -> Tensor:
        """Return the convolution along the words as a sum of shifted products: many times faster on a GPU."""
        step, reach = self.along.dilation[0], int(self.along.padding[0])
        wide = F.pad(y, (0, 0, reach, reach))
        taps = self.along.weight[:, 0]
        out: Tensor = self.along.bias.expand_as(y)  # type: ignore[union-attr]
        for tap in range(taps.shape[1]):
            out = torch.addcmul(out, wide[:, tap * step : tap * step + y.shape[1]], taps[:, tap])
        return out


class Roles(nn.Module):
    """For each cue, the role of every word in its window."""

    def __init__(self, shape: Shape) -> None:
        """Build the head."""
        super().__init__()
        width = shape.role_width
        self.word = nn.Linear(shape.width, width)
        self.cue = nn.Linear(shape.width, width)
        self.scale = nn.Linear(shape.width, width)
        self.distance = nn.Embedding(2 * REACH + 1, width)
        self.sentence = nn.Embedding(2 * NEAR + 1, width)
        self.mixers = nn.ModuleList(Mixer(width, dilation) for dilation in DILATIONS)
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, 1 + 4 * len(ROLES))

    def forward(
        self, words: Tensor, sentences: Tensor, window: Tensor, cue: Tensor, known: Tensor | None = None
    ) -> Tensor:
        """Score the words round each cue.

        words [B, W, H]; sentences int64 [B, W], the sentence number of each word; window, cue int64 [C]: which
        window and which word in it; known bool [B, W], false where a window is padded, None where none is.
        Returns [C, W, T].
        """
        at = torch.arange(words.shape[1], device=words.device)[None] - cue[:, None]
        anchor = words[window, cue]
        near = sentences[window] - sentences[window, cue][:, None]
        x = self.word(words).index_select(0, window) * (1 + self.scale(anchor))[:, None] + self.cue(anchor)[:, None]
        x = x + self.distance(at.clamp(-REACH, REACH) + REACH) + self.sentence(near.clamp(-NEAR, NEAR) + NEAR)
        for mixer in self.mixers:
            x = mixer(x, None if known is None else known[window])
        scores: Tensor = self.out(F.gelu(self.norm(x)))
        return scores


class Reader(nn.Module):
    """Encoder and roles head together, for training."""

    def __init__(self, shape: Shape) -> None:
        """Build the network."""
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.roles = Roles(shape)


_BERT = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attended": "attention.output.dense",
    "attended_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "outer_norm": "output.LayerNorm",
}
_MPNET = _BERT | {
    "query": "attention.attn.q",
    "key": "attention.attn.k",
    "value": "attention.attn.v",
    "attended": "attention.attn.o",
    "attended_norm": "attention.LayerNorm",
}
_MPNET_OWN = {0: 1, 101: 0, 102: 2, 103: 30526}  # padding, begin, end and mask have places of their own in MPNet
_MPNET_SHIFT = 4  # every other wordpiece of BERT's vocabulary comes this much later
_MPNET_PADDING = 1  # positions count from the one after it


def load_bert(encoder: Encoder, weights: dict[str, Tensor]) -> None:
    """Copy BERT weights under their Hugging Face names into the encoder; raises KeyError on a missing one."""
    state = {
        "pieces.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0],
    }
    _load(encoder, weights, state, _BERT)


def load_mpnet(encoder: Encoder, weights: dict[str, Tensor]) -> None:
    """Copy MPNet weights likewise, its wordpieces put in the order of BERT's vocabulary."""
    order = torch.arange(encoder.pieces.num_embeddings) + _MPNET_SHIFT
    for ours, theirs in _MPNET_OWN.items():
        order[ours] = theirs
    state = {
        "pieces.weight": weights["embeddings.word_embeddings.weight"][order],
        "positions.weight": weights["embeddings.position_embeddings.weight"][_MPNET_PADDING + 1 :],
        "distances.weight": weights["encoder.relative_attention_bias.weight"],
    }
    _load(encoder, weights, state, _MPNET)


def _load(encoder: Encoder, weights: dict[str, Tensor], state: dict[str, Tensor], names: dict[str, str]) -> None:
    state |= {f"norm.{part}": weights[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias")}
    for index in range(len(encoder.layers)):
        for ours, theirs in names.items():
            for part in ("weight", "bias"):
                state[f"layers.{index}.{ours}.{part}"] = weights[f"encoder.layer.{index}.{theirs}.{part}"]
    missing, unexpected = encoder.load_state_dict(state, strict=False)
    new = {name for name in missing if not name.startswith(("features.", "anchor.", "entity."))}
    if new or unexpected:
        raise KeyError(f"encoder weights do not fit: missing {sorted(new)}, unexpected {sorted(unexpected)}")
