"""Documents from the web follow their pages; a page that is gone takes nothing along unasked."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import Page, Site
from terminal import Terminal


def page(text: str) -> Page:
    return Page(f"<html><body><article><p>{text}</p></article></body></html>".encode())


def test_pages_are_fetched_again(factcheck: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changed ones are replaced with what the user said of them, failing ones stay, gone ones go only when told to."""
    monkeypatch.setattr("factcheck.fetching.PAUSE", 0)
    home = ("--home", tmp_path / "home", "--allow-private")
    (tmp_path / "file.txt").write_text("A file of no page at all.")
    names = ("same", "changed", "gone", "failing")
    with Site({f"/{name}": page(f"This page about {name} was written in May.") for name in names}) as site:
        urls = [f"{site.url}/{name}" for name in names]
        factcheck("corpus", "add", *urls, tmp_path / "file.txt", "--publisher", "Survey", *home)
        site.pages["/changed"] = page("This page was changed in June.")
        site.pages["/gone"] = Page(status=410)
        site.pages["/failing"] = Page(status=503)
        shown = factcheck("corpus", "refresh", *home)
        assert (shown.code, shown.out) == (3, "1 replaced, 1 gone, 1 unchanged, 1 failed\n")
        assert "gone  gone" in shown.err
        listed = factcheck("corpus", "show", "changed", *home[:2]).out
        assert "publisher: Survey" in listed
        assert "changed in June" in listed
        assert factcheck("corpus", "show", "gone", *home[:2]).code == 0
        shown = factcheck("corpus", "refresh", "--remove-gone", *home)
        assert shown.out == "1 removed, 2 unchanged, 1 failed\n"
        assert factcheck("corpus", "show", "gone", *home[:2]).code == 2
        assert factcheck("corpus", "show", "failing", *home[:2]).code == 0
