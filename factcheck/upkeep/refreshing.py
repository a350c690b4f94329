"""Part of upkeep: documents from addresses are fetched again; what changed is replaced, what is gone told."""

from __future__ import annotations

from collections.abc import Callable

from factcheck.corpus import Corpus
from factcheck.corpus.editing import with_said
from factcheck.errors import FactcheckError, GoneError
from factcheck.fetching import Fetcher, is_address
from factcheck.ingest import Skipped, read_page
from factcheck.upkeep.syncing import Step, Sync


def refresh(
    corpus: Corpus,
    fetcher: Fetcher,
    progress: Callable[[int, int], None] | None = None,
    *,
    remove_gone: bool = False,
) -> Sync:
    """Fetch them again, one after another, each stored before the next is fetched; what the user said of them stays.

    Only a page that its server calls gone (404, 410) counts as gone, and its document is removed only with
    `remove_gone`; one that fails in any other way is named, and its document stays as it is.
    """
    documents = [document for document in corpus.documents() if is_address(document.source)]
    steps: list[Step] = []
    skipped: list[Skipped] = []
    gone = []
    for done, document in enumerate(documents):
        if progress:
            progress(done, len(documents))
        content = read_page(document.source, fetcher).content
        if isinstance(content, GoneError):
            gone.append(document)
        elif isinstance(content, FactcheckError):
            skipped.append(Skipped(document.source, str(content), content.hint))
        else:
            (addition,) = corpus.add([(document.source, with_said(content, document))])
            if addition.outcome == "empty":
                skipped.append(Skipped(document.source, f"{document.source} holds nothing but headings"))
            else:
                steps.append(Step(addition.outcome, document.id, document.source))
    if gone and remove_gone:
        corpus.remove([document.id for document in gone])
    steps += [Step("removed" if remove_gone else "gone", document.id, document.source) for document in gone]
    return Sync(tuple(steps), tuple(skipped))
