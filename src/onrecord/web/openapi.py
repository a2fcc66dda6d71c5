"""The JSON API: contexts as JSON, and their description (OpenAPI 3.1), both from the same types.

jsonable(page)                      what an answer holds
description(routes, version="1")    what every answer looks like
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from onrecord.web.contexts import ErrorPage

_PLAIN: dict[Any, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    NoneType: "null",
    dict: "object",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value in an address. place: "path" or "query"; schema: JSON Schema."""

    name: str
    about: str
    place: str = "query"
    schema: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the API. answer: the context, dict for any object, or None for a file of ``media``."""

    path: str
    about: str
    answer: type | None
    parameters: tuple[Parameter, ...] = ()
    media: str = "application/json"


def jsonable(value: Any) -> Any:
    """Return a context as what JSON can hold."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: jsonable(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [jsonable(one) for one in value]
    return str(value) if isinstance(value, StrEnum) else value


def description(operations: Iterable[Operation], *, version: str) -> dict[str, Any]:
    """Return the OpenAPI document."""
    schemas: dict[str, Any] = {}
    wrong = {
        "description": "What makes no sense, or is not there, and what to do.",
        "content": {"application/json": {"schema": _schema(ErrorPage, schemas)}},
    }
    paths = {}
    for one in operations:
        schema = _schema(one.answer, schemas) if one.answer else {"type": "string"}
        found = {"description": one.about, "content": {one.media: {"schema": schema}}}
        answers = {"200": found, "400": wrong, "404": wrong}
        paths[one.path] = {
            "get": {
                "summary": one.about,
                "operationId": one.path.strip("/").replace("/", "_").replace("{", "").replace("}", ""),
                "parameters": [_parameter(parameter) for parameter in one.parameters],
                "responses": answers,
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "OnRecord",
            "version": version,
            "description": "Who said what, in which exact words, when, and through which outlet. Offsets are Unicode "
            "code points, [start, end), into the article's text; days are ISO 8601; what is not known is null.",
        },
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    return {
        "name": one.name,
        "in": one.place,
        "required": one.place == "path",
        "description": one.about,
        "schema": dict(one.schema or {"type": "string"}),
    }


def _schema(kind: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return {"anyOf": [_schema(one, schemas) for one in get_args(kind)]}
    if origin is tuple:
        inner = get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return {"type": "array", "items": _schema(inner[0], schemas)}
        parts = [_schema(one, schemas) for one in inner]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
    if is_dataclass(kind) and isinstance(kind, type):
        if kind.__name__ not in schemas:
            schemas[kind.__name__] = {}  # types may hold themselves
            schemas[kind.__name__] = _object(kind, schemas)
        return {"$ref": f"#/components/schemas/{kind.__name__}"}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"type": "string", "enum": [str(one) for one in kind]}
    return {"type": _PLAIN[kind]}


def _object(kind: type, schemas: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": {name: _schema(hints[name], schemas) for name in names},
        "required": names,
        "additionalProperties": False,
    }
