"""The corridor: what the user types, sees, and gets as an exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pages import Page, Site
from reading.pdfs import pdf
from terminal import Run, Terminal

ROOT = Path(__file__).resolve().parents[1]
SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.md"
    path.write_text(
        "---\ntitle: A test\npublished: 2025-12-06\n---\n"
        "The partnership was raised to a Special and Privileged Strategic Partnership in 2010.\n\n"
        "India and Russia traded goods worth 68.7 billion dollars in the fiscal year 2024-25. What a week!\n",
        encoding="utf-8",
    )
    return path


HELP = [
    (), ("check",), ("corpus",), ("corpus", "add"), ("corpus", "search"),
    ("eval",), ("eval", "verdicts"), ("eval", "retrieval"), ("eval", "claims"), ("eval", "articles"),
    ("cache",), ("doctor",),
]  # fmt: skip


@pytest.mark.parametrize("words", HELP, ids=" ".join)
def test_help_reads_as_kept(factcheck: Terminal, words: tuple[str, ...]) -> None:
    """`--help` is compared letter for letter with the kept text; delete the file to write it anew."""
    shown = factcheck(*words, "--help")
    kept = SNAPSHOTS / f"help-{'-'.join(words) or 'factcheck'}.txt"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(shown.out, encoding="utf-8")
    assert shown == Run(0, kept.read_text(encoding="utf-8"), "")


def test_a_check_prints_the_report_on_stdout_and_nothing_else(
    factcheck: Terminal, article: Path, starter_home: Path
) -> None:
    """The markdown report is all of standard output; standard error is silent away from a terminal."""
    shown = factcheck("check", article, "--home", starter_home)
    assert shown.code == 0
    assert shown.err == ""
    assert shown.out.startswith("---\n")
    assert "## What was not checked" in shown.out


def test_json_keeps_every_citation_at_its_offsets(factcheck: Terminal, article: Path, starter_home: Path) -> None:
    """Each quote of the JSON report stands letter for letter in the document that it names."""
    report = json.loads(factcheck("check", article, "--home", starter_home, "--format", "json").out)
    cited = [c for claim in report["claims"] for c in claim["verdict"]["citations"] + claim["verdict"]["near_misses"]]
    assert cited
    for citation in cited:
        shown = factcheck("corpus", "show", citation["document"]["id"], "--home", starter_home).out
        text = shown.split("\n\n", 1)[1]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    for claim in report["claims"]:
        assert report["article"]["text"][claim["start"] : claim["end"]] == claim["quote"]


def test_a_rerun_is_byte_identical(factcheck: Terminal, article: Path, starter_home: Path) -> None:
    """With the time fixed, two runs print the same bytes."""
    one, two = (factcheck("check", article, "--home", starter_home, "--format", "json").out for _ in range(2))
    assert one == two


def test_the_article_may_come_from_standard_input(factcheck: Terminal, article: Path, starter_home: Path) -> None:
    """`-` reads the article from the pipe, front matter included."""
    shown = factcheck("check", "-", "--home", starter_home, "--format", "json", stdin=article.read_bytes())
    assert json.loads(shown.out)["article"]["title"] == "A test"


def test_out_writes_a_file_and_sums_up(factcheck: Terminal, article: Path, starter_home: Path, tmp_path: Path) -> None:
    """With --out the report is a file, its path and the tally are told, and standard output stays empty."""
    target = tmp_path / "report.md"
    shown = factcheck("check", article, "--home", starter_home, "--out", target)
    assert shown.out == ""
    assert str(target) in shown.err
    assert target.read_text(encoding="utf-8").startswith("---\n")


def test_fail_on_turns_a_label_into_exit_code_one(factcheck: Terminal, article: Path, starter_home: Path) -> None:
    """A label that occurs ends with 1, one that does not with 0."""
    report = json.loads(factcheck("check", article, "--home", starter_home, "--format", "json").out)
    labels = {claim["verdict"]["label"] for claim in report["claims"]}
    for label in ("supported", "contradicted", "unverifiable", "unchecked"):
        shown = factcheck("check", article, "--home", starter_home, "--fail-on", label)
        assert shown.code == (1 if label in labels else 0)


def test_the_corpus_can_be_filled_looked_at_and_emptied(factcheck: Terminal, tmp_path: Path) -> None:
    """add, list, show, search, stats and remove work on one corpus, named ones apart from each other."""
    home = tmp_path / "home"
    (tmp_path / "river.txt").write_text("The Sarre\n\nThe river Sarre is 312 kilometres long.\n")
    assert (
        factcheck("corpus", "add", tmp_path / "river.txt", "--publisher", "Survey", "--home", home).out == "1 added\n"
    )
    assert (
        factcheck("corpus", "add", tmp_path / "river.txt", "--publisher", "Survey", "--home", home).out
        == "1 unchanged\n"
    )
    assert "river  undated  other  Survey  The Sarre" in factcheck("corpus", "list", "--home", home).out
    assert "publisher: Survey" in factcheck("corpus", "show", "river", "--home", home).out
    assert "312 kilometres" in factcheck("corpus", "search", "how long is the river", "--home", home).out
    assert "documents:  1" in factcheck("corpus", "stats", "--home", home).out
    assert factcheck("corpus", "list", "--home", home, "--corpus", "other").code == 2
    assert factcheck("corpus", "remove", "river", "--home", home).out == "removed  river  The Sarre\n"
    assert factcheck("corpus", "list", "--home", home).out == ""


def test_one_bad_file_does_not_stop_the_rest(factcheck: Terminal, tmp_path: Path) -> None:
    """The good file is added, the bad one is named with its reason, and the exit code tells."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "good.txt").write_text("A lighthouse stands at Cape Orm.")
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02" * 99)
    (folder / "film.mp4").write_bytes(b"\x00")
    shown = factcheck("corpus", "add", folder, "--home", tmp_path / "home")
    assert (shown.code, shown.out) == (3, "1 added, 1 failed, 1 skipped\n")
    assert "bad.txt" in shown.err
    assert "film.mp4" in shown.err


