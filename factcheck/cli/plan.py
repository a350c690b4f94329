"""`factcheck check --dry-run`: what a language model would be asked, what that costs, and nothing sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from factcheck.article import Article
from factcheck.cli.brains import chain, chat, embedded_extractor
from factcheck.embedder import MiniLM
from factcheck.llm import CHARACTERS, NotAskedError, Price, Usage
from factcheck.llm.rehearsal import Rehearsal
from factcheck.pipeline import Brain
from factcheck.report import Report
from factcheck.report.escape import plain
from factcheck.report.wording import count, shorten
from factcheck.settings import Settings

FREE = "Dry run: the embedded brain asks no language model; a check costs nothing.\n"
# What models write, by experience: lists of claims are about twice as long as the text, a verdict a few sentences.
LISTING = 2.0
VERDICT = 300


@dataclass(frozen=True, slots=True)
class _Plan:
    """The claims that would be judged, and the calls wanted for finding and for judging them."""

    report: Report
    listing: Usage
    judging: Usage
    kept: int

    @property
    def total(self) -> Usage:
        return self.listing + self.judging


def plan(chosen: Settings, article: Article, run: Callable[[Brain], Report], embedder: MiniLM) -> str:
    """Claims, calls, tokens and, where a price is given, cost, in plain lines."""
    with chat(chosen, to_ask=False) as connected:
        rehearsal = Rehearsal(connected)
        made = chain(chosen, connected, rehearsal, embedder)
        listing = Usage()
        try:
            report = run(made)
        except NotAskedError:
            # The claims are not known yet: those that the embedded brain finds stand in for them.
            words = round(LISTING * len(article.text) / CHARACTERS)
            listing, rehearsal.wanted = replace(rehearsal.wanted, written=words), Usage()
            report = run(replace(made, extractor=embedded_extractor(embedder)))
        judging = replace(rehearsal.wanted, written=VERDICT * rehearsal.wanted.calls)
        planned = _Plan(report, listing, judging, connected.reused)
        where = f" at {connected.address}" if chosen.base_url else ""
    lines = [f"Dry run: nothing was sent to {chosen.model}{where}.", *_claims(planned), *_sums(planned, made.price)]
    return "\n".join(lines) + "\n"


def _claims(planned: _Plan) -> Iterator[str]:
    guessed = " (found by the embedded brain; the model may find others)" if planned.listing.calls else ""
    yield f"\n{count(len(planned.report.claims), 'claim')}{guessed}:"
    for claim in planned.report.claims:
        yield f"  line {claim.line}: {shorten(plain(claim.text), 110)}"


def _sums(planned: _Plan, price: Price | None) -> Iterator[str]:
    total = planned.total
    yield f"\nCalls: {total.calls} ({planned.listing.calls} to find the claims, {planned.judging.calls} to judge them)"
    if planned.kept:
        yield f"Kept from earlier runs: {count(planned.kept, 'answer')}"
    yield f"Tokens: about {total.read:,} read and {total.written:,} written; answers that need repair take more"
    if price:
        yield f"Cost: about {price.of(total):.4f}, at {price.read:g} a million read and {price.written:g} written"
    else:
        yield "Cost: unknown; give the price of a million tokens, as in --price 0.25,2, or once in factcheck.toml"
