"""The corpus's own walk: files, folders, addresses and standard input in; documents stored, a line on each out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from glob import glob, has_magic
from pathlib import Path

from factcheck.corpus import Addition, Corpus
from factcheck.errors import CorpusError, FactcheckError, FetchError
from factcheck.fetching import Fetched, Fetcher, is_address
from factcheck.fetching.feeds import listing
from factcheck.reading import SUFFIXES, TABLES, Columns, Source, read_download, read_source, read_stream, read_table

STDIN = "-"
# At one page in half a second, some ten minutes.
MAX_LISTED = 1_000


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the user says of the documents being added; it wins over what the files say. "" and None say nothing."""

    title: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    published: date | None = None
    language: str = ""
    kind: str = ""
    notes: str = ""

    def over(self, source: Source) -> Source:
        """The source with everything that is said here in place of its own."""
        said = {name: value for name in self.__slots__ if (value := getattr(self, name))}
        return replace(source, **said, said=tuple(said))


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or row that was not added, and why; `failed` is False where it was left out on purpose."""

    name: str
    reason: str
    hint: str = ""
    failed: bool = True


@dataclass(frozen=True, slots=True)
class Ingestion:
    """All that came of one `add`: nothing that was named is missing from here."""

    additions: tuple[Addition, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found under a name as the user knows it, or why nothing was; `source` names it in the corpus."""

    name: str
    source: str
    content: Source | FactcheckError


@dataclass(frozen=True, slots=True)
class Inputs:
    """How what is named is read: the columns of tables, standard input where `-` is named, and what fetches pages."""

    columns: Columns = field(default_factory=Columns)
    piped: Callable[[], bytes] = bytes
    fetcher: Fetcher = field(default_factory=Fetcher)


FILES = Inputs()


def add_paths(
    corpus: Corpus,
    paths: Sequence[Path | str],
    provenance: Provenance,
    progress: Callable[[int, int], None] | None = None,
    inputs: Inputs = FILES,
) -> Ingestion:
    """Add files, rows of tables and, recursively, folders; `-` is standard input, under the title it is given.

    An http or https address stands for its page or, where it is a feed or sitemap, for the pages that it lists.
    Patterns such as reports/**/*.pdf stand for what they match. One bad file never stops the rest; READMEs stay out.
    """
    require(paths)
    skipped: list[Skipped] = []
    found = (each for path in paths for each in _named(str(path), inputs, provenance, skipped))
    return _add(corpus, found, provenance, progress, skipped)


def _named(name: str, inputs: Inputs, provenance: Provenance, skipped: list[Skipped]) -> Iterator[Found]:
    if name == STDIN:
        yield _piped(inputs.piped(), provenance)
        return
    if is_address(name):
        yield from _pages(name, inputs.fetcher, skipped)
        return
    for path in _files(_matches(name), skipped):
        yield from _documents(path, inputs.columns)


def _piped(data: bytes, provenance: Provenance) -> Found:
    """The document from standard input; its title is its name in the corpus, as a path is a file's."""
    name = "standard input"
    try:
        source = read_stream(data, name)
        title = provenance.title or source.title
        if not title:
            raise CorpusError("what came from standard input has no title", hint="give it one: --title TITLE")
    except FactcheckError as error:
        return Found(name, name, error)
    return Found(name, f"{name}: {title}", source)


def _add(
    corpus: Corpus,
    found: Iterable[Found],
    provenance: Provenance,
    progress: Callable[[int, int], None] | None,
    skipped: list[Skipped],
) -> Ingestion:
    sources: dict[str, Source] = {}
    names: dict[str, str] = {}
    for each in found:
        if isinstance(each.content, Source):
            sources[each.source], names[each.source] = provenance.over(each.content), each.name
        else:
            skipped.append(Skipped(each.name, str(each.content), each.content.hint))
    additions = corpus.add(list(sources.items()), progress)
    empty = [names[addition.source] for addition in additions if addition.outcome == "empty"]
    skipped += map(bare, empty)
    return Ingestion(tuple(addition for addition in additions if addition.outcome != "empty"), tuple(skipped))


