"""The record that leaves the second room."""

from __future__ import annotations

import pytest

from factcheck.claims import Claim


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("[Ada] Lund opened it.", "Ada Lund opened it."),
        ("Today [4 December 2025] it was opened.", "On 4 December 2025 it was opened."),
        ("It rose last year [2024].", "It rose in 2024."),
        ("It has risen since last year [2024].", "It has risen since 2024."),
        ("It has applied since 2 February last year [2025].", "It has applied since 2 February 2025."),
        ("Talks began last month [November 2025].", "Talks began in November 2025."),
        ("It was proposed last November [November 2025].", "It was proposed in November 2025."),
        ("Four years ago today [25 December 2021] it flew.", "On 25 December 2021 it flew."),
        ("The club paid 33 million four years ago [2021].", "The club paid 33 million in 2021."),
        ("They met on Tuesday [2 December 2025].", "They met on Tuesday 2 December 2025."),
        ("They meet next week [week of 8 December 2025].", "They meet in the week of 8 December 2025."),
    ],
)
def test_the_statement_reads_as_a_source_would_put_it(text: str, statement: str) -> None:
    """Brackets go, and a date stands in place of the words that only mean it on the day of the article."""
    assert Claim("c1", text, "x", 0, 1).statement == statement
