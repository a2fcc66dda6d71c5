"""Packages that only an extra brings: ``extras.need("polars", "dataframes")``."""

import importlib
import importlib.util
from typing import Any

from onrecord.errors import QueryError


def need(package: str, extra: str) -> Any:
    """Return a package. Raises QueryError, which says how to install it, when it is not there."""
    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise QueryError(f"{package} is not installed. Install it: pip install 'onrecord[{extra}]'") from error


def has(*packages: str) -> bool:
    """Tell whether packages are installed, without importing them."""
    return all(importlib.util.find_spec(package) for package in packages)
