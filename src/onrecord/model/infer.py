"""The reader: texts in, attributions and entities out, by ONNX Runtime.

Each window is a run of its own, on one core, and windows run side by side on as many cores as asked for. So no
padding is computed, and no answer depends on what else is in a batch, on its order, or on the number of threads.
"""

import itertools
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from onrecord.errors import ModelError
from onrecord.model import decode
from onrecord.model.encode import Encoded, Window, encode, windows
from onrecord.model.format import Manifest, default_folder, read_manifest
from onrecord.model.tags import ENTITY_TYPES
from onrecord.types import Attribution, Entity, Span, Tagged

_CLS, _SEP = 101, 102
_TEXTS_AT_ONCE = 64  # texts encoded before their windows run: bounds memory


@dataclass(frozen=True, slots=True)
class Part:
    """What one window gave."""

    attributions: list[Attribution]
    entities: list[Entity]


class Reader:
    """The model, loaded. Use ``Reader.load()``; one reader may be shared between threads."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        encoder: onnxruntime.InferenceSession,
        roles: onnxruntime.InferenceSession,
        manifest: Manifest,
        threads: int,
    ) -> None:
        self.manifest = manifest
        self._tokenizer = tokenizer
        self._encoder = encoder
        self._roles = roles
        self._threads = threads

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int | None = None) -> Self:
        """Load a model folder (default: the one in the package); ``threads`` defaults to the usable cores.

        Raises ModelError when the folder is missing, damaged or of another version.
        """
        folder = folder or default_folder()
        manifest = read_manifest(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            encoder, roles = (
                onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
                for name in ("encoder.onnx", "roles.onnx")
            )
        except Exception as error:  # the libraries raise bare Exception and types of their own
            raise ModelError(f"the model in {folder} cannot be loaded ({error}). Install onrecord again.") from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(tokenizer, encoder, roles, manifest, threads or len(os.sched_getaffinity(0)))

    @property
    def entity_types(self) -> tuple[str, ...]:
        """The kinds of entities that the model knows."""
        return ENTITY_TYPES

    def tag(self, texts: Sequence[str], ranges: Sequence[Sequence[Span]] | None = None) -> list[Tagged]:
        """Read texts, or in each only its ``ranges`` (characters, in order, not overlapping).

        >>> reader.tag(['"We will wait," said Ada Lund.'])[0].attributions[0].source  # doctest: +SKIP
        ((21, 29),)
        """
        return list(self.tag_each(texts, ranges))

    def tag_each(self, texts: Sequence[str], ranges: Sequence[Sequence[Span]] | None = None) -> Iterator[Tagged]:
        """Read texts as ``tag`` does, and yield each as soon as it and those before it are read."""
        with ThreadPoolExecutor(self._threads) as pool:
            for start in range(0, len(texts), _TEXTS_AT_ONCE):
                part = slice(start, start + _TEXTS_AT_ONCE)
                chosen = ranges[part] if ranges is not None else [None] * len(texts[part])
                encoded = [encode(t, self._tokenizer, r) for t, r in zip(texts[part], chosen, strict=True)]
                work = [windows(e) for e in encoded]
                jobs = [(e, window) for e, found in zip(encoded, work, strict=True) for window in found]
                parts = pool.map(lambda job: self._read(*job), jobs)
                for found in work:
                    yield _joined(list(itertools.islice(parts, len(found))))

    def _read(self, encoded: Encoded, window: Window) -> Part:
        low = int(encoded.first[window.start])
        high = int(encoded.first[window.end]) if window.end < len(encoded.first) else len(encoded.pieces)
        inputs = {
            "pieces": np.concatenate(([_CLS], encoded.pieces[low:high], [_SEP])).astype(np.int64)[None],
            "features": np.concatenate(([0], encoded.features[low:high], [0])).astype(np.int64)[None],
            "first": (encoded.first[window.start : window.end] - low + 1).astype(np.int64)[None],
        }
        words, anchors, entity_scores = self._encoder.run(None, inputs)
        spans = encoded.spans[window.start : window.end]
        own = slice(window.own_start - window.start, window.own_end - window.start)
        likely = 1 / (1 + np.exp(-anchors[0]))
        cues = own.start + np.flatnonzero(likely[own] >= self.manifest.anchor_threshold)
        owned = [
            entity
            for entity in decode.entities(entity_scores[0], spans, threshold=self.manifest.entity_threshold)
            if spans[own.start, 0] <= entity.start < spans[own.stop - 1, 1]
        ]
        if not len(cues):
            return Part([], owned)
        numbers = np.searchsorted(encoded.sentence_words, np.arange(window.start, window.end), side="right")
        scores = self._roles.run(
            None,
            {
                "words": words,
                "sentences": numbers.astype(np.int64)[None],
                "window": np.zeros(len(cues), np.int64),
                "cue": cues.astype(np.int64),
            },
        )[0]
        found = decode.attributions(
            scores, cues.tolist(), likely[cues].tolist(), spans, calibration=self.manifest.calibration
        )
        return Part(found, owned)


def _joined(parts: Sequence[Part]) -> Tagged:
    return Tagged(
        tuple(a for part in parts for a in part.attributions), tuple(e for part in parts for e in part.entities)
    )