def bad_inputs(folder: Path) -> dict[str, tuple[list[object], str, int]]:
    """Every wrong way in: what is typed, what the one line says, and the exit code."""
    good = folder / "good.txt"
    good.write_text("Trade reached 68.7 billion dollars in 2025.")
    empty = folder / "empty.txt"
    empty.write_text(" \n\n")
    binary = folder / "binary.txt"
    binary.write_bytes(bytes(range(256)) * 20)
    encoded = folder / "encoded.txt"
    encoded.write_bytes("Grüße aus Köln. ".encode() * 9 + b"caf\xe9")
    large = folder / "large.txt"
    large.write_bytes(b"A sentence of ten megabytes. " * 400_000)
    picture = folder / "picture.png"
    picture.write_bytes(b"\x89PNG")
    return {
        "missing": (["check", folder / "nowhere.md"], "nowhere.md", 2),
        "folder": (["check", folder], "is a folder", 2),
        "empty": (["check", empty], "empty.txt", 2),
        "binary": (["check", binary], "binary.txt", 2),
        "encoding": (["check", encoded], "encoded.txt", 2),
        "large": (["check", large], "large.txt", 2),
        "suffix": (["check", picture], "picture.png", 2),
        "no corpus": (["check", good, "--corpus", "nowhere"], "no corpus 'nowhere' yet", 2),
        "corpus name": (["check", good, "--corpus", "No!"], "cannot name a corpus", 2),
        "unknown model": (["check", good, "--model", "nonsense"], "nonsense", 2),
        "unknown provider": (["check", good, "--model", "acme:model"], "acme", 2),
        "dead server": (
            ["check", good, "--model", "openai:x", "--base-url", "http://127.0.0.1:9/v1"], "127.0.0.1:9", 3,
        ),
        "out": (["check", good, "--out", folder / "no" / "report.md"], "cannot write the report", 2),
        "add nothing": (["corpus", "add", folder / "nowhere"], "does not exist", 2),
        "show nothing": (["corpus", "show", "nowhere"], "no document 'nowhere'", 2),
        "search nothing": (["corpus", "search", " "], "nothing to search for", 2),
    }  # fmt: skip


@pytest.mark.parametrize("case", [
    "missing", "folder", "empty", "binary", "encoding", "large", "suffix", "no corpus", "corpus name", "unknown model",
    "unknown provider", "dead server", "out", "add nothing", "show nothing", "search nothing",
])  # fmt: skip
def test_bad_input_gives_one_line_and_a_hint(
    factcheck: Terminal, tmp_path: Path, starter_home: Path, case: str
) -> None:
    """What is wrong is said in one line, what to do in the next; no traceback, nothing on standard output."""
    words, said, code = bad_inputs(tmp_path)[case]
    shown = factcheck(*words, "--home", starter_home)
    assert (shown.code, shown.out) == (code, "")
    lines = shown.err.strip().splitlines()
    assert said in lines[0]
    assert lines[0].startswith("factcheck: ")
    assert lines[1].startswith("  hint: ")
    assert len(lines) == 2


