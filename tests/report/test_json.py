from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.errors import FactcheckError
from factcheck.report import ClaimPart, Report, RunPart, VerdictPart
from factcheck.report.json import from_json, schema, to_json

from .sample import empty_report, sample_report

VERDICTS = st.builds(VerdictPart, confidence=st.floats(0, 1))
CLAIMS = st.lists(st.builds(ClaimPart, verdict=VERDICTS), max_size=2).map(tuple)
RUNS = st.builds(RunPart, cost=st.none() | st.floats(0, 1e6))
REPORTS = st.builds(Report, claims=CLAIMS, run=RUNS)


@given(report=REPORTS)
@settings(max_examples=40, deadline=None)
def test_json_round_trips(report: Report) -> None:
    """Any report comes back from its JSON as it was."""
    assert from_json(to_json(report)) == report


@pytest.mark.parametrize("report", [sample_report(), empty_report()], ids=["sample", "empty"])
def test_whole_reports_round_trip(report: Report) -> None:
    """So do a report with every label and one without claims."""
    assert from_json(to_json(report)) == report


def test_json_snapshot() -> None:
    """The sample's JSON is the snapshot, byte for byte."""
    kept = Path(__file__).with_name("snapshots").joinpath("report.json").read_text(encoding="utf-8")
    assert to_json(sample_report()) == kept


def test_keys_stand_where_readers_look_for_them() -> None:
    """The JSON has the documented keys, in the documented nesting."""
    body = json.loads(to_json(sample_report()))
    assert list(body) == ["article", "claims", "not_checked", "tally", "corpus", "run"]
    claim = body["claims"][0]
    assert {"id", "text", "quote", "start", "end", "line", "speaker", "verdict"} <= set(claim)
    verdict = claim["verdict"]
    assert {"label", "confidence", "conclusion", "reasoning", "gap", "citations", "near_misses"} <= set(verdict)
    assert {"quote", "stance", "document", "start", "end", "page"} <= set(verdict["citations"][0])
    assert {"id", "title", "publisher", "published", "url"} <= set(verdict["citations"][0]["document"])


def test_figures_are_part_of_a_verdict() -> None:
    """Each figure holds both wordings, what was found and the document; an older report without figures is read."""
    body = json.loads(to_json(sample_report()))
    assert body["claims"][0]["verdict"]["figures"] == [
        {"claim": "3 May 2018", "source": "3 May 2019", "finding": "differs", "document": "wire-opening"}
    ]
    for claim in body["claims"]:
        del claim["verdict"]["figures"]
    assert from_json(json.dumps(body)).claims[0].verdict.figures == ()


def test_unknown_keys_are_ignored() -> None:
    """A report written by a later version that adds keys can still be read."""
    body = json.loads(to_json(sample_report())) | {"later": 1}
    assert from_json(json.dumps(body)) == sample_report()


@pytest.mark.parametrize(
    ("text", "place"),
    [("", "the file"), ("{", "the file"), ("[]", "the file"), ("{}", "article")],
)
def test_what_is_no_report_is_refused_with_a_hint(text: str, place: str) -> None:
    """The message names the place in the file, the hint the command that makes a report."""
    with pytest.raises(FactcheckError, match=f"not a fact-check report in JSON: {place}") as caught:
        from_json(text)
    assert "--format json" in caught.value.hint


def test_an_unknown_label_is_refused() -> None:
    """A label that is none of the four is an error at its place, never a verdict."""
    text = to_json(sample_report()).replace('"label": "contradicted"', '"label": "refuted"')
    with pytest.raises(FactcheckError, match=r"claims\.0\.verdict\.label"):
        from_json(text)


def test_the_schema_describes_the_report() -> None:
    """The schema names its draft, requires what to_json writes, lists the labels and explains each record."""
    body = json.loads(schema())
    assert body["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert body["required"] == list(json.loads(to_json(sample_report())))
    labels = body["$defs"]["VerdictPart"]["properties"]["label"]["enum"]
    assert labels == ["supported", "contradicted", "unverifiable", "unchecked"]
    assert all(part["description"] for part in (body, *body["$defs"].values()))
