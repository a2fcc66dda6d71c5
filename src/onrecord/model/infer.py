"""The reader: texts in, attributions and entities out, by ONNX Runtime.

Each window is a run of its own, on one core, and windows run side by side on as many cores as asked for. So no
padding is computed, and no answer depends on what else is in a batch, on its order, or on the number of threads.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from onrecord.errors import ModelError
from onrecord.model import decode
from onrecord.model.decode import Scored
from onrecord.model.encode import Encoded, Window, encode, windows
from onrecord.model.format import Manifest, default_folder, read_manifest
from onrecord.model.tags import ENTITY_TYPES, ROLES
from onrecord.types import Span, Tagged

_CLS, _SEP = 101, 102
_SLOWER = ["SkipLayerNormFusion"]  # the fused step takes several times as long as the two that it replaces
_CUES_AT_ONCE = 4  # what is computed for more leaves the processor's cache: a seventh slower on PolNeAR dev
_TEXTS_AHEAD, _WINDOWS_AHEAD = 64, 64  # encoded before they are asked for: bounds memory
_WINDOWS_AT_ONCE = 32  # windows decoded together: a few articles, so that each is soon there


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
                onnxruntime.InferenceSession(
                    str(folder / name), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
                )
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
        whole = ([(0, len(text))] for text in texts)
        return list(self.tag_each(zip(texts, whole if ranges is None else ranges, strict=True)))

    def tag_each(self, texts: Iterable[tuple[str, Sequence[Span]]], *, entities: bool = True) -> Iterator[Tagged]:
        """Read texts with their ranges as ``tag`` does, and yield each as soon as it and those before it are read.

        Texts are taken as they are needed, some ahead, so that all cores have work while the caller has some too.
        entities: whether they are wanted; without them it goes a little faster.
        """
        coming = iter(texts)
        pool = ThreadPoolExecutor(self._threads)
        waiting: deque[list[Future[Scored]]] = deque()
        try:
            while self._ahead(coming, waiting, pool):
                taken: list[list[Future[Scored]]] = []
                while waiting and sum(map(len, taken)) < _WINDOWS_AT_ONCE:
                    taken.append(waiting.popleft())
                for tagged in self._decode([[one.result() for one in text] for text in taken], entities=entities):
                    self._ahead(coming, waiting, pool)
                    yield tagged
        finally:
            pool.shutdown(cancel_futures=True)

    def _ahead(
        self, coming: Iterator[tuple[str, Sequence[Span]]], waiting: deque[list[Future[Scored]]], pool: Executor
    ) -> bool:
        """Set cores to work on texts to come, as far ahead as is useful; return whether any text is left."""
        while len(waiting) < _TEXTS_AHEAD and sum(map(len, waiting)) < _WINDOWS_AHEAD:
            if (found := next(coming, None)) is None:
                break
            encoded = encode(found[0], self._tokenizer, found[1])
            waiting.append([pool.submit(self._read, encoded, window) for window in windows(encoded)])
        return bool(waiting)

    def _decode(self, texts: Sequence[Sequence[Scored]], *, entities: bool) -> Iterator[Tagged]:
        """Turn the scores of several texts' windows into marks; together, as a search costs the same for many."""
        every = [window for text in texts for window in text]
        said = iter(decode.attributions(every, calibration=self.manifest.calibration))
        named = iter(decode.entities(every if entities else (), threshold=self.manifest.entity_threshold))
        for text in texts:
            attributions = tuple(one for _ in text for one in next(said))
            yield Tagged(attributions, tuple(one for _ in text for one in next(named, ())))

    def _read(self, encoded: Encoded, window: Window) -> Scored:
        low = int(encoded.first[window.start])
        high = int(encoded.first[window.end]) if window.end < len(encoded.first) else len(encoded.pieces)
        inputs = {
            "pieces": np.concatenate(([_CLS], encoded.pieces[low:high], [_SEP])).astype(np.int64)[None],
            "features": np.concatenate(([0], encoded.features[low:high], [0])).astype(np.int64)[None],
            "first": (encoded.first[window.start : window.end] - low + 1).astype(np.int64)[None],
        }
        words, anchors, entity_scores = self._encoder.run(None, inputs)
        spans = encoded.spans[window.start : window.end]
        likely = 1 / (1 + np.exp(-anchors[0]))
        cues = np.flatnonzero(likely >= self.manifest.anchor_threshold)
        if not len(cues):
            none = np.zeros((0, len(spans), 1 + 4 * len(ROLES)), np.float32)
            return Scored(spans, cues, likely[cues], none, entity_scores[0])
        numbers = np.searchsorted(encoded.sentence_words, np.arange(window.start, window.end), side="right")
        common = {"words": words, "sentences": numbers.astype(np.int64)[None]}
        scores = [
            self._roles.run(None, common | {"window": np.zeros(len(some), np.int64), "cue": some.astype(np.int64)})[0]
            for some in np.array_split(cues, -(-len(cues) // _CUES_AT_ONCE))
        ]
        return Scored(spans, cues, likely[cues], np.concatenate(scores), entity_scores[0])