def test_a_wrong_date_is_wrong_use(factcheck: Terminal, article: Path) -> None:
    """A date that is none is refused as wrong use, with the form it should have."""
    shown = factcheck("check", article, "--as-of", "yesterday")
    assert shown.code == 2
    assert "YYYY-MM-DD" in shown.err


def test_the_schema_names_what_the_report_holds(factcheck: Terminal) -> None:
    """`factcheck schema` prints JSON that names the report's parts."""
    schema = json.loads(factcheck("schema").out)
    assert {"article", "claims", "not_checked", "tally", "corpus", "run"} <= set(schema["properties"])


def test_the_article_is_never_overwritten(factcheck: Terminal, article: Path, starter_home: Path) -> None:
    """A report that would be written over the article is refused, and the article stays."""
    before = article.read_bytes()
    shown = factcheck("check", article, "--home", starter_home, "--out", article)
    assert (shown.code, shown.out) == (2, "")
    assert "would overwrite the article" in shown.err
    assert article.read_bytes() == before


def test_a_file_of_headings_does_not_stop_the_rest(factcheck: Terminal, tmp_path: Path) -> None:
    """A document without text under its headings is named, the others are added."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "good.md").write_text("A lighthouse stands at Cape Orm.")
    (folder / "stub.md").write_text("# Only a heading")
    shown = factcheck("corpus", "add", folder, "--home", tmp_path / "home")
    assert (shown.code, shown.out) == (3, "1 added, 1 failed\n")
    assert "nothing but headings" in shown.err


def test_a_wrong_path_leaves_no_empty_corpus(factcheck: Terminal, tmp_path: Path) -> None:
    """Nothing is made for an `add` that has nothing to add."""
    home = tmp_path / "home"
    assert factcheck("corpus", "add", tmp_path / "nowhere", "--corpus", "typo", "--home", home).code == 2
    assert not home.exists()


def test_the_article_from_standard_input_is_checked_again_with_a_dash(factcheck: Terminal, starter_home: Path) -> None:
    """The command that repeats the check can be typed as it stands."""
    shown = factcheck("check", "-", "--home", starter_home, stdin=b"Trade reached 68.7 billion dollars in 2025.")
    assert "    factcheck check - --corpus default" in shown.out


def test_every_row_of_a_table_is_a_document(factcheck: Terminal, tmp_path: Path) -> None:
    """Rows are added under the table's name and their number; a bad one is named, and adding again changes nothing."""
    table = tmp_path / "wire.csv"
    table.write_text(
        "story,day,outlet\n"
        "The river Sarre is 312 kilometres long.,2024-05-01,Survey\n"
        "A lighthouse stands at Cape Orm.,the other day,Survey\n"
        '"The tower was built in 1871, of granite.",2024-05-03,Gazette\n'
    )
    words = ("corpus", "add", table, "--text-column", "story", "--home", tmp_path / "home")
    shown = factcheck(*words)
    assert (shown.code, shown.out) == (3, "2 added, 1 failed\n")
    assert "wire.csv, row 3: 'the other day' is not a date" in shown.err
    listed = factcheck("corpus", "list", "--home", tmp_path / "home").out
    assert "wire-2  2024-05-01  other  Survey   wire, row 2" in listed
    assert "wire-4  2024-05-03  other  Gazette  wire, row 4" in listed
    assert factcheck(*words).out == "2 unchanged, 1 failed\n"


def test_a_table_without_a_text_says_what_it_has(factcheck: Terminal, tmp_path: Path) -> None:
    """A table whose text column cannot be told is named with its columns; it is no article either."""
    table = tmp_path / "figures.csv"
    table.write_text("year;cost\n2020;200\n")
    shown = factcheck("corpus", "add", table, "--home", tmp_path / "home")
    assert (shown.code, shown.out) == (3, "1 failed\n")
    assert "--text-column: year, cost" in shown.err
    assert "is a table, not one text" in factcheck("check", table, "--home", tmp_path / "home").err


def test_a_document_may_come_from_standard_input(factcheck: Terminal, tmp_path: Path) -> None:
    """`-` adds what is piped in under its title; the same title replaces it, and without one it is not added."""
    home = ("--home", tmp_path / "home")
    text = b"The river Sarre is 312 kilometres long."
    assert factcheck("corpus", "add", "-", "--title", "The Sarre", *home, stdin=text).out == "1 added\n"
    assert factcheck("corpus", "add", "-", "--title", "The Sarre", *home, stdin=text).out == "1 unchanged\n"
    assert factcheck("corpus", "add", "-", "--title", "The Sarre", *home, stdin=text + b" Yes.").out == "1 replaced\n"
    shown = factcheck("corpus", "add", "-", *home, stdin=text)
    assert (shown.code, shown.out) == (3, "1 failed\n")
    assert "has no title" in shown.err
    assert "standard-input-the-sarre" in factcheck("corpus", "list", *home).out


