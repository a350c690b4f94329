"""The corpus's own walk: paths in; documents read, split, embedded and stored, and a line on every file out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from factcheck.corpus import Addition, Corpus
from factcheck.errors import CorpusError, FactcheckError
from factcheck.reading import SUFFIXES, Source, read_source


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
        return replace(source, **said)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not added, and why; `failed` is False where it was left out on purpose."""

    path: Path
    reason: str
    hint: str = ""
    failed: bool = True


@dataclass(frozen=True, slots=True)
class Ingestion:
    """All that came of one `add`: nothing that was named is missing from here."""

    additions: tuple[Addition, ...]
    skipped: tuple[Skipped, ...]


def add_paths(
    corpus: Corpus,
    paths: Sequence[Path],
    provenance: Provenance,
    progress: Callable[[int, int], None] | None = None,
) -> Ingestion:
    """Add files and, recursively, folders. One bad file never stops the rest; README files of folders stay out."""
    require(paths)
    sources: dict[str, Source] = {}
    read: dict[str, Path] = {}
    skipped: list[Skipped] = []
    for path in _files(paths, skipped):
        try:
            name = str(path.resolve())
            sources[name], read[name] = provenance.over(read_source(path)), path
        except FactcheckError as error:
            skipped.append(Skipped(path, str(error), error.hint))
    additions = corpus.add(list(sources.items()), progress)
    empty = [read[addition.source] for addition in additions if addition.outcome == "empty"]
    skipped += [Skipped(path, f"{path} holds nothing but headings", "add the text under them") for path in empty]
    return Ingestion(tuple(addition for addition in additions if addition.outcome != "empty"), tuple(skipped))


def require(paths: Sequence[Path]) -> None:
    """Raise CorpusError for a path that is not there, before anything is made or written."""
    for path in paths:
        if not path.exists():
            raise CorpusError(f"{path} does not exist", hint="name files or folders to add")


def _files(paths: Sequence[Path], skipped: list[Skipped]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for found in sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path)):
            if found.stem.upper() == "README":
                skipped.append(Skipped(found, "a README is about the folder, not part of it", failed=False))
            elif found.suffix.lower() not in SUFFIXES:
                skipped.append(
                    Skipped(found, f"{found.suffix or 'files without a suffix'} cannot be read yet", failed=False)
                )
            else:
                yield found


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)
