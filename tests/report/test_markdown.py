from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings

from factcheck.claims import Reason
from factcheck.report import Report
from factcheck.report.json import from_json, to_json
from factcheck.report.markdown import to_markdown
from factcheck.report.wording import sources

from .rendering import headings, links, skeleton, visible
from .sample import empty_report, sample_report
from .test_escape import FOREIGN

_OURS = {"label", "stance", "url", "finding"}


def test_markdown_snapshot() -> None:
    """The sample's markdown is the snapshot, byte for byte; `python -m tests.report.regenerate` writes it anew."""
    kept = Path(__file__).with_name("snapshots").joinpath("report.md").read_text(encoding="utf-8")
    assert to_markdown(sample_report()) == kept


def test_the_report_is_all_it_needs() -> None:
    """A report read from JSON gives the same markdown as the one that was written."""
    assert to_markdown(from_json(to_json(sample_report()))) == to_markdown(sample_report())


@given(text=FOREIGN)
@example(text="</blockquote><h1>Supported</h1> | **x** [a](https://evil.example)\n\n# y\n---")
@settings(max_examples=40, deadline=None)
def test_foreign_text_changes_nothing_but_words(text: str) -> None:
    """With any text in every field the report has the structure, and the links, that it has with plain words."""
    hostile, harmless = to_markdown(_filled(sample_report(), text)), to_markdown(_filled(sample_report(), "word"))
    assert skeleton(hostile) == skeleton(harmless)
    assert [each for each in links(hostile) if each[0] != "#"] == [each for each in links(harmless) if each[0] != "#"]
    assert yaml.safe_load(hostile.split("\n---\n", 1)[0])["article"]["title"] == text


def _filled(part: Any, text: str) -> Any:
    """`part` with `text` in each of its text fields but labels, stances and addresses."""
    if isinstance(part, tuple):
        return tuple(_filled(each, text) for each in part)
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        kept = {each.name: getattr(part, each.name) for each in dataclasses.fields(part)}
        return type(part)(**{name: value if name in _OURS else _filled(value, text) for name, value in kept.items()})
    return text if isinstance(part, str) else part


def test_a_failure_stands_beside_what_it_cost() -> None:
    """The reason is the heading, with what failed; the pieces are listed under it like all others."""
    report = empty_report()
    part = dataclasses.replace(report.not_checked[0], reason=str(Reason.FAILED), detail="the server failed")
    text = to_markdown(dataclasses.replace(report, not_checked=(part,)))
    assert "**Not read because of an error** (1): the server failed\n\n- Line 1: What a lovely" in text


def test_the_table_puts_contradicted_first_and_leads_to_each_block() -> None:
    """The rows stand by label, then by place in the article; each leads to the heading of its claim."""
    text = to_markdown(sample_report())
    anchors = [each[1:] for each in links(text) if each.startswith("#")]
    assert anchors[:6] == [
        "c1-contradicted", "c2-supported", "c4-supported", "c3-unverifiable", "c5-unverifiable", "c6-unchecked",
    ]  # fmt: skip
    slugs = {each.lower().replace(":", "").replace(" ", "-") for each in headings(text)}
    assert set(anchors) <= slugs


def test_sources_are_numbered_once() -> None:
    """A document quoted for two claims has one number, and the list of sources holds it once."""
    report = sample_report()
    assert [document.id for document in sources(report)] == [
        "wire-opening",
        "port-annual-2019",
        "council-minutes-2021",
        "ledger-costs",
    ]
    listed = to_markdown(report).split("## Sources\n")[1]
    assert listed.count("port-annual-2019") == 1
    assert to_markdown(report).count("\nSource 2: ") == 2


def test_a_source_that_is_only_near_is_said_so() -> None:
    """A document without a citation stands after the cited ones and is marked."""
    report = sample_report()
    near_only = dataclasses.replace(report, claims=(report.claims[0], report.claims[4]))
    assert to_markdown(near_only).split("## Sources\n")[1].splitlines()[2].endswith("near misses only")


def test_sources_later_than_the_article_are_marked() -> None:
    """Only a source published after the article's own date is marked, and none where the article has no date."""
    report = sample_report()
    mark = "**Published after the article.**"
    assert to_markdown(report).count(mark) == 1
    undated = dataclasses.replace(report, article=dataclasses.replace(report.article, published=None))
    assert mark not in to_markdown(undated)


def test_an_article_without_claims_has_a_report() -> None:
    """No table and no blocks, but the tally, what was not checked, and method and limits."""
    text = to_markdown(empty_report())
    assert "**No claim to check was found in the article.** 1 passage of the article was not checked." in text
    assert headings(text) == ["Fact-check: -", "What was not checked", "Sources", "Method and limits"]
    assert "No source was quoted." in text
    assert "none of them is dated" in text


def test_an_unchecked_claim_is_no_verdict() -> None:
    """A failure has neither a verdict nor a confidence; it is counted apart and listed under what was not checked."""
    text = to_markdown(sample_report())
    failed = text.split("### c6: unchecked")[1].split("##")[0]
    assert "Verdict" not in failed
    assert "%" not in failed
    assert "1 claim could not be checked because of an error." in text
    assert "- Line 6: [c6](#c6-unchecked), the model gave no answer within 60 s" in text


def test_a_long_claim_is_shortened_in_the_table_only() -> None:
    """The table cuts between words at a hundred characters; the block holds the claim whole."""
    report = sample_report()
    long = dataclasses.replace(report.claims[0], text="Ferry " * 40 + "end.")
    text = to_markdown(dataclasses.replace(report, claims=(long,)))
    assert f"[{'Ferry ' * 15}Ferry…](#c1-contradicted)" in text
    assert f"**Stand-alone claim:** {'Ferry ' * 40}end." in text


@pytest.mark.parametrize("as_of", [None, "2020-01-01"])
def test_the_command_repeats_the_check(as_of: str | None) -> None:
    """The report ends with the command that made it, safe to paste into a shell."""
    report = sample_report()
    again = dataclasses.replace(
        report,
        article=dataclasses.replace(report.article, source="my ferry.md"),
        run=dataclasses.replace(report.run, as_of=as_of),
    )
    date = f" --as-of {as_of}" if as_of else ""
    last = to_markdown(again).splitlines()[-1]
    assert last == f"    factcheck check 'my ferry.md' --corpus norvik --model embedded{date}"


def test_the_front_matter_says_what_was_checked_by_what_and_against_what() -> None:
    """It parses as YAML, null where nothing is known."""
    front = yaml.safe_load(to_markdown(sample_report()).split("\n---\n", 1)[0])
    assert front["article"]["title"] == sample_report().article.title
    assert front["check"]["prompts_fingerprint"] is None
    assert front["corpus"] == {
        "name": "norvik",
        "snapshot": "5be1a97c03d24f68",
        "documents": 4,
        "newest": "2021-11-30",
    }


def test_figures_are_shown_beside_each_other_as_advice() -> None:
    """One figure stands on the line itself, several below it; each names its source by number."""
    text = to_markdown(sample_report())
    assert "**Figures (advisory):** claim: 3 May 2018; source 1: 3 May 2019 (differs)" in text
    assert "**Figures (advisory)**\n\n* claim: $48 million; source 4: $61 million (differs)\n* claim: " in text
    assert text.count("(advisory)") == 2


def test_quotes_are_seen_as_the_source_has_them() -> None:
    """A reader of the rendered report sees every quote of a citation word for word."""
    report: Report = sample_report()
    shown = visible(to_markdown(report))
    assert all(citation.quote in shown for claim in report.claims for citation in claim.verdict.citations)
