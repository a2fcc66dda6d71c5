"""Run every check: ``python check.py``. Needs ``pip install -e '.[test]'``.

Training code is type-checked, and its tests run, where torch is installed. The gate scores PolNeAR dev where the
corpus is there.
"""

import importlib.util
import subprocess
import sys
import time

HAS_TORCH = importlib.util.find_spec("torch") is not None
STEPS: dict[str, list[str]] = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "--quiet", "."],
    "mypy": ["mypy", "src", "evaluation", "benchmarks", "facts", *(["training"] if HAS_TORCH else [])],
    "gold is compiled": ["evaluation.gold.compile", "--check"],
    "facts are built": ["facts.build", "--check"],
    "docs are current": ["docs.build", "--check"],
    "tests": ["pytest", "-n", "2", "--dist", "loadfile"],
    "gate": ["evaluation.gate"],
}


def main() -> int:
    """Run the steps, all of them even when one fails, and say which failed."""
    failed = []
    for name, command in STEPS.items():
        began = time.monotonic()
        print(f"== {name}", flush=True)
        code = subprocess.run([sys.executable, "-m", *command], check=False).returncode
        print(f"== {name}: {'ok' if code == 0 else f'FAILED ({code})'}, {time.monotonic() - began:.0f} s", flush=True)
        if code:
            failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
