"""A process that adds documents until it is killed: `crash.py HOME FIRST`; says each one that was reported as added."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpora import WordEmbedder

from factcheck.corpus import open_corpus
from factcheck.reading import Source


def words(number: int) -> str:
    """The document of that number: two passages."""
    return "\n\n".join(f"Report {number} says in part {part} that the river rises. " * 15 for part in range(2))


if __name__ == "__main__":
    corpus = open_corpus(Path(sys.argv[1]), "crash", WordEmbedder(), create=True)
    for number in count(int(sys.argv[2])):
        # Every third is a new text for the file before it, so that replacements are cut off as well.
        name = f"{number - (number % 3 == 2)}.md"
        added = corpus.add([(name, Source(text=words(number)))])
        sys.stdout.write(f"{name} {number} {added[0].outcome}\n")
        sys.stdout.flush()
