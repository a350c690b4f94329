"""The report as markdown, for GitHub and for a terminal pager alike; rendered from the `Report` alone."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from itertools import chain

from factcheck.article import STDIN
from factcheck.report import ClaimPart, DocumentPart, NotCheckedPart, Report, RunPart
from factcheck.report.block import anchor, block
from factcheck.report.escape import cell, inline, label, link, plain, yaml_string
from factcheck.report.wording import (
    KINDS,
    best,
    cited_ids,
    count,
    name,
    ranked,
    shorten,
    sources,
    tally_sentences,
    title,
)


def to_markdown(report: Report) -> str:
    """The whole report; the same report gives the same text, and nothing foreign in it acts as markup."""
    documents = sources(report)
    numbers = {document.id: number for number, document in enumerate(documents, 1)}
    parts = chain(
        [_front_matter(report)],
        _opening(report),
        _table(report, numbers),
        _claims(report, numbers),
        _not_checked(report),
        _sources(documents, cited_ids(report)),
        _method(report),
    )
    return "\n\n".join(parts) + "\n"


def _front_matter(report: Report) -> str:
    article, corpus, run = report.article, report.corpus, report.run
    groups: dict[str, dict[str, str | int | None]] = {
        "article": {
            "title": article.title,
            "author": article.author,
            "published": article.published,
            "address": article.url,
            "file": article.source,
            "sha256": article.sha256,
        },
        "check": {
            "checked_at": run.checked_at,
            "tool": run.tool,
            "model": run.model,
            "model_fingerprint": run.model_fingerprint,
            "prompts_fingerprint": run.prompts,
            "embedder": run.embedder,
            "as_of": run.as_of,
            "since": run.since,
            "publishers": "; ".join(run.publishers) or None,
            "kinds": "; ".join(run.kinds) or None,
        },
        "corpus": {
            "name": corpus.name,
            "snapshot": corpus.snapshot,
            "documents": corpus.documents,
            "newest": corpus.newest,
        },
    }
    lines = ["---"]
    for group, entries in groups.items():
        lines += [f"{group}:", *(f"  {key}: {_scalar(value)}" for key, value in entries.items())]
    return "\n".join([*lines, "---"])


def _scalar(value: str | int | None) -> str:
    if isinstance(value, str):
        return yaml_string(value)
    return "null" if value is None else str(value)


def _opening(report: Report) -> Iterator[str]:
    yield f"# Fact-check: {inline(report.article.title or report.article.source)}"
    first, *rest = tally_sentences(report)
    yield " ".join([f"**{first}**", *rest])
    yield (
        f"**Machine draft for a reviewer.** The article was compared with the corpus “{inline(report.corpus.name)}” "
        "and nothing else: *contradicted* means that the quoted source says otherwise, not that the article is wrong; "
        "*unverifiable* means that this corpus does not settle the claim."
    )


def _table(report: Report, numbers: Mapping[str, int]) -> Iterator[str]:
    if report.claims:
        yield "## Summary"
        head = ["| Claim | Verdict | Best source | Line |", "| --- | --- | --- | ---: |"]
        yield "\n".join([*head, *(_row(claim, numbers) for claim in ranked(report.claims))])


def _row(claim: ClaimPart, numbers: Mapping[str, int]) -> str:
    verdict = f"**{claim.verdict.label}**" if claim.verdict.label == "contradicted" else claim.verdict.label
    text = f"[{label(shorten(claim.text, 100))}]({anchor(claim)})"
    return f"| {cell(text)} | {verdict} | {cell(_best_source(claim, numbers))} | {claim.line} |"


def _best_source(claim: ClaimPart, numbers: Mapping[str, int]) -> str:
    citation = best(claim)
    if citation is None:
        return "–"
    return f"{inline(name(citation.document))}, source {numbers[citation.document.id]}"


def _claims(report: Report, numbers: Mapping[str, int]) -> Iterator[str]:
    if report.claims:
        yield "## Claims"
        yield "In the order of the article."
    for claim in report.claims:
        yield from block(claim, report.article, numbers)


def _not_checked(report: Report) -> Iterator[str]:
    yield "## What was not checked"
    failed = [claim for claim in report.claims if claim.verdict.label == "unchecked"]
    if not report.not_checked and not failed:
        yield "Nothing: the whole article was read as claims, and each has a verdict."
    if failed:
        yield f"**Claims that met an error** ({len(failed)})"
        yield "\n".join(map(_failure, failed))
    reasons: dict[tuple[str, str], list[NotCheckedPart]] = {}
    for part in report.not_checked:
        reasons.setdefault((part.reason, part.detail), []).append(part)
    for (reason, detail), parts in reasons.items():
        told = f": {inline(detail)}" if detail else ""
        yield f"**{inline(reason[:1].upper() + reason[1:])}** ({len(parts)}){told}"
        yield "\n".join(f"- Line {part.line}: {inline(shorten(part.quote, 200))}" for part in parts)


def _failure(claim: ClaimPart) -> str:
    return f"- Line {claim.line}: [{label(claim.id)}]({anchor(claim)}), {inline(claim.verdict.reasoning)}"


def _sources(documents: tuple[DocumentPart, ...], cited: frozenset[str]) -> Iterator[str]:
    yield "## Sources"
    if not documents:
        yield "No source was quoted."
        return
    yield "\n".join(f"{n}. {_source(document, cited)}" for n, document in enumerate(documents, 1))


def _source(document: DocumentPart, cited: frozenset[str]) -> str:
    parts = [
        link(title(document), document.url),
        inline(document.publisher),
        inline(document.author),
        inline(document.published or "undated"),
        inline(KINDS.get(document.kind, document.kind)),
        f"corpus id {inline(document.id)}",
        "" if document.id in cited else "near misses only",
    ]
    return ", ".join(filter(None, parts))


def _method(report: Report) -> Iterator[str]:
    yield "## Method and limits"
    yield "\n".join(f"- {line}" for line in (*_how(report), *_LIMITS))
    yield (
        "To repeat the check, run the command below, with the same `--home` if you gave one. The report stays the same "
        "as long as the article, the corpus snapshot, the model and the prompts have the fingerprints given at the top."
    )
    yield f"    {_command(report)}"


def _how(report: Report) -> Iterator[str]:
    corpus, run = report.corpus, report.run
    prompts = f" and prompts {inline(run.prompts)}" if run.prompts else ""
    yield (
        f"Checked at {inline(run.checked_at)} by {inline(run.tool)} with the model {inline(run.model)} "
        f"(fingerprint {inline(run.model_fingerprint)}){prompts}. {_usage(report)}"
    )
    newest = f"the newest is of {inline(corpus.newest)}" if corpus.newest else "none of them is dated"
    yield (
        f"The corpus held {count(corpus.documents, 'document')} in {count(corpus.passages, 'passage')}; {newest}. "
        f"Passages were found with {inline(run.embedder)}."
    )
    if run.as_of:
        yield f"Sources published after {inline(run.as_of)} were left out."
    else:
        yield "Sources were not limited to a latest date; those published after the article are marked."
    if only := "; ".join(_only(run)):
        yield f"Only some documents were searched: {only}."


def _only(run: RunPart) -> Iterator[str]:
    if run.publishers:
        yield f"published by {inline(' or '.join(run.publishers))}"
    if run.kinds:
        yield f"of the kind {inline(' or '.join(run.kinds))}"
    if run.since:
        yield f"dated {inline(run.since)} or later"


def _usage(report: Report) -> str:
    run = report.run
    if not run.calls:
        return "No language model was asked."
    cost = f", at a cost of {run.cost:.4f}" if run.cost is not None else ""
    return (
        f"Its answers took {count(run.calls, 'call')} to a language model, which read {run.input_tokens:,} tokens and "
        f"wrote {run.output_tokens:,}{cost}."
    )


_LIMITS = (
    "No verdict without a quote: *supported* and *contradicted* rest on words found letter for letter in a source.",
    "A failure of the tool is reported as *unchecked* and is never counted as a verdict.",
    "Stand-alone claims, conclusions, reasoning and confidence are the machine's own; the quotes are the sources'.",
    "Figures of a claim and a quote are set side by side by rule where they belong together. They decide nothing.",
    "What the corpus does not hold cannot be found; its sources may be wrong, outdated or copies of one another.",
    "Lines are counted in the article's text, its front matter left aside.",
)


def _command(report: Report) -> str:
    run = report.run
    source = "-" if report.article.source == STDIN else report.article.source
    words = ["factcheck", "check", source, "--corpus", report.corpus.name, "--model", run.model]
    words += ["--base-url", run.address] if run.address else []
    words += ["--as-of", run.as_of] if run.as_of else []
    words += ["--since", run.since] if run.since else []
    for option, values in (("--publisher", run.publishers), ("--kind", run.kinds)):
        words += [word for value in values for word in (option, value)]
    words += run.options
    return shlex.join(map(plain, words))
