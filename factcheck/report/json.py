"""The report as JSON and back; the file holds the records of this room field for field."""

from __future__ import annotations

import dataclasses
import inspect
import json
from typing import Any

from factcheck import report as records
from factcheck.errors import FactcheckError
from factcheck.report import Report


def to_json(report: Report) -> str:
    """The report as an indented JSON object whose keys stand in the records' order; ends in a newline."""
    return json.dumps(dataclasses.asdict(report), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def from_json(text: str) -> Report:
    """The report that `to_json` wrote; unknown keys are ignored. Raises FactcheckError for anything else."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Report).validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise FactcheckError(
            f"not a fact-check report in JSON: {place}: {first['msg']}",
            hint="make one with: factcheck check ARTICLE --format json --out report.json",
        ) from error


def schema() -> str:
    """The JSON schema (draft 2020-12) of what `to_json` writes."""
    from pydantic import TypeAdapter

    body = TypeAdapter(Report).json_schema(mode="serialization")
    for name, part in [("Report", body), *body["$defs"].items()]:
        part["description"] = inspect.getdoc(getattr(records, name))
    head: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(head | body, ensure_ascii=False, indent=2) + "\n"
