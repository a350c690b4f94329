"""The README against the program: its commands run, and what it shows is what the program prints."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from terminal import Terminal

from factcheck.evaluation.rows import Entry, Judged, Pair, Query, Quote, Statement

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCED = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def shown(name: str) -> str:
    """What stands between the marks of that name, without the fence around it."""
    part = README.split(f"<!-- {name} -->\n")[1].split(f"\n<!-- /{name} -->")[0]
    return part.removeprefix("```text\n").removesuffix("\n```")


def commands() -> list[str]:
    """Every line of the README's code blocks that starts the program."""
    lines = [line for block in FENCED.findall(README) for line in block.splitlines()]
    return [line for line in lines if line.startswith("factcheck ")]


def without_confidence(text: str) -> list[str]:
    """The lines, their confidence left out: its last digit may differ from processor to processor."""
    return re.sub(r"\(confidence [^)]*\)", "", text).splitlines()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the README's commands name."""
    monkeypatch.chdir(tmp_path)
    article = "The bridge cost 4.2 million euros. It was opened in May 2024."
    (tmp_path / "article.md").write_text(article)
    (tmp_path / "article.txt").write_text(article)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "bridge.md").write_text("The bridge cost 4.2 million euros, the council said.\n")
    (tmp_path / "minutes.html").write_text("<html><body><p>The council met on 3 May 2024.</p></body></html>")
    (tmp_path / "letter.txt").write_text("The bridge was closed in June, a reader says.")
    (tmp_path / "archive.csv").write_text("story,day\nThe bridge was closed for a week.,2024-06-01\n")
    (tmp_path / "council-minutes-may.md").write_text("---\npublished: 2024-05-03\n---\nThe bridge was opened.\n")
    mark(tmp_path)
    return tmp_path


def mark(folder: Path) -> None:
    """The gold sets that the README's commands name, each line made of the form that the README shows."""
    lines(folder / "pairs.jsonl", example("claim", "The bridge was opened."))
    lines(folder / "statements.jsonl", example("text", "The bridge cost 4.2 million euros.", label="check_worthy"))
    lines(folder / "archive" / "corpus.jsonl", example("_id", "The bridge was opened.", _id="d1"))
    lines(folder / "archive" / "queries.jsonl", example("_id", "when was it opened", _id="q1"))
    lines(folder / "archive" / "qrels.jsonl", example("query-id", ""))
    bridge = folder / "cases" / "bridge"
    lines(bridge / "gold.jsonl", example("quote", "The bridge was opened.").replace("FILE.md", "minutes.md"))
    (bridge / "article.md").write_text("The bridge was opened. It cost 4.2 million euros.")
    (bridge / "corpus").mkdir()
    (bridge / "corpus" / "minutes.md").write_text("The bridge was opened. So the council said.")


def example(first: str, words: str, **values: str) -> str:
    """The README's line of gold that begins with this key and holds these values, with words in place of its dots."""
    found = [line for line in re.findall(r"`(\{.*?\})`", README) if line.startswith(f'{{"{first}"')]
    wanted = [f'"{key}": "{value}"' for key, value in values.items()]
    return next(line for line in found if all(part in line for part in wanted)).replace("…", words)


def lines(path: Path, *rows: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(rows), encoding="utf-8")


def test_the_commands_run(factcheck: Terminal, desk: Path) -> None:
    """Each command of the README does its work; those that name a model end for want of one, and say so."""
    assert factcheck("corpus", "add", desk / "council-minutes-may.md").code == 0
    typed = commands()
    assert len(typed) > 9
    for line in typed:
        words, _, redirected = line.partition(" < ")
        stdin = (desk / redirected).read_bytes() if redirected else b""
        run = factcheck(*shlex.split(words)[1:], stdin=stdin)
        asks = "--model" in line and "--dry-run" not in line
        assert run.code in ((2, 3) if asks else (0, 1)), (line, run)
        assert "hint: " in run.err or not asks


def test_the_lines_of_gold_are_those_that_are_read() -> None:
    """Each form of line that the README shows is the one that a message about a wrong line shows."""
    assert all(f"`{kind.example}`" in README for kind in (Pair, Statement, Quote, Entry, Query, Judged))


def test_the_help_is_the_programs_own(factcheck: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The help in the README is what `factcheck --help` prints."""
    assert factcheck("--help").out.rstrip() == shown("help")


def test_the_report_shown_is_the_demos(factcheck: Terminal, starter_home: Path) -> None:
    """The piece of report in the README stands so in the report that `make demo` leaves."""
    report = factcheck("check", ROOT / "examples" / "webb-telescope.md", "--home", starter_home).out
    assert len(shown("report").splitlines()) > 10
    for piece in shown("report").split("\n\n[…]\n\n"):
        wanted, lines = without_confidence(piece), without_confidence(report)
        assert any(lines[at : at + len(wanted)] == wanted for at in range(len(lines))), piece


def test_every_file_it_links_to_is_there() -> None:
    """No link of the README leads nowhere."""
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_make_is_spoken_of_as_it_is() -> None:
    """Every `make` target that the README names is one."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`?\bmake ([a-z]+)\b", README)) <= targets
    assert shutil.which("make")