def bare(name: str) -> Skipped:
    """A file or row that was not added, for there is no text under its headings."""
    return Skipped(name, f"{name} holds nothing but headings", "add the text under them")


def _pages(url: str, fetcher: Fetcher, skipped: list[Skipped]) -> Iterator[Found]:
    """The document at an address, or those that its feed or sitemap lists, MAX_LISTED at most; what is cut is named."""
    try:
        fetched = fetcher.fetch(url)
        listed = listing(fetched)
        if listed is None:
            yield Found(url, url, _downloaded(fetched, url))
            return
    except FactcheckError as error:
        yield Found(url, url, error)
        return
    pages = list(listed.addresses)
    if listed.nested:
        pages = []
        for each in listed.addresses:
            if len(pages) > MAX_LISTED:
                break
            try:
                pages += _within(each, fetcher)
            except FactcheckError as error:
                yield Found(each, each, error)
    if len(pages) > MAX_LISTED:
        reason = f"{url} lists more pages than the {MAX_LISTED} that are fetched at once"
        skipped.append(Skipped(url, reason, "name the other pages, or smaller lists"))
    for each in pages[:MAX_LISTED]:
        yield read_page(each, fetcher)


def _within(url: str, fetcher: Fetcher) -> tuple[str, ...]:
    """The pages of a sitemap that an index names; an index within it is not followed."""
    listed = listing(fetcher.fetch(url))
    if listed is None or listed.nested:
        raise FetchError(f"{url} is not a list of pages", hint="name the lists of pages themselves")
    return listed.addresses


def read_page(url: str, fetcher: Fetcher) -> Found:
    """The page at an address, which is its name; what is a feed or a list is not followed."""
    try:
        return Found(url, url, _downloaded(fetcher.fetch(url), url))
    except FactcheckError as error:
        return Found(url, url, error)


def _downloaded(fetched: Fetched, name: str) -> Source:
    return replace(read_download(fetched.data, fetched.kind, fetched.charset, name), url=fetched.url)


def require(paths: Sequence[Path | str]) -> None:
    """Raise CorpusError for a path that is not there, before anything is made or written."""
    for path in map(str, paths):
        if path != STDIN and not is_address(path) and not _matches(path):
            wanted = "matches no file" if has_magic(path) else "does not exist"
            raise CorpusError(f"{path} {wanted}", hint="name files or folders to add")


def _matches(name: str) -> list[Path]:
    """The path itself or, where it is a pattern, what it matches; a file whose name looks like a pattern is itself."""
    path = Path(name)
    if path.exists():
        return [path]
    # Path.glob takes no absolute pattern.
    return [Path(each) for each in sorted(glob(name, recursive=True))] if has_magic(name) else []  # noqa: PTH207


def _documents(path: Path, columns: Columns) -> Iterator[Found]:
    """The document in a file, or those in the rows of a table, which are called by its name and their number."""
    name, source = str(path), str(path.resolve())
    try:
        if path.suffix.lower() not in TABLES:
            yield Found(name, source, read_source(path))
            return
        for row in read_table(path, columns):
            yield Found(f"{name}, row {row.number}", f"{source}#{row.number}", row.source)
    except FactcheckError as error:
        yield Found(name, source, error)


def _files(paths: Iterable[Path], skipped: list[Skipped]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for found in sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path)):
            if found.stem.upper() == "README":
                skipped.append(Skipped(str(found), "a README is about the folder, not part of it", failed=False))
            elif found.suffix.lower() not in (*SUFFIXES, *TABLES):
                reason = f"{found.suffix or 'files without a suffix'} cannot be read yet"
                skipped.append(Skipped(str(found), reason, failed=False))
            else:
                yield found


def read_folder(folder: Path, columns: Columns, skipped: list[Skipped]) -> Iterator[Found]:
    """All that is found in a folder, what cannot be read too; files left out on purpose go into `skipped`."""
    for path in _files([folder], skipped):
        yield from _documents(path, columns)


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)
