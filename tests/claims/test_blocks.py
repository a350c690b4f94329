from __future__ import annotations

from factcheck.claims.blocks import Kind, blocks


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in blocks(text)]


def test_wrapped_lines_are_one_paragraph():
    """A line break inside a sentence is no boundary."""
    assert kinds("The tunnel opened on Monday in the\npresence of two ministers and was\nclosed again.") == [
        ("prose", "The tunnel opened on Monday in the presence of two ministers and was closed again.")
    ]


def test_a_title_above_the_text_is_a_block_of_its_own():
    """A short line that does not run on stands alone."""
    found = kinds("Tunnel opens late\nThe tunnel opened on Monday, two years after the date that had been promised.")
    assert found[0][1] == "Tunnel opens late"


def test_list_items_headings_and_tables_are_told_apart():
    """Markdown structure is a hard boundary."""
    found = kinds("# Title\n- one thing\n- another\n\n| a | b |\n\nTitle\n=====\n```\ncode\n```")
    assert [kind for kind, _ in found] == [
        "heading", "prose", "prose", "clutter", "heading", "clutter", "clutter", "clutter",
    ]  # fmt: skip


def test_markup_is_taken_out_and_places_lead_back():
    """Emphasis, links and labels vanish from the text; each character still knows its place in the article."""
    text = "**Highlights:** The [**big** tunnel](http://example.org/a_b) has\n84   *cameras*."
    label, block = blocks(text)
    assert (label.kind, text[label.start : label.end].strip()) == (Kind.HEADING, "**Highlights:**")
    assert block.text == "The big tunnel has 84 cameras."
    assert [text[place] for place, char in zip(block.places, block.text, strict=True) if char != " "] == [
        char for char in block.text if char != " "
    ]


def test_front_matter_is_clutter():
    """The metadata at the top of a file is not prose."""
    assert blocks("---\ntitle: x\n---\nIt rained.")[0].kind is Kind.CLUTTER


def test_a_dateline_is_a_block_of_its_own_in_front_of_the_first_paragraph_only():
    """A place in capitals with region, date and agency is clutter; a name, a digit or a later paragraph is not."""
    first = "The council has bought the old harbour and will turn it into a park with two hundred trees."
    for line in ("NORTHPORT — ", "BUDAPEST (Reuters) - ", "WASHINGTON, May 8, 2025 — ", "SALEM, Ore., 3 May (AP) – "):
        assert kinds(f"A title\n\n{line}{first}")[1:] == [("clutter", ""), ("prose", first)]
    for line in ("COVID - 19 killed many.", "NASA — which flew — said so.", "NASA — America's agency — said so."):
        assert kinds(line) == [("prose", line)]
    assert kinds(f"{first}\n\nNATO — The alliance grew.")[1] == ("prose", "NATO — The alliance grew.")


def test_a_bold_statement_is_no_label():
    """Only a few bold words without a verb are taken off a paragraph."""
    assert kinds("**The minister resigned in 2021:** Nobody knows.") == [
        ("prose", "The minister resigned in 2021: Nobody knows.")
    ]
    assert kinds("**The cost**: Five million.") == [("heading", ""), ("prose", "Five million.")]


def test_an_image_inside_a_paragraph_is_clutter():
    """Its caption is no part of the sentence around, and is listed all the same."""
    text = 'A cat ![img 2020](x.png "The cat in 2020") was born.'
    assert kinds(text) == [("clutter", ""), ("prose", "A cat was born.")]