def test_patterns_stand_for_what_they_match(factcheck: Terminal, tmp_path: Path) -> None:
    """A pattern that the shell left alone is expanded; one that matches nothing is wrong use."""
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in ("in/a.txt", "in/deep/b.txt", "in/deep/c.md"):
        (tmp_path / name).write_text(f"The file {name} has words.")
    home = ("--home", tmp_path / "home")
    assert factcheck("corpus", "add", f"{tmp_path}/in/**/*.txt", *home).out == "2 added\n"
    shown = factcheck("corpus", "add", f"{tmp_path}/in/*.pdf", *home)
    assert (shown.code, shown.out) == (2, "")
    assert "*.pdf matches no file" in shown.err


def test_a_file_named_twice_is_added_once(factcheck: Terminal, tmp_path: Path) -> None:
    """A file that is named and lies in a folder that is named is one document."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Words of a file.")
    words = ("corpus", "add", tmp_path / "in" / "a.txt", tmp_path / "in")
    assert factcheck(*words, "--home", tmp_path / "home").out == "1 added\n"


def test_pages_are_fetched_and_keep_their_address(
    factcheck: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sitemap stands for its pages, a page and a PDF are added under their address, and failures are named."""
    monkeypatch.setattr("factcheck.fetching.PAUSE", 0)
    page = b"<html><body><article><h1>Bridge</h1><p>The bridge was opened in May 2024.</p></article></body></html>"
    latin = "<html><body><p>Die Brücke ist gesperrt, sagt der Bürgermeister.</p></body></html>".encode("latin-1")
    report = pdf(["The bridge cost 4.2 million euros."])
    pages = {
        "/bridge": Page(page),
        "/latin": Page(latin, "text/html; charset=iso-8859-1"),
        "/report": Page(report, "application/pdf"),
        "/picture": Page(b"\x89PNG", "image/png"),
    }
    home = ("--home", tmp_path / "home")
    with Site(pages) as site:
        listed = "".join(f"<url><loc>{site.url}{path}</loc></url>" for path in (*pages, "/missing"))
        site.pages["/sitemap.xml"] = Page(f"<urlset>{listed}</urlset>".encode(), "application/xml")
        words = ("corpus", "add", f"{site.url}/sitemap.xml", "--allow-private", *home)
        shown = factcheck(*words)
        assert (shown.code, shown.out) == (3, "3 added, 2 failed\n")
        assert f"failed  {site.url}/missing: {site.url}/missing answers with 404" in shown.err
        assert "is image/png, not a page" in shown.err
        assert f"url:       {site.url}/bridge" in factcheck("corpus", "show", "bridge", *home).out
        assert factcheck(*words).out == "3 unchanged, 2 failed\n"
        checked = factcheck("check", f"{site.url}/bridge", "--allow-private", "--format", "json", *home)
        assert json.loads(checked.out)["article"]["url"] == f"{site.url}/bridge"
        refused = factcheck("check", f"{site.url}/bridge", *home)
        assert (refused.code, refused.out) == (2, "")
        assert "--allow-private" in refused.err


def test_an_index_of_sitemaps_is_followed_once(
    factcheck: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its sitemaps' pages are added, an index within it is refused, and what goes past the limit is told."""
    monkeypatch.setattr("factcheck.fetching.PAUSE", 0)
    monkeypatch.setattr("factcheck.ingest.MAX_LISTED", 2)
    with Site({f"/{n}": Page(f"<p>This is page number {n}.</p>".encode()) for n in range(3)}) as site:
        urls = "".join(f"<url><loc>/{n}</loc></url>" for n in range(3))
        index = "<sitemapindex><sitemap><loc>/index</loc></sitemap><sitemap><loc>/pages</loc></sitemap></sitemapindex>"
        site.pages |= {"/index": Page(index.encode()), "/pages": Page(f"<urlset>{urls}</urlset>".encode())}
        shown = factcheck("corpus", "add", f"{site.url}/index", "--allow-private", "--home", tmp_path / "home")
        assert (shown.code, shown.out) == (3, "2 added, 2 failed\n")
        assert "/index is not a list of pages" in shown.err
        assert "lists more pages than the 2" in shown.err
        assert "/2" not in site.asked
