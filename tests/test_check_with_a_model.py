"""`factcheck check --model`, from the command to the report, against a server on the loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from servers import Reply, ScriptedServer, fails, first_words, honest, is_extraction, judgement, material, says
from terminal import Run, Terminal

from factcheck.llm.store import Store

CLAIMS = (
    "India and Russia traded goods worth 68.7 billion dollars.",
    "The S-400 is an air defence system.",
    "Vladimir Putin visited New Delhi.",
)
ARTICLE = f"---\ntitle: A test\npublished: 2025-12-06\n---\n{' '.join(CLAIMS)}\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def check(factcheck: Terminal, article: Path, starter_home: Path) -> Callable[..., Run]:
    """The command, on the article and the starter corpus, with a server for a model; the answers kept are its own."""

    def run(server: ScriptedServer, *options: str) -> Run:
        if "--fresh" in options:
            (starter_home / "answers.sqlite3").unlink(missing_ok=True)
        words = [option for option in options if option != "--fresh"]
        return factcheck(
            "check", article, "--home", starter_home, "--model", "openai:x", "--base-url", server.url, *words
        )

    return run


def _labels(shown: Run) -> list[str]:
    return [claim["verdict"]["label"] for claim in json.loads(shown.out)["claims"]]


def test_one_call_finds_the_claims_and_one_judges_each(check: Callable[..., Run]) -> None:
    """The report says what that took."""
    with ScriptedServer(answer=honest) as server:
        shown = check(server, "--fresh", "--format", "json", "--price", "1,10")
    assert shown.code == 0
    assert _labels(shown) == ["supported"] * 3
    assert len(server.requests) == 4
    run = json.loads(shown.out)["run"]
    assert (run["calls"], run["input_tokens"], run["output_tokens"], run["cost"]) == (4, 40, 20, 0.00024)


def test_a_rerun_makes_no_call_and_is_the_same_to_the_byte(check: Callable[..., Run]) -> None:
    """In every format."""
    with ScriptedServer(answer=honest) as server:
        for style in ("json", "markdown"):
            first = check(server, "--fresh", "--format", style)
            asked = len(server.requests)
            assert check(server, "--format", style) == first
            assert len(server.requests) == asked


def test_without_the_cache_everything_is_asked_again(check: Callable[..., Run]) -> None:
    """And nothing is kept."""
    with ScriptedServer(answer=honest) as server:
        check(server, "--fresh", "--no-cache")
        check(server, "--no-cache")
        assert len(server.requests) == 8
        check(server)
        assert len(server.requests) == 12


def test_a_run_that_failed_in_part_goes_on_where_it_ended(check: Callable[..., Run]) -> None:
    """What is unchecked is asked again, and nothing else."""
    down = True

    def answer(request: dict[str, Any]) -> Reply:
        broken = down and CLAIMS[1] in request["messages"][1]["content"] and not is_extraction(request)
        return fails(401) if broken else honest(request)

    with ScriptedServer(answer=answer) as server:
        first = check(server, "--fresh", "--format", "json")
        assert (first.code, _labels(first)) == (3, ["supported", "unchecked", "supported"])
        down = False
        asked = len(server.requests)
        second = check(server, "--format", "json")
    assert (second.code, _labels(second)) == (0, ["supported"] * 3)
    assert len(server.requests) == asked + 1


def test_a_store_of_answers_that_fails_costs_no_check(
    check: Callable[..., Run], factcheck: Terminal, starter_home: Path
) -> None:
    """It is told once on stderr, and `cache clear` mends it."""
    file = starter_home / "answers.sqlite3"
    file.write_bytes(b"no database" * 500)
    with ScriptedServer(answer=honest) as server:
        shown = check(server, "--format", "json")
    assert (shown.code, _labels(shown)) == (0, ["supported"] * 3)
    assert shown.err.count("going on without kept answers") == 1
    assert "hint: factcheck cache clear deletes the file" in shown.err
    assert "was damaged, and is deleted" in factcheck("cache", "clear", "--home", starter_home).out
    assert not file.exists()


def test_a_dry_run_sends_nothing(check: Callable[..., Run]) -> None:
    """It lists the claims, the calls, the tokens and the cost; once answers are kept, only what is missing."""
    with ScriptedServer(answer=honest) as server:
        shown = check(server, "--fresh", "--dry-run", "--price", "1,10")
        assert server.requests == []
        assert (shown.code, shown.err) == (0, "")
        assert "Calls: 4 (1 to find the claims, 3 to judge them)" in shown.out
        assert CLAIMS[1] in shown.out
        assert "Cost: about 0.0" in shown.out
        check(server)
        again = check(server, "--dry-run")
    assert "Calls: 0 (0 to find the claims, 0 to judge them)" in again.out
    assert "Kept from earlier runs: 4 answers" in again.out
    assert "Cost: unknown" in again.out


def test_a_dry_run_of_the_embedded_brain_is_free(factcheck: Terminal, article: Path, starter_home: Path) -> None:
    """It says so."""
    assert "costs nothing" in factcheck("check", article, "--home", starter_home, "--dry-run").out


def test_only_so_many_claims_are_judged(check: Callable[..., Run]) -> None:
    """The others are listed as unchecked, with the reason, and the exit code tells."""
    with ScriptedServer(answer=honest) as server:
        shown = check(server, "--fresh", "--format", "json", "--max-claims", "1")
    assert (shown.code, _labels(shown)) == (3, ["supported", "unchecked", "unchecked"])
    assert "only so many claims were to be judged: 1" in json.loads(shown.out)["claims"][1]["verdict"]["reasoning"]
    assert len(server.requests) == 2


def test_a_budget_ends_the_asking_and_lists_the_rest(check: Callable[..., Run]) -> None:
    """Cleanly: there is a report, and its unchecked claims say why."""
    with ScriptedServer(answer=honest) as server:
        shown = check(
            server, "--fresh", "--format", "json", "--price", "100000,0", "--budget", "2", "--concurrency", "1"
        )
    assert (shown.code, _labels(shown)) == (3, ["supported", "unchecked", "unchecked"])
    assert "budget of 2 is spent" in json.loads(shown.out)["claims"][2]["verdict"]["reasoning"]


def test_a_budget_needs_a_price(check: Callable[..., Run]) -> None:
    """Nothing is asked before that is clear."""
    with ScriptedServer(answer=honest) as server:
        shown = check(server, "--budget", "2")
    assert (shown.code, server.requests) == (2, [])
    assert "--price" in shown.err


def test_the_report_says_which_brain_judged_what(check: Callable[..., Run]) -> None:
    """With --cascade 0 the embedded brain settles whatever it decides; the command to repeat it has the option."""
    with ScriptedServer(answer=honest) as server:
        shown = check(server, "--fresh", "--format", "json", "--cascade", "0")
        report = json.loads(shown.out)
        judges = [claim["verdict"]["judged_by"] for claim in report["claims"]]
        assert "embedded" in judges
        assert len(server.requests) == 1 + judges.count("openai:x")
        page = check(server, "--cascade", "0").out
    assert "judged by embedded" in page
    assert "--cascade 0" in page


class Fault(NamedTuple):
    """What the server answers to the question about the second claim, and what becomes of that claim."""

    reply: Callable[[dict[str, Any]], Reply]
    label: str
    told: str
    options: tuple[str, ...] = ()


def _always(reply: Reply) -> Callable[[dict[str, Any]], Reply]:
    return lambda request: reply


def _other_passage(request: dict[str, Any]) -> Reply:
    return says(judgement("The S-400 Triumf was ordered by nobody in this corpus."))


def _without_not(request: dict[str, Any]) -> Reply:
    words = first_words(request).split()
    return says(judgement(" ".join([*words[:2], *words[3:]])))


def _joined(request: dict[str, Any]) -> Reply:
    words = first_words(request).split()
    return says(judgement(f"{' '.join(words[:2])} … {' '.join(words[-2:])}"))


BUSY = Reply("{}", 429, headers=(("Content-Type", "application/json"), ("Retry-After", "0")))
SLOW = Reply(says(judgement("x")).body, delay=3.0)
ENDLESS = says('{"reasoning": "' + "and so on " * 500, finish="length")
FAULTS = {
    "401": Fault(_always(fails(401)), "unchecked", "refused the key"),
    "403": Fault(_always(fails(403)), "unchecked", "does not let this key"),
    "404": Fault(_always(fails(404)), "unchecked", "knows no model"),
    "429 without Retry-After": Fault(_always(fails(429)), "unchecked", "limits calls"),
    "429 with Retry-After": Fault(_always(BUSY), "unchecked", "limits calls"),
    "500": Fault(_always(fails(500)), "unchecked", "failed to answer"),
    "slow": Fault(_always(SLOW), "unchecked", "no answer within 0.4 s", ("--timeout", "0.4")),
    "half a body": Fault(_always(Reply(says(judgement("x")).body[:80])), "unchecked", "no chat completion"),
    "invalid JSON": Fault(_always(says('{"label": supported')), "unchecked", "no readable answer"),
    "wrong schema": Fault(_always(says({"verdict": True})), "unchecked", "no readable answer"),
    "an unknown label": Fault(_always(says(judgement("x", label="true"))), "unchecked", "no readable answer"),
    "a quote with a word left out": Fault(_without_not, "unverifiable", "could not be found"),
    "a quote joined by an ellipsis": Fault(_joined, "unverifiable", "could not be found"),
    "a quote of no passage of this claim": Fault(_other_passage, "unverifiable", "could not be found"),
    "endless repetition": Fault(_always(ENDLESS), "unchecked", "cut off"),
    "empty choices": Fault(_always(Reply('{"choices": []}')), "unchecked", "no chat completion"),
    "an empty answer": Fault(_always(says("")), "unchecked", "no readable answer"),
    "a content filter": Fault(_always(says("", finish="content_filter")), "unchecked", "declined"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_costs_its_claim_and_nothing_else(fault: Fault, check: Callable[..., Run]) -> None:
    """Our failure is unchecked, a quote that stands nowhere is unverifiable; the other claims have their verdicts."""

    def answer(request: dict[str, Any]) -> Reply:
        hit = CLAIMS[1] in request["messages"][1]["content"] and not is_extraction(request)
        return fault.reply(request) if hit else honest(request)

    with ScriptedServer(answer=answer) as server:
        shown = check(server, "--fresh", "--format", "json", *fault.options)
    assert _labels(shown) == ["supported", fault.label, "supported"]
    verdict = json.loads(shown.out)["claims"][1]["verdict"]
    assert fault.told in verdict["reasoning"]
    assert (verdict["gap"], shown.code) == (("no verifiable quote", 0) if fault.label == "unverifiable" else (None, 3))
    assert (verdict["attempt"] is not None) == (fault.label == "unverifiable")


LONG = f"{ARTICLE}\n{'There are more and more words. ' * 260}\n\nThe S-400 is old.\n"


def test_a_window_that_fails_leaves_a_report_of_the_others(check: Callable[..., Run], article: Path) -> None:
    """Its sentences are listed with the reason, the exit code tells, and the next run asks for it again."""
    article.write_text(LONG, encoding="utf-8")
    down = True

    def answer(request: dict[str, Any]) -> Reply:
        second = is_extraction(request) and "The S-400 is old." in material(request)
        return fails(403) if down and second else honest(request)

    with ScriptedServer(answer=answer) as server:
        shown = check(server, "--fresh", "--format", "json")
        page = check(server)
        report = json.loads(shown.out)
        assert (shown.code, _labels(shown)) == (3, ["supported"] * 4)
        assert {part["reason"] for part in report["not_checked"]} == {"not read because of an error"}
        assert report["not_checked"][-1]["quote"] == "The S-400 is old."
        assert "does not let this key" in report["not_checked"][-1]["detail"]
        assert "because of a failure" in page.out
        down = False
        again = check(server, "--format", "json")
    assert again.code == 0
    assert json.loads(again.out)["not_checked"] == []


def test_a_budget_spent_on_the_claims_leaves_a_report(check: Callable[..., Run]) -> None:
    """Of what there is by then, which may be nothing."""
    with ScriptedServer(answer=honest) as server:
        shown = check(server, "--fresh", "--format", "json", "--price", "1,1", "--budget", "0")
    assert (shown.code, server.requests) == (3, [])
    parts = json.loads(shown.out)["not_checked"]
    assert [part["quote"] for part in parts] == list(CLAIMS)
    assert {part["reason"] for part in parts} == {"not read: the budget was spent"}


@pytest.mark.parametrize(("reason", "code"), [("opinion", 0), (None, 3)])
def test_no_claim_is_a_finding_only_where_the_model_says_so(
    reason: str | None, code: int, check: Callable[..., Run]
) -> None:
    """One that lists nothing has looked at nothing, and the exit code tells."""
    left_out = [{"quote": claim, "reason": reason} for claim in CLAIMS if reason]
    with ScriptedServer(says({"claims": [], "left_out": left_out})) as server:
        shown = check(server, "--fresh")
    assert shown.code == code
    assert ("No claim to check was found in the article." in shown.out) is (code == 0)


def test_a_dead_server_ends_the_check_with_a_hint(factcheck: Terminal, article: Path, starter_home: Path) -> None:
    """As being offline does: there are no claims, so there is no report."""
    shown = factcheck(
        "check", article, "--home", starter_home, "--model", "openai:x", "--base-url", "http://127.0.0.1:9/v1",
        "--no-cache",
    )  # fmt: skip
    assert (shown.code, shown.out) == (3, "")
    assert "no model server answers at http://127.0.0.1:9/v1" in shown.err
    assert "hint:" in shown.err


def test_ctrl_c_ends_at_once_and_the_same_command_goes_on(article: Path, starter_home: Path, tmp_path: Path) -> None:
    """What was answered by then is not asked again."""
    (starter_home / "answers.sqlite3").unlink(missing_ok=True)
    slow = True

    def answer(request: dict[str, Any]) -> Reply:
        reply = honest(request)
        last = CLAIMS[2] in request["messages"][1]["content"] and not is_extraction(request)
        return Reply(reply.body, delay=60.0) if slow and last else reply

    with ScriptedServer(answer=answer) as server:
        words = ["check", str(article), "--home", str(starter_home), "--model", "openai:x", "--base-url", server.url]
        code = "import sys; from factcheck.cli import main; sys.argv = ['factcheck', *sys.argv[1:]]; main()"
        process = subprocess.Popen(
            [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)
        )
        kept = Store(starter_home / "answers.sqlite3")
        while sum(held.answers for held in kept.held()) < 3 and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out) == (130, b"")
        assert b"the same command goes on from there" in err
        slow = False
        asked = len(server.requests)
        subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=True)
    assert len(server.requests) == asked + 1
