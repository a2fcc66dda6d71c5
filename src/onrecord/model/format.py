"""The model folder: what is in it, and how it is checked.

| file           | what                                                                                       |
|----------------|--------------------------------------------------------------------------------------------|
| model.json     | format version, name, thresholds, and the SHA-256 and size of every other file            |
| tokenizer.json | wordpiece vocabulary and rules (Hugging Face tokenizers)                                   |
| encoder.onnx   | pieces, features, lengths, first -> words, anchors, entities                               |
| roles.onnx     | words, sentences, window, cue -> scores                                                    |
| MODEL_CARD.md  | what it was trained on, under which licences, and how well it does                         |
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from importlib import resources
from pathlib import Path

from onrecord.errors import ModelError
from onrecord.model.decode import Calibration

VERSION = 2
FILES = ("tokenizer.json", "encoder.onnx", "roles.onnx")


@dataclass(frozen=True, slots=True)
class Manifest:
    """Contents of model.json.

    anchor_threshold, entity_threshold: probabilities from which a cue or an entity counts. files: name to
    ``{"sha256": ..., "bytes": ...}``. calibration: of attributions' confidences.
    """

    version: int
    name: str
    anchor_threshold: float = 0.5
    entity_threshold: float = 0.5
    calibration: Calibration = field(default_factory=Calibration)
    files: dict[str, dict[str, str | int]] = field(default_factory=dict)


def default_folder() -> Path:
    """Return the folder of the weights that ship with the package."""
    return Path(str(resources.files("onrecord.model"))) / "weights"


def write_manifest(folder: Path, *, name: str, anchor_threshold: float, entity_threshold: float) -> Manifest:
    """Describe the files in a folder and write its model.json."""
    files: dict[str, dict[str, str | int]] = {
        file: {"sha256": _sha256(folder / file), "bytes": (folder / file).stat().st_size} for file in FILES
    }
    manifest = Manifest(VERSION, name, anchor_threshold, entity_threshold, files=files)
    (folder / "model.json").write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
    return manifest


def read_manifest(folder: Path, *, verify: bool = False) -> Manifest:
    """Read a folder's model.json and check version and file sizes, and with ``verify`` every checksum.

    Raises ModelError, which says what was found, what was expected and what to do.
    """
    path = folder / "model.json"
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        version = values["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"no readable model.json in {folder} ({error}); expected a model folder. Install onrecord again, or name "
            "a folder that training/export.py wrote."
        ) from error
    if version != VERSION:
        raise ModelError(
            f"the model in {folder} has format version {version}, this onrecord reads version {VERSION}. "
            "Install the onrecord release that belongs to the model, or export the model again."
        )
    manifest = Manifest(**(values | {"calibration": Calibration(**values.get("calibration", {}))}))
    for name in FILES:
        _check(folder / name, manifest.files.get(name, {}), verify=verify)
    return manifest


def _check(path: Path, expected: dict[str, str | int], *, verify: bool) -> None:
    advice = "The installation is damaged: install onrecord again."
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ModelError(f"model file {path} cannot be read ({error.strerror}). {advice}") from error
    if size != expected.get("bytes"):
        raise ModelError(f"model file {path} has {size} bytes, expected {expected.get('bytes')}. {advice}")
    if verify and (found := _sha256(path)) != expected.get("sha256"):
        raise ModelError(f"model file {path} has SHA-256 {found}, expected {expected.get('sha256')}. {advice}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
